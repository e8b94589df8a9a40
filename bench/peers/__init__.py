"""The peers of bench/training.py: the same training, each as its library's documentation advises.

Every module has classes with the same four things:

    Peer(weights, biases, alpha, batch_size)   start from copies of these weights (n_out, n_in) and biases
    prepare(x, t)                              the examples in the library's own form; not timed
    run(data, epochs)                          train on them in order; returns when it is done; timed
    result()                                   the weights and the biases now, as NumPy arrays of the same shapes

Inputs, targets, weights and biases all have the type of the workload, float64 or float32.
"""
