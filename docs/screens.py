"""`make screens`: drives a browser over a demonstration of its own and keeps the pictures.

var/screens/ gets every page of PAGES at two widths, light and dark, in Dutch and English;
docs/tutorial/pictures/ gets those that the tutorial shows, taken while its steps are really done.

    .venv/bin/python docs/screens.py [--folder FOLDER] [--tutorial]
"""

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
SCREENS = ROOT / "var" / "screens"
TUTORIAL = ROOT / "docs" / "tutorial" / "pictures"
PASSWORD = "demo-port2port"
WIDTHS = {360: 740, 1280: 800}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"]
# Making the community takes most of it; on a busy machine that is minutes.
PATIENCE_S = 1800


@dataclass(frozen=True, slots=True)
class Shot:
    """One page to picture; `who` is a login of the demonstration, nobody where it is empty.

    through   links to follow from `path`, each the first that the selector finds
    """

    name: str
    path: str
    who: str = ""
    through: tuple[str, ...] = ()


OFFICER, COORDINATOR, DESK = "antwerp-officer", "antwerp-coordinator", "secretariat-desk"
PRACTICE = (".practice-table tbody a",)
PLANNED = (".table tbody a",)
EVALUATED = (".table tbody tr:nth-child(3) a", "a[href^='/after-action/']")
REPORT, OWN = (".report-title",), "/reports/?org=antwerp-bruges"
PAGES = [
    Shot("sign-in", "/accounts/login/"),
    Shot("password-forgotten", "/accounts/password/reset/"),
    Shot("limits", "/limits/"),
    Shot("certificate-check", "/certificates/check/"),
    Shot("my-certificates", "/certificates/", "antwerp-guard"),
    Shot("certificate", "/certificates/", "antwerp-guard", (".card__title a",)),
    Shot("staff-certificates", "/certificates/staff/", OFFICER),
    Shot("open-reports", "/open/"),
    Shot("open-report", "/open/", through=(".open-reports a",)),
    Shot("now", "/", OFFICER),
    Shot("now-guard", "/", "antwerp-guard"),
    Shot("now-trainer", "/", "antwerp-trainer"),
    Shot("now-client", "/", "forwarder-agent"),
    Shot("now-guest", "/", "guest-company"),
    Shot("reports", "/reports/", OFFICER),
    Shot("reports-filtered", "/reports/?kind=alert&severity=high&q=container", OFFICER),
    Shot("reports-none", "/reports/?q=nothingofthatname", OFFICER),
    Shot("log", "/log/", OFFICER),
    Shot("log-entry", "/log/", OFFICER, (".log-table tbody a",)),
    Shot("log-new", "/log/new/", OFFICER),
    Shot("log-print", "/log/print/", "terminal-officer"),
    Shot("log-handover", "/log/handover/", OFFICER),
    Shot("log-zones", "/log/zones/", OFFICER),
    Shot("log-import", "/log/import/", OFFICER),
    Shot("drones", "/log/drones/", OFFICER),
    Shot("duties", "/duties/", OFFICER),
    Shot("search", "/search/?q=zegel", OFFICER),
    Shot("health", "/health/", OFFICER),
    Shot("studies", "/studies/", "commissioner-analyst"),
    Shot("study", "/studies/", "commissioner-analyst", (".study-list li:last-child h3 a",)),
    Shot("study-new", "/studies/new/", "commissioner-analyst"),
    Shot("ways", "/notifications/ways/", OFFICER),
    Shot("jobs", "/jobs/", OFFICER),
    Shot("search", "/reports/?q=container", "liege-officer"),
    Shot("report", "/reports/?kind=alert", OFFICER, REPORT),
    Shot("report-own", OWN, OFFICER, REPORT),
    Shot("report-print", "/reports/?kind=alert", OFFICER, (*REPORT, "a[href$='/print/']")),
    Shot("compose", "/reports/new/", OFFICER),
    Shot("compose-alert", "/reports/new/?kind=alert", OFFICER),
    Shot("revise", OWN, OFFICER, (*REPORT, "a[href$='/revise/']")),
    Shot("withdraw", OWN, OFFICER, (*REPORT, "a[href$='/withdraw/']")),
    Shot("drafts", "/reports/drafts/", OFFICER),
    Shot("feed", "/reports/feed/", OFFICER),
    Shot("cameras", "/cameras/", OFFICER),
    Shot("camera", "/cameras/?camera=thermal", OFFICER, (".register-table tbody a",)),
    Shot("camera-prohibited", "/cameras/?state=assessed", OFFICER, (".register-table tbody a",)),
    Shot("camera-new", "/cameras/new/", OFFICER),
    Shot("camera-share", "/cameras/?camera=thermal", OFFICER, (".register-table tbody a", "a[href*='/share/']")),
    Shot("camera-print", "/cameras/?camera=thermal", OFFICER, (".register-table tbody a", "a[href*='/print/']")),
    Shot("cameras-compare", "/cameras/compare/", OFFICER),
    Shot("pickup", "/pickup/", OFFICER),
    Shot("pickup-lane", "/pickup/", OFFICER, (".pickup-lane",)),
    Shot("pickup-new", "/pickup/new/", OFFICER),
    Shot("pickup-network", "/pickup/network/", OFFICER),
    Shot("pickup-volunteers", "/pickup/volunteers/", OFFICER),
    Shot("practices", "/practices/", OFFICER),
    Shot("practice", "/practices/?state=approved", OFFICER, PRACTICE),
    Shot("practice-proposed", "/practices/?state=proposed", OFFICER, PRACTICE),
    Shot("practice-print", "/practices/?state=approved", OFFICER, (*PRACTICE, "a[href*='/print/']")),
    Shot("practice-new", "/practices/new/", OFFICER),
    Shot("practice-drafts", "/practices/drafts/", OFFICER),
    Shot("subscriptions", "/subscriptions/", OFFICER),
    Shot("subscribe", "/subscriptions/new/?from=kind%3Dalert", OFFICER),
    Shot("notifications", "/notifications/", OFFICER),
    Shot("organisations", "/organisations/", OFFICER),
    Shot("organisation", "/organisations/csd-limburg/", OFFICER),
    Shot("ports", "/ports/", OFFICER),
    Shot("port", "/ports/", OFFICER, (".table tbody a",)),
    Shot("levels", "/levels/", OFFICER),
    Shot("level-new", "/levels/new/", OFFICER),
    Shot("level-asks", "/levels/asks/", "terminal-officer"),
    Shot("level-facility", "/levels/asks/", OFFICER, (".card__title a",)),
    Shot("level-sheet", "/levels/asks/", OFFICER, (".card__title a", "a[href*='/print/']")),
    Shot("level-checklist", "/levels/asks/", "terminal-officer", ("a[href*='/levels/checklists/']",)),
    Shot("level-port", "/levels/ports/beanr/", OFFICER),
    Shot("declarations", "/declarations/", OFFICER),
    Shot("declaration", "/declarations/?state=in_force", OFFICER, (".dos-table tbody a",)),
    Shot("declaration-late", "/declarations/?state=requested&q=Aster", OFFICER, (".dos-table tbody a",)),
    Shot("allocation", "/allocation/", OFFICER, (".table tbody th a",)),
    Shot("allocation-answer", "/allocation/", OFFICER, (".table tbody th a", "a[href$='/result/']")),
    Shot("allocation-plan", "/allocation/", OFFICER, ("a[href*='/allocation/plans/']",)),
    Shot("allocation-reads", "/allocation/reads/", "auditor"),
    Shot("campaigns", "/campaigns/", OFFICER),
    Shot("kit", "/campaigns/kits/offered-money/?language=nl&second=fr", OFFICER),
    Shot("declaration-new", "/declarations/new/", OFFICER),
    Shot("declaration-print", "/declarations/?state=in_force", OFFICER, (".dos-table tbody a", "a[href$='/print/']")),
    Shot("guard-questions", "/questions/guards/", "antwerp-guard"),
    Shot("guards-questions", "/questions/guards/", OFFICER),
    Shot("question-of-guest", "/questions/new/", "guest-company"),
    Shot("norms", "/norms/", OFFICER),
    Shot("baseline", "/norms/baseline-light/1.0/", OFFICER),
    Shot("catalogue", "/norms/p2p-controls/1.0/?level=2&obligation=must", OFFICER),
    Shot("control", "/norms/p2p-controls/1.0/acc-05/", OFFICER),
    Shot("measures", "/measures/", OFFICER),
    Shot("measure", "/measures/?state=adopted", OFFICER, (".table--links tbody a",)),
    Shot("measure-consultation", "/measures/?state=consultation", OFFICER, (".table--links tbody a",)),
    Shot(
        "measure-reply",
        "/measures/?state=consultation",
        OFFICER,
        (".table--links tbody a", "a[href$='/reply/']"),
    ),
    Shot("measure-new", "/measures/new/", OFFICER),
    Shot("adoption", "/measures/adoption/", OFFICER),
    Shot("adopt", "/measures/adoption/", OFFICER, (".measure-cell",)),
    Shot("exception", "/measures/adoption/", "terminal-officer", ("a[href*='/exceptions/']",)),
    Shot("peer-reviews", "/reviews/", OFFICER),
    Shot("assessments", "/assessments/", OFFICER),
    Shot("round", "/assessments/", DESK, (".table--links tbody a",)),
    Shot("assessment", "/assessments/", OFFICER, (".assessments a",)),
    Shot(
        "assessment-question", "/assessments/", OFFICER, (".assessments a", ".page-header__actions a.button--primary")
    ),
    Shot("assessment-sheet", "/assessments/", OFFICER, (".assessments a", "a[href$='/sheet/']")),
    Shot("assessment-plan", "/assessments/", OFFICER, (".assessments a", "#plan a.button")),
    Shot("assessment-print", "/assessments/", OFFICER, (".assessments a", "a[href$='/print/']")),
    Shot("assessment-rules", "/assessments/rules/", OFFICER),
    Shot("compare", "/assessments/compare/", OFFICER),
    Shot("bring-catalogue", "/norms/bring/", OFFICER),
    Shot("baselines", "/norms/facilities/", OFFICER),
    Shot("vocabulary", "/vocabulary/", OFFICER),
    Shot("term", "/vocabulary/methods/DRG-EXT-PIN/", OFFICER),
    Shot("account", "/account/", OFFICER),
    Shot("token-new", "/account/tokens/new/", OFFICER),
    Shot("sign-in-protection", "/accounts/2fa/", OFFICER),
    Shot("keys", "/accounts/2fa/webauthn/", OFFICER),
    Shot("sessions", "/accounts/sessions/", OFFICER),
    Shot("password-change", "/accounts/password/change/", OFFICER),
    Shot("email-addresses", "/accounts/email/", OFFICER),
    Shot("components", "/ui/", OFFICER),
    Shot("groups", "/groups/", OFFICER),
    Shot("group", "/groups/", OFFICER, (".table tbody a",)),
    Shot("proposal", "/groups/", OFFICER, (".table tbody a", "a[href^='/proposals/']")),
    Shot("meeting", "/groups/", OFFICER, (".table tbody a", "a[href^='/meetings/']")),
    Shot("decisions", "/decisions/", OFFICER),
    Shot("decision", "/decisions/", OFFICER, (".table tbody a",)),
    Shot("decision-print", "/decisions/", OFFICER, (".table tbody a", "a[href*='/print/']")),
    Shot("group-new", "/groups/new/", OFFICER),
    Shot("concern-start", "/concerns/"),
    Shot("concern-form", "/concerns/new/"),
    Shot("concern-read", "/concerns/read/"),
    Shot("concern-poster", "/concerns/poster/"),
    Shot("concern-poster-a5", "/concerns/poster/?size=a5"),
    Shot("desk", "/concerns/desk/", OFFICER),
    Shot("concern", "/concerns/desk/", OFFICER, (".table tbody a",)),
    Shot("desk-handlers", "/concerns/handlers/", COORDINATOR),
    Shot("desks-late", "/concerns/late/", DESK),
    Shot("concern-figures", "/concerns/figures/", OFFICER),
    Shot("concerns-own", "/concerns/mine/", "guest-company"),
    Shot("circles", "/circles/", COORDINATOR),
    Shot("circle", "/circles/", COORDINATOR, (".table tbody a",)),
    Shot("circle-new", "/circles/new/", COORDINATOR),
    Shot("people", "/people/", COORDINATOR),
    Shot("invite", "/people/invite/", COORDINATOR),
    Shot("seat", "/people/", COORDINATOR, ("a[href^='/people/seats/']",)),
    Shot("clients", "/clients/", COORDINATOR),
    Shot("client-new", "/clients/new/", COORDINATOR),
    Shot("service-accounts", "/machines/", COORDINATOR),
    Shot("organisation-own", "/organisations/antwerp-bruges/", COORDINATOR),
    Shot("contact-new", "/contacts/new/", COORDINATOR),
    Shot("facility-new", "/facilities/new/", COORDINATOR),
    Shot("audit", "/audit/", "auditor"),
    Shot("admissions", "/admissions/", DESK),
    Shot("admit", "/admissions/new/", DESK),
    Shot("courses-mine", "/courses/mine/", "antwerp-guard"),
    Shot("courses-library", "/courses/", "antwerp-guard"),
    Shot("course", "/courses/of/guard/", "antwerp-guard"),
    Shot("lesson", "/nl/learn/guard/1/1/", "antwerp-guard"),
    Shot("courses-people", "/courses/people/?role=guard", "antwerp-trainer"),
    Shot("courses-totals", "/courses/totals/", "antwerp-coordinator"),
    Shot("exercise-observe", "/drills/", "antwerp-trainer", (*PLANNED, "a[href^='/live/'][href$='/observe/']")),
    Shot("watch-board", "/watch-board/", OFFICER),
    Shot("watch", "/watch-board/", OFFICER, (".watch-board tbody th a",)),
    Shot("figures", "/figures/", OFFICER),
    Shot("figures-series", "/figures/", OFFICER, (".figure-list tbody a",)),
    Shot("figures-new", "/figures/new/", DESK),
    Shot("figures-withdraw", "/figures/", DESK, (".figure-list tbody a", ".figure-withdraw")),
    Shot("drills", "/drills/", OFFICER),
    Shot("drills-held", "/drills/?tab=held", OFFICER),
    Shot("drills-guard", "/drills/", "antwerp-guard"),
    Shot("drill", "/drills/", OFFICER, PLANNED),
    Shot("drill-player", "/drills/", "antwerp-guard", PLANNED),
    Shot("drill-hold", "/drills/", OFFICER, (*PLANNED, "a[href$='/hold/']")),
    Shot("drill-new", "/drills/new/?scenario=DS-02", OFFICER),
    Shot("drill-record", "/drills/record/", OFFICER),
    Shot("drill-library", "/drills/library/", OFFICER),
    Shot("drill-scenario", "/drills/library/DS-02/", OFFICER),
    Shot("drill-calendar", "/drills/calendar/", OFFICER),
    Shot("exercise-lead", "/drills/", OFFICER, (*PLANNED, "a[href^='/live/'][href$='/lead/']")),
    Shot("exercise-script", "/drills/", OFFICER, (*PLANNED, "a[href^='/live/'][href$='/script/']")),
    Shot("exercise-play", "/drills/", "antwerp-guard", (*PLANNED, "a[href^='/live/']")),
    Shot("after-action", "/drills/?tab=held", OFFICER, EVALUATED),
    Shot("after-action-print", "/drills/?tab=held", OFFICER, (*EVALUATED, "a[href$='/print/']")),
    Shot("lessons", "/lessons/", OFFICER),
    Shot("lesson-of-exercise", "/lessons/", OFFICER, (".table tbody a",)),
    Shot("campaign", "/campaigns/", OFFICER, (".card__title a",)),
]
HEIGHT = "document.documentElement.scrollHeight"
TITLE = "Fence cut on the water side of quay 730"
MOST_BYTES = 120_000


def chromium() -> str:
    """The browser on this machine. Ends the script when there is none."""
    named = os.environ.get("P2P_CHROMIUM")
    found = named or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    return found or sys.exit("no Chromium found: install it, or name it in P2P_CHROMIUM")


@contextmanager
def demonstration(kept: Path | None) -> Iterator[str]:
    """A demonstration that nobody else uses; its address. In a folder that is kept it is made only once."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory(prefix="port2port-screens-") as folder:
        var = kept.absolute() if kept else Path(folder)
        own = os.environ | {"PORT2PORT_VAR": str(var), "PORT": str(port)}
        own.pop("PORT2PORT_DEMO_PASSWORD", None)
        server = subprocess.Popen([sys.executable, "-c", START], env=own, cwd=folder)
        try:
            _await(address, server)
            yield address
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(60)


START = "import sys; from port2port.site.command import main; sys.exit(main(['demo']))"


def _await(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until and server.poll() is None:
        try:
            with urlopen(f"{address}/accounts/login/", timeout=5):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.5)
    sys.exit("the demonstration did not start")


def open_page(browser: Browser, address: str, *, who: str, width: int, scheme: str, language: str) -> Page:
    """A browser of its own, signed in where `who` says so."""
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": WIDTHS[width]},
        color_scheme=scheme,  # type: ignore[arg-type]
        locale=language,
        timezone_id="Europe/Brussels",
        reduced_motion="reduce",
    )
    # The people of the demonstration keep their language; the picture's comes by the reader's own choice.
    page = context.new_page()
    if who:
        page.goto("/accounts/login/")
        page.locator("input[name=login]").fill(who)
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("input[name=password]").press("Enter")
        page.wait_for_url(lambda url: "/accounts/login" not in url)
        token = next(cookie["value"] for cookie in context.cookies() if cookie["name"] == "csrftoken")
        page.request.post("/language/", form={"language": language, "csrfmiddlewaretoken": token})
    return page


def take(page: Page, shot: Shot, target: Path) -> None:
    """Pictures one page, whole; a page that is not there ends the script, for the table is wrong then."""
    answer = page.goto(shot.path)
    for link in shot.through:
        # By its address: it may stand in a menu that is shut.
        answer = page.goto(page.locator(link).first.get_attribute("href") or "")
    if answer is None or not answer.ok:
        sys.exit(f"{shot.name} as {shot.who or 'nobody'}: {answer.status if answer else 'no answer'}")
    target.parent.mkdir(parents=True, exist_ok=True)
    # As tall as the page: what sticks to the bottom of a phone would lie across its middle.
    width = (page.viewport_size or {"width": 0})["width"]
    page.set_viewport_size({"width": width, "height": max(page.evaluate(HEIGHT), WIDTHS[width])})
    page.screenshot(path=target)
    page.set_viewport_size({"width": width, "height": WIDTHS[width]})


def by_person(shots: list[Shot]) -> dict[str, list[Shot]]:
    """Shots by who takes them, so that each signs in once."""
    return {who: [shot for shot in shots if shot.who == who] for who in dict.fromkeys(shot.who for shot in shots)}


def keep(page: Page, name: str) -> None:
    """A picture of the tutorial, in as few colours as it needs."""
    target = TUTORIAL / f"{name}.png"
    target.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=target)
    with Image.open(target) as taken:
        taken.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(target, optimize=True)
    if target.stat().st_size > MOST_BYTES:
        sys.exit(f"{target.name} has {target.stat().st_size} bytes; at most {MOST_BYTES} fit")


def tell_tutorial(browser: Browser, address: str) -> None:
    """Does what docs/tutorial/first-shared-report.md says, step by step, and pictures it."""

    def sit(who: str, width: int = 1280) -> Page:
        return open_page(browser, address, who=who, width=width, scheme="light", language="en")

    visitor = sit("")
    visitor.goto("/accounts/login/")
    keep(visitor, "1-sign-in")

    author = sit("antwerp-officer")
    author.goto("/reports/new/?kind=alert")
    _write(author)
    keep(author, "2-readers")
    author.get_by_role("button", name="Publish to").click()
    author.get_by_role("button", name="Undo").wait_for()
    keep(author, "3-published")

    peer = sit("northsea-officer")
    peer.goto("/")
    keep(peer, "4-other-port")
    peer.get_by_role("link", name=TITLE).first.click()
    peer.locator("#answer").get_by_role("radio", name="Acted").check()
    peer.locator("#answer").get_by_role("textbox", name="Note").fill("Second patrol tonight.")
    peer.locator("#answer").get_by_role("button", name="Answer").click()
    peer.locator("#reply").get_by_role("textbox", name="Reply").fill("Same cut here on Sunday.")
    peer.locator("#reply").get_by_role("button", name="Reply").click()

    # Until the offer to take it back has passed, as it will have for the reader.
    author.wait_for_timeout(11_000)
    author.reload()
    author.locator("#timeline").scroll_into_view_if_needed()
    keep(author, "5-answered")

    phone = sit("ostend-officer", width=360)
    phone.goto("/reports/?q=fence+quay+730")
    phone.get_by_role("link", name=TITLE).first.click()
    keep(phone, "6-phone")


def _write(page: Page) -> None:
    until = datetime.now() + timedelta(days=3)  # noqa: DTZ005 - as the page's own clock says it
    page.get_by_role("textbox", name="Title").fill(TITLE)
    page.get_by_role("combobox", name="Severity").select_option(label="High")
    page.get_by_label("Valid until").fill(f"{until:%Y-%m-%dT18:00}")
    page.get_by_role("textbox", name="What to do").fill("Look at your fences from the water at dusk.")
    page.get_by_role("combobox", name="Port").select_option(label="Antwerp")
    page.get_by_role("textbox", name="Facts").fill("A hole of half a metre, behind the reefers. Nobody was seen.")
    page.get_by_role("radio", name="TLP:AMBER", exact=True).check()
    page.get_by_role("checkbox", name="Scheldt and North Sea").check()
    page.get_by_role("button", name="Publish to").wait_for()
    page.get_by_text("Show the names").click()
    page.get_by_role("button", name="Publish to").scroll_into_view_if_needed()


def take_all(browser: Browser, address: str) -> None:
    """Every page of PAGES, at each width, in each scheme, in two languages."""
    for width, scheme, language in product(WIDTHS, ("light", "dark"), ("nl", "en")):
        for who, shots in by_person(PAGES).items():
            page = open_page(browser, address, who=who, width=width, scheme=scheme, language=language)
            for shot in shots:
                take(page, shot, SCREENS / f"{shot.name}-{width}-{scheme}-{language}.png")
            page.context.close()


def main() -> None:
    """Takes them all."""
    parser = argparse.ArgumentParser(description="Takes the pictures of the pages, and those of the tutorial.")
    parser.add_argument("--folder", type=Path, help="keep the demonstration here, for the next time")
    parser.add_argument("--tutorial", action="store_true", help="only the pictures of the tutorial")
    options = parser.parse_args()
    with demonstration(options.folder) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), headless=True, args=ARGUMENTS)
        if not options.tutorial:
            take_all(browser, address)
            print(f"{len(PAGES) * 8} pictures in {SCREENS.relative_to(ROOT)}")
        tell_tutorial(browser, address)
        print(f"{len(list(TUTORIAL.glob('*.png')))} pictures in {TUTORIAL.relative_to(ROOT)}")
        browser.close()


if __name__ == "__main__":
    main()
