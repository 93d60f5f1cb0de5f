"""Carrying out the schedule: what has had its time goes, by itself, every day; and it is written down with counts."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction

from bezoekdienst.audit import events
from bezoekdienst.retention import forgetting, terms, told
from bezoekdienst.retention.models import ErasureRun
from bezoekdienst.retention.subjects import erased, erasing
from bezoekdienst.visiting.models import Visit
from letters import promises, replaying, rounds
from letters.models import Round
from letters.printing import boxes

Find = Callable[[date], terms.Rows]
Erase = Callable[[terms.Rows, date, datetime], int]
BATCH = 500


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


# Every term of the schedule that lets something go: what, and how. In this order: what points at others goes first.
STEPS: dict[str, tuple[Find, Erase]] = {
    "requested_residents": (erasing.residents_again, erasing.residents),
    "requested_volunteers": (erasing.volunteers_again, erasing.volunteers),
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
    "withdrawn": (terms.withdrawn, forgetting.residents),
    "residents": (terms.residents, forgetting.residents),
    "proposals": (terms.proposals, _delete),
    "held_back": (terms.held_back, _delete),
    "declined_volunteers": (terms.declined_volunteers, _delete),
    "volunteers": (terms.volunteers, forgetting.volunteers),
    "users": (terms.users, forgetting.users),
    "feeds": (terms.feeds, _delete),
    "phones": (terms.phones, _delete),
    "phone_codes": (terms.phone_codes, _delete),
    "messages": (told.messages, _delete),
    "sessions": (terms.sessions, _delete),
    "confirmations": (terms.confirmations, _delete),
    "admin_log": (terms.admin_log, _delete),
    "events": (terms.events, _delete),
}


def replay(*, at: datetime) -> dict[str, int]:
    """After a backup was put back: what was erased on request, promised and sent since is so again; counts of each.

    Otherwise it finds nothing, and adds to the files beside the database what failed by day. Raises Refused
    (`promises.read`).
    """
    counts = {"erased": erasing.replay(at=at), **asdict(replaying.replay(at=at))}
    erased.write_down()
    promises.write_down()
    return counts


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
