"""The papers beside the letters: the cover sheet of a round's boxes and the list of envelopes to take out."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """One box as the cover sheet names it; `first` and `last` are postcodes, `sha256` the hash of its file."""

    number: int
    letters: int
    pages: int
    first: str
    last: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Pull:
    """One envelope to take out: where it is (`place` counts from 1 in its box), what stands in its window, and why."""

    box: int
    place: int
    address_lines: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A printed list: a sentence, a table, and notes under it."""

    title: str
    lead: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()


def cover(boxes: Sequence[Box], *, round_name: str) -> Listing:
    """What the print room gets and can count."""
    letters, pages = sum(box.letters for box in boxes), sum(box.pages for box in boxes)
    return Listing(
        title=f"Voorblad {round_name}",
        lead=f"{_counted(letters, 'brief', 'brieven')}, {_counted(pages, 'bladzijde', 'bladzijden')}, "
        f"{_counted(len(boxes), 'doos', 'dozen')}. Print dubbelzijdig, op ware grootte.",
        headings=("Doos", "Brieven", "Bladzijden", "Postcode van – tot", "Controlegetal van het bestand"),
        rows=tuple(
            (str(box.number), str(box.letters), str(box.pages), f"{box.first} – {box.last}", _grouped(box.sha256))
            for box in boxes
        ),
        notes=(
            "Tel de brieven van elke doos na het printen.",
            "Klopt een aantal niet? Verstuur dan niets uit die doos en bel de gemeente.",
        ),
    )


def pulls(found: Sequence[Pull], *, round_name: str) -> Listing:
    """Which envelopes must not be posted, in the order in which they lie."""
    rows = tuple(
        (str(pull.box), str(pull.place), ", ".join(pull.address_lines), pull.reason)
        for pull in sorted(found, key=lambda pull: (pull.box, pull.place))
    )
    count = _counted(len(rows), "envelop", "enveloppen")
    lead = f"Haal {count} eruit. Deze gaan niet op de post." if rows else "Er hoeft geen envelop uit. Alles mag weg."
    notes = ("Vernietig de brieven die u eruit haalt.",) if rows else ()
    return Listing(f"Uithaallijst {round_name}", lead, ("Doos", "Plaats", "In het venster", "Waarom"), rows, notes)


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _grouped(digest: str) -> str:
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))
