"""What needs somebody before there is a volunteer: signals, sign-ups, talks, who waits."""

import uuid
from datetime import date

import pytest

from bezoekdienst.visiting.states import SignalKind
from bezoekdienst.web.today import worklist_facts as facts
from bezoekdienst.web.today.need import Urgency
from tests.factories import TODAY
from tests.web.today.needed import DAY, WEEK, needs, only, sign_up, signal


@pytest.mark.parametrize(
    ("due_on", "reason"),
    [(TODAY - DAY, "Dat had uiterlijk gisteren gemoeten."), (TODAY, "Bekijk het uiterlijk vandaag.")],
)
def test_a_signal_that_nobody_saw_in_time_says_so(due_on: date, reason: str) -> None:
    assert only(signals=(signal(urgent=False, due_on=due_on),)).reason == reason


def test_an_urgent_signal_comes_first_and_does_not_say_what_it_is_about() -> None:
    found = needs(
        calls=(facts.CallFacts(uuid.UUID(int=2), "Mia", "", TODAY, "09.00"),),
        signals=(signal(urgent=False, due_on=TODAY), signal(urgent=True, due_on=TODAY)),
    )
    assert [need.sentence for need in found] == [
        "Dringend signaal over mevrouw A.", "Mia meldde een signaal over mevrouw A.", "Mia vraagt of u even belt.",
    ]  # fmt: skip
    assert found[0].reason == "Kijk nu. Uiterlijk vandaag om 14.30 uur."
    assert all(label not in found[0].sentence + found[0].reason for label in SignalKind.labels)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"is_late": True}, "Dat had uiterlijk vandaag om 14.30 uur gemoeten."),
        (
            {"is_late": True, "escalated": True},
            "Dat had uiterlijk vandaag om 14.30 uur gemoeten. Het ging naar de plaatsvervanger.",
        ),
        ({"unheard": True}, "Kijk nu. Uiterlijk vandaag om 14.30 uur. Niemand kreeg hier een mail van."),
    ],
)
def test_of_danger_it_says_how_late_it_is_and_who_heard(more: dict[str, bool], reason: str) -> None:
    assert only(signals=(signal(urgent=True, due_on=TODAY, **more),)).reason == reason


def test_danger_of_somebody_who_died_waits_quietly() -> None:
    need = only(signals=(signal(urgent=True, due_on=TODAY - DAY, died=True),))
    assert need.sentence == "Over mevrouw A staat nog een signaal open. De bezoeker is overleden."
    assert (need.urgency, need.reason) == (Urgency.WEEK, "Sluit het af als dat kan.")


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("self", "De heer B meldde zich vandaag aan en is nog niet gebeld."),
        ("letter", "De heer B meldde zich vandaag aan en is nog niet gebeld."),
        ("family", "De heer B werd vandaag door familie aangemeld en is nog niet gebeld."),
        ("gp", "De heer B werd vandaag door de huisarts aangemeld en is nog niet gebeld."),
        ("other", "De heer B werd vandaag aangemeld en is nog niet gebeld."),
    ],
)
def test_of_a_sign_up_it_says_who_did_it(source: str, sentence: str) -> None:
    assert only(intakes=(sign_up(source=source),)).sentence == sentence


def test_who_waits_without_a_proposal_may_have_somebody_who_fits() -> None:
    need = only(waiting=(facts.WaitingFacts(3, "de heer B", TODAY - WEEK),))
    assert (need.reason, need.act) == ("Er ligt nog geen voorstel.", "Kijken wie kan")


def test_of_a_referral_without_an_outcome_it_asks_what_came_of_it_and_says_not_to_whom() -> None:
    need = only(referrals=(facts.ReferralFacts("intake", 3, "mevrouw A", TODAY - 4 * WEEK),))
    assert need.sentence == "U verwees mevrouw A 4 weken geleden door. Wat kwam ervan?"
    assert (need.urgency, need.route, need.pk) == (Urgency.WEEK, "intake", 3)


@pytest.mark.parametrize(
    ("opened_on", "urgency", "reason"),
    [
        (date(2026, 11, 13), Urgency.TODAY, "Dat had uiterlijk 20 november gemoeten."),
        (date(2026, 11, 16), Urgency.TODAY, "Bel uiterlijk vandaag."),
        (date(2026, 11, 17), Urgency.WEEK, "Bel uiterlijk morgen."),
    ],
)
def test_a_sign_up_is_called_within_five_working_days(opened_on: date, urgency: Urgency, reason: str) -> None:
    need = only(intakes=(sign_up(opened_on=opened_on),))
    assert (need.urgency, need.reason, need.route, need.act) == (urgency, reason, "intake", "Bellen")


def test_more_sign_ups_in_an_hour_than_a_whole_round_brings_are_looked_at_before_calling() -> None:
    assert needs(rush=facts.RushFacts(9, TODAY, "14.30")) == []
    need = only(rush=facts.RushFacts(10, TODAY - DAY, "14.30"))
    assert need.sentence == "Gisteren kwamen er vanaf 14.30 uur binnen een uur 10 aanmeldingen via internet."
    assert (need.urgency, need.route, need.pk) == (Urgency.TODAY, "intakes", None)


@pytest.mark.parametrize(("days", "urgency"), [(21, Urgency.WEEK), (22, Urgency.TODAY)])
def test_the_talk_takes_place_within_three_weeks(days: int, urgency: Urgency) -> None:
    need = only(intakes=(sign_up(opened_on=TODAY - days * DAY, tried=True, missed_calls=2),))
    assert (need.urgency, need.act) == (urgency, "Bellen")
    assert need.sentence.endswith(" is nog niet bereikt.")
    assert need.reason.startswith("2 keer gebeld. ")


def test_a_talk_of_before_the_take_over_asks_what_came_of_it_too() -> None:
    need = only(intakes=(sign_up(state="visited", visited_on=TODAY - DAY),))
    assert (need.sentence, need.act) == ("Gisteren was er een gesprek met de heer B.", "Gesprek invullen")


def test_appointments_of_today_stand_with_their_hour_and_past_ones_ask_what_came_of_them() -> None:
    planned = {"state": "planned", "planned_time": "14.00", "confirmed": True}
    found = [
        only(intakes=(sign_up(**planned, planned_on=TODAY + days * DAY),)) for days in (-1, 0, 7)
    ]  # fmt: skip
    assert [need.act for need in found] == ["Gesprek invullen", "Gesprek openen", "Gesprek openen"]
    assert [need.urgency for need in found] == [Urgency.TODAY, Urgency.TODAY, Urgency.WEEK]
    assert found[1].moment == "14.00 uur"
    assert needs(intakes=(sign_up(**planned, planned_on=TODAY + 8 * DAY),)) == []


def test_who_waits_stands_there_with_the_days_and_with_whether_there_is_a_proposal() -> None:
    since = {"pk": 1, "person": "mevrouw De Boer", "since_on": TODAY - 12 * DAY}
    need = only(waiting=(facts.WaitingFacts(**since, proposed=True),))
    assert need.sentence == "Mevrouw De Boer wacht 12 dagen op een vrijwilliger."
    assert (need.urgency, need.act, need.route) == (Urgency.WEEK, "Voorstel bekijken", "proposals")
    assert only(waiting=(facts.WaitingFacts(**since),)).urgency == Urgency.LATER
    assert only(waiting=(facts.WaitingFacts(**since, urgent=True),)).urgency == Urgency.TODAY
    again = only(waiting=(facts.WaitingFacts(**since, again=True),))
    assert again.sentence == "Mevrouw De Boer wacht 12 dagen op een andere vrijwilliger."


@pytest.mark.parametrize(
    ("is_urgent", "days", "urgency"),
    [(True, 1, None), (True, 2, Urgency.TODAY), (False, 13, None), (False, 14, Urgency.WEEK)],
)
def test_what_was_seen_and_stands_still_comes_back(is_urgent: bool, days: int, urgency: Urgency | None) -> None:
    one = facts.StalledFacts(uuid.UUID(int=3), "mevrouw A", is_urgent, TODAY - days * DAY)
    found = needs(stalled=(one,))
    assert [need.urgency for need in found] == ([urgency] if urgency else [])
    assert {need.sentence for need in found} <= {"Het signaal over mevrouw A is gezien, en staat nog open."}
