import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import connection

from bezoekdienst.lib.errors import Refused
from bezoekdienst.visiting import trajectories, visits
from bezoekdienst.visiting.models import Trajectory, Visit, VisitConflict
from tests import cast, factories
from tests.refusals import texts

pytestmark = pytest.mark.django_db
ID = uuid.UUID(int=7)


@pytest.fixture
def trajectory():
    return cast.trajectory()


def log(trajectory, *, id=ID, by=None, at=factories.NOW, **changes):
    given = {"on": date(2026, 11, 20), "kind": "at_home", "minutes": 62, "mood": "well", "note": "", "kilometres": None}
    given = {**given, "next_on": None, **changes}
    return visits.log(id, trajectory=trajectory, by=by or trajectory.volunteer.user, at=at, **given)


def test_a_visit_sent_ten_times_is_one_visit(trajectory):
    answers = [log(trajectory) for _ in range(10)]
    assert [created for _, created in answers] == [True] + 9 * [False]
    visit = Visit.objects.get()
    assert (visit.pk, visit.minutes, visit.phoned_in) == (ID, 60, False)


def test_other_content_under_the_same_id_is_refused_and_kept_once(trajectory):
    log(trajectory)
    for _ in range(2):
        with pytest.raises(visits.ConflictingVisit) as refusal:
            log(trajectory, minutes=90)
    visit = Visit.objects.get()
    assert refusal.value.visit == visit and visit.minutes == 60
    assert [conflict.content["minutes"] for conflict in visit.conflicts.all()] == [90]


def test_what_was_sent_first_stays_the_same_visit_also_after_a_correction(trajectory):
    visit, _ = log(trajectory)
    visits.correct(visit, minutes=90, note="toch langer", by=trajectory.volunteer.user, at=factories.NOW)
    assert log(trajectory) == (visit, False)
    assert not visit.conflicts.exists()


@pytest.mark.parametrize(
    ("minutes", "kind", "kept"),
    [(62, "at_home", 60), (68, "at_home", 75), (3, "phone", 15), (0, "nobody_home", 0), (720, "walk", 720)],
)
def test_minutes_are_rounded_to_a_quarter(trajectory, minutes, kind, kept):
    visit, _ = log(trajectory, minutes=minutes, kind=kind)
    assert visit.minutes == kept


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"on": date(2026, 11, 24)}, ["De datum ligt in de toekomst. Kies vandaag of eerder."]),
        ({"on": date(2026, 8, 31)}, ["De datum ligt voor het begin op 1 september 2026."]),
        ({"minutes": -1, "kilometres": 501}, ["Een bezoek duurt hoogstens 12 uur.", "Vul 0 tot 500 kilometer in."]),
        ({"minutes": 721 + 15}, ["Een bezoek duurt hoogstens 12 uur."]),
        ({"kind": "x", "mood": "y"}, ["Kies wat voor bezoek het was.", "Kies hoe het voor u was."]),
        ({"next_on": date(2026, 11, 20)}, ["De volgende afspraak ligt niet na dit bezoek."]),
        (
            {"next_on": date(2027, 9, 1)},
            ["De volgende afspraak ligt na het einde. De laatste dag is 31 augustus 2027."],
        ),
        ({"note": "x" * 4001}, ["Het verslag is te lang: hoogstens 4000 tekens."]),
    ],
)
def test_a_visit_that_cannot_be_is_refused_with_every_reason(trajectory, changes, said):
    with pytest.raises(Refused) as refusal:
        log(trajectory, **changes)
    assert texts(refusal) == said
    assert not Visit.objects.exists()


def test_a_late_log_is_taken_up_to_fourteen_days_after_the_end_for_days_before_it(trajectory):
    ended = {"reason": "goal_reached", "on": date(2026, 11, 10), "by": cast.coordinator(), "at": factories.NOW}
    trajectories.close(trajectory, **ended)
    log(trajectory, on=date(2026, 11, 10), at=factories.NOW + timedelta(days=1))
    with pytest.raises(Refused) as refusal:
        log(trajectory, id=uuid.UUID(int=8), on=date(2026, 11, 11), at=factories.NOW + timedelta(days=2))
    assert texts(refusal) == [
        "De datum ligt na het einde op 10 november 2026.",
        "Noteren kon tot en met 24 november 2026.",
    ]


def test_nothing_is_logged_past_the_hard_stop_even_before_the_nightly_job(trajectory):
    with pytest.raises(Refused) as refusal:
        log(trajectory, on=date(2027, 9, 1), at=factories.NOW.replace(year=2027, month=9, day=2))
    assert texts(refusal) == ["De datum ligt na het einde op 31 augustus 2027."]


def test_an_acquaintance_has_no_visits_yet(trajectory):
    meeting = factories.TrajectoryFactory(meeting=True, volunteer=trajectory.volunteer)
    with pytest.raises(Refused) as refusal:
        log(meeting)
    assert texts(refusal) == ["De kennismaking is nog niet rond. Bezoeken kunt u daarna noteren."]


def test_only_her_own_volunteer_or_the_coordinator_logs_and_the_coordinator_visibly(trajectory):
    visit, _ = log(trajectory, by=cast.coordinator())
    assert visit.phoned_in is True
    for user in (cast.other_volunteer().user, cast.clerk(), cast.nobody()):
        with pytest.raises(Refused) as refusal:
            log(trajectory, id=uuid.uuid4(), by=user)
        assert refusal.value.reasons == (visits.NOT_YOURS,)


def test_somebody_elses_visit_id_is_answered_like_a_missing_one_and_keeps_nothing(trajectory):
    log(trajectory)
    other = factories.TrajectoryFactory(volunteer=cast.other_volunteer())
    with pytest.raises(Refused) as refusal:
        log(other, by=cast.other_volunteer().user)
    assert refusal.value.reasons == (visits.NOT_YOURS,)
    assert not VisitConflict.objects.exists()


def test_its_maker_corrects_and_withdraws_within_fourteen_days_visibly(trajectory):
    visit, _ = log(trajectory)
    maker = trajectory.volunteer.user
    with pytest.raises(Refused) as refusal:
        visits.correct(visit, minutes=30, by=cast.coordinator(), at=factories.NOW + timedelta(days=15))
    assert texts(refusal) == [
        "Alleen wie het bezoek noteerde, kan het veranderen.",
        "Veranderen kan tot 14 dagen na het noteren.",
    ]
    visits.correct(visit, on=date(2026, 11, 19), by=maker, at=factories.NOW + timedelta(days=14))
    visit.refresh_from_db()
    assert (visit.on, visit.minutes, visit.corrected_at) == (
        date(2026, 11, 19),
        60,
        factories.NOW + timedelta(days=14),
    )
    with pytest.raises(Refused):
        visits.correct(visit, on=date(2026, 8, 1), by=maker, at=factories.NOW)
    visits.withdraw(visit, by=maker, at=factories.NOW)
    with pytest.raises(Refused) as refusal:
        visits.withdraw(visit, by=maker, at=factories.NOW)
    assert texts(refusal) == ["Dit bezoek is al ingetrokken."]


@pytest.mark.django_db(transaction=True)
def test_eight_phones_sending_the_same_visit_at_once_make_one_visit():
    trajectory = cast.trajectory()
    user = trajectory.volunteer.user
    ready = threading.Barrier(8)

    def send(number):
        try:
            ready.wait()
            mine = Trajectory.objects.select_related("volunteer").get(pk=trajectory.pk)
            return log(mine, by=user, minutes=60 if number < 6 else 90)[1]
        except visits.ConflictingVisit:
            return "conflict"
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        answers = sorted(map(str, threads.map(send, range(8))))
    visit = Visit.objects.get()
    assert answers.count("True") == 1
    assert answers.count("conflict") == (2 if visit.minutes == 60 else 6)
    assert visit.conflicts.count() == 1
