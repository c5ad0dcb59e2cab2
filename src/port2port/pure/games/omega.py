"""The Wright omega function of many numbers at once: ω(s) solves ω + ln ω = s."""

import numpy as np

from port2port.pure.games.ports import Floats

# Below this the answer is exp(s), too small to matter and hard on logarithms.
LEAST = -700.0


def omega(s: Floats, out: Floats, scratch: tuple[Floats, Floats, Floats]) -> Floats:
    """ω(s) in `out`, to some 10⁻¹⁴ of itself; s   at least LEAST, any size above.

    scipy's `wrightomega` gives the same and takes four times as long, one number at a time. Sources: first guess of
    S. Winitzki (2003); two steps of the fourth order of F. N. Fritsch, R. E. Shafer and W. P. Crowley (1973).
    """
    step, weight, room = scratch
    np.minimum(s, -LEAST, out=room)
    np.exp(room, out=room)
    np.log1p(room, out=out)
    np.maximum(out, s, out=out)
    np.log1p(out, out=step)
    np.add(out, 2.0, out=weight)
    np.divide(step, weight, out=step)
    np.subtract(1.0, step, out=step)
    np.multiply(out, step, out=out)
    for _ in range(2):
        _refine(s, out, scratch)
    return out


def _refine(s: Floats, out: Floats, scratch: tuple[Floats, Floats, Floats]) -> None:
    """One step: ω += ω·z/(1+ω) · (h − z/2)/(h − z), with z = s − ω − ln ω and h = (1+ω)(1+ω+⅔z)."""
    step, weight, room = scratch
    np.log(out, out=step)
    np.add(step, out, out=step)
    np.subtract(s, step, out=step)
    np.add(out, 1.0, out=weight)
    np.multiply(step, 2 / 3, out=room)
    np.add(room, weight, out=room)
    np.multiply(room, weight, out=room)
    np.divide(step, weight, out=weight)
    np.multiply(weight, out, out=weight)
    np.subtract(room, step, out=step)
    np.add(room, step, out=room)
    np.divide(room, step, out=room)
    np.multiply(room, 0.5, out=room)
    np.multiply(weight, room, out=weight)
    np.add(out, weight, out=out)
