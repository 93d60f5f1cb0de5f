"""Who gets a letter this round, who waits for a person's decision, who doesn't, and why (L1 to L7). Pure.

A `Judge` looks at one person of a delivery and gives every reason it finds. A reason to leave out beats a reason to
hold; somebody without either is due. What was dealt with before and who objected are looked up through plain callables,
so that this module knows neither keys nor tables: `identity` says by which parts a loss and a person are known.
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import NamedTuple

from bezoekdienst.lib import calendar
from bezoekdienst.lib.errors import Reason, Refused
from letters.registry import composition
from letters.registry.composition import Composition
from letters.registry.dates import Interval
from letters.registry.rows import RegistryPerson, Relation
from letters.selection import identity, obstacles, widowhood
from letters.selection.identity import Hit, Keys

DUE, HELD, LEFT_OUT = "due", "held", "left_out"
_new = tuple.__new__  # a named tuple from as many values as it has fields, at half the cost of calling it
YOUNG, OLD = "jong", "oud"  # text variants: "ongeveer een half jaar" and "enige tijd geleden"
AHEAD = timedelta(days=14)  # L3
_YOUNG_MONTHS = 4  # after the wait
_TOO_EARLY = Reason("L1", "Het overlijden is nog te kort geleden. Deze persoon komt in een volgende ronde.")
_TOO_LATE = Reason("L1", "Het overlijden is te lang geleden.")
_BEFORE_US = Reason("L1", "Dit overlijden is van voor onze start en al op papier afgehandeld.")
OBJECTED = Reason("L5", "Deze persoon wil geen brief of is al bekend.")
PERHAPS_OBJECTED = Reason("L6", "Deze persoon lijkt op iemand die geen brief wil of al bekend is.")
_UNKNOWABLE = Reason("L4", "Er staan te weinig gegevens in het bestand om een tweede brief te voorkomen.")
_DEALT_WITH = Reason("L4", "Over dit overlijden is al een brief gemaakt.")
_PERHAPS_DEALT_WITH = Reason("L4", "Over dit overlijden is misschien al een brief gemaakt: de namen komen overeen.")
_VAGUE = Reason("L6", "De datum van overlijden is niet precies genoeg om te weten of een brief nu past.")


class Numbers(NamedTuple):
    """What the policy sets: months, and the day from which losses are ours (before it they were handled on paper)."""

    wait_months: int = 5
    horizon_months: int = 18
    first_loss_on: date | None = None
    secret_left_out: bool = True  # False only where the municipality mails itself and chose so (L5)


class Decision(NamedTuple):
    """`decision` is due, held or left_out; `reasons` all there are, those that decided first (none when due).

    `interval` holds the first and last day the loss can have been, `relation` the one that ended; both None when the
    register tells of no loss. `text_variant` is jong or oud, None without an interval.
    """

    decision: str
    reasons: tuple[Reason, ...]
    text_variant: str | None = None
    interval: Interval | None = None
    relation: Relation | None = None


Lookup = Callable[[Keys], Hit]


def nobody(keys: Keys) -> Hit:
    """A ledger, or a list of objections, in which nobody stands."""
    return Hit.NONE


class Judge:
    """Decides about the persons of one delivery, against reference date `on` (L3) and the state date of the extract.

    `municipality` is the four-digit code of our own (some tables have its name instead); None leaves moving away
    unchecked. `ledger` gets the keys of the loss, `objections` those of the person; a strong hit leaves out, a weak one
    holds. What is the same for everybody is worked out once, here.
    """

    def __init__(
        self,
        *,
        on: date,
        extract_on: date,
        municipality: str | None = None,
        municipality_name: str = "",
        numbers: Numbers | None = None,
        ledger: Lookup = nobody,
        objections: Lookup = nobody,
    ) -> None:
        numbers = numbers or Numbers()
        self._extract_on = extract_on
        self._ledger, self._objections = ledger, objections
        self._person = obstacles.Checks(on, municipality, municipality_name, numbers.secret_left_out)
        self._wait_on = calendar.add_months(on, -numbers.wait_months)
        self._horizon_on = calendar.add_months(on, -numbers.horizon_months)
        self._first_on = numbers.first_loss_on or date.min
        self._young_from = calendar.add_months(on, -(numbers.wait_months + _YOUNG_MONTHS))

    def __call__(self, person: RegistryPerson, composed: Composition | None = None) -> Decision:
        """Every reason there is for one person; those that decided come first. `composed` is hers, when it is there."""
        relation, interval, loss_out, loss_held = widowhood.of(person, self._extract_on)
        out, held = self._person.left_out(person), self._person.held(person, composed or composition.of(person))
        out += loss_out
        held += loss_held
        variant = None
        if interval is not None:
            self._time(interval, out, held)
            variant = YOUNG if interval.earliest >= self._young_from else OLD
        self._recognise(person, relation, out, held)
        if out or held:
            return Decision(LEFT_OUT if out else HELD, tuple(dict.fromkeys(out + held)), variant, interval, relation)
        return _new(Decision, (DUE, (), variant, interval, relation))

    def _time(self, interval: Interval, out: list[Reason], held: list[Reason]) -> None:
        """L1: due when latest < P - wait and earliest >= P - horizon; a date that straddles a bound is held (L6)."""
        earliest, latest = interval
        if earliest >= self._wait_on:
            out.append(_TOO_EARLY)
        elif latest < self._horizon_on:
            out.append(_TOO_LATE)
        elif latest < self._first_on:
            out.append(_BEFORE_US)
        elif latest >= self._wait_on or earliest < self._horizon_on or earliest < self._first_on:
            held.append(_VAGUE)

    def _recognise(
        self, person: RegistryPerson, relation: Relation | None, out: list[Reason], held: list[Reason]
    ) -> None:
        """L4 and the one reason for everybody who wants no letter or is known already."""
        if self._objections is not nobody:
            hit = self._objections(identity.person_keys(person))
            if hit is Hit.STRONG:
                out.append(OBJECTED)
            elif hit is Hit.WEAK:
                held.append(PERHAPS_OBJECTED)
        if relation is None:
            return
        if not identity.recognisable(person, relation):
            held.append(_UNKNOWABLE)
        elif self._ledger is not nobody:
            hit = self._ledger(identity.loss_keys(person, relation))
            if hit is Hit.STRONG:
                out.append(_DEALT_WITH)
            elif hit is Hit.WEAK:
                held.append(_PERHAPS_DEALT_WITH)


def reference_on(planned_on: date, frozen: Iterable[date], today: date) -> date:
    """The reference date P: never earlier than that of a frozen, not cancelled round (L3).

    Raises Refused when it would lie more than 14 days after `today`.
    """
    reference = max([planned_on, *frozen])
    if reference > today + AHEAD:
        raise Refused(Reason("L3", "De peildatum ligt meer dan 14 dagen vooruit. Kies een eerdere datum."))
    return reference
