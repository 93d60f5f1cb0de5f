from datetime import date

import pytest

from bezoekdienst.audit.models import Event
from bezoekdienst.lib.errors import Refused
from tests import cast, factories
from volunteers import pauses
from volunteers.models import Pause

pytestmark = pytest.mark.django_db
D = date


@pytest.fixture
def given():
    return {"by": cast.coordinator(), "at": factories.NOW}


@pytest.fixture
def volunteer():
    return factories.VolunteerFactory()


def texts(refusal):
    return [reason.text for reason in refusal.value.reasons]


@pytest.mark.parametrize(
    ("start_on", "end_on", "fits"),
    [
        (D(2026, 11, 1), D(2026, 11, 30), True),
        (D(2026, 11, 1), D(2026, 12, 1), False),
        (D(2026, 12, 31), D(2027, 1, 5), False),
        (D(2027, 1, 1), None, True),
        (D(2026, 11, 1), None, False),
        (D(2026, 12, 10), D(2026, 12, 10), False),
    ],
)
def test_two_pauses_do_not_share_a_day(given, volunteer, start_on, end_on, fits):
    pauses.plan(volunteer, start_on=D(2026, 12, 1), end_on=D(2026, 12, 31), **given)
    if fits:
        assert pauses.plan(volunteer, start_on=start_on, end_on=end_on, **given).end_on == end_on
        return
    with pytest.raises(Refused) as refusal:
        pauses.plan(volunteer, start_on=start_on, end_on=end_on, **given)
    when = "van 1 december 2026 tot en met 31 december 2026"
    assert texts(refusal) == [f"Er is al een pauze {when}. Wijzig die, of kies andere dagen."]


def test_every_pause_in_the_way_is_named(given, volunteer):
    pauses.plan(volunteer, start_on=D(2026, 12, 1), end_on=D(2026, 12, 2), **given)
    pauses.plan(volunteer, start_on=D(2027, 2, 1), end_on=None, **given)
    with pytest.raises(Refused) as refusal:
        pauses.plan(volunteer, start_on=D(2026, 11, 1), end_on=None, **given)
    assert [text.partition(".")[0] for text in texts(refusal)] == [
        "Er is al een pauze van 1 december 2026 tot en met 2 december 2026",
        "Er is al een pauze vanaf 1 februari 2027, zonder einddatum",
    ]


def test_a_pause_is_changed_ended_early_and_not_turned_round(given, volunteer):
    pause = pauses.plan(volunteer, start_on=D(2026, 11, 1), end_on=None, **given)
    pauses.change(pause, start_on=D(2026, 11, 10), end_on=D(2026, 12, 24), **given)
    pauses.end(pause, end_on=D(2026, 11, 23), **given)
    assert (Pause.objects.get().start_on, Pause.objects.get().end_on) == (D(2026, 11, 10), D(2026, 11, 23))
    with pytest.raises(Refused) as refusal:
        pauses.end(pause, end_on=D(2026, 11, 9), **given)
    assert texts(refusal) == ["De pauze eindigt voor zij begint. Kijk de twee dagen na."]


def test_ending_later_does_not_run_into_the_next_pause(given, volunteer):
    pause = pauses.plan(volunteer, start_on=D(2026, 11, 1), end_on=D(2026, 11, 30), **given)
    pauses.plan(volunteer, start_on=D(2026, 12, 1), end_on=None, **given)
    with pytest.raises(Refused):
        pauses.end(pause, end_on=D(2026, 12, 1), **given)


def test_only_a_pause_that_did_not_begin_is_dropped_and_the_log_keeps_that(given, volunteer):
    pauses.drop(pauses.plan(volunteer, start_on=D(2026, 11, 24), end_on=None, **given), **given)
    assert volunteer.pauses.count() == 0
    assert Event.objects.latest("pk").kind == "volunteer.pause_dropped"
    with pytest.raises(Refused) as refusal:
        pauses.drop(pauses.plan(volunteer, start_on=D(2026, 11, 23), end_on=None, **given), **given)
    assert texts(refusal) == ["Deze pauze is al begonnen. Noteer wanneer zij eindigt."]
