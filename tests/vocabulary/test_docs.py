import subprocess
import sys

from port2port.vocabulary.docs import PAGE, codes_page
from port2port.vocabulary.registers import registers


def test_the_page_of_codes_is_what_the_registers_say():
    assert PAGE.read_text(encoding="utf-8") == codes_page(), "run: python -m port2port.vocabulary.docs"


def test_every_code_stands_on_the_page():
    page = codes_page()

    assert [term.code for one in registers().values() for term in one.terms if f"| `{term.code}` |" not in page] == []


def test_every_facet_family_and_tier_is_explained():
    page = PAGE.with_name("vocabulary.md").read_text(encoding="utf-8")

    groups = [group.code for one in registers().values() for group in one.groups]
    assert [code for code in groups if f"`{code}`" not in page] == []
    assert [tier for tier in ("L", "I", "H") if f"**{tier}**" not in page] == []


def test_the_registers_are_read_without_django():
    program = (
        "import sys; from port2port.vocabulary.registers import registers; "
        "from port2port.vocabulary.docs import codes_page; codes_page(); "
        "sys.exit(any(name.split('.')[0] == 'django' for name in sys.modules))"
    )

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
