"""A file names a port as its writer does: by code or name, in four languages; what means several is not guessed."""

import pytest

from port2port.pure.port_names import port_words, ports_meant

WORDS = port_words(
    {
        "antwerp": ("BEANR", "Antwerp", "antwerp"),
        "liege": ("BELGG", "Liège", "liege"),
        "mons": ("", "Mons", "mons"),
        "ham": ("BEKWA", "Ham (Kwaadmechelen)", "ham"),
        "dunkirk": ("FRDKK", "Dunkirk", "dunkirk"),
        "port-nord": ("BEPNO", "Port Nord", "port-nord"),
    }
)


@pytest.mark.parametrize(
    ("text", "port"),
    [
        ("BEANR", "antwerp"),
        ("be anr", "antwerp"),
        ("antwerpen", "antwerp"),
        ("ANVERS", "antwerp"),
        ("Haven van Antwerpen", "antwerp"),
        ("port d’Anvers", "antwerp"),
        ("Port of Antwerp", "antwerp"),
        ("Luik", "liege"),
        ("LIEGE", "liege"),
        ("Liège", "liege"),
        ("Lüttich", "liege"),
        ("Luettich", "liege"),
        ("Hafen Lüttich", "liege"),
        ("Bergen", "mons"),
        ("kwaadmechelen", "ham"),
        ("Duinkerke", "dunkirk"),
        ("Duenkirchen", "dunkirk"),
        ("port nord", "port-nord"),
        ("Nord", "port-nord"),
        ("port-nord", "port-nord"),
    ],
)
def test_a_port_is_known_by_each_of_its_names(text: str, port: str) -> None:
    assert tuple(ports_meant(text, WORDS)) == (port,)


@pytest.mark.parametrize("text", ["", "Ghent", "Ant", "haven", "port of", "BEANR BELGG"])
def test_what_names_no_known_port_means_none(text: str) -> None:
    assert not ports_meant(text, WORDS)


def test_what_could_be_several_names_them_all() -> None:
    words = port_words({"mons": ("BEMON", "Mons"), "bergen": ("NOBGO", "Bergen"), "ghent": ("BEGNE", "Ghent")})

    assert [tuple(ports_meant(one, words)) for one in ("Bergen", "mons", "NOBGO", "Gand")] == [
        ("bergen", "mons"),
        ("bergen", "mons"),
        ("bergen",),
        ("ghent",),
    ]


def test_a_name_as_it_stands_goes_before_one_without_the_word_port() -> None:
    words = port_words({"a": ("Port North",), "b": ("North",), "c": ("Haven Zuid",), "d": ("Port Zuid",)})

    assert [tuple(ports_meant(one, words)) for one in ("Port North", "North", "Zuid")] == [("a",), ("b",), ("c", "d")]
