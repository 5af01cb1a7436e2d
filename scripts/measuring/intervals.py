"""Intervals of means, by Student's t distribution."""

import functools
import math
import statistics

CONFIDENCE = 0.95


def mean_interval(values):
    """Mean and limits of its 95% interval; the limits are None where there is one value."""
    mean = statistics.fmean(values)
    if len(values) < 2:
        return mean, None, None
    error = statistics.stdev(values) / math.sqrt(len(values))
    half = t_quantile((1 + CONFIDENCE) / 2, len(values) - 1) * error
    return mean, mean - half, mean + half


@functools.cache
def t_quantile(probability, freedom):
    """Quantile above the median of Student's t distribution, by bisection on its integrated density."""
    scale = math.exp(math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2)) / math.sqrt(freedom * math.pi)

    def density(x):
        return scale * (1 + x * x / freedom) ** (-(freedom + 1) / 2)

    def below(x, steps=2000):  # Simpson's rule from 0, half of the distribution lying below 0
        width = x / steps
        inner = sum((4 if i % 2 else 2) * density(i * width) for i in range(1, steps))
        return 0.5 + width / 3 * (density(0) + inner + density(x))

    low, high = 0.0, 1.0
    while below(high) < probability:
        high *= 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if below(middle) < probability else (low, middle)
    return (low + high) / 2
