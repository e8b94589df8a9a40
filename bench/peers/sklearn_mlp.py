"""scikit-learn: MLPRegressor.partial_fit, plain gradient descent. DIFFERENT WORK, and no setting makes it the same:

its outputs are the weighted sums themselves, without a sigmoid, and its loss is half the mean over the batch. (With
MLPClassifier the outputs are sigmoids, but the loss is the cross-entropy.) So it does a little less for each example.
"""

from __future__ import annotations

import numpy as np
from sklearn.neural_network import MLPRegressor


class SklearnMLP:
    def __init__(self, weights, biases, alpha, batch_size):
        self.model = MLPRegressor(
            hidden_layer_sizes=[len(b) for b in biases[:-1]],
            activation="logistic",
            solver="sgd",
            alpha=0,  # no penalty on large weights; its name for something else
            batch_size=batch_size,
            learning_rate_init=alpha / 2,
            momentum=0,
            nesterovs_momentum=False,
            shuffle=False,
        )
        one = np.ones((batch_size, weights[0].shape[1]), weights[0].dtype)
        self.model.partial_fit(
            *self.prepare(one, np.ones((batch_size, len(biases[-1])), one.dtype))
        )  # makes its arrays
        for mine, given in zip(self.model.coefs_, weights):
            mine[...] = given.T
        for mine, given in zip(self.model.intercepts_, biases):
            mine[...] = given

    def prepare(self, x, t):
        return x, t.ravel() if t.shape[1] == 1 else t

    def run(self, data, epochs):
        for _ in range(epochs):
            self.model.partial_fit(*data)

    def result(self):
        return [w.T for w in self.model.coefs_], self.model.intercepts_
