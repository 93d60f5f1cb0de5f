"""What a printer says of itself and of a job (RFC 8011, 5.3.8 and 5.4.12), as sentences for who stands beside it."""

from letters.printing import ipp

WAITS, PRINTS = "Wacht op zijn beurt bij de printer.", "Wordt nu geprint."
CALM = (WAITS, PRINTS)  # nobody has to do anything
LOOK = "De printer staat stil. Kijk op het scherm van de printer."
LOST = "De printer kent deze opdracht niet meer. Kijk of de doos op papier is."
UNSURE = "Het is niet zeker dat de printer deze doos kreeg. Misschien is hij gedrukt: kijk of de doos op papier is."
UNFINISHED = "Het bestand kwam niet heel bij de printer aan. Kijk of er iets op papier is."
WITHDRAWN = "Van de printer gehaald. Kijk wat er op papier is, en vernietig een halve doos."
NOT_STOPPED = "De printer kon niet worden gestopt: haal het papier weg."
ENDED = {
    "completed": "De printer is klaar, maar meldt een fout. Tel de vellen en kijk of alles er is.",
    "aborted": "De printer brak de opdracht af. Kijk wat er op papier is, en vernietig een halve doos.",
    "canceled": "De opdracht is bij de printer geannuleerd. Kijk wat er op papier is, en vernietig een halve doos.",
}
STANDS_STILL = {
    **dict.fromkeys(("media-empty", "media-needed", "resources-are-not-ready"), "Het papier is op."),
    "media-jam": "Er zit papier vast.",
    **dict.fromkeys(("cover-open", "door-open", "interlock-open"), "Er staat een klep open."),
    "input-tray-missing": "De papierlade zit er niet in.",
    "output-tray-missing": "De opvangbak zit er niet in.",
    "output-area-full": "De opvangbak is vol.",
    **dict.fromkeys(("toner-empty", "marker-supply-empty", "developer-empty"), "De toner is op."),
    "marker-waste-full": "Het bakje voor gebruikte toner is vol.",
    **dict.fromkeys(("fuser-over-temp", "fuser-under-temp"), "De printer is te warm of te koud."),
    "opc-life-over": "De trommel is versleten.",
    "spool-area-full": "Het geheugen van de printer is vol.",
    **dict.fromkeys(("paused", "moving-to-paused"), "De printer is op pauze gezet."),
    **dict.fromkeys(("printer-stopped", "stopped-partly", "printer-stopped-partly", "stopping"), LOOK),
    **dict.fromkeys(
        ("shutdown", "offline", "service-off-line", "timed-out", "connecting-to-device"),
        "De printer staat uit of is niet verbonden.",
    ),
}
SOON = {
    "media-low": "Het papier is bijna op.",
    **dict.fromkeys(("toner-low", "marker-supply-low", "developer-low"), "De toner is bijna op."),
    "output-area-almost-full": "De opvangbak is bijna vol.",
    "marker-waste-almost-full": "Het bakje voor gebruikte toner is bijna vol.",
    "opc-near-eol": "De trommel is bijna versleten.",
}
_SEVERITIES = ("-error", "-warning", "-report")


def told(job: ipp.State, printer: ipp.State) -> str:
    """How a job that is not over yet stands: what holds it up, else that it waits or is being printed.

    Most printers tell of empty trays and open covers on themselves only, and not on the job.
    """
    keywords = [_plain(reason) for reason in (*job.reasons, *printer.reasons)]
    holding_up = _sentences(keywords, STANDS_STILL)
    if not holding_up and "stopped" in (job.state, printer.state):
        holding_up = [LOOK]
    if not holding_up and job.state == "held" and "job-incoming" not in keywords:
        holding_up = ["De printer houdt de opdracht vast. Geef haar op de printer vrij."]
    if holding_up:
        return " ".join(holding_up)
    return " ".join([PRINTS if job.state == "processing" else WAITS, *_sentences(keywords, SOON)])


def is_calm(says: str) -> bool:
    """Whether what was told last asks nothing of anybody."""
    return says.startswith(tuple(sentence.removesuffix(".") for sentence in CALM))


def _plain(reason: str) -> str:
    for severity in _SEVERITIES:
        reason = reason.removesuffix(severity)
    return reason


def _sentences(keywords: list[str], table: dict[str, str]) -> list[str]:
    """Each sentence once, the most telling first: the table is in that order."""
    return list(dict.fromkeys(table[keyword] for keyword in table if keyword in keywords))
