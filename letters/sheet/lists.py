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
    """One envelope to take out: where it is (`place` counts from 1 in its box) and what stands in its window.

    Not why: who died, married or objected is for the clerk alone, and not needed to find the envelope.
    """

    box: int
    place: int
    address_lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A printed list: a sentence, a table with its sums, notes under it, and lines for who signs."""

    title: str
    lead: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """One question on paper: boxes to tick, and so many lines to write on."""

    label: str
    boxes: tuple[str, ...] = ()
    lines: int = 0

    @property
    def ruled(self) -> range:
        """One for each line."""
        return range(self.lines)


@dataclass(frozen=True, slots=True)
class Part:
    """Questions that belong together."""

    heading: str
    lead: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """An empty form, to be filled in by hand."""

    title: str
    lead: str
    parts: tuple[Part, ...]


def cover(boxes: Sequence[Box], *, round_name: str) -> Listing:
    """What the print room gets and can count. A box without a hash is not made yet."""
    made = [box for box in boxes if box.sha256]
    letters, pages = sum(box.letters for box in made), sum(box.pages for box in made)
    lead = f"{_counted(letters, 'brief', 'brieven')} in {_counted(len(made), 'doos', 'dozen')}."
    if waiting := len(boxes) - len(made):
        lead += f" {_counted(waiting, 'doos is', 'dozen zijn')} nog niet gemaakt: haal dan een nieuw voorblad."
    return Listing(
        title=f"Voorblad {round_name}",
        lead=lead,
        headings=("Doos", "Brieven", "Vellen", "Bladzijden", "Postcodes", "Controlegetal", "Geteld"),
        rows=tuple(_row(box) for box in boxes),
        total=("Samen", str(letters), str(pages // 2), str(pages), "", "", ""),
        notes=(
            "Print dubbelzijdig en op ware grootte. Tel daarna de vellen van elke doos.",
            *_large_print(made),
            "Klopt een aantal niet? Verstuur dan niets uit die doos en bel de gemeente.",
        ),
        signed=("Overgedragen door", "Geprint en geteld door", "Dag en tijd"),
    )


def _large_print(made: Sequence[Box]) -> tuple[str, ...]:
    numbers = [str(box.number) for box in made if box.pages > 2 * box.letters]
    if not numbers:
        return ()
    which = f"doos {numbers[0]}" if len(numbers) == 1 else f"de dozen {', '.join(numbers[:-1])} en {numbers[-1]}"
    return (f"In {which} zijn de brieven in grote letters: twee vellen per brief, bij elkaar in één envelop.",)


def _row(box: Box) -> tuple[str, ...]:
    if not box.sha256:
        return (str(box.number), str(box.letters), "", "", "", "nog niet gemaakt", "")
    counts = (str(box.number), str(box.letters), str(box.pages // 2), str(box.pages))
    return (*counts, f"{box.first} – {box.last}", _grouped(box.sha256), "")


def pulls(found: Sequence[Pull], *, round_name: str) -> Listing:
    """Which envelopes must not be posted, in the order in which they lie."""
    rows = tuple(
        (str(pull.box), str(pull.place), ", ".join(pull.address_lines), "")
        for pull in sorted(found, key=lambda pull: (pull.box, pull.place))
    )
    count = _counted(len(rows), "envelop", "enveloppen")
    lead = (
        f"Haal {count} eruit. Die {'gaat' if len(rows) == 1 else 'gaan'} niet op de post."
        if rows
        else "Er hoeft geen envelop uit. Alles mag weg."
    )
    return Listing(
        title=f"Uithaallijst {round_name}",
        lead=lead,
        headings=("Doos", "Plaats", "In het venster", "Eruit"),
        rows=rows,
        notes=("Vernietig de brieven die u eruit haalt.",) if rows else (),
        signed=("Eruit gehaald door", "Dag en tijd") if rows else (),
    )


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _grouped(digest: str) -> str:
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))
