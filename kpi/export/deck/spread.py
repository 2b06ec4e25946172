"""Labels beside each other: none lies on another, each as near its place as it can be."""

from collections.abc import Sequence


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places for labels, at least `gap` apart where there is room, near where each wants to be."""
    order = sorted(range(len(wanted)), key=lambda n: wanted[n])
    gap = min(gap, (high - low) / max(len(wanted) - 1, 1))
    found: list[list[float]] = []  # runs of labels that touch: [sum of wishes, count, first]
    for n in order:
        found.append([wanted[n], 1.0])
        while len(found) > 1 and _end(found[-2], gap) + gap > _start(found[-1], gap):
            last = found.pop()
            found[-1] = [found[-1][0] + last[0], found[-1][1] + last[1]]
    places: list[float] = []
    for run in found:
        start = min(max(_start(run, gap), low), high - (run[1] - 1) * gap)
        places += [start + gap * k for k in range(int(run[1]))]
    for k in range(1, len(places)):
        places[k] = max(places[k], places[k - 1] + gap)
    result = [0.0] * len(wanted)
    for n, place in zip(order, places, strict=True):
        result[n] = place
    return result


def _start(run: Sequence[float], gap: float) -> float:
    return run[0] / run[1] - gap * (run[1] - 1) / 2


def _end(run: Sequence[float], gap: float) -> float:
    return run[0] / run[1] + gap * (run[1] - 1) / 2
