import base64
import json
from hashlib import sha256
from pathlib import Path

import aics_tlog
import pytest
from hypothesis import given
from hypothesis import strategies as st

from port2port.pure.merkle import (
    EMPTY_ROOT,
    Edge,
    Tree,
    leaf_hash,
    node_hash,
    proves_consistency,
    proves_inclusion,
)

VECTORS = Path(__file__).parent / "vectors" / "merkle"
LEAVES = [bytes([number]) * 33 for number in range(70)]


def vectors(folder):
    paths = sorted((VECTORS / folder).rglob("*.json"))
    assert len(paths) > 30
    return [pytest.param(json.loads(path.read_text()), id=str(path.relative_to(VECTORS))) for path in paths]


def unpack(values):
    return [base64.b64decode(value) for value in values or []]


@pytest.mark.parametrize("vector", vectors("inclusion"))
def test_the_published_inclusion_vectors_hold(vector):
    [root, hashed] = unpack([vector["root"], vector["leafHash"]])

    held = proves_inclusion(
        index=vector["leafIdx"], size=vector["treeSize"], hashed=hashed, proof=unpack(vector["proof"]), root=root
    )

    assert held is not vector["wantErr"]


@pytest.mark.parametrize("vector", vectors("consistency"))
def test_the_published_consistency_vectors_hold(vector):
    [old_root, new_root] = unpack([vector["root1"], vector["root2"]])

    held = proves_consistency(
        old_size=vector["size1"],
        new_size=vector["size2"],
        old_root=old_root,
        new_root=new_root,
        proof=unpack(vector["proof"]),
    )

    assert held is not vector["wantErr"]


def test_the_empty_tree_has_the_hash_of_nothing():
    assert Tree().root() == Edge().root == EMPTY_ROOT == sha256(b"").digest()


def plain_root(leaves):
    """RFC 6962, section 2.1, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    split = max(2**power for power in range(10) if 2**power < len(leaves))
    return node_hash(plain_root(leaves[:split]), plain_root(leaves[split:]))


def test_edge_tree_and_a_second_opinion_give_the_root_of_the_standard_at_every_size():
    edge, tree, second = Edge(), Tree(), aics_tlog.MerkleTree()
    for size, leaf in enumerate(LEAVES, start=1):
        edge = Edge.from_bytes(edge.size, edge.to_bytes()).append(leaf)
        tree.append(leaf)
        second.append(leaf)

        assert edge.root == tree.root() == second.root() == plain_root(LEAVES[:size])
        assert len(edge.peaks) == size.bit_count()


def test_every_inclusion_proof_up_to_seventy_leaves_holds_and_equals_the_second_opinion():
    tree, second = Tree(LEAVES), aics_tlog.MerkleTree(LEAVES)
    for size in range(1, len(LEAVES) + 1):
        root = tree.root(size)
        for index in range(size):
            hashed, proof = leaf_hash(LEAVES[index]), tree.inclusion(index, size)

            assert proof == second.inclusion_proof(index, size)
            assert proves_inclusion(index=index, size=size, hashed=hashed, proof=proof, root=root)
            assert aics_tlog.verify_inclusion(hashed, index, size, proof, root)


def test_every_consistency_proof_up_to_seventy_leaves_holds_and_equals_the_second_opinion():
    tree, second = Tree(LEAVES), aics_tlog.MerkleTree(LEAVES)
    for new in range(1, len(LEAVES) + 1):
        for old in range(1, new + 1):
            proof, roots = tree.consistency(old, new), (tree.root(old), tree.root(new))

            assert proof == second.consistency_proof(old, new)
            assert proves_consistency(old_size=old, new_size=new, old_root=roots[0], new_root=roots[1], proof=proof)
            assert aics_tlog.verify_consistency(old, new, *roots, proof)


@given(st.integers(1, 70), st.data())
def test_one_changed_bit_anywhere_spoils_an_inclusion_proof(size, data):
    tree = Tree(LEAVES)
    index = data.draw(st.integers(0, size - 1))
    parts = [leaf_hash(LEAVES[index]), tree.root(size), *tree.inclusion(index, size)]
    which, bit = data.draw(st.integers(0, len(parts) - 1)), data.draw(st.integers(0, 255))

    parts[which] = flipped(parts[which], bit)

    assert not proves_inclusion(index=index, size=size, hashed=parts[0], root=parts[1], proof=parts[2:])


@given(st.integers(1, 70), st.data())
def test_one_changed_bit_anywhere_spoils_a_consistency_proof(new, data):
    tree = Tree(LEAVES)
    old = data.draw(st.integers(1, new))
    parts = [tree.root(old), tree.root(new), *tree.consistency(old, new)]
    which, bit = data.draw(st.integers(0, len(parts) - 1)), data.draw(st.integers(0, 255))

    parts[which] = flipped(parts[which], bit)

    assert not proves_consistency(old_size=old, new_size=new, old_root=parts[0], new_root=parts[1], proof=parts[2:])


def flipped(value, bit):
    return (int.from_bytes(value) ^ (1 << bit)).to_bytes(32)


@pytest.mark.parametrize(("index", "size"), [(0, 0), (3, 3), (-1, 3), (0, 71)])
def test_a_proof_for_a_leaf_or_a_size_that_never_was_is_an_index_error(index, size):
    with pytest.raises(IndexError):
        Tree(LEAVES).inclusion(index, size)


@pytest.mark.parametrize(("old", "new"), [(0, 3), (4, 3), (3, 71)])
def test_no_consistency_can_be_shown_from_nothing_backwards_or_beyond(old, new):
    with pytest.raises(IndexError):
        Tree(LEAVES).consistency(old, new)


@pytest.mark.parametrize(("size", "peaks"), [(3, b"\0" * 32), (1, b"\0" * 64), (1, b"\0" * 31), (0, b"\0")])
def test_an_edge_whose_peaks_do_not_fit_its_size_is_not_built(size, peaks):
    with pytest.raises(ValueError, match="peaks"):
        Edge.from_bytes(size, peaks)
