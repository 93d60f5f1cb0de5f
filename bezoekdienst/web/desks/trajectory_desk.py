"""Where a trajectory stands, in sentences, and what can be done with it now: for its pages and its acts."""

from datetime import date, timedelta

from django.urls import reverse

from bezoekdienst.audit import events
from bezoekdienst.lib import wording
from bezoekdienst.visiting import acquaintances, conflicts, evaluations, limits, returns, reviews, visits
from bezoekdienst.visiting.models import Contact, Trajectory, Visit, VisitConflict
from bezoekdienst.visiting.states import NO_SURVEY, EndReason, Mood, TrajectoryState, VisitKind

NEAR = timedelta(weeks=max(limits.WARNING_WEEKS))  # from the first warning on (T7) an end is near
FIRST, OTHER = "e", "a"  # which of two logs
_ANSWERS = {True: "zegt ja", False: "zegt nee"}


def is_open(one: Trajectory, today: date) -> bool:
    """T5."""
    return one.is_open_on(today)


def is_meeting(one: Trajectory, today: date) -> bool:
    """Getting to know each other (T1)."""
    return one.state == TrajectoryState.ACQUAINTANCE and one.is_open_on(today)


def is_active(one: Trajectory, today: date) -> bool:
    """Begun, and still open (T1, T5)."""
    return one.state == TrajectoryState.ACTIVE and one.is_open_on(today)


def ends_soon(one: Trajectory, today: date) -> bool:
    """Its planned end, or the end of the year, is near (T7)."""
    ends = [on for on in (one.planned_end_on, one.hard_stop_on) if on]
    return is_active(one, today) and any(on <= today + NEAR for on in ends)


def may_log(one: Trajectory, today: date) -> bool:
    """A visit of before the end can be noted a while longer (B1)."""
    last_on = limits.last_day(one.ended_on, one.hard_stop_on)
    return bool(one.started_on and last_on and today <= limits.log_until(last_on))


def may_extend(one: Trajectory, today: date) -> bool:
    """Once, and only where policy has weeks for it; not yet talked of as long as the year is not nearly over (T4)."""
    loss = one.bereavement
    near = loss.limit_on is not None and today >= loss.limit_on - NEAR
    return near and is_active(one, today) and loss.extended_to_on is None and one.policy.extension_weeks > 0


def may_reopen(one: Trajectory, today: date) -> bool:
    """A mistaken close, while it can be undone (T5)."""
    if not (one.ended_on and one.hard_stop_on and one.started_on) or one.resident.died_on:
        return False
    return today <= limits.reopen_until(one.ended_on, one.hard_stop_on)


def may_ask(one: Trajectory, today: date) -> bool:
    """How it was can be asked once, when it is over, and never after a death (E1)."""
    ended = one.state == TrajectoryState.ENDED and one.started_on is not None
    return ended and one.end_reason not in NO_SURVEY and not one.resident.died_on and not hasattr(one, "evaluation")


def asks_how_it_was(one: Trajectory) -> bool:
    """Whether that comes first now: not after a death, and not while her year goes on with another volunteer (E1)."""
    return one.resident.died_on is None and one.end_reason != EndReason.STOPPED_BY_VOLUNTEER


def awaits_form(one: Trajectory, today: date) -> bool:
    """The form went out and did not come back."""
    return hasattr(one, "evaluation") and one.evaluation.received_on is None


def may_take_back(one: Trajectory, today: date) -> bool:
    """What the office typed over can be wrong (E1)."""
    return hasattr(one, "evaluation") and not evaluations.keeps(one.evaluation, today)


def may_thank(one: Trajectory, today: date) -> bool:
    """As long as the volunteer sees it."""
    return bool(one.ended_on and one.started_on) and today <= limits.log_until(one.ended_on or today)


def asks(one: Trajectory, today: date) -> list[str]:
    """The words of the acts that a talk or the plan asks for now: to call, to end it, to move the plan (T3, T6)."""
    had = reviews.latest(one)
    said = had.review if had else ""
    is_over = one.planned_end_on is not None and one.planned_end_on <= today
    if reviews.due(one, today):
        return ["contact"]
    if is_over or said == Contact.Review.STOP:
        return ["afronden"]
    return ["verplaatsen"] if had and said == Contact.Review.LESS and not _moved(one, had.made_on) else []


def _moved(one: Trajectory, since_on: date) -> bool:
    return events.history(one).filter(kind="trajectory.replanned", at__date__gte=since_on).exists()


def told(one: Trajectory, today: date) -> str:
    """In a sentence or two: where this trajectory stands."""
    if one.state == TrajectoryState.ENDED and one.ended_on:
        said = f"Afgerond op {wording.day(one.ended_on)}: {one.get_end_reason_display()}."
        died_on = one.resident.died_on if one.end_reason != EndReason.DIED else None
        return f"{said} De bezoeker overleed op {wording.day(died_on)}." if died_on else said
    if one.hard_stop_on and not one.is_open_on(today):
        return f"Het jaar is om. Het eindigde vanzelf op {wording.day(one.hard_stop_on)}."
    if one.state == TrajectoryState.ACQUAINTANCE:
        return _meeting(one, today)
    assert one.planned_end_on and one.hard_stop_on  # a constraint of the table
    said = f"Afgesproken tot {wording.day(one.planned_end_on)}, uiterlijk {wording.day(one.hard_stop_on)}."
    if one.planned_end_on == one.hard_stop_on:
        said = f"Afgesproken tot en met {wording.day(one.planned_end_on)}. Dan is het jaar om."
    return f"{said} Er is pauze sinds {wording.day(one.paused_since_on)}." if one.paused_since_on else said


def _meeting(one: Trajectory, today: date) -> str:
    if one.meeting_on is None:
        return f"Gekoppeld op {wording.day(one.matched_on)}. Er is nog geen kennismaking gepland."
    when = "is" if one.meeting_on >= today else "was"
    given = (("de bezoeker", one.resident_agreed), ("de vrijwilliger", one.volunteer_agreed))
    answers = [f"{who} {_ANSWERS[answer]}" for who, answer in given if answer is not None]
    unsaid = [who for who, answer in given if answer is None]
    said = f"De kennismaking {when} op {acquaintances.said(one.meeting_on, one.meeting_time)}."
    if answers and unsaid:
        return f"{said} {answers[0][:1].upper()}{answers[0][1:]}. Vraag het nog aan {unsaid[0]}."
    return f"{said} Het traject begint bij twee keer ja."


def versions(one: Trajectory) -> list[tuple[str, str, str]]:
    """The logs of the first visit of which there are two: (key, in words, note); empty when there are none (B3).

    A key names the log that came later, with what becomes of it.
    """
    found = VisitConflict.objects.filter(visit__trajectory=one).select_related("visit").order_by("visit__on", "pk")
    beside = [each for each in found if each.visit_id == found[0].visit_id]
    if not beside:
        return []
    first = (f"{FIRST}{beside[0].pk}", *_in_words(visits.content_of(beside[0].visit)))
    return [first, *((f"{OTHER}{each.pk}", *_in_words(conflicts.content_of(each))) for each in beside)]


def _in_words(said: visits.Content) -> tuple[str, str]:
    parts = [f"{wording.day(said['on'])}: {VisitKind(said['kind']).label}, {said['minutes']} minuten"]
    if said["kilometres"] is not None:
        parts.append(f"{said['kilometres']} km")
    if said["next_on"]:
        parts.append(f"volgende afspraak {wording.day(said['next_on'])}")
    note = f"“{said['note']}”" if said["note"] else "Zonder verslag."
    return f"{', '.join(parts)}. {str(Mood(said['mood']).label).capitalize()}.", note


def tally(done: list[Visit]) -> str:
    """How many visits, how long together, and how far: what was withdrawn left out by the caller."""
    minutes, away = sum(visit.minutes for visit in done), sum(visit.kilometres or 0 for visit in done)
    hours = f"{minutes // 60} uur" + (f" en {minutes % 60} minuten" if minutes % 60 else "")
    return f"{len(done)}, samen {hours}" + (f" en {away} km" if away else "")


def calls(one: Trajectory) -> list[str]:
    """The days on which the coordinator calls, as lines; of a talk that was had its own day (T6)."""
    had = reviews.had(one)
    told = {months: f": gesproken op {wording.day(on)}" for months, on in had.items()}
    return [f"{wording.day(on)}, na {months} maanden{told.get(months, '')}" for months, on in reviews.days(one)]


def agreed(one: Trajectory) -> list[str]:
    """What both said after the acquaintance, in a line; none as long as nobody said anything (T1)."""
    if one.resident_agreed is None and one.volunteer_agreed is None:
        return []
    if one.resident_agreed and one.volunteer_agreed:
        return ["allebei ja"]
    said = {True: "ja", False: "nee", None: "nog niet bekend"}
    return [f"bezoeker {said[one.resident_agreed]}, vrijwilliger {said[one.volunteer_agreed]}"]


def met(one: Trajectory) -> str:
    """What came of noting an acquaintance (T1)."""
    if one.state == TrajectoryState.ENDED:
        return "Het klikte niet, en dat mag. Deze twee stellen wij niet meer samen voor. De bezoeker wacht weer."
    if one.started_on and one.hard_stop_on:
        return f"Allebei ja. Het traject is begonnen en kan tot en met {wording.day(one.hard_stop_on)}."
    return "De kennismaking is genoteerd."


def closed(one: Trajectory) -> str:
    """What was done, and until when it can be undone (T5)."""
    if one.ended_on and one.hard_stop_on and one.started_on:
        until = wording.day(limits.reopen_until(one.ended_on, one.hard_stop_on))
        return f"Het traject is afgerond. Was dit een vergissing? Heropenen kan tot en met {until}."
    return "Het traject is afgerond."


def other_ends(one: Trajectory, today: date) -> list[tuple[str, str]]:
    """Ends that have a page of their own, because they ask or bring about more: (words, address)."""
    return [
        ("De vrijwilliger stopt: overdragen", reverse("trajectory_act", args=[one.pk, "overdragen"])),
        ("De bezoeker is overleden", reverse("resident_act", args=[one.resident_id, "overlijden"])),
    ]


def other_beginnings(one: Trajectory, today: date) -> list[tuple[str, str]]:
    """It can't be reopened any more and she comes back: then she signs up again (I1). (words, address)"""
    if not one.ended_on or may_reopen(one, today) or returns.latest(one.resident, today) is None:
        return []
    return [
        (
            "Komt de bezoeker terug? De aanmelding weer openen",
            reverse("resident_act", args=[one.resident_id, "opnieuw"]),
        )
    ]


def follows(one: Trajectory, today: date) -> list[tuple[str, str, str]]:
    """The reasons for which it can end now, and what comes of each: (reason, words, sentence) (T8)."""
    ways = _IN_ACQUAINTANCE if one.state == TrajectoryState.ACQUAINTANCE else _WHEN_IT_RUNS
    found = {**ways, **_ALWAYS}
    if one.hard_stop_on == today:
        found[EndReason.YEAR_REACHED] = "Vandaag is de laatste dag van het jaar."
    return [(str(reason), str(reason.label), found[reason]) for reason in EndReason if reason in found]


_WHEN_IT_RUNS = {
    EndReason.GOAL_REACHED: "Het bezoek deed zijn werk.",
    EndReason.PRIVATE_CONTACT: "Zij blijven elkaar zien, buiten de bezoekdienst om. Wij noteren geen bezoeken meer.",
}
_IN_ACQUAINTANCE = {
    EndReason.NO_CLICK: "Deze twee stellen wij niet meer samen voor. De bezoeker wacht weer, de wachttijd telt door.",
}
_ALWAYS = {
    EndReason.STOPPED_BY_RESIDENT: "Er komt niemand anders. Wil de bezoeker wel iemand anders? Kies “overdragen”.",
    EndReason.OTHER_HELP: "Schrijf hieronder welke hulp het wordt, en waar.",
    EndReason.MOVED: "Ook een aanmelding die nog loopt, stopt.",
    EndReason.ADMITTED: "Voorgoed. Ook een aanmelding die nog loopt, stopt. Is het voor even? Kies een pauze.",
    EndReason.UNREACHABLE: "Wij zoeken niet verder. Meldt de bezoeker zich weer? Open dan de aanmelding weer.",
}
