from hashlib import sha256
from importlib.resources import files

import pytest

from port2port.pure.oscal.faults import MOST, Rule
from port2port.pure.oscal.reading import MAX_BYTES, MODELS, BadOscal, read
from port2port.pure.oscal.writing import text_of, written
from tests.pure.oscal.documents import changed, control, crosswalk, law, profile

# Of the release 1.2.1, as NIST published them.
SCHEMAS = {
    "assessment-plan": "0153e4e0414903c51c13732d4158d955630e33a3ef009d2691cf3e07336136f4",
    "assessment-results": "4f9e277a177adbcca9527612ce450a33dc6096773fa229d413d801d196c61985",
    "catalog": "c0ae626d6bafe318db68692152d0cbbebf29ba7226b1596a5513cc5d1754504d",
    "component": "ce95b3b3ea8de87c020ad4a91075241f6f863a77afe212ee828009830d6042d1",
    "mapping": "5b8f6f9b8117bb42ad8466d11d1695f0be9cc31350c2a3aea770614d96d70d3f",
    "poam": "c02062bbc6f5092012286cbc6161b643eb6aecfbb918cb5790be777860da2c11",
    "profile": "3b92e83ef9043af573ca81a451f899adf6855440b0974fb448b9c635fead7983",
}


@pytest.mark.parametrize("name", MODELS.values())
def test_the_schemas_are_the_published_ones(name: str) -> None:
    data = files("port2port.pure.oscal").joinpath("schemas", f"{name}.json").read_bytes()
    assert sha256(data).hexdigest() == SCHEMAS[name]


@pytest.mark.parametrize("language", ["de", "en", "fr", "nl"])
def test_what_we_write_is_read_and_hashed(language: str) -> None:
    data = written(law(), language)
    document = read(data)
    assert (document.model, document.version) == ("catalog", "1.0")
    assert document.sha256 == sha256(data).hexdigest()
    assert written(law(), language) == data


def test_a_profile_and_a_crosswalk_are_read() -> None:
    assert read(profile()).model == "profile"
    assert read(crosswalk()).model == "mapping-collection"


def faults(data: bytes) -> list[tuple[str, str]]:
    with pytest.raises(BadOscal) as refused:
        read(data)
    return [(fault.rule, fault.word) for fault in refused.value.faults]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b'{"catalog": {}, "catalog": {}}',
        b'{"catalog": NaN}',
        b'{"catalog": "\\ud800"}',
        b"\xff\xfe{}",
        b'{"catalog":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b" " * (MAX_BYTES + 1),
    ],
)
def test_what_is_not_strict_json_is_refused(data: bytes) -> None:
    assert faults(data) == [(Rule.READ, "not-strict-json")]


@pytest.mark.parametrize(
    "data", [b"{}", b'{"system-security-plan": {}}', b'{"catalog": {}, "profile": {}}', b'{"catalog": {}, "x": 1}']
)
def test_a_document_is_of_one_model_that_we_know(data: bytes) -> None:
    assert faults(data) == [(Rule.READ, "not-one-model")]


def test_a_schema_named_in_the_file_is_left_alone() -> None:
    whole = b'{"$schema": "http://example.org/x",' + written(law(), "en").lstrip()[1:]
    assert read(whole).model == "catalog"


def test_what_the_schema_refuses_says_where() -> None:
    data = changed(written(law(), "en"), lambda body: control(body, 1).pop("title"))
    with pytest.raises(BadOscal) as refused:
        read(data)
    (fault,) = refused.value.faults
    assert (fault.rule, fault.where) == (Rule.SCHEMA, "/catalog/groups/0/controls/1")
    assert "title" in fault.about


def test_a_file_of_nothing_but_faults_names_the_first() -> None:
    def spoil(body: dict[str, list[object]]) -> None:
        body["groups"] = [{"id": "1 2"} for _ in range(5_000)]

    assert len(faults(changed(written(law(), "en"), spoil))) == MOST


@pytest.mark.parametrize("version", ["9.9.9", "1.1.3", "1.2", "1.2.0.1"])
def test_s3_a_version_of_oscal_that_nobody_knows_is_refused(version: str) -> None:
    data = changed(written(law(), "en"), lambda body: body["metadata"].update({"oscal-version": version}))
    assert (Rule.S3, "unknown-version") in faults(data)


@pytest.mark.parametrize("version", ["1.2.0", "1.2.1", "1.2.2"])
def test_s3_the_known_versions_are_taken(version: str) -> None:
    data = changed(written(law(), "en"), lambda body: body["metadata"].update({"oscal-version": version}))
    assert read(data).metadata["oscal-version"] == version


def test_documents_are_laid_out_in_one_way() -> None:
    assert text_of({"a": ["é"]}) == '{\n "a": [\n  "é"\n ]\n}\n'.encode()
