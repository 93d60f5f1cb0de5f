"""Boxes on their way to paper, as the print room and the round's page tell them. Reads only."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from letters.models import PrintJob, Round
from letters.printing import boxes, troubles
from letters.states import BOX_DONE, BOX_HAS_FILE, BoxState


@dataclass(frozen=True, slots=True)
class Line:
    """One box: how many letters, and what there is to say of it; `is_calm` when nobody has to do anything."""

    box: PrintJob
    count: int

    @property
    def is_large(self) -> bool:
        """Whether its letters are in large print: two sheets each."""
        return self.box.pages > 2 * self.count

    @property
    def says(self) -> str:
        """What the printer said last, or why it did not work."""
        return self.box.printer_says

    @property
    def is_calm(self) -> bool:
        """Whether it only waits or is being printed."""
        return not self.says or troubles.is_calm(self.says)

    @property
    def is_unsure(self) -> bool:
        """Whether a person must look if it is on paper: it was handed over, and nobody knows how it ended."""
        return self.box.state == BoxState.FAILED and self.box.handed_over_at is not None


def lines(among: QuerySet[PrintJob], *, most: int | None = None) -> list[Line]:
    """The boxes with their counts, in one query; of the newest round first, at most so many."""
    counted = among.select_related("round").annotate(count=Count("letters")).order_by("-round", "number")
    return [Line(box, box.count) for box in counted[:most]]


def progress(subject: Round) -> dict[str, Any]:
    """How far making and printing are, in boxes and in letters."""
    found = lines(subject.boxes.all())
    made = [line for line in found if line.box.digest or line.box.state in BOX_DONE]
    done = [line for line in made if line.box.state in BOX_DONE]
    return {
        "boxes": found,
        "boxes_made": len(made),
        "boxes_printed": len(done),
        "letters": sum(line.count for line in found),
        "letters_made": sum(line.count for line in made),
        "letters_printed": sum(line.count for line in done),
    }


def section(subject: Round) -> dict[str, Any]:
    """One round in the print room; `is_moving` while something changes by itself."""
    found = progress(subject)
    states = {line.box.state for line in found["boxes"]}
    return {
        **found,
        "round": subject,
        "has_files": bool(states & BOX_HAS_FILE),
        "is_moving": bool(states - BOX_DONE - {BoxState.FAILED}),
        "todo": len(found["boxes"]) - found["boxes_printed"],
        "pulls": boxes.to_take_out(subject),
    }
