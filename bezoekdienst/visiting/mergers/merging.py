"""The verb for two entries that prove to be one person: first a look, then an act that can't be undone (I4, T2)."""

import hashlib
import json
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max, Model
from django.utils import timezone

from bezoekdienst import bell
from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.lib import wording
from bezoekdienst.lib.errors import Reason, Refused, refuse_if
from bezoekdienst.notices import post
from bezoekdienst.visiting import bereavements, endings, home_visits
from bezoekdienst.visiting.mergers import doubles, folding, merger_plans, relations
from bezoekdienst.visiting.mergers.merger_plans import Choices, Plan, Side
from bezoekdienst.visiting.mergers.one_loss import Ending, Fold, Move, Part
from bezoekdienst.visiting.models import Bereavement, Intake, Merger, Resident, Trajectory, Visit
from bezoekdienst.visiting.states import INTAKE_OPEN, TRAJECTORY_OPEN, EndReason, IntakeState

GONE = Reason("I4", "Deze twee zijn al samengevoegd, of een van beiden is gewist. Er is nu niets veranderd.")
CHANGED = Reason("I4", "Er is intussen iets veranderd. Kijk nog eens wat er gebeurt. Er is niets samengevoegd.")


class Changed(Refused):
    """Something changed since the look: nothing was done, look again."""


def sides(one: Resident, other: Resident) -> tuple[Side, Side]:
    """All there is to look at of both, the entry that stays first: the one that was there first. Raises Refused when
    one of them is gone."""
    pks = sorted((one.pk, other.pk))
    people = {found.pk: found for found in Resident.objects.filter(pk__in=pks)}
    if len(people) < len(set(pks)) or len(people) < 2:
        raise Refused(GONE)
    first, second = (_side(people[pk]) for pk in pks)
    return first, second


def plan(one: Resident, other: Resident, *, choices: Choices, on: date) -> tuple[Plan, str]:
    """What would become of everything, and a digest of what it was made of: 64 hexadecimal digits.

    `merge` takes that digest, so that nothing is carried out that nobody looked at. Raises Refused when one is gone.
    """
    both = sides(one, other)
    return merger_plans.lay(*both, choices, on), _digest(both, choices, on)


def merge(one: Resident, other: Resident, *, choices: Choices, seen: str, by: User, at: datetime) -> Resident:
    """Two entries become one, the person who stays. There is no way back.

    `seen` is the digest of the look. Raises Changed when there is something else now, Refused when one is gone, when it
    isn't said which loss is which, for two open trajectories (T9), or two open intakes for two losses (I1).
    """
    with transaction.atomic():
        _lock(sorted((one.pk, other.pk)))
        laid, digest = plan(one, other, choices=choices, on=timezone.localdate(at))
        refuse_if(list(laid.refusals))
        if digest != seen:
            raise Changed(CHANGED)
        _end(laid, by=by, at=at)
        # until `_write` says otherwise: nobody is visited after her death, and what runs comes along first
        Resident.objects.filter(pk=laid.stays.pk).update(died_on=None)
        _bring_losses(laid)
        _bring_trajectories(laid, by=by, at=at)
        _bring_intakes(laid, choices, by=by, at=at)
        relations.follow(laid.goes, laid.stays, at=at)
        _write(laid, by=by, at=at)
    return laid.stays


def _side(resident: Resident) -> Side:
    standing = Visit.objects.filter(trajectory__resident=resident, withdrawn_at=None).order_by()
    return Side(
        resident,
        tuple(resident.bereavements.order_by("pk")),
        tuple(resident.intakes.select_related("resident").order_by("pk")),
        tuple(resident.trajectories.select_related("volunteer", "policy", "resident").order_by("pk")),
        dict(standing.values_list("trajectory").annotate(Max("on"))),
    )


def _digest(both: tuple[Side, Side], choices: Choices, on: date) -> str:
    rows = [row for side in both for row in (side.resident, *side.losses, *side.intakes, *side.trajectories)]
    said = [
        *([row._meta.label, _values(row)] for row in rows),
        *(sorted(side.visited.items()) for side in both),
        *(sorted(part.items()) for part in (choices.same, choices.details, choices.answers)),
        on,
    ]
    return hashlib.sha256(json.dumps(said, default=str).encode()).hexdigest()


def _values(row: Model) -> list[object]:
    return [getattr(row, field.attname) for field in row._meta.concrete_fields]


def _lock(pks: list[int]) -> None:
    """Both, then what hangs on them. `no_key` first: who writes with a trajectory in hand may still point at her."""
    people = Resident.objects.filter(pk__in=pks).order_by("pk")
    hanging = (Trajectory.objects, Intake.objects, Bereavement.objects)
    list(people.select_for_update(no_key=True))
    for rows in hanging:
        list(rows.filter(resident__in=pks).select_for_update().order_by("pk").values_list("pk"))
    list(people.select_for_update())


def _end(laid: Plan, *, by: User, at: datetime) -> None:
    """What outlived its year, as the nightly job would have; and what proves to have outlived it now (T5)."""
    for one in laid.outlived:
        assert one.hard_stop_on is not None  # or it couldn't be outlived
        endings.end(one, reason=EndReason.YEAR_REACHED, on=one.hard_stop_on, by=None, at=at)
    for ending in laid.endings:
        note = why_over(ending)
        endings.end(ending.trajectory, reason=EndReason.YEAR_REACHED, on=ending.on, by=by, at=at, note=note)


def why_over(ending: Ending) -> str:
    """What stands with a trajectory that ends because its loss had a year already."""
    return f"Voor hetzelfde verlies was er al een jaar bezoek, tot en met {wording.day(ending.stop_on)}."


def _bring_losses(laid: Plan) -> None:
    """All hers; those that are not the same as another first, as the others point at them."""
    hers = Bereavement.objects.filter(resident=laid.goes)
    hers.filter(same_as=None).update(resident=laid.stays)
    hers.update(resident=laid.stays)
    for part in laid.parts:
        _lengthen(part)


def _lengthen(part: Part) -> None:
    root = part.year.root
    if part.year.extended_to_on is None:
        return
    root.extended_to_on = part.year.extended_to_on
    root.extension_reason = next(loss.extension_reason for loss in part.year.doubles if loss.extended_to_on)
    root.save(update_fields=["extended_to_on", "extension_reason"])


def _bring_trajectories(laid: Plan, *, by: User, at: datetime) -> None:
    for move in laid.moves:
        _move(move, laid.stays, by=by, at=at)
    Trajectory.objects.filter(resident=laid.goes).update(resident=laid.stays)
    for part in laid.parts:
        for double in part.year.doubles:
            Bereavement.objects.filter(same_as=double).update(same_as=part.year.root)
            Bereavement.objects.filter(pk=double.pk).update(same_as=part.year.root)


def _move(move: Move, stays: Resident, *, by: User, at: datetime) -> None:
    one, before = move.trajectory, move.trajectory.hard_stop_on
    one.resident, one.bereavement = stays, move.root
    one.hard_stop_on, one.planned_end_on = move.stop_on, move.planned_end_on
    one.save(update_fields=["resident", "bereavement", "hard_stop_on", "planned_end_on"])
    if move.stop_on and move.stop_on != before:
        stop_on = move.stop_on.isoformat()
        events.record("trajectory.bounded", by=by, at=at, subject=one, about=stays.pseudonym, stop_on=stop_on)


def _bring_intakes(laid: Plan, choices: Choices, *, by: User, at: datetime) -> None:
    for fold in laid.folds:
        _fold(fold, choices, by=by, at=at)
    for part in laid.parts:
        for intake, root in part.places:
            bereavements.give_place(intake, root)
        _tell_loss(part)
    Intake.objects.filter(resident=laid.goes).update(resident=laid.stays)


def _fold(fold: Fold, choices: Choices, *, by: User, at: datetime) -> None:
    columns = folding.fold(fold.gone, fold.into, choices.answers)
    relations.follow(fold.gone, fold.into, at=at)
    if fold.gone.planned_for_at and fold.gone.planned_for_at > at:
        home_visits.tell_who_goes(fold.gone, by=by, at=at)
    home_visits.forget_mail(fold.gone)
    _remove(fold.gone)
    fold.into.save(update_fields=columns)


def _tell_loss(part: Part) -> None:
    """What was said of the loss goes to the one that goes on; what was noted with the others stays there too."""
    root, told = part.year.root, part.year.doubles
    if not told:
        return
    living = Intake.objects.filter(bereavement=root, state__in=INTAKE_OPEN | {IntakeState.MATCHED}).first()
    root.kind = (living.answers.get("loss") if living else "") or next((x.kind for x in (root, *told) if x.kind), "")
    root.about_when = next((x.about_when for x in (root, *told) if x.about_when), "")
    root.save(update_fields=["kind", "about_when"])


def _write(laid: Plan, *, by: User, at: datetime) -> None:
    """Her row, the name she had in the log, and what stops when she died (T8)."""
    stays, goes = laid.stays, laid.goes
    Merger.objects.create(resident=stays, pseudonym=goes.pseudonym, merged_on=timezone.localdate(at), by=by)
    events.record("resident.merged", by=by, at=at, subject=stays, about=stays.pseudonym)
    post.forget(f"resident:{goes.pk}:")
    _remove(goes)
    running = stays.trajectories.filter(state__in=TRAJECTORY_OPEN) or stays.intakes.filter(state__in=INTAKE_OPEN)
    stays.died_on = laid.died_on if not running else None
    before, hers = doubles.entry(stays), doubles.entry(goes)
    for name, value in laid.details.items():
        setattr(stays, name, value)
    stays.save(update_fields=["died_on", *laid.details])
    doubles.look_again(before, stays)
    relations.finish(stays, (before, hers, doubles.entry(stays)), at=at)
    if laid.died_on and running:
        endings.note_death(stays, died_on=laid.died_on, by=by, at=at)
    bell.ring("propose")


def _remove(row: Model) -> None:
    """Only the row: whatever still hung on it would go too, and is a mistake of ours."""
    if row.delete()[0] != 1:
        raise RuntimeError("something was left behind: see visiting/mergers/relations.py")
