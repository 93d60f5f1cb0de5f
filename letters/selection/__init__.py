"""Who gets a letter this round, who waits for a person's decision, who doesn't, and why (L1 to L7). Pure.

`judge` looks at one person of a delivery and gives every reason it finds. A reason to leave out beats a reason to hold;
somebody without either is due. What was dealt with before and who objected are looked up through plain callables, so
that this module knows neither keys nor tables: `identity` says by which parts a loss and a person are known.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bezoekdienst.lib import calendar
from bezoekdienst.lib.errors import Reason, Refused
from letters.registry.dates import Interval
from letters.registry.rows import RegistryPerson, Relation
from letters.selection import identity, obstacles, widowhood
from letters.selection.identity import Hit, Keys

DUE, HELD, LEFT_OUT = "due", "held", "left_out"
YOUNG, OLD = "jong", "oud"  # text variants: "ongeveer een half jaar" and "enige tijd geleden"
AHEAD = timedelta(days=14)  # L3
_YOUNG_MONTHS = 4  # after the wait


@dataclass(frozen=True, slots=True)
class Numbers:
    """What the policy sets: months, and the day from which losses are ours (before it they were handled on paper)."""

    wait_months: int = 5
    horizon_months: int = 18
    first_loss_on: date | None = None
    secret_left_out: bool = True  # False only where the municipality mails itself and chose so (L5)


@dataclass(frozen=True, slots=True)
class Decision:
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


def judge(
    person: RegistryPerson,
    *,
    on: date,
    extract_on: date,
    municipality: str | None = None,
    numbers: Numbers | None = None,
    ledger: Lookup = nobody,
    objections: Lookup = nobody,
) -> Decision:
    """Decide about one person against reference date `on` (L3) and the state date of the extract.

    `municipality` is the four-digit code of our own; None leaves moving away unchecked. `ledger` gets the keys of the
    loss, `objections` those of the person; a strong hit leaves out, a weak one holds.
    """
    numbers = numbers or Numbers()
    loss = widowhood.of(person, extract_on)
    out = [*obstacles.left_out(person, on, municipality, numbers.secret_left_out), *loss.left_out]
    held = [*obstacles.held(person, municipality), *loss.held]
    for found in (_timing(loss.interval, on, numbers), _known(person, loss.relation, ledger, objections)):
        out += found[0]
        held += found[1]
    decision = LEFT_OUT if out else HELD if held else DUE
    variant = text_variant(loss.interval, on, numbers) if loss.interval else None
    return Decision(decision, tuple(dict.fromkeys(out + held)), variant, loss.interval, loss.relation)


def reference_on(planned_on: date, frozen: Iterable[date], today: date) -> date:
    """The reference date P: never earlier than that of a frozen, not cancelled round (L3).

    Raises Refused when it would lie more than 14 days after `today`.
    """
    reference = max([planned_on, *frozen])
    if reference > today + AHEAD:
        raise Refused(Reason("L3", "De peildatum ligt meer dan 14 dagen vooruit. Kies een eerdere datum."))
    return reference


def text_variant(interval: Interval, on: date, numbers: Numbers) -> str:
    """`jong` when the loss is certainly at most wait + 4 months ago."""
    young_from = calendar.add_months(on, -(numbers.wait_months + _YOUNG_MONTHS))
    return YOUNG if interval.earliest >= young_from else OLD


Found = tuple[list[Reason], list[Reason]]


def _timing(interval: Interval | None, on: date, numbers: Numbers) -> Found:
    """L1: due when latest < P - wait and earliest >= P - horizon; a date that straddles a bound is held (L6)."""
    if interval is None:
        return [], []
    wait_on = calendar.add_months(on, -numbers.wait_months)
    horizon_on = calendar.add_months(on, -numbers.horizon_months)
    first_on = numbers.first_loss_on or date.min
    if interval.earliest >= wait_on:
        return [Reason("L1", "Het overlijden is nog te kort geleden. Deze persoon komt in een volgende ronde.")], []
    if interval.latest < horizon_on:
        return [Reason("L1", "Het overlijden is te lang geleden.")], []
    if interval.latest < first_on:
        return [Reason("L1", "Dit overlijden is van voor de start van dit systeem en al op papier afgehandeld.")], []
    if interval.latest < wait_on and interval.earliest >= max(horizon_on, first_on):
        return [], []
    return [], [Reason("L6", "De datum van overlijden is niet precies genoeg om te weten of een brief nu past.")]


def _known(person: RegistryPerson, relation: Relation | None, ledger: Lookup, objections: Lookup) -> Found:
    """L4 and the one reason for everybody who wants no letter or is known already."""
    out, held = [], []
    hit = Hit.NONE if objections is nobody else objections(identity.person_keys(person))
    if hit is Hit.STRONG:
        out.append(Reason("L5", "Deze persoon wil geen brief of is al bekend."))
    elif hit is Hit.WEAK:
        held.append(Reason("L6", "Deze persoon lijkt op iemand die geen brief wil of al bekend is."))
    if relation is None:
        return out, held
    keys = identity.loss_keys(person, relation)
    hit = ledger(keys)
    if not keys.strong and not keys.weak:
        held.append(Reason("L4", "Er staan te weinig gegevens in het bestand om een tweede brief te voorkomen."))
    elif hit is Hit.STRONG:
        out.append(Reason("L4", "Over dit overlijden is al een brief gemaakt."))
    elif hit is Hit.WEAK:
        held.append(Reason("L4", "Over dit overlijden is misschien al een brief gemaakt: de namen komen overeen."))
    return out, held
