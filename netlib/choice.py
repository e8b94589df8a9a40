"""Which steps a training takes, NumPy's or those of machine code, by estimates of how long each would take."""

from __future__ import annotations

import importlib.util

from netlib.network import Network
from netlib.settings import Settings
from netlib.steps import Steps

CACHED = 100_000  #: weights, about, that a processor's cache keeps from one step to the next


def chosen_steps(net: Network, settings: Settings) -> Steps:
    """The steps in NumPy or in machine code, as asked, or whatever is sure to be done earlier, compiling included.

    The choice depends on the work alone, never on what has been compiled before: the same call gives the same bits.
    """
    data = net, settings.X, settings.T, settings.batch_size
    examples = len(settings.X) * settings.epochs
    if not settings.compiled or importlib.util.find_spec("numba") is None:
        return Steps(*data)
    if settings.compiled == "auto" and not compiling_pays(net.sizes, examples, settings.batch_size):
        return Steps(*data)
    from netlib.fast import FastSteps  # loads Numba and SymPy

    try:
        return FastSteps(*data)
    except NotImplementedError as error:
        if settings.compiled is True:
            raise NotImplementedError(f'{error}: leave compiled at "auto", which then takes NumPy') from None
        return Steps(*data)


# seconds measured on a server processor of 2023, medians over networks from 2-2-1 to 784-100-10


def by_numpy(sizes: tuple[int, ...], batch_size: int) -> float:
    """Seconds, about, that NumPy takes for one example."""
    layers, weights = len(sizes) - 1, sum(n_in * n for n_in, n in zip(sizes, sizes[1:]))
    beyond_cache = max(0, weights - CACHED)
    return (1.25e-5 * layers + 5e-10 * weights + 2e-9 * beyond_cache) / batch_size + 1.5e-10 * weights


def by_machine_code(sizes: tuple[int, ...], batch_size: int) -> float:
    """Seconds, about, that machine code takes for one example."""
    units, weights = sum(sizes[1:]), sum(n_in * n for n_in, n in zip(sizes, sizes[1:]))
    return (2.5e-10 if batch_size == 1 else 4e-10) * weights + 3e-8 * units


def compiling_pays(sizes: tuple[int, ...], examples: int, batch_size: int) -> bool:
    """Whether machine code saves half as much again as it takes to load Numba and SymPy and to compile."""
    saved = examples * (by_numpy(sizes, batch_size) - by_machine_code(sizes, batch_size))
    return saved > 1.5 * (2.5 + 1.0 * (len(sizes) - 1))
