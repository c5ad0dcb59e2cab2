"""Weights that are none below nothing and sum to one: least squares over them, by steps and exactly.

minimise ‖A w − b‖² + penalty·‖w‖² over the simplex. `by_steps` stops where the published algorithm stops, so that its
digits are those of the paper; `exactly` gives the optimum of the same problem.
"""

import numpy as np

from port2port.pure.displacement.faults import Fault, StudyRefused
from port2port.pure.panels import Floats

MOST_STEPS = 10_000
MOST_ROUNDS = 1_000
TIGHT = 1e-12
SMALLEST_SCALE = 1e-100


def by_steps(
    columns: Floats, goal: Floats, *, penalty: float, start: Floats, smallest_gain: float, most: int = MOST_STEPS
) -> Floats:
    """Frank & Wolfe with exact line search, until a step gains less than smallest_gain (of the mean square).

    columns [rows, weights], goal [rows], start [weights] on the simplex
    Source: Arkhangelsky et al. (2021), Algorithm 1 and its supplement.
    """
    gram, towards = columns.T @ columns, columns.T @ goal
    # Half the gradient is affine in the weights: it moves towards that of a vertex as the weights do.
    corners = gram - towards + penalty * np.eye(len(gram))
    sizes, pulls = (gram.diagonal() + penalty).tolist(), towards.tolist()
    slope = start @ corners
    # wᵀ(G + penalty)w and wᵀAᵀb, kept as numbers.
    curve, pull = float(start @ (slope + towards)), float(start @ towards)
    enough = smallest_gain * len(goal)
    path: list[tuple[int, float]] = []
    # The slope is `scale` times what is stored: that it shrinks at each step costs nothing then.
    rows, scale, step_of = list(corners), 1.0, np.empty_like(slope)
    for step in range(most):
        best = int(slope.argmin())
        lowest = scale * float(slope[best])
        steepest = lowest + pulls[best]
        falls = curve - pull - lowest
        length = sizes[best] - 2 * steepest + curve
        if length <= 0:
            break
        stride = min(1.0, max(0.0, falls / length))
        path.append((best, stride))
        scale *= 1 - stride
        if scale < SMALLEST_SCALE:
            slope *= scale
            scale = 1.0
        slope += np.multiply(rows[best], stride / scale, out=step_of)
        curve = (1 - stride) ** 2 * curve + 2 * stride * (1 - stride) * steepest + stride**2 * sizes[best]
        pull += stride * (pulls[best] - pull)
        # The first step is taken for granted: it leaves the start.
        if step > 0 and stride * (2 * falls - stride * length) <= enough:
            break
    return _walked(start, path)


def _walked(start: Floats, path: list[tuple[int, float]]) -> Floats:
    """The weights after steps towards vertices: each shrinks what was there by its stride and adds it to one weight."""
    if not path:
        return start
    strides = np.array([stride for _vertex, stride in path])
    left = np.cumprod(1 - strides[::-1])[::-1]
    added = strides * np.append(left[1:], 1.0)
    return np.asarray(start * left[0] + np.bincount([vertex for vertex, _stride in path], added, minlength=len(start)))


def exactly(columns: Floats, goal: Floats, *, penalty: float) -> Floats:
    """The optimum, by an active set that grows by the most promising weight and drops what would fall below nothing.

    columns [rows, weights], goal [rows]. Raises StudyRefused where rounding keeps it from closing.
    """
    # On the simplex b = b·Σw, so that the goal can be taken into the columns.
    apart = columns - goal[:, None]
    gram = apart.T @ apart + penalty * np.eye(columns.shape[1])
    scale = float(gram.diagonal().max()) or 1.0
    weights = np.zeros(len(gram))
    first = int(gram.diagonal().argmin())
    weights[first] = 1.0
    held = [first]
    for _round in range(MOST_ROUNDS):
        slope = gram @ weights
        best = int(slope.argmin())
        if best in held or slope[best] >= float(weights @ slope) - TIGHT * scale:
            return weights
        held.append(best)
        held = _settled(gram, weights, held)
    raise StudyRefused(Fault.BAD_SETTING)


def _settled(gram: Floats, weights: Floats, held: list[int]) -> list[int]:
    """Moves the weights to the optimum of those that stay above nothing, and says which do."""
    while True:
        wanted = _balanced(gram[np.ix_(held, held)])
        if (wanted > 0).all():
            weights[held] = wanted
            return held
        now = weights[held]
        falls = wanted <= 0
        reach = float((now[falls] / (now[falls] - wanted[falls])).min())
        moved = now + reach * (wanted - now)
        moved[moved < TIGHT] = 0.0
        weights[held] = moved / moved.sum()
        held = [one for one, left in zip(held, moved, strict=True) if left > 0]


def _balanced(gram: Floats) -> Floats:
    """The least of wᵀGw with Σw = 1, any sign."""
    number = len(gram)
    system = np.ones((number + 1, number + 1))
    system[:number, :number] = gram / float(gram.diagonal().max())
    system[number, number] = 0.0
    right = np.zeros(number + 1)
    right[number] = 1.0
    return np.asarray(np.linalg.lstsq(system, right, rcond=None)[0][:number])
