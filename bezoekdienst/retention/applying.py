"""Carrying out the schedule: what has had its time goes, by itself, every day; and it is written down with counts."""

from collections.abc import Callable
from datetime import date, datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction

from bezoekdienst.accounts.models import User
from bezoekdienst.audit import events
from bezoekdienst.retention import tallies, terms, told
from bezoekdienst.retention.models import ErasureRun
from bezoekdienst.visiting.models import Resident, Visit
from letters import rounds
from letters.models import Round
from letters.printing import boxes
from matching.models import HeldBack
from volunteers.models import Volunteer

Find = Callable[[date], terms.Rows]
Erase = Callable[[terms.Rows, date, datetime], int]
BATCH = 500
# What a volunteer who left is emptied of, when her row itself must stay a while.
PERSONAL = frozenset(
    {
        *("user", "phone", "email", "birth_year", "sex", "pc4", "max_km", "languages", "interests", "dayparts"),
        *("children_at_home", "life_view", "wishes", "capacity", "vog_on", "vog_asked_on"),
        *("conduct_agreed_on", "training_exemption"),
    }
)


_OF_A_VOLUNTEER = (
    *("losses", "talks", "pauses", "invitations", "trainings", "courses"),
    *("call_requests", "proposals", "fixed"),
)


def _delete(rows: terms.Rows, on: date, at: datetime) -> int:
    keys = list(rows.values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        rows.model._default_manager.filter(pk__in=keys[start : start + BATCH]).delete()
    return len(keys)


def _silent(rows: terms.Rows, on: date, at: datetime) -> int:
    return rounds.erase_silent(on=on, at=at)


def _files(rows: terms.Rows, on: date, at: datetime) -> int:
    return boxes.erase_due(on=on, at=at)


def _letterheads(rows: terms.Rows, on: date, at: datetime) -> int:
    keys = list(rows.values_list("pk", flat=True))
    Round.objects.filter(letterhead__in=keys).update(letterhead=None)  # its counts stay
    return _delete(rows.model._default_manager.filter(pk__in=keys), on, at)


def _blank_notes(rows: terms.Rows, on: date, at: datetime) -> int:
    return Visit.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).update(note="")


def _count_and_delete(rows: terms.Rows, on: date, at: datetime) -> int:
    """Residents with everything of theirs; what they counted for in the figures is added up first."""
    leaving = list(Resident.objects.filter(pk__in=list(rows.values_list("pk", flat=True))))
    tallies.add_up(leaving)
    Resident.objects.filter(pk__in=[resident.pk for resident in leaving]).delete()
    return len(leaving)


def _forget_volunteers(rows: terms.Rows, on: date, at: datetime) -> int:
    """The row stays while a trajectory of a resident who is still known points at it; the person in it goes."""
    leaving = list(rows)
    for volunteer in leaving:
        for related in _OF_A_VOLUNTEER:
            getattr(volunteer, related).all().delete()
        HeldBack.objects.filter(volunteer=volunteer).delete()
        if not volunteer.trajectories.exists():
            volunteer.delete()
            continue
        fields = [field for field in Volunteer._meta.concrete_fields if field.name in PERSONAL]
        empty = {field.attname: field.get_default() for field in fields}
        Volunteer.objects.filter(pk=volunteer.pk).update(**{**empty, "name": terms.FORMER, "first_name": terms.FORMER})
    return len(leaving)


def _forget_users(rows: terms.Rows, on: date, at: datetime) -> int:
    """The row stays, for the log points at it; nobody can log in with it or tell who it was."""
    leaving = list(rows)
    for user in leaving:
        user.feeds.all().delete()
        user.phones.all().delete()
        EmailAddress.objects.filter(user=user).delete()
        Authenticator.objects.filter(user=user).delete()
        User.objects.filter(pk=user.pk).update(
            email=f"{user.pk}@vroeger.invalid", name=terms.FORMER, is_active=False, last_login=None
        )
    return len(leaving)


# Every term of the schedule that lets something go: what, and how. In this order: what points at others goes first.
STEPS: dict[str, tuple[Find, Erase]] = {
    "silent_addressees": (terms.silent_addressees, _silent),
    "loose_addressees": (terms.loose_addressees, _delete),
    "line_outcomes": (terms.line_outcomes, _delete),
    "inbox_files": (terms.inbox_files, _delete),
    "print_files": (terms.print_files, _files),
    "letterheads": (terms.letterheads, _letterheads),
    "pictures": (terms.pictures, _delete),
    "ledger": (terms.ledger, _delete),
    "suppressions": (terms.suppressions, _delete),
    "visit_notes": (terms.visit_notes, _blank_notes),
    "visit_conflicts": (terms.visit_conflicts, _delete),
    "withdrawn": (terms.withdrawn, _count_and_delete),
    "residents": (terms.residents, _count_and_delete),
    "proposals": (terms.proposals, _delete),
    "held_back": (terms.held_back, _delete),
    "declined_volunteers": (terms.declined_volunteers, _delete),
    "volunteers": (terms.volunteers, _forget_volunteers),
    "users": (terms.users, _forget_users),
    "feeds": (terms.feeds, _delete),
    "phones": (terms.phones, _delete),
    "phone_codes": (terms.phone_codes, _delete),
    "messages": (told.messages, _delete),
    "sessions": (terms.sessions, _delete),
    "confirmations": (terms.confirmations, _delete),
    "admin_log": (terms.admin_log, _delete),
    "events": (terms.events, _delete),
}


def apply(*, on: date, at: datetime) -> int:
    """`run`, for the nightly job: how many rows were erased or emptied."""
    return sum(run(on=on, at=at).counts.values())


def run(*, on: date, at: datetime) -> ErasureRun:
    """Erase everything that has had its time on `on`; counts by term, zeros left out. Twice erases nothing more.

    Each term is a transaction of its own: one that fails keeps no other from going, and is raised at the end.
    """
    counts: dict[str, int] = {}
    failures: list[Exception] = []
    for key, (find, erase) in STEPS.items():
        try:
            with transaction.atomic():
                counts[key] = erase(find(on), on, at)
        except Exception as error:
            failures.append(error)
    with transaction.atomic():
        done = {key: count for key, count in counts.items() if count}
        record = ErasureRun.objects.create(ran_at=at, for_on=on, counts=done)
        if done:
            events.record("retention.erased", by=None, at=at, subject=record, count=sum(done.values()))
    if failures:
        raise ExceptionGroup("part of the schedule could not be carried out", failures)
    return record
