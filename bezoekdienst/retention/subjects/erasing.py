"""Erasing somebody who asks for it (AVG art. 17): first a plan, then what the night would do, at once and for good."""

import hashlib
import json
import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.admin.models import LogEntry
from django.db import transaction
from django.utils import timezone

from bezoekdienst.accounts.models import PhoneCode, RoleHolding, User
from bezoekdienst.audit import events
from bezoekdienst.lib.errors import Reason, Refused, refuse_if
from bezoekdienst.notices.models import Message
from bezoekdienst.retention import forgetting, terms
from bezoekdienst.retention.subjects import erased, held
from bezoekdienst.retention.subjects.held import Person
from bezoekdienst.visiting import intakes
from bezoekdienst.visiting.models import Exclusion, Resident, Trajectory
from bezoekdienst.visiting.states import INTAKE_OPEN, SIGNAL_OPEN, TRAJECTORY_OPEN, IntakeState
from volunteers.models import Volunteer
from volunteers.states import GONE

RULE = "AVG 17"
CHANGED = Reason(RULE, "Er is intussen iets veranderd. Kijk nog eens wat er gewist wordt. Er is niets gewist.")
_LOG = "audit.Event"  # looking writes it, so it says nothing of what there was to look at


@dataclass(frozen=True, slots=True)
class Plan:
    """What would go (heading, rows), what stays and why (sentences), what is done first, and why it can't be done now.

    `seen` is a digest of what there is to look at: 64 hexadecimal digits.
    """

    goes: tuple[tuple[str, int], ...]
    stays: tuple[str, ...]
    first: tuple[str, ...]
    refusals: tuple[Reason, ...]
    seen: str

    @property
    def count(self) -> int:
        """How many rows go."""
        return sum(count for _, count in self.goes)


def plan(person: Person) -> Plan:
    """What erasing her would come to; nothing changes."""
    found = held.rows(person)
    tables = [table for table in held.tree(person).tables if found[table.label]]
    counts = {table.label: len(found[table.label]) for table in tables if table.label != _LOG}
    return Plan(
        goes=tuple((table.heading, counts[table.label]) for table in tables if not table.stays),
        stays=tuple(dict.fromkeys(table.stays for table in tables if table.stays)),
        first=tuple(_first(person)),
        refusals=tuple(_refusals(person)),
        seen=hashlib.sha256(json.dumps([person._meta.label, person.pk, counts]).encode()).hexdigest(),
    )


def erase(person: Person, *, seen: str, by: User | None, at: datetime) -> int:
    """Erase her for good; how many rows went. What she counted for in the figures stays, as counts.

    `seen` is the digest of the plan that was looked at. Raises Refused while she is visited (or visits), while an
    urgent signal is open, and when there is something else by now.
    """
    with transaction.atomic():
        type(person)._default_manager.select_for_update().get(pk=person.pk)
        person.refresh_from_db()
        looked = plan(person)
        refuse_if(list(looked.refusals))
        if looked.seen != seen:
            raise Refused(CHANGED)
        names, on = held.names(person), timezone.localdate(at)
        hers = type(person)._default_manager.filter(pk=person.pk)
        Message.objects.filter(held.mails(held.rows(person))).delete()  # before what calls off an appointment
        if isinstance(person, Resident):
            _withdraw(person, by=by, at=at)
        (residents if isinstance(person, Resident) else volunteers)(hers, on, at)
        what, about = held.WHAT[person._meta.label], uuid.UUID(names[0])
        events.record("subject.erased", by=by, at=at, about=about, what=what, rows=looked.count, names=names)
        transaction.on_commit(erased.write_down, robust=True)  # what fails here the night does
    return looked.count


def residents(rows: terms.Rows, on: date, at: datetime) -> int:
    """As when their term is over; and what the log says of who was erased stands in the file by now."""
    erased.write_down()
    return forgetting.residents(rows, on, at)


def volunteers(rows: terms.Rows, on: date, at: datetime) -> int:
    """As when her term is over; and what is about her with others: her login, proposals she stood in, words to her."""
    leaving = list(rows)
    for volunteer in leaving:
        Trajectory.objects.filter(volunteer=volunteer).update(thanks="")
        Exclusion.objects.filter(volunteer=volunteer).delete()
        _take_out_of_proposals(volunteer)
        if volunteer.user is not None:
            _forget_login(volunteer.user, on, at)
    return forgetting.volunteers(rows, on, at)


def replay(*, at: datetime) -> int:
    """Erase whom a backup brought back, and nobody else; how many. The night does so too, if its clock is trusted."""
    on = timezone.localdate(at)
    with transaction.atomic():
        count = residents(residents_again(on), on, at) + volunteers(volunteers_again(on), on, at)
        if count:
            events.record("retention.erased", by=None, at=at, count=count)
    return count


def residents_again(on: date) -> terms.Rows:
    """Who was erased and is there again, from a backup."""
    return Resident.objects.filter(pseudonym__in=erased.remembered())


def volunteers_again(on: date) -> terms.Rows:
    """The same of volunteers; one whose empty row had to stay is erased."""
    return Volunteer.objects.filter(pseudonym__in=erased.remembered()).exclude(name=terms.FORMER)


def _refusals(person: Person) -> list[Reason]:
    running = Trajectory.objects.filter(state__in=TRAJECTORY_OPEN)
    if isinstance(person, Volunteer):
        visits = running.filter(volunteer=person).exists()
        found = [(visits, "Deze vrijwilliger heeft nog een traject. Rond dat eerst af.")]
        found.append((person.state not in GONE, "Noteer eerst dat deze vrijwilliger stopt, of wijs de aanmelding af."))
    else:
        urgent = person.signals.filter(urgent=True, state__in=SIGNAL_OPEN).exists()
        visited = running.filter(resident=person).exists()
        found = [(visited, "Er is nog bezoek of een kennismaking. Rond het traject eerst af.")]
        found.append((urgent, "Er staat nog een dringend signaal open. Sluit dat eerst af: er kan gevaar zijn."))
    return [Reason(RULE, text) for wrong, text in found if wrong]


def _first(person: Person) -> list[str]:
    if isinstance(person, Resident) and person.intakes.filter(state__in=INTAKE_OPEN).exists():
        return ["De aanmelding wordt gesloten: deze persoon ziet ervan af. Een afspraak gaat niet door."]
    return []


def _withdraw(resident: Resident, *, by: User | None, at: datetime) -> None:
    for intake in resident.intakes.filter(state__in=INTAKE_OPEN):
        intakes.stop(intake, state=IntakeState.WITHDRAWN, by=by, at=at)


def _take_out_of_proposals(volunteer: Volunteer) -> None:
    """She stands by name beside who was proposed to others."""
    for proposal in held.beside(volunteer):
        kept = [one for one in proposal.shown["candidates"] if one["volunteer"] != volunteer.pk]
        proposal.shown = {**proposal.shown, "candidates": kept}
        proposal.save(update_fields=["shown"])


def _forget_login(user: User, on: date, at: datetime) -> None:
    """Who also does other work here keeps her login for that."""
    if RoleHolding.objects.filter(user=user, until_on=None).exists():
        return
    Message.objects.filter(user=user).delete()
    PhoneCode.objects.filter(user=user).delete()
    LogEntry.objects.filter(user=user).delete()
    forgetting.users(User.objects.filter(pk=user.pk), on, at)
