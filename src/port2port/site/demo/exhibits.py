"""Files that hang from made-up reports: drawn and written while the demonstration is made, each says what it is."""

from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw, ImageFont

from port2port.reports.actions import Upload
from port2port.site.demo.made_up import Story

MOST_OF_A_SORT = 3
SIZE = (960, 640)
NIGHT, STEEL, PALE, WARM, GROUND = "#16222e", "#8fa3b1", "#d8e2ea", "#e0a15a", "#2c3a33"
LABEL = {
    "nl": "VERZONNEN voor de demonstratie",
    "fr": "INVENTÉ pour la démonstration",
    "en": "MADE UP for the demonstration",
}
NAMES = {
    "fence": {"nl": "omheining.jpg", "fr": "cloture.jpg", "en": "fence.jpg"},
    "drone": {"nl": "drone.jpg", "fr": "drone.jpg", "en": "drone.jpg"},
    "track": {"nl": "waarneming.csv", "fr": "observation.csv", "en": "observation.csv"},
    "mail": {"nl": "valse-mail.txt", "fr": "faux-courriel.txt", "en": "false-mail.txt"},
    "look-ups": {"nl": "opvragingen.csv", "fr": "consultations.csv", "en": "look-ups.csv"},
    "note": {"nl": "aandachtspunten.pdf", "fr": "points-attention.pdf", "en": "points-to-watch.pdf"},
}
TRACK = {
    "nl": ["tijd", "peiling (graden)", "hoogte", "licht"],
    "fr": ["heure", "relèvement (degrés)", "hauteur", "feu"],
    "en": ["time", "bearing (degrees)", "height", "light"],
}
WHITE = {"nl": "wit", "fr": "blanc", "en": "white"}
LOOK_UPS = {
    "nl": ["tijd", "account", "container", "opdracht"],
    "fr": ["heure", "compte", "conteneur", "mission"],
    "en": ["time", "account", "container", "order"],
}
NONE = {"nl": "geen", "fr": "aucune", "en": "none"}
MAIL = {
    "nl": """Van: Vrijgavedienst <vrijgave@haven-poort.invalid>
Onderwerp: Nieuwe vrijgaveprocedure, vandaag bevestigen

Beste collega,

Vanaf vandaag vraagt elke vrijgave een nieuwe bevestiging.
Meld u aan met de knop hieronder, anders blijven uw containers staan.

[Aanmelden: de koppeling is hier weggelaten]
""",
    "fr": """De : Service mainlevée <mainlevee@haven-poort.invalid>
Objet : Nouvelle procédure, à confirmer aujourd'hui

Bonjour,

Dès aujourd'hui, chaque mainlevée demande une nouvelle confirmation.
Connectez-vous par le bouton ci-dessous, sinon vos conteneurs restent à quai.

[Connexion : le lien est omis ici]
""",
    "en": """From: Release desk <release@haven-poort.invalid>
Subject: New release procedure, confirm today

Dear colleague,

From today every release needs a new confirmation.
Sign in by the button below, or your containers stay where they are.

[Sign in: the link is left out here]
""",
}
POINTS = {
    "nl": ["Aandachtspunten voor de ronde", "Kijk achter lichtmasten en onder stapels.", "Trek aan de omheining.",
           "Noteer tijd en plaats, geen namen.", "Bel de meldkamer voor u dichterbij gaat."],
    "fr": ["Points d'attention pour la ronde", "Regardez derrière les mâts et sous les piles.", "Tirez sur la clôture.",
           "Notez l'heure et le lieu, aucun nom.", "Appelez la centrale avant de vous approcher."],
    "en": ["Points to watch on the round", "Look behind light masts and under stacks.", "Pull at the fence.",
           "Note time and place, no names.", "Call the control room before you go closer."],
}  # fmt: skip


def chosen(told: Sequence[Story]) -> dict[int, str]:
    """Which of these stories come with files, by their place, and of what sort: the newest few of each."""
    found: dict[int, str] = {}
    for place in reversed(range(len(told))):
        story = told[place]
        sort = "" if story.is_withdrawn or story.named else _sort_of(story.fields["methods"], story.kind)
        if sort and list(found.values()).count(sort) < MOST_OF_A_SORT:
            found[place] = sort
    return found


def _sort_of(codes: Sequence[str], kind: str) -> str:
    """What fits a report of these methods; nothing for most."""
    if kind == "bulletin":
        return "note"
    return {
        "INT-TRES": "fence",
        "DRG-EXT-TEAM": "fence",
        "DRN-RECON": "drone",
        "CYB-PHISH": "mail",
        "DRG-EXT-PIN": "look-ups",
    }.get(codes[0], "")


def made_for(sort: str, language: str) -> list[Upload]:
    """The files of a sort, in the language of their report."""
    uploads = [Upload(NAMES[sort][language], _MAKERS[sort](language))]
    if sort == "drone":
        uploads.append(Upload(NAMES["track"][language], _track(language)))
    return uploads


def _photo(draw_scene: Callable[[ImageDraw.ImageDraw], None], language: str) -> bytes:
    picture = Image.new("RGB", SIZE, NIGHT)
    draw = ImageDraw.Draw(picture)
    draw_scene(draw)
    draw.rectangle((0, SIZE[1] - 64, SIZE[0], SIZE[1]), fill=PALE)
    draw.text((24, SIZE[1] - 50), LABEL[language], fill=NIGHT, font=ImageFont.load_default(28))
    out = BytesIO()
    picture.save(out, "JPEG", quality=70)
    return out.getvalue()


def _fence(draw: ImageDraw.ImageDraw) -> None:
    """Wire mesh by night, with a hole cut into it."""
    draw.rectangle((0, 430, *SIZE), fill=GROUND)
    for start in range(-480, 960, 40):
        draw.line((start, 120, start + 400, 520), fill=STEEL, width=2)
        draw.line((start + 400, 120, start, 520), fill=STEEL, width=2)
    for post in (60, 360, 660, 900):
        draw.rectangle((post, 90, post + 14, 530), fill=STEEL)
    draw.polygon([(450, 400), (500, 330), (570, 345), (600, 430), (590, 525), (455, 525)], fill=NIGHT, outline=WARM)


def _drone(draw: ImageDraw.ImageDraw) -> None:
    """A drone with one light above a stack of containers."""
    for row, column in ((row, column) for row in range(3) for column in range(6)):
        left, top = 30 + column * 152, 330 + row * 80
        draw.rectangle((left, top, left + 144, top + 72), fill=(STEEL, "#5d7282", WARM)[(row + column) % 3])
    draw.line((560, 150, 680, 150), fill=PALE, width=6)
    for left in (540, 660):
        draw.ellipse((left, 134, left + 40, 146), outline=PALE, width=3)
    draw.rectangle((600, 146, 640, 172), fill=PALE)
    draw.ellipse((612, 176, 628, 192), fill="#ffffff")


def _rows(heads: Sequence[str], rows: Iterable[Sequence[object]], language: str) -> bytes:
    lines = [";".join(str(cell) for cell in row) for row in [[LABEL[language]], heads, *rows]]
    return ("\r\n".join(lines) + "\r\n").encode("utf-8-sig")


def _track(language: str) -> bytes:
    random = Random(language)  # noqa: S311 - the same file each time
    start = random.randint(60, 90)
    rows = [(f"22:{10 + 2 * n}", start + 9 * n, f"{40 + 5 * (n % 3)} m", WHITE[language]) for n in range(9)]
    return _rows(TRACK[language], rows, language)


def _look_ups(language: str) -> bytes:
    rows = [(f"02:{11 + 6 * n}", "demo-17", f"DEMO000000{n}", NONE[language]) for n in range(8)]
    return _rows(LOOK_UPS[language], rows, language)


def _mail(language: str) -> bytes:
    return f"*** {LABEL[language]} ***\n\n{MAIL[language]}".encode()


def _note(language: str) -> bytes:
    """One page of PDF, written out: the machine may have nothing that makes one."""
    head, *points = POINTS[language]
    text = ["BT /B 20 Tf 72 760 Td 28 TL", _shown(head), "/F 12 Tf T* T*"]
    text += [f"{_shown(f'-  {point}')} T*" for point in points]
    text += ["T* /B 12 Tf", _shown(LABEL[language]), "ET"]
    content = "\n".join(text).encode("cp1252")
    holds = "/Contents 4 0 R /Resources << /Font << /F 5 0 R /B 6 0 R >> >>"
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {holds} >>".encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        *(
            f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>".encode()
            for name in ("Helvetica", "Helvetica-Bold")
        ),
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(bodies) + 1
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (size, table, size, len(out))
    )


def _shown(words: str) -> str:
    return "({}) Tj".format(words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)"))


_MAKERS: dict[str, Callable[[str], bytes]] = {
    "fence": lambda language: _photo(_fence, language),
    "drone": lambda language: _photo(_drone, language),
    "mail": _mail,
    "look-ups": _look_ups,
    "note": _note,
}
