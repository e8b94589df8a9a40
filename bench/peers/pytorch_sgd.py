"""PyTorch: a module, a loss and torch.optim.SGD, in the loop of its tutorials; and the same through torch.compile.

SGD moves by -lr * gradient, the rule here by -(alpha/2) * gradient: lr = alpha/2. The batches are slices of one tensor:
a DataLoader would be slower.
"""

from __future__ import annotations

import torch
from torch import nn

torch.set_num_threads(1)


class Eager:
    def __init__(self, weights, biases, alpha, batch_size):
        self.batch_size = batch_size
        layers = []
        for w, b in zip(weights, biases):
            linear = nn.Linear(w.shape[1], w.shape[0], dtype=torch.from_numpy(w).dtype)
            with torch.no_grad():
                linear.weight.copy_(torch.from_numpy(w))
                linear.bias.copy_(torch.from_numpy(b))
            layers += [linear, nn.Sigmoid()]
        self.model = nn.Sequential(*layers)
        self.loss = nn.MSELoss(reduction="sum")
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=alpha / 2)

    def prepare(self, x, t):
        return torch.tensor(x), torch.tensor(t)

    def run(self, data, epochs):
        x, t = data
        for _ in range(epochs):
            for inputs, targets in zip(x.split(self.batch_size), t.split(self.batch_size)):
                self.optimizer.zero_grad()
                self.loss_of(inputs, targets).backward()
                self.optimizer.step()

    def loss_of(self, inputs, targets):
        return self.loss(self.model(inputs), targets)

    def result(self):
        linear = [layer for layer in self.model if isinstance(layer, nn.Linear)]
        return [m.weight.detach().numpy() for m in linear], [m.bias.detach().numpy() for m in linear]


class Compiled(Eager):
    """Model and loss, forwards and backwards, through torch.compile; the optimizer too was tried, and was no faster."""

    def __init__(self, weights, biases, alpha, batch_size):
        super().__init__(weights, biases, alpha, batch_size)
        torch.compiler.reset()  # what was compiled for the workload before this one
        self.loss_of = torch.compile(super().loss_of)
