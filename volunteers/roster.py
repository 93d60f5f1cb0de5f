"""The verbs of a volunteer's life: applying, training, becoming active, leaving (V1, V2, V6). Pauses: `pauses`."""

import re
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from bezoekdienst.accounts import people
from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Role
from bezoekdienst.audit import events
from bezoekdienst.lib import transitions, wording
from bezoekdienst.lib.errors import Reason, Refused, refuse_if
from bezoekdienst.notices import post
from bezoekdienst.policy import versions
from volunteers import eligibility, profile
from volunteers.models import Volunteer
from volunteers.states import TRANSITIONS, WORDS, State

# What `change` may set; everything else has a verb of its own.
_WHO = ("name", "first_name", "phone", "email", "birth_year", "sex", "user")
_HOW = ("pc4", "max_km", "languages", "interests", "dayparts", "children_at_home", "life_view", "wishes", "capacity")
CHANGEABLE = frozenset([*_WHO, *_HOW])


def apply(
    *,
    name: str,
    first_name: str,
    phone: str = "",
    email: str = "",
    although_known: bool = False,
    by: User | None,
    at: datetime,
    **facts: Any,
) -> Volunteer:
    """Somebody wants to become a volunteer (V1). `facts`: any of CHANGEABLE.

    Raises Refused without a name or address, for facts that can't be so, and when somebody has the same phone number or
    e-mail address, also of long ago: with `although_known` that is another, or somebody who comes back.
    """
    today = timezone.localdate(at)
    known = [] if although_known else [_is_known(other) for other in same_as(phone=phone, email=email)]
    refuse_if([*_unfit(facts, today), *_unreachable(name, first_name, phone + email), *known])
    volunteer = Volunteer(
        name=name.strip(), first_name=first_name.strip(), phone=phone, email=email, applied_on=today, **facts
    )
    with transaction.atomic():
        volunteer.save(force_insert=True)
        _record("volunteer.applied", volunteer, by=by, at=at)
    return volunteer


def same_as(*, phone: str = "", email: str = "") -> list[Volunteer]:
    """Who has this phone number, however it is written, or this e-mail address; also who left or was declined."""
    number, address = dialled(phone), email.strip().casefold()
    return [
        one
        for one in Volunteer.objects.exclude(phone="", email="")
        if (number and dialled(one.phone) == number) or (address and one.email.casefold() == address)
    ]


def dialled(phone: str) -> str:
    """A Dutch number as it is dialled here: +31 (0)26 and 0031 26 are 026. Nothing of what is no number."""
    digits = re.sub(r"\D", "", phone)
    return re.sub(r"\A(?:00)?310?(?=[1-9]\d{8}\Z)", "0", digits)


def change(volunteer: Volunteer, *, by: User, at: datetime, **facts: Any) -> None:
    """Change what is known of her: any of CHANGEABLE (V3: `capacity` is 1 to 4, or None for the policy's)."""
    refuse_if(_unfit(facts, timezone.localdate(at)))
    with transaction.atomic():
        _lock(volunteer)
        before = volunteer.email
        _set(volunteer, **facts)
        _follow(volunteer, before, by=by, at=at)
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


def ask_vog(volunteer: Volunteer, *, asked_on: date, by: User, at: datetime) -> None:
    """She asked for a certificate of conduct, a first one or the next."""
    _set_day(volunteer, "vog_asked_on", asked_on, kind="volunteer.vog_asked", by=by, at=at)


def record_vog(volunteer: Volunteer, *, vog_on: date, by: User, at: datetime) -> None:
    """The certificate of conduct was seen, with its date (V2). Raises Refused for a date in the future."""
    if vog_on > timezone.localdate(at):
        raise Refused(Reason("V2", "Deze VOG zou in de toekomst afgegeven zijn. Kijk de datum op de verklaring na."))
    _set_day(volunteer, "vog_on", vog_on, kind="volunteer.vog", by=by, at=at)


def agree_to_conduct(volunteer: Volunteer, *, agreed_on: date, by: User, at: datetime) -> None:
    """She signed the code of conduct (V2)."""
    _set_day(volunteer, "conduct_agreed_on", agreed_on, kind="volunteer.conduct", by=by, at=at)


def activate(volunteer: Volunteer, *, on: date | None = None, by: User, at: datetime) -> None:
    """Trained and all in order: she may be deployed (V1, V2), since `on` (today unless given).

    Raises Refused with all that is missing today, and for a day in the future or before she applied.
    """
    today = timezone.localdate(at)
    with transaction.atomic():
        _move(volunteer, State.ACTIVE)
        reasons = eligibility.before_active(volunteer, versions.current(today), today)
        if not volunteer.applied_on <= (on or today) <= today:
            reasons.append(Reason("V1", "De eerste dag ligt tussen de aanmelding en vandaag."))
        refuse_if(reasons)
        _set(volunteer, state=State.ACTIVE, started_on=on or today)
        _record("volunteer.activated", volunteer, by=by, at=at)


def decline(volunteer: Volunteer, *, by: User, at: datetime) -> None:
    """She will not become a volunteer (V1)."""
    with transaction.atomic():
        _move(volunteer, State.DECLINED)
        _set(volunteer, state=State.DECLINED, left_on=timezone.localdate(at))
        _lock_out(volunteer, by=by, at=at)
        _record("volunteer.declined", volunteer, by=by, at=at)


def leave(volunteer: Volunteer, *, on: date, by: User, at: datetime) -> None:
    """She stops (V1); there is no way back: who returns, applies again.

    Raises Refused, saying whom, while she visits somebody, and for a day in the future or before she came.
    """
    with transaction.atomic():
        _move(volunteer, State.LEFT)
        reasons = []
        if not (volunteer.started_on or volunteer.applied_on) <= on <= timezone.localdate(at):
            reasons.append(Reason("V1", "De laatste dag ligt tussen de eerste dag en vandaag."))
        running = volunteer.trajectories.filter(ended_on=None).select_related("resident").order_by("pk")
        if people := " en ".join(one.resident.name for one in running):
            said = f"{volunteer.first_name} bezoekt nog {people}."
            reasons.append(Reason("V1", f"{said} Rond dat eerst af, of zoek een andere vrijwilliger."))
        refuse_if(reasons)
        _set(volunteer, state=State.LEFT, left_on=on)
        _lock_out(volunteer, by=by, at=at)
        _record("volunteer.left", volunteer, by=by, at=at, on=on.isoformat())


def _unfit(facts: dict[str, Any], today: date) -> list[Reason]:
    never = sorted(set(facts) - CHANGEABLE)
    found = [Reason("V1", f"“{name}” kan hier niet gewijzigd worden.") for name in never]
    return [*found, *profile.reasons(facts, year=today.year)]


def _unreachable(name: str, first_name: str, address: str) -> list[Reason]:
    found = []
    if not (name.strip() and first_name.strip()):
        found.append(Reason("V1", "Vul de naam en de voornaam in."))
    if not address.strip():
        found.append(Reason("V1", "Vul een telefoonnummer of e-mailadres in."))
    return found


def _is_known(other: Volunteer) -> Reason:
    since = f" sinds {wording.day(other.left_on)}" if other.left_on else ""
    same = f"Er is al een {other.first_name} met dit telefoonnummer of e-mailadres"
    return Reason("V1", f"{same}: {other.name}, {WORDS[other.state]}{since}.")


def _set_day(volunteer: Volunteer, name: str, day: date, *, kind: str, by: User, at: datetime) -> None:
    if day > timezone.localdate(at):
        raise Refused(Reason("V2", "De datum ligt in de toekomst. Kies vandaag of eerder."))
    with transaction.atomic():
        _lock(volunteer)
        _set(volunteer, **{name: day})
        _record(kind, volunteer, by=by, at=at, on=day.isoformat())


def _lock_out(volunteer: Volunteer, *, by: User, at: datetime) -> None:
    """Her phones and sessions are signed off, unsent mail is taken back; another role that she holds stays hers."""
    for course in volunteer.courses.all():
        post.forget(f"training:{course.course_id}:{volunteer.pk}:")
    post.forget(f"vog:{volunteer.pk}:")
    if volunteer.user and Role.VOLUNTEER in volunteer.user.roles:
        people.take(volunteer.user, Role.VOLUNTEER, by=by, at=at)


def _follow(volunteer: Volunteer, before: str, *, by: User, at: datetime) -> None:
    """Who changes her address logs in with the new one; but no coordinator moves the login of a colleague so."""
    user, now = volunteer.user, volunteer.email
    if user and now and now.casefold() != before.casefold() and user.roles == {Role.VOLUNTEER}:
        people.readdress(user, now, by=by, at=at)


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
