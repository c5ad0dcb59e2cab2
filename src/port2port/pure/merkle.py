"""The Merkle tree of RFC 6962: roots, inclusion and consistency proofs, and the edge that grows a log in O(log n)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Self

HASH = 32
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(leaf: bytes) -> bytes:
    """The hash of a leaf."""
    return sha256(b"\0" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees."""
    return sha256(b"\1" + left + right).digest()


def split(width: int) -> int:
    """Where a tree of that many leaves parts: the largest power of two below the width."""
    return 1 << ((width - 1).bit_length() - 1)


def inclusion_ranges(index: int, size: int) -> list[tuple[int, int]]:
    """The ranges of leaves whose hashes prove leaf `index`, nearest first. Raises IndexError."""
    if not 0 <= index < size:
        raise IndexError("no such leaf in a tree of that size")
    ranges, start, end = [], 0, size
    while end - start > 1:
        middle = start + split(end - start)
        if index < middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    return ranges[::-1]


@dataclass(frozen=True, slots=True)
class Edge:
    """All that is needed to append: the roots of the complete subtrees, largest first, one for each 1 bit of `size`."""

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if len(self.peaks) != self.size.bit_count() or any(len(peak) != HASH for peak in self.peaks):
            raise ValueError("peaks do not fit the size")

    @classmethod
    def from_bytes(cls, size: int, peaks: bytes) -> Self:
        """The edge as a row keeps it. Raises ValueError."""
        if len(peaks) % HASH:
            raise ValueError("peaks are not whole hashes")
        return cls(size, tuple(peaks[at : at + HASH] for at in range(0, len(peaks), HASH)))

    def to_bytes(self) -> bytes:
        """The peaks, one after the other."""
        return b"".join(self.peaks)

    def append(self, leaf: bytes) -> Self:
        """The edge after one more leaf."""
        peaks = [*self.peaks, leaf_hash(leaf)]
        complete = self.size
        while complete & 1:
            right = peaks.pop()
            peaks[-1] = node_hash(peaks[-1], right)
            complete >>= 1
        return type(self)(self.size + 1, tuple(peaks))

    @property
    def root(self) -> bytes:
        """The root of the tree with this edge."""
        if not self.peaks:
            return EMPTY_ROOT
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root


class Tree:
    """A tree that can prove: it keeps the hash of every complete subtree, two hashes a leaf."""

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self._levels: list[list[bytes]] = [[]]
        for leaf in leaves:
            self.append(leaf)

    def __len__(self) -> int:
        return len(self._levels[0])

    def append(self, leaf: bytes) -> None:
        """Add a leaf."""
        self._levels[0].append(leaf_hash(leaf))
        height = 0
        while len(self._levels[height]) % 2 == 0:
            parent = node_hash(*self._levels[height][-2:])
            height += 1
            if height == len(self._levels):
                self._levels.append([])
            self._levels[height].append(parent)

    def root(self, size: int | None = None) -> bytes:
        """The root when the tree had `size` leaves; now, if not given."""
        size = self._known(len(self) if size is None else size)
        return self._subtree(0, size) if size else EMPTY_ROOT

    def inclusion(self, index: int, size: int) -> list[bytes]:
        """The proof that leaf `index` is in the tree of `size` leaves. Raises IndexError."""
        return [self._subtree(start, end) for start, end in inclusion_ranges(index, self._known(size))]

    def consistency(self, old: int, new: int) -> list[bytes]:
        """The proof that the tree of `new` leaves begins with the tree of `old` leaves. Raises IndexError."""
        if not 0 < old <= self._known(new):
            raise IndexError("no consistency proof between these sizes")
        proof, start, end, whole = [], 0, new, True
        while end != old:
            middle = start + split(end - start)
            if old <= middle:
                proof.append(self._subtree(middle, end))
                end = middle
            else:
                proof.append(self._subtree(start, middle))
                start, whole = middle, False
        if not whole:
            proof.append(self._subtree(start, end))
        return proof[::-1]

    def _known(self, size: int) -> int:
        if not 0 <= size <= len(self):
            raise IndexError("the tree never had that size")
        return size

    def _subtree(self, start: int, end: int) -> bytes:
        width = end - start
        if width.bit_count() == 1:
            return self._levels[width.bit_length() - 1][start // width]
        middle = start + split(width)
        return node_hash(self._subtree(start, middle), self._subtree(middle, end))


def proves_inclusion(*, index: int, size: int, hashed: bytes, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether the proof leads from the leaf hash to the root."""
    if not 0 <= index < size or not _are_hashes(hashed, *proof):
        return False
    inner = (index ^ (size - 1)).bit_length()
    if len(proof) != inner + (index >> inner).bit_count():
        return False
    return _right_border(_climb(hashed, proof[:inner], index), proof[inner:]) == root


def proves_consistency(
    *, old_size: int, new_size: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether the proof shows that the new tree begins with the old one; from size 0 nothing can be shown."""
    if not 0 < old_size <= new_size or not _are_hashes(*proof):
        return False
    if old_size == new_size:
        return not proof and old_root == new_root
    shift = (old_size & -old_size).bit_length() - 1
    inner = ((old_size - 1) ^ (new_size - 1)).bit_length() - shift
    border = ((old_size - 1) >> (inner + shift)).bit_count()
    hashes = [old_root, *proof] if old_size == 1 << shift else list(proof)
    if len(hashes) != 1 + inner + border:
        return False
    seed, lower, upper = hashes[0], hashes[1 : 1 + inner], hashes[1 + inner :]
    path = (old_size - 1) >> shift
    return (
        _right_border(_climb_left_only(seed, lower, path), upper) == old_root
        and _right_border(_climb(seed, lower, path), upper) == new_root
    )


def _are_hashes(*values: bytes) -> bool:
    return all(len(value) == HASH for value in values)


def _climb(seed: bytes, proof: Sequence[bytes], path: int) -> bytes:
    for height, sibling in enumerate(proof):
        seed = node_hash(sibling, seed) if path >> height & 1 else node_hash(seed, sibling)
    return seed


def _climb_left_only(seed: bytes, proof: Sequence[bytes], path: int) -> bytes:
    for height, sibling in enumerate(proof):
        if path >> height & 1:
            seed = node_hash(sibling, seed)
    return seed


def _right_border(seed: bytes, proof: Sequence[bytes]) -> bytes:
    for sibling in proof:
        seed = node_hash(sibling, seed)
    return seed
