"""One mail with everything that needs somebody, on the days she chose; single mails may wait for it.

What it says is looked up when it is sent, by whoever registered for the kind "digest". Held mails are told by the next
overview, or go out one by one as soon as none will come: nothing that was held gets lost.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from bezoekdienst import bell
from bezoekdienst.accounts import people
from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Role
from bezoekdienst.audit import events
from bezoekdienst.lib import calendar
from bezoekdienst.lib.errors import Reason, refuse_if
from bezoekdienst.notices import post, reminders
from bezoekdienst.notices.models import Digest, Message, State

KIND = "digest"
USUAL = "1"  # who does the intakes and didn't choose: Monday morning, and every mail by itself
DAYS = "1234567"  # ISO: Monday to Sunday


@dataclass(frozen=True, slots=True)
class News:
    """What came up since the last overview: how many mails of each kind, and which of them were held for this one."""

    counts: Counter[str]
    held: tuple[int, ...]
    since: date | None


def choice(user: User) -> Digest:
    """What she chose; without a choice the usual day for a coordinator, and none for who stands in for her."""
    if chosen := Digest.objects.filter(user=user).first():
        return chosen
    holding = user.holdings.filter(role=Role.COORDINATOR, until_on=None).first()
    return Digest(user=user, weekdays=USUAL, chosen_on=holding.since_on) if holding else Digest(user=user)


def choose(user: User, *, weekdays: str, holds: bool, at: datetime) -> None:
    """From tomorrow on: the days (ISO numbers, "" for never), and whether single mails wait for the overview.

    Raises Refused for days that there aren't, and for mails that would wait for an overview that never comes.
    """
    reasons = [] if set(weekdays) <= set(DAYS) else [Reason("T7", "Kies dagen van maandag tot en met zondag.")]
    if holds and not weekdays:
        reasons.append(Reason("T7", "Kies ten minste één dag, anders komen de losse berichten nooit aan."))
    refuse_if(reasons)
    days = "".join(sorted(set(weekdays)))
    with transaction.atomic():
        chosen = {"weekdays": days, "holds": holds, "chosen_on": timezone.localdate(at)}
        Digest.objects.update_or_create(user=user, defaults=chosen)
        events.record("digest.chosen", by=user, at=at, subject=user, about=user.pseudonym, days=len(days), holds=holds)
        _release(at)


def queue_due(*, on: date, at: datetime) -> int:
    """Queue the overview for whoever chose a day that has come and has none for it yet; how many.

    After an outage the latest of her days counts, so that there are never two at once. On a public holiday it waits
    for the day after.
    """
    _release(at)
    due = {user: due_day(choice(user), on) for user in _readers()}
    return sum(post.queue(f"{KIND}:{user.pk}:{day}", KIND, user, at) for user, day in due.items() if day)


def due_day(chosen: Digest, on: date) -> date | None:
    """The latest of her days in the week up to `on`; None before the first one after she chose, or on a holiday."""
    if calendar.holiday(on):
        return None
    days = (on - timedelta(days=back) for back in range(7))
    latest = next((day for day in days if str(day.isoweekday()) in chosen.weekdays), None)
    return latest if latest and (chosen.chosen_on is None or latest > chosen.chosen_on) else None


def is_overtaken(message: Message) -> bool:
    """Whether a later overview of hers lies ready or went out: after an outage of the mail she gets one, not two.

    By the order of writing: one of when the clock ran ahead would keep all that follow from her.
    """
    return Message.objects.filter(user=message.user, kind=KIND, pk__gt=message.pk).exists()


def news(user: User, at: datetime) -> News:
    """What is new for her at this moment. What was held and is no longer true is taken back."""
    last = Message.objects.filter(user=user, kind=KIND, state=State.SENT).order_by("-pk").first()
    mine = Message.objects.filter(user=user, kind__in=reminders.kinds())
    held = [message for message in mine.filter(state=State.HELD) if _holds_good(message, at)]
    told = mine.exclude(state=State.HELD).filter(queued_at__gt=last.queued_at if last else at - timedelta(days=7))
    counts = Counter([message.kind for message in [*held, *told]])
    return News(counts, tuple(message.pk for message in held), timezone.localdate(last.queued_at) if last else None)


def _holds_good(message: Message, at: datetime) -> bool:
    if post.contents_of(message, at) is not None:
        return True
    message.delete()
    return False


def _readers() -> set[User]:
    return {*people.holders(Role.COORDINATOR), *people.holders(Role.DEPUTY)}


def _release(at: datetime) -> int:
    """What waits for an overview that won't come goes out by itself; how many. What isn't hers to know any more is
    taken back when it would be sent."""
    held, chose = (
        Message.objects.filter(state=State.HELD),
        {"user__digest__holds": True, "user__digest__weekdays__gt": ""},
    )
    comes = held.filter(user__in=_readers(), **chose).values_list("pk", flat=True)
    released = held.exclude(pk__in=list(comes)).update(state=State.QUEUED)
    if released:
        bell.ring("send_notices")
    return released
