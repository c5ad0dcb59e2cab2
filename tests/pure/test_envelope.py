import json
from base64 import b64encode, urlsafe_b64encode
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.signing import SigningKey

from port2port.pure.envelope import (
    BadEnvelope,
    Envelope,
    Kind,
    Signature,
    holds,
    is_sound_key,
    key_id,
    pae,
    read_dsse,
    read_exact,
    sign,
    signers,
)

# RFC 8032, section 7.1, tests 1 and 2: the keys of DSSE's published vectors. Ed25519 is deterministic, so the
# signatures are made here; `digest` is the SHA-256 of the published ones, which they must equal.
KEYS = {
    "A": SigningKey(bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")),
    "B": SigningKey(bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")),
}
PUBLIC = {name: key.verify_key.encode() for name, key in KEYS.items()}
BODY, IN_TOTO = b'{"_type":"https://in-toto.io/Statement/v1"}', "application/vnd.in-toto+json"


def published(*, by, body=BODY, over=IN_TOTO, claims=None, named=True, encode=b64encode):
    """The JSON of one of DSSE's vectors, and the digest of its signatures."""
    made = [KEYS[name].sign(pae(over, body)).signature for name in by]
    signatures = [
        {"sig": encode(sig).decode()} | ({"keyid": name} if named else {}) for name, sig in zip(by, made, strict=True)
    ]
    claimed = over if claims is None else claims
    data = {"payload": encode(body).decode(), "payloadType": claimed, "signatures": signatures}
    return json.dumps(data).encode(), sha256(b"".join(made)).hexdigest()[:16]


VECTORS = {
    "single-signature": (published(by="A"), "9ab6eae861fb7a38", "A", IN_TOTO, 1, True),
    "url-safe-base64": (
        published(by="A", body=b"\xfb\xff\xbf>?", encode=urlsafe_b64encode),
        "a78e3281a51531ec",
        "A",
        IN_TOTO,
        1,
        True,
    ),
    "payload-type-swapped": (
        published(by="A", claims="application/vnd.example.other+json"),
        "9ab6eae861fb7a38",
        "A",
        "application/vnd.example.other+json",
        1,
        False,
    ),
    "non-ascii-payload-type": (
        published(by="A", over="application/vnd.exämple+json"),
        "2412721088d4055c",
        "A",
        "application/vnd.exämple+json",
        1,
        True,
    ),
    "empty-payload": (published(by="A", body=b""), "7dc6bd424cdac725", "A", IN_TOTO, 1, True),
    "empty-payload-type": (published(by="A", over=""), "f56c819bc19e6c0d", "A", IN_TOTO, 1, False),
    "threshold-two-distinct-keys": (published(by="AB"), "88b69561d5e2ca98", "AB", IN_TOTO, 2, True),
    "threshold-two-one-key-twice": (published(by="AA"), "16431d1ed93d9e5c", "AB", IN_TOTO, 2, False),
    "threshold-two-without-keyids": (published(by="AB", named=False), "88b69561d5e2ca98", "AB", IN_TOTO, 2, True),
}


@pytest.mark.parametrize(
    ("made", "digest", "trusted", "supported", "threshold", "accepted"), VECTORS.values(), ids=VECTORS.keys()
)
def test_the_nine_published_dsse_vectors_hold(made, digest, trusted, supported, threshold, accepted):
    data, own_digest = made

    envelope = read_dsse(data)
    signed_by = signers(envelope, {name: PUBLIC[name] for name in trusted})

    assert own_digest == digest
    assert (envelope.payload_type == supported and len(signed_by) >= threshold) is accepted


def test_the_signed_bytes_are_those_of_the_protocol():
    assert pae("http://example.com/HelloWorld", b"hello world") == (
        b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
    )


def test_a_length_counts_bytes_and_not_characters():
    assert pae("ä", "é".encode()).startswith(b"DSSEv1 2 ")


def made(payload=b'{"v":1}', kind=Kind.OBJECTS):
    return sign(kind.payload_type, payload, KEYS["A"])


@given(st.binary(max_size=300), st.sampled_from(Kind))
def test_what_we_write_is_read_back_equal_and_its_signature_holds(payload, kind):
    envelope = made(payload, kind)

    read = read_exact(envelope.to_bytes())

    assert read == envelope
    assert signers(read, PUBLIC) == {"A"}
    assert Kind.of(read.payload_type) is kind


@given(st.data())
def test_an_envelope_with_one_changed_byte_is_refused_or_its_signature_fails_or_only_its_hint_changed(data):
    envelope = made()
    exact = bytearray(envelope.to_bytes())
    at = data.draw(st.integers(0, len(exact) - 1))
    exact[at] ^= data.draw(st.integers(1, 255))

    try:
        read = read_exact(bytes(exact))
    except BadEnvelope:
        return

    assert not signers(read, PUBLIC) or read.signatures[0].keyid != envelope.signatures[0].keyid


NOT_EXACT = {
    "a space": lambda data: data.replace(b",", b", ", 1),
    "a line end": lambda data: data + b"\n",
    "another order of keys": lambda data: json.dumps(json.loads(data), sort_keys=True).encode(),
    "an unknown key": lambda data: b'{"a":1,' + data[1:],
    "a doubled key": lambda data: data[:-1] + b',"payloadType":"x"}',
    "the other alphabet": lambda data: data.replace(b"+", b"-").replace(b"/", b"_"),
    "no padding": lambda data: data.replace(b"=", b""),
    "an escaped letter": lambda data: data.replace(b"vnd", b"\\u0076nd"),
    "no key id": lambda data: data.replace(b'"keyid":"' + key_id(PUBLIC["A"]).encode() + b'",', b""),
    "no signatures": lambda data: data[: data.index(b"[")] + b"[]}",
    "a signature that is a word": lambda data: data[: data.index(b"[")] + b'["x"]}',
    "a key id that is a number": lambda data: data.replace(b'"' + key_id(PUBLIC["A"]).encode() + b'"', b"1"),
    "not base64": lambda data: data.replace(b'"payload":"', b'"payload":"*'),
    "not JSON": lambda data: data[:-1],
    "a list": lambda data: b"[" + data + b"]",
}


@pytest.mark.parametrize("change", NOT_EXACT.values(), ids=NOT_EXACT.keys())
def test_only_the_one_serialisation_is_taken_at_our_doors(change):
    data = made(b'{"v":1,"text":"???>>>~~~~"}').to_bytes()

    with pytest.raises(BadEnvelope):
        read_exact(change(data))


def test_five_signatures_are_one_too_many():
    keys = [SigningKey(bytes([number]) * 32) for number in range(5)]

    with pytest.raises(BadEnvelope, match="more than 4"):
        read_exact(sign(Kind.OBJECTS.payload_type, b"{}", *keys).to_bytes())


def test_a_signature_for_one_kind_never_verifies_as_another():
    envelope = made()

    swapped = Envelope(envelope.payload, Kind.COMMITMENT.payload_type, envelope.signatures)

    assert not signers(swapped, PUBLIC)


@pytest.mark.parametrize(
    "kind",
    ["", "application/json", "application/vnd.port2port.gossip.v1+json", "application/vnd.port2port.objects.v2+json"],
)
def test_a_payload_type_that_is_not_ours_is_refused(kind):
    with pytest.raises(BadEnvelope):
        Kind.of(kind)


def test_the_content_id_names_type_and_payload_and_not_the_signer():
    by_a, by_b = made(), sign(Kind.OBJECTS.payload_type, b'{"v":1}', KEYS["B"])

    assert by_a.content_id == by_b.content_id == sha256(pae(Kind.OBJECTS.payload_type, b'{"v":1}')).hexdigest()
    assert by_a.content_id != made(kind=Kind.COMMITMENT).content_id
    assert by_a.content_id != made(b'{"v":2}').content_id


def test_the_name_of_a_key_covers_its_algorithm():
    public = PUBLIC["A"]

    assert key_id(public) == sha256(b"ed25519\0" + public).hexdigest()[:16]
    assert key_id(public) != key_id(public, algorithm="ml-dsa-44")


# The points of small order on edwards25519, canonical and not, and what is no point at all (trust rule K3).
P = 2**255 - 19
WEAK = {
    "neutral": bytes([1] + [0] * 31),
    "zero": bytes(32),
    "order two": (P - 1).to_bytes(32, "little"),
    "order eight": bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
    "order eight, other": bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
    "order four, high bit": bytes([0] * 31 + [0x80]),
    "neutral, high bit": bytes([1] + [0] * 30 + [0x80]),
    "not canonical: p": P.to_bytes(32, "little"),
    "not canonical: p + 1": (P + 1).to_bytes(32, "little"),
    "not canonical: all ones": b"\xff" * 32,
    "off the curve": bytes([2] + [0] * 31),
    "31 bytes": PUBLIC["A"][:31],
    "33 bytes": PUBLIC["A"] + b"\0",
    "empty": b"",
}


@pytest.mark.parametrize("public", WEAK.values(), ids=WEAK.keys())
def test_a_weak_or_malformed_key_is_never_sound_and_nothing_verifies_under_it(public):
    # Under a key of small order the signature (R = key, S = 0) holds for many messages in laxer verifiers.
    forged = (public + bytes(64))[:32] + bytes(32)

    assert not is_sound_key(public)
    assert not any(holds(public, b"message %d" % number, forged) for number in range(64))


def test_a_signature_whose_second_half_is_not_reduced_is_refused():
    order = 2**252 + 27742317777372353535851937790883648493
    good = KEYS["A"].sign(b"message").signature
    raised = good[:32] + (int.from_bytes(good[32:], "little") + order).to_bytes(32, "little")

    assert holds(PUBLIC["A"], b"message", good)
    assert not holds(PUBLIC["A"], b"message", raised)


@pytest.mark.parametrize("length", [0, 63, 65])
def test_a_signature_of_another_length_is_refused(length):
    assert not holds(PUBLIC["A"], b"message", bytes(length))


def test_the_key_id_in_an_envelope_proves_nothing():
    envelope = made()
    lying = Envelope(
        envelope.payload, envelope.payload_type, (Signature(key_id(PUBLIC["B"]), envelope.signatures[0].sig),)
    )

    assert signers(lying, PUBLIC) == {"A"}
