"""What came of a round, as its page tells and draws it: how far people came, when they answered, how (A6)."""

from collections import Counter
from datetime import date
from typing import Any

from django.urls import reverse

from bezoekdienst.policy import versions
from bezoekdienst.visiting.states import INTAKE_OPEN
from letters import counts
from letters.counts import Answers
from letters.models import Round
from letters.states import ReplyKind, ReplyWay, RoundState
from matching import gather

SENT = frozenset({RoundState.POSTED, RoundState.CLOSED})
WORDS = {
    counts.ANSWERED: "mensen willen een gesprek",
    counts.VISITED: "hadden hun intakegesprek",
    counts.MATCHED: "kregen een vrijwilliger",
}
LATE_DAYS = 14  # A6: by then the first answers have always come
BLOCK, MOST_BLOCKS = 14, 8  # pixels an answer; with more on one day they all get lower
BARE = 0.86  # of it, the rest is air


def of(subject: Round, today: date, *, for_coordinator: bool) -> dict[str, Any]:
    """The context of rounds/_answers.html. Who sees residents gets links to them, and the room there is for more."""
    free = gather.free_places(today) if for_coordinator else None
    if subject.state not in SENT or subject.posted_on is None:
        return {"free": free}
    came, told = counts.funnel(subject), counts.answers(subject)
    days_out = (today - subject.posted_on).days
    return {
        "free": free,
        "funnel_steps": _steps(subject, came, for_coordinator),
        "too_many": free is not None and subject.state == RoundState.POSTED and _waiting(subject) > free,
        "too_quiet": subject.state == RoundState.POSTED and not told.days and days_out >= LATE_DAYS,
        "answers": told,
        "when": sentence(told) if told.days else "",
        "days": picture(told.days, _weeks(subject)) if told.days else None,
        "kinds": _counted(ReplyKind, told.kinds),
        "ways": _counted(ReplyWay, told.ways),
    }


def asked_for(pk: str) -> Round | None:
    """The round that a link to its people names, or None: then the list is that of everybody."""
    return Round.objects.filter(pk=pk).first() if pk.isascii() and pk.isdecimal() and len(pk) < 10 else None


def sentence(told: Answers) -> str:
    """When they came, in words."""
    first, last = _after(told.days[0]), _after(told.days[-1])
    if len(told.days) == 1:
        return f"Het antwoord kwam {first}."
    half = told.half_within
    within = f"binnen {half} {'dag' if half == 1 else 'dagen'}" if half else "nog dezelfde dag"
    return f"De helft antwoordde {within}. Het eerste antwoord kwam {first}, het laatste {last}."


def _after(days: int) -> str:
    return {0: "nog dezelfde dag", 1: "na 1 dag"}.get(days, f"na {days} dagen")


def picture(days: tuple[int, ...], weeks: int) -> dict[str, Any]:
    """A block for each answer on a line of `weeks` weeks (more when one came later), lengths in percent and pixels.

    `blocks`: (x, y, height), `width` of each; `half` where half of them had answered; `weeks` the same in numbers.
    """
    weeks = max(weeks, days[-1] // 7 + 1)
    counted, span = Counter(days), 7 * weeks
    tallest = max(counted.values())
    step = BLOCK if tallest <= MOST_BLOCKS else BLOCK * MOST_BLOCKS / tallest
    height = round(step * tallest)
    return {
        "blocks": [
            (_percent(day + 0.1, span), round(height - step * number, 1), round(step * BARE, 1))
            for day in sorted(counted)
            for number in range(1, counted[day] + 1)
        ],
        "width": _percent(0.8, span),
        "height": height,
        "half": _percent(days[(len(days) - 1) // 2] + 0.5, span),
        "ticks": [(_percent(week, weeks), week) for week in range(weeks + 1)],
        "weeks": [(week + 1, sum(counted[7 * week + day] for day in range(7))) for week in range(weeks)],
    }


def _percent(part: float, whole: int) -> str:
    return f"{100 * part / whole:.2f}"


def _waiting(subject: Round) -> int:
    """Who answered and has no volunteer yet, and no other outcome either."""
    return counts.came(subject, counts.ANSWERED).filter(state__in=INTAKE_OPEN).count()


def _weeks(subject: Round) -> int:
    """How long answers are waited for: then the names of the silent go (A5)."""
    assert subject.posted_on is not None
    weeks: int = (subject.policy or versions.current(subject.posted_on)).silent_weeks
    return weeks


def _steps(subject: Round, came: counts.Funnel, linked: bool) -> list[tuple[Any, ...]]:
    url = reverse("intakes") + f"?toon=alle&ronde={subject.pk}" if linked else ""
    steps = [(words, getattr(came, step), url and f"{url}&stap={step}") for step, words in WORDS.items()]
    return [("brieven op de post", came.letters), *steps]


def _counted(choices: Any, counted: dict[str, int]) -> list[tuple[str, int]]:
    return [(choice.label, counted[choice]) for choice in choices if counted.get(choice)]
