"""Template tags of the look: Dutch dates and figures, and the pictures whose lengths must be computed.

Pictures give SVG by attributes only (no style attribute: the content policy forbids it); lengths are percentages, so a
picture fits any width and its letters keep their size. Every picture has its figures beside it in words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import template
from django.conf import settings
from django.forms import BaseForm, BoundField, CheckboxInput
from django.utils.formats import date_format

from bezoekdienst.lib import calendar, danger
from bezoekdienst.web import wordings

register = template.Library()

TENTH = Decimal("0.1")
DOTS_A_ROW = 40
# More letters than this and a dot would no longer be seen as one household.
MOST_DOTS = 480


@register.simple_tag
def demo_mode() -> bool:
    """Whether this installation shows the fictional demo (also on error pages, which have no context)."""
    return bool(getattr(settings, "DEMO", False))


@register.simple_tag
def control_kind(field: BoundField) -> str:
    """ "check" for a single checkbox, whose label stands beside it; "" for everything else."""
    return "check" if isinstance(field.field.widget, CheckboxInput) else ""


@register.filter
def refusals(field: BoundField) -> list[str]:
    """Why this field was refused, in sentences."""
    return wordings.sentences(field)


@register.filter
def refused_fields(form: BaseForm) -> list[BoundField]:
    """The fields to look at again, in the order of the page."""
    return [field for field in form.visible_fields() if field.errors]


@register.filter
def day(value: date | None) -> str:
    """3 maart 2027."""
    return date_format(value, "j F Y") if value else ""


@register.filter
def weekday(value: date | None) -> str:
    """woensdag 3 maart."""
    return date_format(value, "l j F") if value else ""


@register.filter
def short_day(value: date | None) -> str:
    """wo 3 mrt: for the margin of a list."""
    return date_format(value, "D j M").lower() if value else ""


@register.filter(is_safe=True)
def address(html: str) -> str:
    """An e-mail address that is longer than its line breaks after its @; the rest of the page as it is."""
    return html.replace("@", "@<wbr>")


@register.filter
def figure(value: float | Decimal | str | None) -> str:
    """A whole number with dots for thousands (1.240), a fraction with one decimal (91,7); words as they are."""
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    # By way of its text: half a point goes up (11.25 is 11,3), as people reckon.
    text = f"{value:,}" if isinstance(value, int) else f"{Decimal(str(value)).quantize(TENTH, ROUND_HALF_UP):,}"
    return text.translate(str.maketrans(",.", ".,"))


@register.filter
def format_words(name: str) -> str:
    """What a delivery was read as: `rubrieken-CSV` is een tabel met rubrieknummers."""
    return wordings.FORMATS.get(name, name)


@register.filter
def share(part: Any, whole: Any) -> int:
    """Part of the whole as a whole percentage, 0 when there is no whole."""
    return round(100 * part / whole) if whole else 0


@register.inclusion_tag("components/danger.html", name="danger")
def danger_lines() -> dict[str, Any]:
    """Whom to call in danger, as buttons."""
    return {"lines": danger.LINES}


@register.inclusion_tag("components/bar.html")
def bar(percentage: float, kind: str = "") -> dict[str, Any]:
    """A bar of 0 to 100 percent; kind "soft" for the lighter one. What it says must stand beside it."""
    return {"width": f"{min(max(percentage, 0), 100):.2f}", "kind": kind}


@register.inclusion_tag("components/funnel.html")
def funnel(steps: Sequence[Sequence[Any]], title: str = "") -> dict[str, Any]:
    """From letters to matches. `steps`: (words, count) or (words, count, url), from wide to narrow."""
    counts = [int(step[1]) for step in steps]
    whole = counts[0] if counts else 0
    rows = [
        {
            "label": step[0],
            "count": count,
            "url": step[2] if len(step) > 2 else "",
            "share": 100 * count / whole if whole else 0,
        }
        for step, count in zip(steps, counts, strict=True)
    ]
    dots = _dots(counts) if 0 < whole <= MOST_DOTS else []
    return {
        "rows": rows,
        "dots": dots,
        "height": 10 * -(-whole // DOTS_A_ROW),
        "width": 10 * DOTS_A_ROW,
        "title": title,
    }


def _dots(counts: list[int]) -> list[dict[str, int]]:
    """A place for every letter, and how far it came (0 = only sent)."""
    return [
        {
            "x": 10 * (number % DOTS_A_ROW) + 5,
            "y": 10 * (number // DOTS_A_ROW) + 5,
            "step": sum(number < count for count in counts[1:]),
        }
        for number in range(counts[0])
    ]


@dataclass(frozen=True)
class Scale:
    """A stretch of days laid over the width of a picture."""

    first: date
    last: date

    def at(self, on: date) -> float:
        """Where this day stands, 0 to 100."""
        place = 100 * (on - self.first) / (self.last - self.first)
        return round(min(max(place, 0.0), 100.0), 2)

    def months(self) -> list[dict[str, Any]]:
        """The first of each month: place, name, whether it may be left out on a narrow screen."""
        firsts = []
        month = self.first
        while month < self.last:
            firsts.append(month)
            month = calendar.add_months(month, 1)
        every = 2 if len(firsts) <= 14 else 3
        return [
            {
                "x": self.at(on),
                "name": _month_name(on, number == 0) if number % every == 0 else "",
                "odd": number % (2 * every) != 0,
            }
            for number, on in enumerate(firsts)
        ]


def _month_name(on: date, first: bool) -> str:
    """The month, with its year where a year begins."""
    return date_format(on, "M Y" if first or on.month == 1 else "M").lower()


@register.inclusion_tag("components/year_bars.html")
def year_bars(trajectories: Sequence[Any], today: date, title: str = "") -> dict[str, Any]:
    """Trajectories as bars on a year line, the limit drawn in.

    Each has (as attribute or key) `label`, `url`, `started_on`, `planned_end_on`, `limit_on`, and if so `ended_on`,
    `hard_stop_on` (an extension), `visited_on` and `talked_on` (lists of dates), `pauses` (of first and last days).
    """
    rows = [_row(one) for one in trajectories]
    if not rows:
        return {"rows": [], "title": title}
    first = min(row["started_on"] for row in rows).replace(day=1)
    last = max(max(row["hard_stop_on"], today) for row in rows)
    scale = Scale(first, calendar.add_months(last.replace(day=1), 1))
    for row in rows:
        row.update(_lengths(row, scale, today))
    return {"rows": rows, "months": scale.months(), "today": today, "today_x": scale.at(today), "title": title}


def _row(one: Any) -> dict[str, Any]:
    """The fields of a trajectory that a bar needs, whatever it came in."""

    def read(name: str) -> Any:
        return one.get(name) if isinstance(one, Mapping) else getattr(one, name, None)

    row = {name: read(name) for name in ("label", "url", "started_on", "planned_end_on", "limit_on", "ended_on")}
    row["hard_stop_on"] = read("hard_stop_on") or row["limit_on"]
    row.update({name: read(name) or [] for name in ("visited_on", "talked_on", "pauses")})
    return row


def _lengths(row: dict[str, Any], scale: Scale, today: date) -> dict[str, Any]:
    """Where the three parts of the bar begin, and how long they are, in percent."""
    start = scale.at(row["started_on"])
    until = max(scale.at(row["ended_on"] or min(today, row["hard_stop_on"])), start)
    planned = max(scale.at(row["ended_on"] or row["planned_end_on"]), until)
    stop = max(scale.at(row["hard_stop_on"]), planned)
    return {
        "lasted_x": start,
        "lasted": round(until - start, 2),
        "planned_x": until,
        "planned": round(planned - until, 2),
        "reserve_x": planned,
        "reserve": 0 if row["ended_on"] else round(stop - planned, 2),
        "limit_x": scale.at(row["limit_on"]),
        "visits": [scale.at(on) for on in row["visited_on"]],
        "talks": [scale.at(on) for on in row["talked_on"]],
        "rests": [(scale.at(first), round(scale.at(last) - scale.at(first), 2)) for first, last in row["pauses"]],
        "weeks_left": _weeks_left(row, today),
    }


def _weeks_left(row: dict[str, Any], today: date) -> int | None:
    """Whole weeks until the hard stop, when that is near (8 weeks, T7) and not over; else None."""
    left = row["hard_stop_on"] - today
    return left.days // 7 if not row["ended_on"] and timedelta(0) <= left <= timedelta(weeks=8) else None


@register.filter
def beside(columns: Sequence[Any], cells: Sequence[Any]) -> list[tuple[Any, dict[str, Any]]]:
    """Each column with its cell; a cell is a value or (value, url)."""
    pairs = zip(columns, cells, strict=True)
    return [
        (column, {"value": cell[0], "url": cell[1]} if isinstance(cell, tuple) else {"value": cell})
        for column, cell in pairs
    ]
