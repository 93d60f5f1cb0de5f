"""Death, a move, an admission: everything that would have gone out stops at once (T8, E1)."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from bezoekdienst.api import people
from bezoekdienst.audit.models import Event
from bezoekdienst.lib.errors import Refused
from bezoekdienst.notices import reminders as due_reminders
from bezoekdienst.notices.models import Message
from bezoekdienst.reports import calendars
from bezoekdienst.visiting import (
    alerts,
    bereavements,
    endings,
    evaluations,
    home_visits,
    intakes,
    referrals,
    reminders,
    trajectories,
    visits,
)
from bezoekdienst.visiting.models import Trajectory
from bezoekdienst.visiting.states import EndReason
from bezoekdienst.web.today import gathering_facts, worklist
from letters import memory
from matching import proposals
from tests import cast, factories
from tests.web import clients

pytestmark = pytest.mark.django_db

NOW, TODAY = factories.NOW, factories.TODAY
AHEAD = [TODAY + timedelta(days=days) for days in range(0, 420, 7)]


@pytest.fixture
def trajectory(by):
    """Somebody in the middle of it: visited, expected again, with a signal, and a talk planned for a second loss."""
    running = cast.trajectory()
    content = {"kind": "at_home", "minutes": 60, "mood": "well", "note": "", "kilometres": None}
    on, next_on = date(2026, 10, 20), TODAY + timedelta(days=5)
    visits.log(uuid.uuid4(), trajectory=running, on=on, next_on=next_on, **content, by=by, at=NOW)
    signal = {"resident": running.resident, "trajectory": running, "kind": "wish_to_die", "note": ""}
    referrals.report(uuid.uuid4(), **signal, by=running.volunteer.user, at=NOW)
    talk = bereavements.open(running.resident, about_when="vorige week", by=by, at=NOW)
    intakes.plan(talk, for_at=datetime(2026, 11, 30, 13, tzinfo=UTC), by=by, at=NOW)
    due_reminders.queue_due(on=TODAY, at=NOW)
    return running


def about_her(trajectory):
    """All that would still come: (what, how many)."""
    resident = trajectory.resident
    causes = tuple(
        [f"trajectory:{one.pk}:" for one in resident.trajectories.all()]
        + [f"intake:{one.pk}:" for one in resident.intakes.all()]
    )
    coming = {each.cause for on in AHEAD for each in reminders.due(on) if each.cause.startswith(causes)}
    queued = Message.objects.exclude(state="sent").count()
    reviews = sum(each.kind == "review_due" for on in AHEAD for each in reminders.due(on))
    calendar = sum(calendars.of(user, NOW).count(b"BEGIN:VEVENT") for user in (cast.coordinator(), _hers(trajectory)))
    rows = [row for row in people.mine(_hers(trajectory), TODAY) if row["next_on"] or row["phone"]]
    others = ("signal", "gathering_new", "series_new")  # the last two are the group's own
    needs = [need for need in worklist.needs(gathering_facts.gather_facts(NOW)) if need.route not in others]
    return {
        "coming": len(coming),
        "queued": queued,
        "reviews": reviews,
        "calendar": calendar,
        "phone": len(rows),
        "needs": len(needs),
    }


def _hers(trajectory):
    return trajectory.volunteer.user


def test_there_is_something_to_stop_of_each_kind(trajectory):
    assert min(about_her(trajectory).values()) > 0


def nothing():
    return dict.fromkeys(("coming", "queued", "reviews", "calendar", "phone", "needs"), 0)


def test_death_stops_every_letter_reminder_talk_survey_and_calendar(trajectory, by):
    cast.deputy()
    endings.note_death(trajectory.resident, died_on=TODAY, by=by, at=NOW)
    trajectory.refresh_from_db()
    assert about_her(trajectory) == nothing()
    assert alerts.escalate(at=NOW + timedelta(days=2)) == 0
    with pytest.raises(Refused):
        evaluations.send(trajectory, by=by, at=NOW)
    with pytest.raises(Refused):
        bereavements.open(trajectory.resident, about_when="nu", by=by, at=NOW)
    with pytest.raises(Refused):
        trajectories.reopen(trajectory, by=by, at=NOW)


def test_a_mail_that_waits_for_an_overview_is_taken_back_too(trajectory, by):
    Message.objects.update(state="held")
    endings.note_death(trajectory.resident, died_on=TODAY, by=by, at=NOW)
    assert not Message.objects.exists()


def test_no_mail_goes_to_who_died_about_her_appointment_and_who_was_to_go_there_hears(by):
    colleague = cast.deputy()
    talk = factories.IntakeFactory(bereavement__resident__email="bezoeker@voorbeeld.example")
    intakes.plan(talk, for_at=datetime(2026, 11, 30, 13, tzinfo=UTC), goes=colleague, by=by, at=NOW)
    home_visits.confirm(talk, way="mail", by=by, at=NOW)
    Message.objects.update(state="sent")
    told = set(Message.objects.values_list("pk", flat=True))
    endings.note_death(talk.resident, died_on=TODAY, by=by, at=NOW + timedelta(hours=1))
    fresh = Message.objects.exclude(pk__in=told)
    assert [(message.kind, message.user) for message in fresh] == [("appointment", colleague)]


@pytest.mark.parametrize("reason", ["moved", "admitted"])
def test_who_left_is_expected_nowhere_any_more(trajectory, by, reason):
    Message.objects.filter(key__startswith="signal:").delete()  # a worry stays one, wherever she is
    endings.note_leaving(trajectory.resident, reason=reason, on=TODAY, by=by, at=NOW)
    trajectory.refresh_from_db()
    assert about_her(trajectory) == nothing()
    assert (trajectory.end_reason, trajectory.ended_on) == (reason, TODAY)
    assert {one.state for one in trajectory.resident.intakes.all()} == {"matched", "withdrawn"}


def test_who_died_while_a_proposal_stood_is_not_on_its_page_even_before_it_lapsed(by, time_machine):
    time_machine.move_to(NOW)
    gone = factories.IntakeFactory(waiting=True, bereavement__resident__name="mevrouw Bezoeker-Verzonnen")
    factories.VolunteerFactory()
    assert len(proposals.propose(on=TODAY, by=None, at=NOW)) == 1
    office, url = clients.of(by), reverse("proposals")
    assert "Bezoeker-Verzonnen" in office.get(url).content.decode()
    endings.note_death(gone.resident, died_on=TODAY, by=by, at=NOW)
    assert "Bezoeker-Verzonnen" not in office.get(url).content.decode()


def test_a_close_with_such_a_reason_does_the_same(trajectory, by):
    Message.objects.filter(key__startswith="signal:").delete()
    trajectories.close(trajectory, reason="admitted", on=TODAY, by=by, at=NOW, note="verpleeghuis")
    assert about_her(trajectory) == nothing()
    assert trajectory.end_note == "verpleeghuis"
    assert Event.objects.get(kind="resident.left").facts == {"on": "2026-11-23"}


@pytest.mark.parametrize("why", EndReason)
def test_why_it_ended_stands_on_her_row_and_never_in_the_log(by, why):
    """Admitted, other help: near to health. The row goes twelve months after the end, the log stays five years."""
    begun = why != EndReason.NO_CLICK
    one = factories.TrajectoryFactory(meeting=not begun, started_on=date(2025, 11, 24) if begun else None)
    trajectories.close(one, reason=why, on=TODAY, by=by, at=NOW, note="ergens")
    one.refresh_from_db()
    assert one.end_reason == why
    facts = {str(fact) for event in Event.objects.all() for fact in event.facts.values()}
    assert not facts & ({str(reason.label) for reason in EndReason} - {"overleden"} | set(EndReason.values))


def test_the_survivor_who_died_is_still_known_to_the_letters():
    resident = factories.ResidentFactory(name="mevrouw Bezoeker", postcode="6811 AA", street="Dorpsweg 1")
    known = memory._known_people()
    endings.note_death(resident, died_on=TODAY, by=None, at=NOW)
    assert memory._known_people() == known
    assert known


def test_who_only_waited_leaves_the_list(by):
    intake = factories.IntakeFactory(waiting=True)
    endings.note_leaving(intake.resident, reason="moved", on=TODAY, by=by, at=NOW)
    intake.refresh_from_db()
    assert (intake.state, intake.outcome_note, intake.ended_on) == ("withdrawn", "verhuisd", TODAY)
    with pytest.raises(Refused) as refusal:
        endings.note_leaving(intake.resident, reason="moved", on=TODAY, by=by, at=NOW)
    assert str(refusal.value) == "Er loopt niets voor deze bezoeker: geen bezoek en geen aanmelding."


@pytest.mark.parametrize(
    ("reason", "on", "text"),
    [
        ("goal_reached", TODAY, "Kies: verhuisd of opgenomen."),
        ("moved", date(2026, 10, 19), "Er is nog een bezoek op 20 oktober 2026. Kies die dag of later."),
        ("moved", TODAY + timedelta(days=1), "Het einde ligt in de toekomst. Kies vandaag of eerder."),
    ],
)
def test_a_leaving_that_does_not_fit_changes_nothing(trajectory, by, reason, on, text):
    with pytest.raises(Refused) as refusal:
        endings.note_leaving(trajectory.resident, reason=reason, on=on, by=by, at=NOW)
    assert str(refusal.value) == text
    assert Trajectory.objects.get(pk=trajectory.pk).state == "active"


def test_nobody_leaves_tomorrow_from_the_list(by):
    intake = factories.IntakeFactory(waiting=True)
    with pytest.raises(Refused) as refusal:
        endings.note_leaving(intake.resident, reason="moved", on=TODAY + timedelta(days=1), by=by, at=NOW)
    assert str(refusal.value) == "De dag ligt in de toekomst. Kies vandaag of eerder."
