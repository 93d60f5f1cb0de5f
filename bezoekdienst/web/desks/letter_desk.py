"""What the pages about the letter show beside their forms: the fields of the text, the envelope to scale, versions."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from csp.constants import SELF
from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin

from bezoekdienst.policy import versions
from letters import differences, envelope, letterheads, specimens
from letters.models import Letterhead, Round
from letters.sheet import wording
from letters.sheet.wording import Wording
from letters.states import RoundState

LATEST = 30
View = TypeVar("View", bound=Callable[..., HttpResponse])


@dataclass(frozen=True, slots=True)
class Version:
    """One version as the list shows it: what it changed, and the rounds that were frozen with it."""

    letterhead: Letterhead
    changed: list[str]
    rounds: list[Round]
    is_current: bool


def framing(view: View) -> View:
    """A page that shows another one of ours inside it, also one that its own script fetched (blob:)."""
    return cast(View, csp_replace({"frame-src": [SELF, "blob:"]})(view))


def framed(view: View) -> View:
    """What may stand inside a page of ours, and in nobody else's."""
    return cast(View, xframe_options_sameorigin(csp_replace({"frame-ancestors": [SELF]})(view)))


def pdf(content: bytes, name: str) -> HttpResponse:
    """A file that opens in the browser, also inside our own page."""
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f"inline; filename={name}"
    return answer


def specimen(letterhead: Letterhead, kind: str = "") -> HttpResponse:
    """The letter to nobody, in one form or in all of them. Raises Refused when it can't be made."""
    today = timezone.localdate()
    kinds = [kind] if kind in specimens.KINDS else list(specimens.KINDS)
    weeks = versions.current(today).silent_weeks
    return pdf(specimens.letter(letterhead, kinds, dated_on=today, silent_weeks=weeks), "voorbeeldbrief.pdf")


def based_on(request: HttpRequest) -> int | None:
    """The version that the sent page showed."""
    number = request.POST.get("based_on", "")
    return int(number) if number.isdecimal() and len(number) < 9 else None


def about_words(letterhead: Letterhead, words: Wording) -> dict[str, Any]:
    """The merge fields with what they stand for now, and the number of words on the front beside its limit."""
    today = timezone.localdate()
    weeks = versions.current(today).silent_weeks
    stationery = letterheads.stationery(letterhead, dated_on=today, silent_weeks=weeks)
    values = stationery.merge_fields("jong")
    count = wording.count(words, values)
    return {
        "fields": [(name, meaning, values[name]) for name, meaning in wording.FIELDS.items()],
        "count": count,
        "limit": wording.FRONT_WORDS,
        "kinds": specimens.KINDS,
        "stationery": stationery,
    }


def window(profile: envelope.Profile) -> dict[str, Any]:
    """The envelope with the sheet pushed to the left and down, in millimetres from the envelope's top left."""
    seen, room = envelope.safe(profile), envelope.block(profile)
    top = profile.height - profile.window_bottom - profile.window_height
    lines = [room.top + profile.slack_y + 4 + 5 * number for number in range(3)]
    return {
        "profile": profile,
        "view_width": profile.width + 2,
        "view_height": profile.height + 2,
        "window_top": top,
        "sheet_top": profile.slack_y,
        "safe": seen,
        "safe_top": seen.top + profile.slack_y,
        "block_left": room.left,
        "lines": [(y, width) for y, width in zip(lines, (52, 40, 46), strict=True)],
    }


def history() -> list[Version]:
    """The latest versions, the newest first."""
    found = list(Letterhead.objects.select_related("made_by")[: LATEST + 1])
    frozen: dict[int | None, list[Round]] = {}
    for one in Round.objects.exclude(letterhead=None).exclude(state=RoundState.CANCELLED):
        frozen.setdefault(one.letterhead_id, []).append(one)
    pairs = zip(found, [*found[1:], None], strict=False)  # of none there is nothing before either
    return [
        Version(one, differences.between(before, one), frozen.get(one.pk, []), is_current=one == found[0])
        for one, before in pairs
    ][:LATEST]
