"""The verbs of a volunteer's life: applying, training, becoming active, pausing, leaving (V1, V2, V6)."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from bezoekdienst.accounts import people
from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Role
from bezoekdienst.audit import events
from bezoekdienst.lib import transitions
from bezoekdienst.lib.errors import Reason, Refused, refuse_if
from bezoekdienst.notices import post
from bezoekdienst.policy import versions
from volunteers import eligibility
from volunteers.models import Pause, Volunteer
from volunteers.states import HERE, TRANSITIONS, WORDS, State

# What `change` may set; everything else has a verb of its own.
_WHO = ("name", "first_name", "phone", "email", "birth_year", "sex", "user")
_HOW = ("pc4", "max_km", "languages", "interests", "dayparts", "children_at_home", "life_view", "wishes", "capacity")
CHANGEABLE = frozenset([*_WHO, *_HOW])


def apply(
    *, name: str, first_name: str, phone: str = "", email: str = "", by: User | None, at: datetime, **facts: Any
) -> Volunteer:
    """Somebody wants to become a volunteer (V1). `facts`: any of CHANGEABLE. Refused without a name or address."""
    reasons = _unchangeable(facts)
    if not (name.strip() and first_name.strip()):
        reasons.append(Reason("V1", "Vul de naam en de voornaam in."))
    if not (phone.strip() or email.strip()):
        reasons.append(Reason("V1", "Vul een telefoonnummer of e-mailadres in."))
    refuse_if(reasons)
    volunteer = Volunteer(
        name=name, first_name=first_name, phone=phone, email=email, applied_on=timezone.localdate(at), **facts
    )
    with transaction.atomic():
        volunteer.save(force_insert=True)
        _record("volunteer.applied", volunteer, by=by, at=at)
    return volunteer


def change(volunteer: Volunteer, *, by: User, at: datetime, **facts: Any) -> None:
    """Change what is known of her: any of CHANGEABLE (V3: `capacity` is 1 to 4, or None for the policy's)."""
    reasons = _unchangeable(facts)
    if facts.get("capacity") is not None and facts["capacity"] not in range(1, 5):
        reasons.append(Reason("V3", "Het aantal plaatsen ligt tussen 1 en 4."))
    refuse_if(reasons)
    with transaction.atomic():
        _lock(volunteer)
        _set(volunteer, **facts)
        _record("volunteer.changed", volunteer, by=by, at=at, fields=", ".join(sorted(facts)))


def train(volunteer: Volunteer, *, by: User, at: datetime) -> None:
    """She is accepted and begins the training (V1)."""
    with transaction.atomic():
        _move(volunteer, State.TRAINING)
        _set(volunteer, state=State.TRAINING)
        _record("volunteer.training", volunteer, by=by, at=at)


def exempt(volunteer: Volunteer, *, reason: str, by: User, at: datetime) -> None:
    """She needs no training days, with the reason (V2); by whom stands in the log and beside the reason."""
    if not reason.strip():
        raise Refused(Reason("V2", "Schrijf erbij waarom zij vrijstelling heeft."))
    with transaction.atomic():
        _lock(volunteer)
        _set(volunteer, training_exemption=f"{reason.strip()[:120]} ({by.name[:70]})")
        _record("volunteer.exempted", volunteer, by=by, at=at)


def record_vog(volunteer: Volunteer, *, vog_on: date, by: User, at: datetime) -> None:
    """The certificate of conduct was seen, with its date (V2)."""
    _set_day(volunteer, "vog_on", vog_on, kind="volunteer.vog", by=by, at=at)


def agree_to_conduct(volunteer: Volunteer, *, agreed_on: date, by: User, at: datetime) -> None:
    """She signed the code of conduct (V2)."""
    _set_day(volunteer, "conduct_agreed_on", agreed_on, kind="volunteer.conduct", by=by, at=at)


def activate(volunteer: Volunteer, *, by: User, at: datetime) -> None:
    """Trained and all in order: she may be deployed (V1, V2). Raises Refused with all that is missing."""
    today = timezone.localdate(at)
    with transaction.atomic():
        _move(volunteer, State.ACTIVE)
        refuse_if(eligibility.before_active(volunteer, versions.current(today), today))
        _set(volunteer, state=State.ACTIVE, started_on=today)
        _record("volunteer.activated", volunteer, by=by, at=at)


def pause(volunteer: Volunteer, *, start_on: date, end_on: date | None, by: User, at: datetime) -> Pause:
    """A period, both days included, in which she takes nobody new; without an end until `resume` (V2)."""
    with transaction.atomic():
        _lock(volunteer)
        reasons = []
        if end_on and end_on < start_on:
            reasons.append(Reason("V1", "De pauze eindigt voor zij begint."))
        if any(
            (p.end_on or date.max) >= start_on and p.start_on <= (end_on or date.max) for p in volunteer.pauses.all()
        ):
            reasons.append(Reason("V1", "Er is al een pauze in deze tijd."))
        refuse_if(reasons)
        made = Pause.objects.create(volunteer=volunteer, start_on=start_on, end_on=end_on)
        _record("volunteer.paused", volunteer, by=by, at=at, on=start_on.isoformat())
    return made


def resume(pause: Pause, *, end_on: date, by: User, at: datetime) -> None:
    """The pause ends, or ended, on `end_on` (the last day of it)."""
    if end_on < pause.start_on:
        raise Refused(Reason("V1", "De pauze eindigt voor zij begint."))
    with transaction.atomic():
        pause.end_on = end_on
        pause.save(update_fields=["end_on"])
        _record("volunteer.resumed", pause.volunteer, by=by, at=at, on=end_on.isoformat())


def decline(volunteer: Volunteer, *, by: User, at: datetime) -> None:
    """She will not become a volunteer (V1)."""
    with transaction.atomic():
        _move(volunteer, State.DECLINED)
        _set(volunteer, state=State.DECLINED, left_on=timezone.localdate(at))
        _record("volunteer.declined", volunteer, by=by, at=at)


def leave(volunteer: Volunteer, *, on: date, by: User, at: datetime) -> None:
    """She stops (V1). Raises Refused while she has a trajectory that runs, or for a day in the future."""
    with transaction.atomic():
        _move(volunteer, State.LEFT)
        reasons = []
        if on > timezone.localdate(at):
            reasons.append(Reason("V1", "De dag ligt in de toekomst. Kies vandaag of eerder."))
        if running := volunteer.trajectories.filter(ended_on=None).count():
            reasons.append(Reason("V1", f"Er lopen nog trajecten ({running}). Rond die eerst af of draag ze over."))
        refuse_if(reasons)
        _set(volunteer, state=State.LEFT, left_on=on)
        _record("volunteer.left", volunteer, by=by, at=at, on=on.isoformat())


def remind_vog(*, on: date, at: datetime) -> int:
    """Queue a mail to her and the coordinators at 60, 30 and 7 days before a VOG runs out, each once (V6); how many."""
    policy, queued = versions.current(on), 0
    coordinators = people.holders(Role.COORDINATOR)
    for volunteer in Volunteer.objects.filter(state__in=HERE).exclude(vog_on=None).select_related("user"):
        if (days := eligibility.vog_warning(volunteer, policy, on)) is None:
            continue
        for user in [*([volunteer.user] if volunteer.user else []), *coordinators]:
            key = f"vog:{volunteer.pk}:{volunteer.vog_on}:{days}:{user.pk}"
            queued += post.queue(key, "vog", user, at, days=days)
    return queued


def _unchangeable(facts: dict[str, Any]) -> list[Reason]:
    return [Reason("V1", f"“{name}” kan hier niet gewijzigd worden.") for name in sorted(set(facts) - CHANGEABLE)]


def _set_day(volunteer: Volunteer, name: str, day: date, *, kind: str, by: User, at: datetime) -> None:
    if day > timezone.localdate(at):
        raise Refused(Reason("V2", "De datum ligt in de toekomst. Kies vandaag of eerder."))
    with transaction.atomic():
        _lock(volunteer)
        _set(volunteer, **{name: day})
        _record(kind, volunteer, by=by, at=at, on=day.isoformat())


def _lock(volunteer: Volunteer) -> None:
    volunteer.refresh_from_db(from_queryset=Volunteer.objects.select_for_update())


def _move(volunteer: Volunteer, then: State) -> None:
    _lock(volunteer)
    transitions.check(TRANSITIONS, "V1", volunteer.first_name, volunteer.state, then, WORDS)


def _set(volunteer: Volunteer, **values: Any) -> None:
    for name, value in values.items():
        setattr(volunteer, name, value)
    volunteer.save(update_fields=list(values))


def _record(kind: str, volunteer: Volunteer, *, by: User | None, at: datetime, **facts: str | int) -> None:
    events.record(kind, by=by, at=at, subject=volunteer, about=volunteer.pseudonym, **facts)
