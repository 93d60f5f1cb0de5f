"""What a mail about gatherings says, and the calendar that goes along: looked up when it is sent, kept nowhere.

The calendar is published (RFC 5546, 4.1) and asks for no answer: what a calendar program would mail back nobody reads,
and a yes that nobody hears is worse than none. The mail says where one answers. Cancelling needs no answer either.
"""

from collections.abc import Sequence
from datetime import datetime
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

from bezoekdienst.lib import ical
from bezoekdienst.notices import post
from bezoekdienst.notices.models import Message
from volunteers import invitations
from volunteers.models import Gathering, Invitation
from volunteers.states import HERE

FILE = "bijeenkomst.ics"


@post.fills("gathering", "gathering_answer")
def invitation(message: Message, at: datetime) -> post.Contents | None:
    """When and where, for what still lies ahead; None when nothing of it does, or she has answered meanwhile."""
    found = [each for each in _mine(message) if not each.gathering.cancelled_at and each.gathering.starts_at > at]
    if message.kind == "gathering_answer":
        found = [each for each in found if invitations.said(each) in invitations.UNANSWERED]
    gatherings = [each.gathering for each in found]
    return _contents(gatherings, at, method=ical.PUBLISH) if gatherings else None


@post.fills("gathering_changed")
def change(message: Message, at: datetime) -> post.Contents | None:
    """How it is now, and what she said before; None when it changed again or was cancelled: another mail says so."""
    found = next(iter(_mine(message)), None)
    if found is None or found.gathering.cancelled_at or found.gathering.changes != message.facts["changes"]:
        return None
    was = datetime.fromisoformat(message.facts["was"])
    moved = was != found.gathering.starts_at
    words = {"was": _when(was), "moved": moved, "said": str(invitations.said(found))}
    return _contents([found.gathering], at, method=ical.PUBLISH, **words)


@post.fills("gathering_off")
def cancellation(message: Message, at: datetime) -> post.Contents | None:
    """What doesn't go on."""
    gatherings = [each.gathering for each in _mine(message) if each.gathering.cancelled_at]
    return _contents(gatherings, at, method=ical.CANCEL) if gatherings else None


def entry(gathering: Gathering, *, notes: str = "", url: str = "") -> ical.Entry:
    """A gathering as it stands in a calendar: under the same uid in a mail and in a feed."""
    theme = f": {gathering.theme}" if gathering.theme else ""
    return ical.Entry(
        uid=uid("gathering", gathering.pk),
        summary=f"{gathering.get_kind_display().capitalize()}{theme}",
        starts=gathering.starts_at,
        minutes=gathering.minutes,
        place=gathering.place,
        notes=notes,
        url=url,
        changes=gathering.changes,
        cancelled=gathering.cancelled_at is not None,
    )


def uid(kind: str, *parts: object) -> str:
    """A name for one thing that no other installation gives to anything."""
    return f"{'-'.join(str(part) for part in (kind, *parts))}@{urlsplit(settings.SITE_URL).hostname}"


def _mine(message: Message) -> list[Invitation]:
    """What of it is about her; nothing for who left since it was queued."""
    ids = message.facts["gatherings"].split()
    rows = Invitation.objects.filter(gathering__in=ids, volunteer__user=message.user, volunteer__state__in=HERE)
    return list(rows.select_related("gathering").order_by("gathering__starts_at"))


def _contents(gatherings: Sequence[Gathering], at: datetime, *, method: str, **words: object) -> post.Contents:
    # A cancellation may name one thing only (RFC 5546, 3.2.5): each has a file of its own.
    files = [[each] for each in gatherings] if method == ical.CANCEL else [gatherings]
    organiser = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return post.Contents(
        words={"lines": [_line(each) for each in gatherings], **words},
        enclosed=[
            (
                FILE,
                ical.calendar(map(entry, each), at=at, method=method, organiser=organiser),
                f"text/calendar; method={method}",
            )
            for each in files
        ],
    )


def _line(gathering: Gathering) -> str:
    ends = timezone.localtime(gathering.ends_at)
    what = entry(gathering).summary
    return f"{what}, {_when(gathering.starts_at)} tot {date_format(ends, 'H.i')} uur, {gathering.place}"


def _when(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "l j F Y, H.i")
