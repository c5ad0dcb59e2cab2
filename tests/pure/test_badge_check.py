"""What can be said of a certificate from the token and a bundle alone: every case of the design, no network."""

import gzip
import json
import socket
import zlib
from base64 import urlsafe_b64decode
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jws
from joserfc.jwk import OKPKey
from jsonschema_rs import Draft202012Validator
from nacl.signing import SigningKey
from openbadgeslib.ob3 import OB3VerificationError, OB3Verifier
from openbadgeslib.ob3.did import _jwk_to_pem

from port2port.pure import badge, badge_check
from port2port.pure.badge_check import (
    Bundle,
    Reason,
    Verdict,
    b64url,
    find_token,
    keys_of,
    read_bundle,
    verify,
)

pytestmark = pytest.mark.anywhere
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SEED, NEXT, FOREIGN = (bytes([number]) * 32 for number in (1, 2, 3))
DID = "did:web:port2port.example"
PAGE = "https://port2port.example/certificates/check/"
URL, NEXT_URL = (f"https://port2port.example/certificates/status/{name}/" for name in ("one", "two"))
INDEX = 4_711
ISSUER = badge.Issuer(DID, "Port2Port", PAGE)
COURSE = badge.Achievement(
    "guard", 1, {"en": "Guard at a port facility"}, {"en": "Passed the test."}, ("b18-2-1", "ACC-02"), 24
)


@pytest.fixture(autouse=True)
def cut_network(monkeypatch):
    def refuse(*_args, **_kwargs):
        raise AssertionError("a check asked the network")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def public(seed: bytes) -> bytes:
    return SigningKey(seed).verify_key.encode()


def certificate(*, seed: bytes = SEED, url: str = URL, issuer: badge.Issuer = ISSUER, **claims: object) -> str:
    said = badge.Wording(
        achievement=COURSE,
        language="en",
        credential=UUID(int=1),
        subject=UUID(int=2),
        valid_from=NOW,
        valid_until=NOW + timedelta(days=731),
        list_url=url,
        index=INDEX,
    )
    return badge.sign(badge.payload_of(said, issuer=issuer) | claims, seed=seed)


def status(*, revoked=(), seed: bytes = SEED, url: str = URL, at: datetime = NOW, **claims: object) -> str:
    return badge.sign(badge.list_payload(revoked, url=url, did=DID, now=at) | claims, seed=seed)


def bundle(lists: dict[str, str] | None = None, *, seeds=(SEED,)) -> Bundle:
    keys = frozenset(public(seed) for seed in seeds)
    return Bundle(did=DID, keys=keys, lists={URL: status()} if lists is None else lists)


LATER = NOW + timedelta(hours=1)
OVER = NOW + timedelta(days=731)


def said(token: str, held: Bundle, at: datetime = LATER) -> tuple[Verdict, Reason]:
    answer = verify(token, held, at=at)
    return answer.verdict, answer.reason


def test_a_good_one_is_valid_and_says_what_until_when_and_as_of():
    answer = verify(certificate(), bundle(), at=LATER)

    assert answer.verdict == Verdict.VALID
    assert (answer.name, answer.codes, answer.language) == ("Guard at a port facility", ("b18-2-1", "ACC-02"), "en")
    assert (answer.issued_at, answer.valid_until, answer.as_of) == (NOW, OVER, NOW)


def test_a_revoked_one_is_revoked_also_after_its_end():
    held = bundle({URL: status(revoked=[INDEX])})

    assert said(certificate(), held) == (Verdict.REVOKED, Reason.NONE)
    late = bundle({URL: status(revoked=[INDEX], at=OVER)})
    assert said(certificate(), late, OVER) == (Verdict.REVOKED, Reason.NONE)


def test_a_neighbours_bit_revokes_nothing():
    held = bundle({URL: status(revoked=[INDEX - 1, INDEX + 1])})

    assert said(certificate(), held) == (Verdict.VALID, Reason.NONE)


def test_an_expired_one_is_expired_with_and_without_a_list():
    assert said(certificate(), bundle({URL: status(at=OVER)}), OVER) == (Verdict.EXPIRED, Reason.NONE)
    assert said(certificate(), bundle({}), OVER) == (Verdict.EXPIRED, Reason.NONE)
    fresh = bundle({URL: status(at=OVER - timedelta(days=1))})
    assert said(certificate(), fresh, OVER - timedelta(seconds=1)) == (Verdict.VALID, Reason.NONE)


def test_without_a_list_nothing_can_be_told():
    assert said(certificate(), bundle({})) == (Verdict.CANNOT_TELL, Reason.NO_LIST)


@pytest.mark.parametrize("days", [7.001, 8, 400])
def test_an_old_list_never_yields_valid(days):
    assert said(certificate(), bundle(), NOW + timedelta(days=days)) == (Verdict.CANNOT_TELL, Reason.LIST_TOO_OLD)


def test_a_list_counts_for_seven_days():
    assert said(certificate(), bundle(), NOW + timedelta(days=7)) == (Verdict.VALID, Reason.NONE)


@pytest.mark.parametrize(
    "claims",
    [{"validUntil": None}, {"validUntil": "2036-01-01T00:00:00Z"}, {"validUntil": "soon"}, {"validFrom": None}],
    ids=["no end", "a far end", "no day", "no beginning"],
)
def test_a_list_without_an_end_within_seven_days_is_too_old_after_them(claims):
    held = bundle({URL: status(**claims)})

    assert said(certificate(), held, NOW + timedelta(days=8)) == (Verdict.CANNOT_TELL, Reason.LIST_TOO_OLD)


def test_a_list_from_the_future_is_not_believed():
    held = bundle({URL: status(at=LATER + timedelta(days=1))})

    assert said(certificate(), held) == (Verdict.CANNOT_TELL, Reason.LIST_TOO_OLD)


def test_a_list_of_another_key_is_refused_even_of_our_next_one():
    for seed in (FOREIGN, NEXT):
        held = bundle({URL: status(seed=seed)}, seeds=(SEED, NEXT))
        assert said(certificate(), held) == (Verdict.REFUSED, Reason.LIST_FOREIGN)
        assert said(certificate(), held, OVER) == (Verdict.REFUSED, Reason.LIST_FOREIGN)


def test_another_list_of_ours_under_this_address_is_refused():
    held = bundle({URL: status(url=NEXT_URL)})

    assert said(certificate(), held) == (Verdict.REFUSED, Reason.LIST_FOREIGN)


@pytest.mark.parametrize(
    "subject",
    [
        {},
        {"statusPurpose": "suspension", "encodedList": "u"},
        {"statusPurpose": "revocation", "encodedList": "uAAAA"},
        {"statusPurpose": "revocation", "encodedList": 7},
    ],
)
def test_a_list_that_says_something_else_is_refused(subject):
    held = bundle({URL: status(credentialSubject=subject)})

    assert said(certificate(), held) == (Verdict.REFUSED, Reason.LIST_FOREIGN)


def test_another_issuer_is_refused_whoever_signed():
    other = badge.Issuer("did:web:elsewhere.example", "Elsewhere", PAGE)

    assert said(certificate(issuer=other), bundle()) == (Verdict.REFUSED, Reason.OTHER_ISSUER)
    assert said(certificate(issuer=other, iss=DID), bundle()) == (Verdict.REFUSED, Reason.OTHER_ISSUER)
    assert said(certificate(iss="did:web:elsewhere.example"), bundle()) == (Verdict.REFUSED, Reason.OTHER_ISSUER)


def test_a_foreign_key_under_our_did_is_refused():
    assert said(certificate(seed=FOREIGN), bundle()) == (Verdict.REFUSED, Reason.UNKNOWN_KEY)


def test_a_header_that_names_our_key_does_not_help_a_foreign_signature():
    header, body, _signature = certificate(seed=SEED).split(".")
    forged = SigningKey(FOREIGN).sign(f"{header}.{body}".encode()).signature

    assert said(f"{header}.{body}.{b64url(forged)}", bundle()) == (Verdict.REFUSED, Reason.ALTERED)


@pytest.mark.parametrize("header", [{"alg": "none"}, {"alg": "HS256"}, {"alg": "EdDSA"}, {"alg": "EdDSA", "jwk": {}}])
def test_a_header_chooses_neither_algorithm_nor_the_lack_of_a_key(header):
    _header, body, signature = certificate().split(".")
    forged = b64url(json.dumps(header).encode())

    assert said(f"{forged}.{body}.{signature}", bundle())[0] == Verdict.REFUSED


def test_one_of_last_years_key_holds_after_a_rotation():
    lists = {URL: status(), NEXT_URL: status(seed=NEXT, url=NEXT_URL)}
    held = bundle(lists, seeds=(NEXT, SEED))

    assert said(certificate(), held) == (Verdict.VALID, Reason.NONE)
    assert said(certificate(seed=NEXT, url=NEXT_URL), held) == (Verdict.VALID, Reason.NONE)
    assert said(certificate(seed=NEXT, url=URL), held) == (Verdict.REFUSED, Reason.LIST_FOREIGN)


def test_one_that_begins_later_is_refused():
    assert said(certificate(), bundle(), NOW - timedelta(days=1)) == (Verdict.REFUSED, Reason.NOT_YET)


@pytest.mark.parametrize(
    "claims",
    [
        {"type": ["VerifiableCredential"]},
        {"jti": "urn:uuid:other"},
        {"sub": "urn:uuid:other"},
        {"validFrom": "yesterday"},
        {"validUntil": 7},
        {"validFrom": "2026-03-02T09:30:00"},
        {"credentialSubject": {}},
        {"credentialStatus": None},
        {"credentialStatus": []},
        {"credentialStatus": {"type": "BitstringStatusListEntry", "statusPurpose": "message"}},
    ],
)
def test_a_signed_one_that_lacks_what_a_certificate_says_is_refused(claims):
    assert said(certificate(**claims), bundle()) == (Verdict.REFUSED, Reason.MALFORMED)


def test_a_list_is_no_certificate():
    assert said(status(), bundle())[0] == Verdict.REFUSED


def test_every_bit_of_every_byte_counts():
    token, held = certificate(), bundle()

    for place, letter in enumerate(token.encode()):
        for bit in range(8):
            changed = token.encode()[:place] + bytes([letter ^ 1 << bit]) + token.encode()[place + 1 :]
            answer = verify(changed.decode("latin-1"), held, at=LATER)
            assert answer.verdict == Verdict.REFUSED, (place, bit)
            assert answer.name == ""


@given(st.text(max_size=200) | st.binary(max_size=200).map(lambda some: some.decode("latin-1")))
def test_whatever_is_sent_is_answered(text):
    assert verify(text, bundle(), at=LATER) == verify("", bundle(), at=LATER)
    assert find_token(text.encode()) == ""


def test_a_token_is_found_in_text_in_broken_lines_and_beside_other_words():
    token = certificate()
    broken = "\r\n".join(token[place : place + 64] for place in range(0, len(token), 64))

    assert find_token(token.encode()) == find_token(f"  {token}\n".encode()) == token
    assert find_token(f"Dear all,\n\n{broken}\n\nKind regards".encode()) == token
    assert find_token(b"x" * (2 * 1024 * 1024 + 1)) == ""


def test_a_token_is_found_where_a_word_stands_right_before_it():
    token = certificate()

    assert find_token(f"certificate{token}".encode()) == token
    assert find_token(b"%PDF-1.7\nstream\n" + token.encode() + b"\nendstream") == token


def evil_files() -> dict[str, bytes]:
    """Files of at most 2 MB that once cost a check seconds to hours; each as a file and as a deflated stream of one."""
    size = 2 * 1024 * 1024 - 200
    starts, run = b"eyJ" * (size // 3), b"eyJ" + b"a" * 3_900 + b"."
    deflated = b"stream\n" + zlib.compress(b"eyJ" * 85_000) + b"\nendstream\n"
    return {
        "starts": starts,
        "runs": (run + b".") * (size // (len(run) + 1)),
        "unclosed": b"%PDF" + b"stream\n" * (size // 7),
        "unopened": b"%PDF" + b"endstream " * (size // 10),
        "bomb": b"%PDF" + deflated,
        "bombs": b"%PDF" + deflated * (size // len(deflated)),
        "stored": b"%PDFstream\n" + starts[: size - 100] + b"\nendstream",
    }


@pytest.mark.parametrize("name", evil_files())
def test_no_file_costs_more_than_a_reading(name, monkeypatch):
    tried, real = [], badge_check._TOKEN

    class Counted:
        def match(self, text: bytes, at: int) -> object:
            tried.append(at)
            return real.match(text, at)

    monkeypatch.setattr(badge_check, "_TOKEN", Counted())

    assert find_token(evil_files()[name]) == ""
    assert len(tried) <= 200


def handed_out(**changed: object) -> bytes:
    document = badge.did_document(DID, [("two", public(NEXT)), ("one", public(SEED))])
    lists = {URL: status(), NEXT_URL: status(seed=NEXT, url=NEXT_URL)}
    said = {"format": "port2port-certificate-bundle-1", "did": DID, "made": "2026-03-02T09:30:00Z"}
    return json.dumps(said | {"document": document, "lists": lists} | changed).encode()


def test_a_bundle_is_read_as_it_is_handed_out():
    held = read_bundle(handed_out())

    assert (held.did, held.keys, held.made_at) == (DID, {public(SEED), public(NEXT)}, NOW)
    assert said(certificate(), held) == (Verdict.VALID, Reason.NONE)


@pytest.mark.parametrize(
    "changed",
    [
        {"format": "other"},
        {"did": "did:web:elsewhere.example"},
        {"document": {}},
        {"lists": []},
        {"made": "today"},
        {"made": None},
    ],
)
def test_another_bundle_is_refused(changed):
    with pytest.raises(ValueError, match=r"."):
        read_bundle(handed_out(**changed))


def test_a_key_that_the_document_does_not_give_for_assertions_is_not_believed():
    document = badge.did_document(DID, [("one", public(SEED))])
    document["assertionMethod"] = []

    assert keys_of(document, did=DID) == frozenset()


def test_the_issuing_library_agrees_at_the_time_of_its_own_clock():
    at = datetime.now(UTC)
    token = badge.sign(
        badge.payload_of(
            badge.Wording(COURSE, "en", UUID(int=1), UUID(int=2), at, at + timedelta(days=9), URL, INDEX),
            issuer=ISSUER,
        ),
        seed=SEED,
    )
    theirs = OB3Verifier(_jwk_to_pem({"kty": "OKP", "crv": "Ed25519", "x": b64url(public(SEED))}), issuer_did=DID)

    good, bad = status(at=at), status(at=at, revoked=[INDEX])
    assert theirs.verify(token, check_status=True, download=lambda _url: good.encode()).name == COURSE.name("en")
    assert said(token, bundle({URL: good}), at)[0] == Verdict.VALID
    with pytest.raises(OB3VerificationError, match="revocation"):
        theirs.verify(token, check_status=True, download=lambda _url: bad.encode())
    assert said(token, bundle({URL: bad}), at)[0] == Verdict.REVOKED


# Written from the published data model (1EdTech, Open Badges 3.0, sections B.1 to B.6; VC Data Model 2.0, section 4),
# not from its schema file.
URI = {"type": "string", "minLength": 1, "pattern": "^[a-z][a-z0-9+.-]*:"}
MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$"}
ALIGNMENT = {
    "type": "object",
    "required": ["type", "targetName", "targetUrl"],
    "properties": {"type": {"contains": {"const": "Alignment"}}, "targetUrl": URI, "targetName": {"type": "string"}},
}
ACHIEVEMENT = {
    "type": "object",
    "required": ["id", "type", "criteria", "description", "name"],
    "properties": {
        "id": URI,
        "type": {"type": "array", "contains": {"const": "Achievement"}},
        "criteria": {"type": "object", "required": ["narrative"], "properties": {"narrative": {"type": "string"}}},
        "name": {"type": "string"},
        "description": {"type": "string"},
        "version": {"type": "string"},
        "inLanguage": {"type": "string", "pattern": "^[a-z]{2}$"},
        "alignment": {"type": "array", "items": ALIGNMENT},
    },
}
MODEL = {
    "type": "object",
    "required": ["@context", "id", "type", "name", "issuer", "validFrom", "credentialSubject", "credentialStatus"],
    "properties": {
        "@context": {
            "type": "array",
            "prefixItems": [
                {"const": "https://www.w3.org/ns/credentials/v2"},
                {"type": "string", "pattern": r"^https://purl\.imsglobal\.org/spec/ob/v3p0/context(-[\d.]+)?\.json$"},
            ],
        },
        "id": URI,
        "type": {
            "type": "array",
            "allOf": [
                {"contains": {"const": "VerifiableCredential"}},
                {"contains": {"enum": ["OpenBadgeCredential", "AchievementCredential"]}},
            ],
        },
        "issuer": {
            "type": "object",
            "required": ["id", "type"],
            "properties": {"id": URI, "type": {"contains": {"const": "Profile"}}, "url": URI},
        },
        "validFrom": MOMENT,
        "validUntil": MOMENT,
        "credentialSubject": {
            "type": "object",
            "required": ["type", "achievement"],
            "properties": {
                "id": URI,
                "type": {"type": "array", "contains": {"const": "AchievementSubject"}},
                "achievement": ACHIEVEMENT,
            },
        },
        "credentialStatus": {
            "type": "object",
            "required": ["type", "statusPurpose", "statusListIndex", "statusListCredential"],
            "properties": {"statusListIndex": {"type": "string", "pattern": "^[0-9]+$"}, "statusListCredential": URI},
        },
    },
}


# Open Badges 3.0 still calls it by the name that RFC 9864 retires.
@pytest.mark.filterwarnings("ignore:EdDSA is deprecated")
@pytest.mark.parametrize("is_revoked", [False, True])
def test_a_program_that_shares_nothing_with_ours_reads_the_same(is_revoked):
    key = OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": b64url(public(SEED))})
    token, listed = certificate(), status(revoked=[INDEX] if is_revoked else [])

    claims = json.loads(jws.deserialize_compact(token, key, algorithms=["EdDSA"]).payload)
    says = json.loads(jws.deserialize_compact(listed, key, algorithms=["EdDSA"]).payload)

    Draft202012Validator(MODEL).validate(claims)
    encoded = says["credentialSubject"]["encodedList"][1:]
    bits = gzip.decompress(urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)))
    place = int(claims["credentialStatus"]["statusListIndex"])
    assert f"{bits[place // 8]:08b}"[place % 8] == ("1" if is_revoked else "0")
    assert claims["issuer"]["id"] == says["issuer"] == DID


def test_an_achievement_speaks_each_language_or_english():
    course = replace(COURSE, names={"en": "Guard", "nl": "Bewaker"})

    assert (course.name("nl"), course.name("de")) == ("Bewaker", "Guard")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("b18-2-1", ("ISPS B/18.2.1", "ISPS Code")),
        ("a18-1", ("ISPS A/18.1", "ISPS Code")),
        ("ACC-02", ("ACC-02", "Port2Port")),
        ("COR-BADGE", ("COR-BADGE", "Port2Port")),
    ],
)
def test_a_code_reads_as_the_trade_writes_it(code, words):
    assert badge_check.code_words(code) == words


def test_unused_letters_at_the_end_of_a_part_are_not_passed_over():
    header, body, signature = certificate().split(".")
    spare = {"A": "B", "Q": "R", "g": "h", "w": "x"}[signature[-1]]

    assert said(f"{header}.{body}.{signature[:-1]}{spare}", bundle()) == (Verdict.REFUSED, Reason.ALTERED)


@pytest.mark.parametrize("part", [1, 2])
def test_whatever_letter_is_changed_it_was_altered(part):
    parts = certificate().split(".")
    for place in range(len(parts[part])):
        other = "A" if parts[part][place] != "A" else "B"
        changed = [*parts[:part], f"{parts[part][:place]}{other}{parts[part][place + 1 :]}", *parts[part + 1 :]]
        assert said(".".join(changed), bundle()) == (Verdict.REFUSED, Reason.ALTERED), place
