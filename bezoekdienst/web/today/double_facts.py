"""From the database to who was perhaps written down twice and is with us now, for the worklist. Judges nothing."""

from datetime import date

from bezoekdienst.visiting.mergers import doubles
from bezoekdienst.visiting.mergers.likeness import Pair
from bezoekdienst.visiting.models import Bereavement, Intake, Resident, Trajectory
from bezoekdienst.visiting.states import INTAKE_OPEN
from bezoekdienst.web.today import worklist_facts as facts


def gather(today: date) -> tuple[facts.DoubleFacts, ...]:
    """Every pair of which one is coming or is visited. Six queries; two when nobody looks like anybody."""
    found = doubles.found()
    keys = {pk for pair in found for pk in (pair.one, pair.other)}
    if not keys:
        return ()
    here = {*Intake.objects.filter(resident__in=keys, state__in=INTAKE_OPEN).values_list("resident", flat=True)}
    here |= {*Trajectory.objects.open_on(today).filter(resident__in=keys).values_list("resident", flat=True)}
    people, stops = Resident.objects.in_bulk(keys), _stops(keys, today)
    pressing = (pair for pair in found if {pair.one, pair.other} & here)
    return tuple(_fact(pair, people[pair.one], people[pair.other], stops) for pair in pressing)


def _fact(pair: Pair, one: Resident, other: Resident, stops: dict[int, date]) -> facts.DoubleFacts:
    return facts.DoubleFacts(
        keys=(pair.one, pair.other),
        persons=(one.name, other.name),
        common=" ".join(ground.value for ground in pair.grounds),
        signed_up_on=max(one.signed_up_on, other.signed_up_on),
        is_near=all(ground.is_near for ground in pair.grounds),
        died=one.died_on is not None or other.died_on is not None,
        stop_on=max((stops[pk] for pk in (pair.one, pair.other) if pk in stops), default=None),
    )


def _stops(keys: set[int], today: date) -> dict[int, date]:
    """Of who used up a year, its last day (T2)."""
    began = Bereavement.objects.filter(resident__in=keys, same_as=None).exclude(limit_on=None)
    return {loss.resident_id: stop_on for loss in began if (stop_on := loss.hard_stop_on) and stop_on < today}
