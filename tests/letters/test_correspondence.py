"""What is written to somebody who signed up: a letter on the letterhead, and mail about her appointment."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from bezoekdienst.lib import words
from bezoekdienst.lib.errors import Refused
from bezoekdienst.notices import post
from bezoekdienst.visiting import home_visits, intakes
from bezoekdienst.visiting.models import Intake
from letters import correspondence, letterheads
from tests import cast, factories
from tests.factories import NOW, TODAY
from tests.letters import chain, paper
from tests.refusals import texts

pytestmark = pytest.mark.django_db
MOMENT = datetime(2026, 12, 2, 13, 30, tzinfo=UTC)
SAID = "Woensdag 2 december 2026 om 14.30 uur"
LOSS = ("overle", "verlies", "rouw", "partner", "condole", *words.LOSS_KINDS.values())


@pytest.fixture
def letterhead(db):
    return letterheads.save(texts=chain.LETTERHEAD, profile="c5_left", by=None, at=chain.at())


@pytest.fixture
def intake(db) -> Intake:
    where = {"name": "de heer Bezoeker", "street": "Kwinkslagpad 1", "postcode": "6811 AA", "town": "Arnhem"}
    one = factories.IntakeFactory(bereavement__resident=factories.ResidentFactory(email="b@voorbeeld.example", **where))
    intakes.plan(one, for_at=MOMENT, goes=cast.coordinator(), by=cast.coordinator(), at=NOW)
    return one


@pytest.fixture
def read(tmp_path):
    """The words of the first page of a PDF."""

    def text_of(content: bytes) -> str:
        path = tmp_path / "brief.pdf"
        path.write_bytes(content)
        return paper.text(path, 1)

    return text_of


def mailed(one: Intake) -> mail.EmailMessage:
    home_visits.confirm(one, way="mail", by=cast.coordinator(), at=NOW)
    assert post.send_due(NOW) == 1
    return mail.outbox[-1]


def test_the_letter_says_when_who_and_whom_to_call_on_one_page(letterhead, intake, read):
    said = read(correspondence.appointment(intake, on=TODAY))
    for part in ("Geachte heer Bezoeker,", SAID, "Cato Coördinator komt dan", "000 123 45 67", "6811 AA"):
        assert part in said
    assert [word for word in LOSS if word in said.casefold()] == []


def test_the_last_letter_leaves_it_to_her(letterhead, intake, read):
    said = read(correspondence.last_word(intake, on=TODAY))
    assert "Wij bellen u niet opnieuw." in said
    assert [word for word in LOSS if word in said.casefold()] == []


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"street": ""}, "Het adres is nog niet volledig. Vul straat, postcode en plaats in."),
        ({"died_on": TODAY}, "Deze bezoeker is overleden. Er gaat geen brief meer uit."),
    ],
)
def test_no_letter_goes_nowhere_or_to_the_dead(letterhead, intake, changes, reason):
    for name, value in changes.items():
        setattr(intake.resident, name, value)
    for write in (correspondence.appointment, correspondence.last_word):
        with pytest.raises(Refused) as refusal:
            write(intake, on=TODAY)
        assert texts(refusal) == [reason]


@pytest.mark.parametrize(
    ("name", "salutation"),
    [
        ("mevrouw De Boer", "Geachte mevrouw De Boer"),
        ("De heer De Boer", "Geachte heer De Boer"),
        ("mw. De Boer", "Geachte mevrouw De Boer"),
        ("Bea de Boer", "Geachte Bea de Boer"),
    ],
)
def test_the_salutation_follows_the_name_as_one_addresses_her(name, salutation):
    assert correspondence._salutation(factories.ResidentFactory.build(name=name)) == salutation


def test_the_mail_holds_what_she_needs_and_nothing_about_why(letterhead, intake):
    sent = mailed(intake)
    assert (sent.to, sent.subject) == (["b@voorbeeld.example"], "Uw afspraak met de bezoekdienst")
    assert f"{SAID}, met Cato Coördinator." in sent.body
    assert "Bel dan 000 123 45 67. U bereikt ons op werkdagen van 9 tot 12 uur." in sent.body
    (file,) = sent.attachments
    said = (sent.subject + sent.body + str(file[1])).casefold()
    assert [word for word in LOSS if word in said] == []
    assert "kwinkslagpad" not in said and "bezoeker" not in said
    assert "METHOD:PUBLISH" in str(file[1]) and "SEQUENCE:1" in str(file[1])


@pytest.mark.parametrize("change", ["moved", "died", "no address"])
def test_a_mail_that_is_no_longer_true_is_not_sent(letterhead, intake, change):
    home_visits.confirm(intake, way="mail", by=cast.coordinator(), at=NOW)
    if change == "moved":  # by hand, past the verb that takes it back
        Intake.objects.update(planned_for_at=MOMENT + timedelta(hours=1))
    elif change == "died":
        type(intake.resident).objects.update(died_on=TODAY)
    else:
        type(intake.resident).objects.update(email="")
    assert (post.send_due(NOW), mail.outbox) == (0, [])


def test_a_mail_about_a_moved_visit_says_which_day_it_is_no_longer(letterhead, intake):
    assert "verplaatst" not in mailed(intake).subject
    by, later = cast.coordinator(), MOMENT + timedelta(days=1)
    intakes.plan(intake, for_at=later, goes=by, by=by, at=NOW)
    sent = mailed(intake)
    assert sent.subject == "Uw afspraak met de bezoekdienst is verplaatst"
    assert "Onze afspraak is verplaatst. Dit is de nieuwe:" in sent.body
    assert f"Op {SAID[:1].lower()}{SAID[1:]} komen wij dus niet." in sent.body
    home_visits.call_off(intake, by=by, at=NOW)
    assert post.send_due(NOW) == 1  # nothing she was told stands any more
    intakes.plan(intake, for_at=MOMENT, goes=by, by=by, at=NOW)
    assert "Wij hebben een afspraak met u gemaakt." in mailed(intake).body


def test_who_was_mailed_is_mailed_that_it_does_not_go_on(letterhead, intake):
    mailed(intake)
    home_visits.call_off(intake, by=cast.coordinator(), at=NOW)
    assert post.send_due(NOW) == 1
    sent = mail.outbox[-1]
    assert sent.subject == "Onze afspraak gaat niet door"
    assert f"{SAID}." in sent.body
    assert "METHOD:CANCEL" in str(sent.attachments[0][1]) and "SEQUENCE:2" in str(sent.attachments[0][1])
