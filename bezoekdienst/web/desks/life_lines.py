"""One person's time with the service, from the first letter to the goodbye: what the timeline shows."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from bezoekdienst.audit.models import Event
from bezoekdienst.lib import wording
from bezoekdienst.visiting import gather
from bezoekdienst.visiting.models import Contact, Intake, Pointer, Referral, Resident, Trajectory
from bezoekdienst.visiting.states import IntakeState
from letters.models import Reply

Line = dict[str, Any]
_TOLD = {
    "trajectory.replanned": "Einde verplaatst naar {}",
    "trajectory.extended": "Verlengd tot en met {}",
    "trajectory.thanked": "Laatste woord aan de vrijwilliger",
}


def of(resident: Resident, intakes: list[Intake], trajectories: list[Trajectory], today: date) -> list[Line]:
    """Everything in order of time, today among it, what lies ahead marked as such.

    Reads contacts, signals and pointers through the relations, the replies that opened the intakes, and what the log
    says of each trajectory's plan: six queries.
    """
    lines = [
        *_letters(intakes),
        *(line for intake in intakes for line in _intake(intake, today)),
        *_contacts(resident),
        *(line for intake in intakes for line in _closed(intake)),
        *_referrals(resident, intakes),
        *(line for trajectory in trajectories for line in _trajectory(trajectory, today)),
        *_acts(trajectories),
        *_signals(resident),
        *({"on": told.pointed_on, "what": f"Gewezen op: {told.activity.name}"} for told in _pointers(resident)),
        *_death(resident),
    ]
    if any(line["on"] > today for line in lines):
        lines.append({"on": today, "what": "Vandaag", "when": "today"})
    for line in lines:
        line.setdefault("when", "future" if line["on"] > today else "")
    return sorted(lines, key=lambda line: (line["on"], line["when"] == "today"))


def _letters(intakes: list[Intake]) -> Iterator[Line]:
    replies = Reply.objects.filter(intake__in=intakes).select_related("letter__round")
    for reply in replies:
        subject = reply.letter.round
        if subject.posted_on:
            url = reverse("round", args=[subject.pk])
            yield {
                "on": subject.posted_on,
                "what": "Brief van de gemeente",
                "more": str(subject).capitalize(),
                "url": url,
            }
        yield {"on": reply.received_on, "what": f"Antwoord: {reply.get_kind_display()}", "more": _way(reply)}


def _way(reply: Reply) -> str:
    return f"Per {reply.get_way_display()}"


def _intake(intake: Intake, today: date) -> Iterator[Line]:
    url = reverse("intake", args=[intake.pk])
    yield {"on": intake.opened_on, "what": "Aangemeld", "more": intake.source.capitalize()}
    if intake.visited_on:
        yield {"on": intake.visited_on, "what": "Intakegesprek thuis", "more": _outcome(intake), "url": url}
    elif intake.planned_for_at and intake.state == IntakeState.PLANNED:
        at = f"Om {gather.hour(intake.planned_for_at)} uur"
        yield {"on": timezone.localdate(intake.planned_for_at), "what": "Intakegesprek thuis", "more": at, "url": url}


def _closed(intake: Intake) -> Iterator[Line]:
    """After the calls of that day."""
    if intake.ended_on and intake.state != IntakeState.DIED:
        url = reverse("intake", args=[intake.pk])
        what = f"Aanmelding gesloten: {intake.get_state_display()}"
        yield {"on": intake.ended_on, "what": what, "more": intake.outcome_note, "url": url}


def _outcome(intake: Intake) -> str:
    if intake.waiting_since:
        return f"Past bij ons. Wachtte vanaf {wording.day(intake.waiting_since)} op een vrijwilliger."
    return ""


def _contacts(resident: Resident) -> Iterator[Line]:
    for contact in resident.contacts.all():
        reached = "gesproken" if contact.reached else "niet bereikt"
        yield {
            "on": contact.made_on,
            "what": f"{contact.get_way_display().capitalize()}: {reached}",
            "more": " ".join(part for part in (_said(contact), contact.note) if part),
        }


def _said(contact: Contact) -> str:
    """What came of a talk about the visits (T6)."""
    return f"Over het bezoek: {contact.get_review_display()}." if contact.review else ""


def _trajectory(one: Trajectory, today: date) -> Iterator[Line]:
    name, url = one.volunteer.first_name, reverse("trajectory", args=[one.pk])
    yield {"on": one.matched_on, "what": f"Gekoppeld aan {name}", "url": url}
    if one.meeting_on and not (one.ended_on and one.meeting_on > one.ended_on):  # called off
        hour = f"Om {one.meeting_time:%H.%M} uur." if one.meeting_time and not one.started_on else ""
        yield {"on": one.meeting_on, "what": f"Kennismaking met {name}", "more": hour}
    done = sorted(visit.on for visit in one.visits.all() if visit.withdrawn_at is None)
    if done:
        yield {"on": done[0], "what": f"Eerste bezoek van {name}"}
    if len(done) > 1:
        yield {
            "on": done[-1],
            "what": f"Bezoek {len(done)} van {name}",
            "more": "Het laatste." if one.ended_on else "Het laatste tot nu toe.",
            "url": url,
        }
    yield from _pauses(one)
    yield from _evaluation(one)
    if one.ended_on:
        more = f"{one.get_end_reason_display().capitalize()}."
        yield {"on": one.ended_on, "what": f"Afscheid van {name}", "more": more, "url": url}
    elif one.planned_end_on and one.hard_stop_on and one.planned_end_on >= today:
        stop = f"Uiterlijk {wording.day(one.hard_stop_on)}." if one.hard_stop_on != one.planned_end_on else ""
        yield {"on": one.planned_end_on, "what": "Afgesproken einde", "more": stop}


def _pauses(one: Trajectory) -> Iterator[Line]:
    for pause in one.pauses.all():
        yield {"on": pause.since_on, "what": "Pauze", "more": f"Tot en met {wording.day(pause.until_on)}."}
    if one.paused_since_on:
        yield {"on": one.paused_since_on, "what": "Pauze", "more": "Die duurt nog."}


def _evaluation(one: Trajectory) -> Iterator[Line]:
    if not hasattr(one, "evaluation"):
        return
    if one.evaluation.sent_on:
        yield {"on": one.evaluation.sent_on, "what": "Gevraagd hoe het was"}
    if one.evaluation.received_on:
        yield {"on": one.evaluation.received_on, "what": "Antwoord: hoe het was"}


def _acts(trajectories: list[Trajectory]) -> Iterator[Line]:
    """How a plan was moved, and the last word: the trajectory itself only knows the latest."""
    subjects = [str(one.pk) for one in trajectories]
    found = Event.objects.filter(subject_type=Trajectory._meta.label_lower, subject_id__in=subjects, kind__in=_TOLD)
    for event in found.order_by("id"):
        on = event.facts.get("to_on", "")
        what = _TOLD[event.kind].format(wording.day(date.fromisoformat(on)) if on else "")
        yield {"on": timezone.localdate(event.at), "what": what}


def _signals(resident: Resident) -> Iterator[Line]:
    for signal in resident.signals.all():
        what, url = f"Signaal: {signal.kind_label}", reverse("signal", args=[signal.pk])
        more = str(signal.get_state_display()).capitalize()
        yield {"on": timezone.localdate(signal.reported_at), "what": what, "more": more, "url": url}


def _referrals(resident: Resident, intakes: list[Intake]) -> Iterator[Line]:
    """To whom she was passed on (S2)."""
    for referral in Referral.objects.filter(Q(signal__resident=resident) | Q(intake__in=intakes)).order_by("pk"):
        pk, route = (referral.signal_id, "signal") if referral.signal_id else (referral.intake_id, "intake")
        more = "De toestemming is ingetrokken." if referral.withdrawn_on else referral.outcome
        what, url = f"Doorverwezen naar {referral.to}", reverse(route, args=[pk])
        yield {"on": referral.made_on, "what": what, "more": more, "url": url}


def _pointers(resident: Resident) -> QuerySet[Pointer]:
    return Pointer.objects.filter(resident=resident).select_related("activity")


def _death(resident: Resident) -> Iterator[Line]:
    if resident.died_on:
        yield {"on": resident.died_on, "what": "Overleden"}
