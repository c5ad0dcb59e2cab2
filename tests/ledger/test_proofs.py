"""Proofs that an entry stands in its log."""

from hashlib import sha256

import pytest

from port2port.ledger import proofs, store
from port2port.pure.merkle import leaf_hash, proves_inclusion
from tests.personas import NOW

pytestmark = pytest.mark.django_db


def append(number: int) -> store.Entry:
    return store.append(
        organisation="north",
        actor="somebody",
        handling={"tlp": "green", "pap": "amber"},
        objects=[{"type": "note", "number": number}],
        prev=None,
        now=NOW,
    )


@pytest.mark.parametrize("block", [1, 4, 1024])
def test_every_entry_can_be_proved_against_the_newest_root(block, monkeypatch):
    monkeypatch.setattr(proofs, "BLOCK", block)
    monkeypatch.setattr(proofs, "_blocks", {})
    entries = [append(number) for number in range(11)]

    for entry in entries:
        proof = proofs.prove(entry.position)

        hashed = leaf_hash(proof.leaf)
        assert (proof.index, proof.size, proof.root) == (entry.index, 11, store.head().root)
        assert proves_inclusion(index=proof.index, size=11, hashed=hashed, proof=proof.hashes, root=proof.root)


def test_the_salt_binds_the_leaf_to_the_envelope():
    proof = proofs.prove(append(1).position)

    commitment = sha256(b"\0" + proof.salt + sha256(proof.envelope).digest()).digest()

    assert proof.leaf == b"\1" + commitment


def test_what_is_not_in_the_ledger_cannot_be_proved():
    with pytest.raises(store.NotInLedger):
        proofs.prove(4711)
