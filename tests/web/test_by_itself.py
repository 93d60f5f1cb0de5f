"""What goes by itself, as the clerk sees it: the watched folder, the delivery that was chosen, the hour of printing."""

import html
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bezoekdienst.accounts.roles import Role
from letters import quarters, rounds
from letters.deliveries import inbox
from letters.models import InboxFile, Round
from letters.printing import hours, making
from letters.states import RoundState
from tests.letters import chain, printers
from tests.web import clients

pytestmark = pytest.mark.django_db
THREE = tuple(chain.widow(number) for number in range(3))
NEED = "In de aanlevermap ging iets niet goed."


@pytest.fixture
def clerk(time_machine):
    time_machine.move_to(chain.at(), tick=False)
    return clients.logged_in(Role.CLERK)


@pytest.fixture
def printer(settings):
    with printers.running() as there:
        settings.PRINTER_URL = there.url
        yield there


def text(answer):
    return html.unescape(answer.content.decode())


def drop(content, name):
    path = Path(settings.EXTRACT_INBOX) / name
    path.write_bytes(content)
    touched = (chain.at() - timedelta(minutes=5)).timestamp()
    os.utime(path, (touched, touched))
    inbox.take_all(on=chain.ON, at=chain.at())


def step(browser, subject, name, **filled):
    return browser.post(reverse("round_act", args=[subject.pk, name]), filled)


# The watched folder


def test_what_went_wrong_stands_on_the_first_page_and_where_one_hands_in_until_it_was_seen(clerk):
    drop(b"dit is geen tabel", "brp-20261001.csv")
    row = InboxFile.objects.get()
    first = text(clerk.get(reverse("rounds")))
    assert NEED in first and f"{reverse('extract_new')}#aanlevermap" in first
    page = text(clerk.get(reverse("extract_new")))
    assert ">brp-20261001.csv<" in page and "Dit bestand herkennen we niet." in page and inbox.GONE.text in page
    answer = clerk.post(reverse("inbox_seen", args=[row.pk]), follow=True)
    assert answer.redirect_chain == [(reverse("extract_new"), 302)]
    assert "Uit de aanlevermap" not in text(answer) and NEED not in text(clerk.get(reverse("rounds")))


def test_of_a_thousand_wrong_files_twenty_are_shown_and_the_others_counted():
    row = {"read_at": chain.at(), "reasons": [["L12", inbox.UNMAPPED]]}
    InboxFile.objects.bulk_create(InboxFile(name=f"brp-{number}.csv", **row) for number in range(1000))
    page = clients.logged_in(Role.CLERK).get(reverse("extract_new")).content.decode()
    assert page.count(inbox.UNMAPPED) == 20
    assert "En nog 980 bestanden. Die komen erbij als u deze gezien hebt." in page


def test_what_was_taken_in_is_listed_with_where_it_came_from(clerk):
    drop(chain.delivery(*THREE).getvalue(), "brp-20261001.csv")
    chain.take_in(chain.widow(7))
    page = text(clerk.get(reverse("extract_new")))
    assert page.count(". Uit de aanlevermap") == 1 and 'id="aanlevermap"' not in page
    assert reverse("extract", args=[InboxFile.objects.get().extract_id]) in page
    assert NEED not in text(clerk.get(reverse("rounds")))


def test_three_files_take_as_many_queries_as_one(clerk):
    def ask():
        with CaptureQueriesContext(connection) as found:
            assert clerk.get(reverse("extract_new")).status_code == 200
            assert clerk.get(reverse("rounds")).status_code == 200
        return len(found)

    drop(b"dit is geen tabel", "a-20261001.csv")
    drop(chain.delivery(*THREE).getvalue(), "b-20261001.csv")
    one = ask()
    for number in (1, 2):
        drop(b"dit is geen tabel", f"c{number}-20261001.csv")
        drop(chain.delivery(chain.widow(number)).getvalue(), f"d{number}-20261001.csv")
    assert ask() == one


def test_several_files_are_one_thing_to_do(clerk):
    drop(b"dit is geen tabel", "brp-20261001.csv")
    drop(b"", "naam van iemand.csv")
    page = text(clerk.get(reverse("rounds")))
    assert "In de aanlevermap ging bij 2 bestanden iets niet goed." in page and "naam van iemand" not in page
    assert text(clerk.get(reverse("extract_new"))).count(">Gezien<") == 2


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.PRINT_ROOM])
def test_nobody_but_a_clerk_sees_or_settles_it(clerk, role):
    drop(b"dit is geen tabel", "brp-20261001.csv")
    other = clients.logged_in(role)
    assert NEED not in text(other.get(reverse("rounds")))
    assert other.post(reverse("inbox_seen", args=[InboxFile.objects.get().pk])).status_code == 403
    assert len(inbox.unseen()) == 1


# The delivery that was laid by itself


def test_a_delivery_that_was_laid_by_itself_can_be_exchanged_for_another(clerk):
    laid = chain.take_in(*THREE)
    quarters.begin(on=chain.ON, at=chain.at())
    subject = Round.objects.get()
    assert subject.extract == laid
    assert "Een andere aanlevering gebruiken" not in text(clerk.get(reverse("round", args=[subject.pk])))
    other = chain.take_in(chain.widow(7))
    assert "Een andere aanlevering gebruiken" in text(clerk.get(reverse("round", args=[subject.pk])))
    assert step(clerk, subject, "aanlevering", extract=other.pk).status_code == 302
    subject.refresh_from_db()
    assert subject.extract == other


# The hour of printing


def test_without_a_printer_no_hour_is_asked(clerk, settings):
    settings.PRINTER_URL = ""
    subject = chain.checked(*THREE)
    page = text(clerk.get(reverse("round", args=[subject.pk])))
    assert "Ronde vrijgeven" in page and "Wanneer gaan de dozen naar de printer?" not in page
    assert step(clerk, subject, "vrijgeven").status_code == 302
    subject.refresh_from_db()
    assert (subject.state, subject.print_at) == (RoundState.RELEASED, None)
    page = text(clerk.get(reverse("round", args=[subject.pk])))
    assert "De brieven worden gedrukt" in page and "Een ander moment van printen" not in page


def test_the_hour_is_chosen_at_release_told_on_the_page_and_can_be_changed(clerk, printer):
    subject = chain.checked(*THREE)
    page = text(clerk.get(reverse("round", args=[subject.pk])))
    assert 'value="2026-10-02T08:00"' in page and 'value="ready" ' in page
    assert step(clerk, subject, "vrijgeven", when="planned", moment="2026-10-02T09:30").status_code == 302
    subject.refresh_from_db()
    assert subject.print_at == chain.at() + timedelta(hours=23, minutes=30)
    page = text(clerk.get(reverse("round", args=[subject.pk])))
    assert "Het printen begint op 2 oktober 2026 om 09.30 uur" in page and 'value="2026-10-02T09:30"' in page
    assert "te oud voor de post" not in page
    assert step(clerk, subject, "printmoment", when="ready", moment="").status_code == 302
    subject.refresh_from_db()
    assert subject.print_at == chain.at()
    page = text(clerk.get(reverse("round", args=[subject.pk])))
    assert "De dozen gaan vanzelf naar de printer, zodra ze gemaakt zijn." in page
    assert step(clerk, subject, "printmoment", when="hand").status_code == 302
    page = text(clerk.get(reverse("round", args=[subject.pk])))
    assert "De drukkerij stuurt elke doos zelf naar de printer." in page


@pytest.mark.parametrize(
    ("filled", "sentence"),
    [
        ({"when": "planned", "moment": ""}, "Kies een dag en een tijd."),
        ({"when": "planned", "moment": "2026-10-01T09:00"}, "Dit moment is al voorbij."),
        ({"when": "planned", "moment": "2026-10-15T10:01"}, "Kies een moment binnen 14 dagen."),
        ({"when": "planned", "moment": "2026-10-25T02:30"}, "In dit uur wordt de klok verzet. Kies een ander uur."),
        ({"when": "planned", "moment": "morgen"}, "Deze dag en tijd kloppen niet."),
        ({"when": "ooit"}, "Kies een van de mogelijkheden."),
        ({}, "Kies een van de mogelijkheden."),
    ],
)
def test_an_hour_that_can_not_be_is_refused_and_what_was_filled_in_stays(clerk, printer, filled, sentence):
    subject = chain.checked(*THREE)
    answer = step(clerk, subject, "vrijgeven", **filled)
    assert answer.status_code == 409 and sentence in text(answer)
    assert not filled.get("moment") or f'value="{filled["moment"]}"' in text(answer)
    subject.refresh_from_db()
    assert subject.state == RoundState.FROZEN


def test_an_hour_after_which_the_last_check_is_too_old_is_warned_about(clerk, printer):
    subject = chain.checked(*THREE)
    step(clerk, subject, "vrijgeven", when="planned", moment="2026-10-09T08:00")
    page = text(clerk.get(reverse("round", args=[subject.pk])))
    assert "De laatste controle is dan te oud voor de post: doe er daarna nog een." in page


def test_when_everything_left_us_there_is_nothing_to_plan(clerk, printer):
    subject = chain.checked(*THREE)
    rounds.release(subject, by=chain.clerk(), at=chain.at(), print_at=chain.at())
    making.make_all(at=chain.at())
    assert hours.send_due(at=chain.at()) == 1
    assert "Een ander moment van printen" not in text(clerk.get(reverse("round", args=[subject.pk])))


def test_only_a_clerk_plans_the_printing(clerk, printer):
    subject = chain.checked(*THREE)
    rounds.release(subject, by=chain.clerk(), at=chain.at(), print_at=chain.at())
    for role in (Role.COORDINATOR, Role.PRINT_ROOM):
        assert step(clients.logged_in(role), subject, "printmoment", when="hand").status_code == 403
    subject.refresh_from_db()
    assert subject.print_at == chain.at()
