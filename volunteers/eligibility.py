"""May this volunteer be deployed today? Every reason why not (V2); capacity (V3) is counted where trajectories are."""

from datetime import date, timedelta

from bezoekdienst.lib import calendar, wording
from bezoekdienst.lib.errors import Reason
from bezoekdienst.policy.models import Policy
from volunteers import certificates, topics
from volunteers.models import OwnLoss, SignOffTalk, Volunteer
from volunteers.states import State

READS = ("losses", "talks", "pauses", "trainings__day")


def reasons(volunteer: Volunteer, policy: Policy, on: date) -> list[Reason]:
    """Why she can't be deployed on `on`, in a fixed order; empty when she can. Unknown counts as no.

    Reads through the relations in `READS`: prefetch them for a list.
    """
    return [*_state(volunteer), *before_active(volunteer, policy, on), *_pauses(volunteer, on)]


def before_active(volunteer: Volunteer, policy: Policy, on: date) -> list[Reason]:
    """What must be in order before she can become active: loss, training, VOG, conduct (V2)."""
    return [
        *_loss(volunteer, policy, on),
        *_training(volunteer, policy, on),
        *_vog(volunteer, policy, on),
        *_conduct(volunteer, on),
    ]


def free_from(volunteer: Volunteer, policy: Policy, on: date) -> date | None:
    """The first day after `on` on which she can be deployed if only time passes; None when somebody must do something.

    Only a pause that ends and a loss that gets old enough pass by themselves.
    """
    latest = latest_loss(volunteer)
    passed = [pause.end_on + timedelta(days=1) for pause in volunteer.pauses.all() if pause.end_on]
    passed += [calendar.add_months(latest.happened_on, policy.loss_months)] if latest else []
    return next((day for day in sorted(passed) if day > on and not reasons(volunteer, policy, day)), None)


def vog_valid_until(volunteer: Volunteer, policy: Policy) -> date | None:
    """The last day her VOG holds; None when there is none."""
    return calendar.add_months(volunteer.vog_on, policy.vog_months) if volunteer.vog_on else None


def waits_for_vog(volunteer: Volunteer) -> bool:
    """She asked for a VOG that wasn't issued yet."""
    asked_on = volunteer.vog_asked_on
    return asked_on is not None and (volunteer.vog_on is None or volunteer.vog_on < asked_on)


def vog_warning(volunteer: Volunteer, policy: Policy, on: date) -> int | None:
    """The nearest of the thresholds 60, 30 and 7 days that lies behind us; None when too early or over (V6)."""
    return certificates.warning_days(vog_valid_until(volunteer, policy), on)


def capacity(volunteer: Volunteer, policy: Policy) -> int:
    """How many open trajectories she may have: her own number, else the policy's (V3)."""
    return volunteer.capacity or policy.capacity


def _state(volunteer: Volunteer) -> list[Reason]:
    if volunteer.state == State.ACTIVE:
        return []
    return [
        Reason("V1", f"{volunteer.first_name} is “{State(volunteer.state).label}” en nog niet of niet meer actief.")
    ]


def latest_loss(volunteer: Volunteer) -> OwnLoss | None:
    """Her last loss of a partner; None when none is known. Reads `losses`."""
    return max(volunteer.losses.all(), key=lambda loss: (loss.happened_on, loss.pk), default=None)


def undiscussed(volunteer: Volunteer, on: date) -> list[OwnLoss]:
    """Losses that no talk was about up to `on`: noted after the last talk, or happened after it. Reads `talks`."""
    last = last_talk(volunteer, on)
    return [
        loss
        for loss in volunteer.losses.all()
        if last is None or loss.noted_at > last.noted_at or loss.happened_on > last.held_on
    ]


def last_talk(volunteer: Volunteer, on: date) -> SignOffTalk | None:
    """The talk that counts on `on`: the last one held by then."""
    held = (talk for talk in volunteer.talks.all() if talk.held_on <= on)
    return max(held, key=lambda talk: (talk.held_on, talk.pk), default=None)


def _loss(volunteer: Volunteer, policy: Policy, on: date) -> list[Reason]:
    latest = latest_loss(volunteer)
    if latest is None:
        return [Reason("V2", f"Van {volunteer.first_name} is geen eigen verlies bekend.")]
    found = _talk(volunteer, on)
    processed_on = calendar.add_months(latest.happened_on, policy.loss_months)
    if on < processed_on:
        text = f"Het verlies van {volunteer.first_name} is korter dan {policy.loss_months} maanden geleden"
        found.append(Reason("V2", f"{text}: tot {wording.day(processed_on)}."))
    return found


def _talk(volunteer: Volunteer, on: date) -> list[Reason]:
    name, last = volunteer.first_name, last_talk(volunteer, on)
    if last is None:
        return [Reason("V2", f"Met {name} is nog niet over het eigen verlies gesproken.")]
    if undiscussed(volunteer, on):
        return [Reason("V2", f"{name} heeft een nieuw verlies dat nog niet besproken is.")]
    said = f"Na het gesprek van {wording.day(last.held_on)} is {name}"
    if last.outcome == SignOffTalk.Outcome.LATER:
        again = f" Opnieuw op {wording.day(last.again_on)}." if last.again_on else ""
        return [Reason("V2", f"{said} er nog niet aan toe.{again}")]
    if last.outcome == SignOffTalk.Outcome.NOT:
        return [Reason("V2", f"{said} niet de vrijwilliger die wij zoeken.")]
    return []


def _training(volunteer: Volunteer, policy: Policy, on: date) -> list[Reason]:
    done = len(topics.done(volunteer, on))
    if volunteer.training_exemption or done >= policy.training_days:
        return []
    return [Reason("V2", f"{volunteer.first_name} deed {done} van de {policy.training_days} trainingsdagen.")]


def _vog(volunteer: Volunteer, policy: Policy, on: date) -> list[Reason]:
    until = vog_valid_until(volunteer, policy)
    if until is None or (volunteer.vog_on and volunteer.vog_on > on):
        return [Reason("V2", f"Van {volunteer.first_name} is er geen VOG.")]
    if on > until:
        return [Reason("V2", f"De VOG van {volunteer.first_name} gold tot en met {wording.day(until)}.")]
    return []


def _conduct(volunteer: Volunteer, on: date) -> list[Reason]:
    if volunteer.conduct_agreed_on and volunteer.conduct_agreed_on <= on:
        return []
    return [Reason("V2", f"{volunteer.first_name} tekende de gedragscode nog niet.")]


def _pauses(volunteer: Volunteer, on: date) -> list[Reason]:
    found = []
    for pause in volunteer.pauses.all():
        if pause.runs(on):
            back = f" tot {wording.day(pause.end_on + timedelta(days=1))}" if pause.end_on else ""
            found.append(Reason("V2", f"{volunteer.first_name} heeft pauze{back}."))
    return found
