"""Who was perhaps written down twice, as the coordinator reads it: a line of who looks like whom, two side by side."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils import timezone

from bezoekdienst.accounts.models import User
from bezoekdienst.lib import wording, words
from bezoekdienst.visiting import intakes
from bezoekdienst.visiting.mergers import doubles, likeness, merger_plans
from bezoekdienst.visiting.mergers.likeness import Entry, Ground
from bezoekdienst.visiting.mergers.merger_plans import Side
from bezoekdienst.visiting.models import Bereavement, Contact, Intake, Resident
from bezoekdienst.visiting.states import INTAKE_OPEN
from bezoekdienst.web import phrases
from bezoekdienst.web.desks import resident_desk
from letters import merging as letters

# What components of a person are called, beside each other and where one of two is chosen.
LABELS = {
    "name": "Naam",
    "first_name": "Roepnaam",
    "phone": "Telefoon",
    "email": "E-mail",
    "address": "Adres",
    "best_time": "Liefst bellen",
    "birth_year": "Geboortejaar",
    "sex": "Vrouw of man",
}
_HANGING = ("intakes__resident", "trajectories__volunteer", "bereavements")


@dataclass(frozen=True, slots=True)
class Alike:
    """Somebody who may be the same: what is alike, where she stands, whether her year began; the page to compare."""

    resident: Resident
    grounds: tuple[Ground, ...]
    lead: str
    year: str
    url: str

    @property
    def sentence(self) -> str:
        """Dit lijkt op mevrouw De Boer, aangemeld op 3 maart 2027."""
        return f"Dit lijkt op {self.resident.name}, aangemeld op {wording.day(self.resident.signed_up_on)}."

    @property
    def why(self) -> str:
        """What is alike, in sentences."""
        return told(self.grounds)


class Row(NamedTuple):
    """One thing that is known, of both."""

    label: str
    one: str
    other: str

    @property
    def differs(self) -> bool:
        """Whether they say something else."""
        return self.one != self.other


def told(grounds: Iterable[Ground]) -> str:
    """Grounds as sentences after each other."""
    return " ".join(ground.value for ground in grounds)


def alike(resident: Resident, today: date) -> list[Alike]:
    """Who may be the same as one person: each with a page on which both stand beside each other. Six queries."""
    return [_alike(one, grounds, today, resident) for one, grounds in _hung(doubles.like(resident))]


def alike_new(new: Entry, today: date) -> list[Alike]:
    """Who may be the same as somebody who isn't saved yet: each with a page of her own. Five queries."""
    return [_alike(one, grounds, today, None) for one, grounds in _hung(doubles.like_new(new))]


def unseen(filled: Mapping[str, Any], shown: str, today: date) -> list[Alike]:
    """Who may be the same as a sign-up that was just typed, and wasn't shown yet (`shown`: ids between blanks)."""
    told = set(shown.split())
    return [one for one in alike_new(_typed(filled), today) if str(one.resident.pk) not in told]


def sign_up(filled: Mapping[str, Any], *, by: User, at: datetime) -> Intake:
    """Somebody new; who she looks like was shown, and is somebody else. Raises Refused as `intakes.open` does.

    Who was `spoken` to herself has had her first contact (I1).
    """
    others = [one for one, _ in doubles.like_new(_typed(filled))]
    given = {name: value for name, value in filled.items() if name != "spoken"}
    with transaction.atomic():
        made = intakes.open(**given, by=by, at=at)
        if filled.get("spoken"):
            call: dict[str, Any] = {"way": Contact.Way.PHONE, "reached": True, "note": ""}
            intakes.contact(made.resident, made_on=timezone.localdate(at), **call, by=by, at=at)
        for other in others:
            doubles.tell_apart(made.resident, other, by=by, at=at)
    return made


def used_up(intake: Intake, today: date) -> str:
    """What to know before anybody goes there: the year of this loss is over; "" when it isn't (T2)."""
    stop_on = intake.bereavement.hard_stop_on
    if intake.state not in INTAKE_OPEN or stop_on is None or stop_on >= today:
        return ""
    return f"Had al een jaar bezoek voor dit verlies, tot en met {wording.day(stop_on)}."


def compare(one: Side, other: Side, today: date) -> list[Row]:
    """Both beside each other, thing by thing that is known of either; of letters only what was said."""
    known = [Row(label, said(one.resident, part), said(other.resident, part)) for part, label in LABELS.items()]
    told = [
        *known,
        Row("Aangemeld", _signed_up(one.resident), _signed_up(other.resident)),
        Row("Verlies", _losses(one), _losses(other)),
        Row("Nu", *(resident_desk.lead(s.resident, [*s.intakes], [*s.trajectories], today) for s in (one, other))),
        Row("Brieven", *("Wil geen brieven meer" if letters.said_never(s.resident) else "" for s in (one, other))),
        Row("Het jaar", *(year(side.losses, today) or "Nog niet begonnen" for side in (one, other))),
    ]
    return [row for row in told if row.one or row.other]


def beside(sides: tuple[Side, Side], today: date) -> dict[str, Any]:
    """The context of two beside each other."""
    one, other = (side.resident for side in sides)
    return {
        "one": one,
        "other": other,
        "names": [phrases.start(one.name), phrases.start(other.name)],
        "grounds": told(likeness.grounds(doubles.entry(one), doubles.entry(other))),
        "rows": compare(*sides, today),
    }


def pairs(today: date) -> list[dict[str, Any]]:
    """Every pair for the list, what is only a near miss last. Seven queries."""
    found = doubles.found()
    people = Resident.objects.in_bulk({pk for pair in found for pk in (pair.one, pair.other)})
    prefetch_related_objects(list(people.values()), *_HANGING)
    lines = [_pair(people[pair.one], people[pair.other], pair.grounds, today) for pair in found]
    return sorted(lines, key=lambda line: bool(line["is_near"]))


def _pair(one: Resident, other: Resident, grounds: tuple[Ground, ...], today: date) -> dict[str, Any]:
    both = [_alike(resident, grounds, today, None) for resident in (one, other)]
    return {
        "both": both,
        "why": told(grounds),
        "is_near": all(ground.is_near for ground in grounds),
        "url": reverse("double", args=[one.pk, other.pk]),
    }


def said(resident: Resident, part: str) -> str:
    """A part of what is known, as one reads it; "" when it isn't known."""
    if part == "address":
        return "\n".join(line for line in (resident.street, resident.place) if line)
    value = getattr(resident, part)
    return words.SEXES.get(value, "") if part == "sex" else str(value or "")


def year(losses: Iterable[Bereavement], today: date) -> str:
    """What became of the year of each loss: used up, or running; "" when none began (T2)."""
    began = [loss for loss in losses if loss.same_as_id is None and loss.year_started_on]
    return " ".join(_year(loss, today) for loss in sorted(began, key=lambda loss: loss.year_started_on or today))


def differing(one: Resident, other: Resident) -> list[str]:
    """The parts of what is known on which both say something, and not the same."""
    both = ((part, said(one, part), said(other, part)) for part in merger_plans.DETAILS)
    return [part for part, mine, hers in both if mine and hers and not _same(part, mine, hers)]


def _same(part: str, mine: str, hers: str) -> bool:
    """The same number typed in another way is no question."""
    return mine == hers or (part == "phone" and likeness.phone(mine) == likeness.phone(hers) != "")


def _typed(filled: Mapping[str, Any]) -> Entry:
    return Entry(0, *(filled.get(name, "") for name in ("name", "phone", "email", "street", "postcode")))


def _hung(found: list[tuple[Resident, tuple[Ground, ...]]]) -> list[tuple[Resident, tuple[Ground, ...]]]:
    prefetch_related_objects([one for one, _ in found], *_HANGING)
    return found


def _alike(one: Resident, grounds: tuple[Ground, ...], today: date, beside: Resident | None) -> Alike:
    keys: list[Any] = sorted((beside.pk, one.pk)) if beside else [one.pk]
    lead = resident_desk.lead(one, list(one.intakes.all()), list(one.trajectories.all()), today)
    url = reverse("double" if beside else "resident", args=keys)
    return Alike(one, grounds, lead, year(one.bereavements.all(), today), url)


def _year(loss: Bereavement, today: date) -> str:
    assert loss.hard_stop_on is not None  # its year began
    stop = wording.day(loss.hard_stop_on)
    return (
        f"Had al een jaar bezoek, tot en met {stop}."
        if loss.hard_stop_on < today
        else f"Het jaar loopt tot en met {stop}."
    )


def _signed_up(resident: Resident) -> str:
    return f"{wording.day(resident.signed_up_on)}, {resident.get_source_display()}"


def _losses(side: Side) -> str:
    return "\n".join(loss_words(loss) for loss in side.roots)


def loss_words(loss: Bereavement) -> str:
    """A loss as one says it: its kind and about when."""
    parts = (words.LOSS_KINDS.get(loss.kind, ""), loss.about_when)
    return phrases.start(", ".join(part for part in parts if part)) or "Nog niet over gesproken"
