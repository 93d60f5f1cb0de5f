"""The page for who wants a visit: the same to everybody, whatever was typed, however often (A1 to A3)."""

import re
from collections import Counter
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bezoekdienst.audit.models import Event
from bezoekdienst.lib import calendar
from bezoekdienst.visiting.models import Resident
from bezoekdienst.web import evenly
from bezoekdienst.web.forms.replies import ReplyForm
from bezoekdienst.web.forms.sign_up import SignUpForm
from bezoekdienst.web.today import gathering_facts
from letters import codes, replies
from letters.models import Letter, Round
from letters.states import LetterState, ReplyKind, ReplyWay, RoundState
from tests.letters import chain

pytestmark = pytest.mark.django_db
THREE = tuple(chain.widow(number) for number in range(3))
SHE = {"name": "Anna Verzonnen", "phone": "026 000 00 09", "best_time": "in de ochtend"}


@pytest.fixture(autouse=True)
def _nobody_before(monkeypatch):
    cache.clear()
    monkeypatch.setattr(evenly, "ENOUGH", 0)


@pytest.fixture
def letter(time_machine):
    subject = chain.posted(*THREE)
    time_machine.move_to(chain.at(subject.posted_on + timedelta(days=5)), tick=False)
    return subject.letters.first()


def send(browser=None, **changes):
    return (browser or Client()).post(reverse("sign_up"), {**SHE, **changes})


def used(letter):
    on = letter.round.posted_on
    told = replies.Person(name="Anna Verzonnen", phone="026 000 00 09")
    replies.register(letter, kind=ReplyKind.YES, way=ReplyWay.PAGE, person=told, by=None, at=chain.at(on), on=on)


def never(letter):
    on = letter.round.posted_on
    replies.register(letter, kind=ReplyKind.NEVER, way=ReplyWay.CARD, by=None, at=chain.at(on), on=on)


def expired(letter):
    Round.objects.filter(pk=letter.round_id).update(posted_on=calendar.add_months(letter.round.posted_on, -19))


CASES = {
    "that holds": lambda letter: None,
    "in small letters": lambda letter: None,
    "used": used,
    "said never": never,
    "expired": expired,
    "pulled": lambda letter: Letter.objects.filter(pk=letter.pk).update(state=LetterState.PULLED),
    "of a round that was cancelled": lambda letter: Round.objects.filter(pk=letter.round_id).update(
        state=RoundState.CANCELLED
    ),
}
OTHERS = {"none": "", "mistyped": "CDFH2345", "never made": codes.with_check("2345678"), "nonsense": "🙂 <b>zomaar</b>"}


def whole(response):
    """All that comes over the line, but the token, which is new in every answer."""
    plain = re.sub(r'"[A-Za-z0-9]{64}"', "", response.content.decode())
    headers = {name: sorted(value.split("; ")) for name, value in response.headers.items()}
    return response.status_code, headers, sorted(response.cookies), plain


def answers(code):
    """Everything somebody gets to see: the form, the answer to it, and the page after that."""
    browser = Client()
    page = browser.get(reverse("sign_up"))
    answer = send(browser, code=code)
    after = browser.get(answer.url)
    return [whole(page), whole(answer), whole(after)], dict(browser.session)


@pytest.mark.parametrize("case", CASES)
def test_every_code_gets_the_same_answer_to_the_letter(letter, case):
    CASES[case](letter)
    code = codes.shown(letter.code).lower() if case == "in small letters" else letter.code
    told, session = answers(code)
    without, _ = answers("")
    assert (told, session) == (without, {})
    assert [status for status, *_ in told] == [200, 302, 200]
    assert Resident.objects.filter(name=SHE["name"], phone=SHE["phone"]).count() == 1


@pytest.mark.parametrize("code", OTHERS.values(), ids=OTHERS)
def test_what_is_no_code_gets_that_answer_too(letter, code):
    told, _ = answers(code)
    assert (told, Resident.objects.count()) == (answers("")[0], 1)


@pytest.mark.parametrize("case", CASES)
def test_what_is_wrong_beside_it_is_told_the_same_whatever_the_code(letter, case):
    CASES[case](letter)
    told = [whole(send(code=code, phone="bel mij")) for code in (letter.code, "22222222")]
    assert told[0] == (*told[1][:3], told[1][3].replace("22222222", letter.code)) and told[0][0] == 422


def test_a_code_that_cannot_be_ours_is_looked_up_all_the_same(letter):
    def asked(code):
        with CaptureQueriesContext(connection) as found:
            assert replies.find(code, on=letter.round.posted_on) is None
        return len(found)

    assert {asked(code) for code in ["22222222", codes.with_check("2345678"), "zomaar", ""]} == {1}


def work(**changes):
    """What is asked of the database for one answer, in order, without what was typed or made."""
    with CaptureQueriesContext(connection) as asked:
        assert send(**changes).status_code == 302
    plain = (re.sub(r"(SAVEPOINT) .*", r"\1", one["sql"]) for one in asked)
    return [one.partition(" VALUES ")[0].partition(" WHERE ")[0] for one in plain]


def test_who_is_known_is_as_much_work_as_who_is_not(letter):
    """So that nobody finds out by the clock whether somebody signed up; also with a code that is no code."""
    work()
    new = [work(phone=f"026 000 02 {number:02}", code=code) for number, code in enumerate(OTHERS.values())]
    known = [work(code=code) for code in OTHERS.values()]
    assert all(each == new[0] for each in new)
    assert [len(each) for each in known] == [len(each) for each in new]
    undone = [told.replace("ROLLBACK TO SAVEPOINT", "RELEASE SAVEPOINT") for told in known[0]]
    assert all(each == known[0] for each in known) and undone == new[0]
    assert Resident.objects.count() == 1 + len(OTHERS)
    assert Event.objects.filter(kind="intake.opened").count() == 1 + len(OTHERS)


@pytest.mark.parametrize("case", CASES)
def test_a_code_that_holds_is_more_work_and_is_answered_no_later(letter, case, monkeypatch):
    CASES[case](letter)
    rested = []
    monkeypatch.setattr(evenly, "ENOUGH", 0.5)
    monkeypatch.setattr(evenly, "now", lambda: 8.0)
    monkeypatch.setattr(evenly.time, "sleep", rested.append)
    assert {send(code=code).status_code for code in (letter.code, "22222222")} == {302}
    assert rested == [0.5, 0.5]


def test_who_waited_long_enough_waits_no_longer(monkeypatch):
    rested = []
    monkeypatch.setattr(evenly, "ENOUGH", 0.5)
    monkeypatch.setattr(evenly.time, "sleep", rested.append)
    monkeypatch.setattr(evenly, "now", lambda: 8.25)
    evenly.wait(8.0)
    evenly.wait(7.0)
    assert rested == [0.25, 0.0]


def test_sent_again_by_a_second_click_or_the_back_button_it_counts_once(letter):
    browser = Client()
    assert {send(browser).status_code for _ in range(3)} == {302}
    assert {send(browser, code=letter.code).status_code for _ in range(3)} == {302}
    assert Resident.objects.count() == 1


HOSTILE = {
    "markup": ("<b onclick=alert(1)>Anna</b>", "<b onclick=alert(1)>Anna</b>"),
    "template": ("{{ settings.SECRET_KEY }}", "{{ settings.SECRET_KEY }}"),
    "turned around": ("Anna \u202egnos\u202c", "Anna gnos"),
    "nul": ("An\x00na", "An na"),
    "lines": ("Anna\r\nBcc: iemand", "Anna Bcc: iemand"),
    "another script": ("محمد", "محمد"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_name_is_taken_as_it_reads(kind):
    typed, kept = HOSTILE[kind]
    assert send(name=typed, email="anna@voorbeeld.example").status_code == 302
    assert Resident.objects.get().name == kept


def test_who_can_be_called_at_any_time_said_nothing_about_it():
    send(best_time="")
    assert Resident.objects.get().best_time == ""


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": "x" * 10_000}, "Dit is te lang. Vul alleen uw naam in."),
        ({"name": "\x00\u202e "}, "Vul uw naam in."),
        ({"name": "\u00ad\u2800"}, "Vul uw naam in."),  # nothing to be seen either
        ({"phone": "9" * 10_000}, "Dit is te lang. Vul alleen uw telefoonnummer in."),
        ({"phone": "bel maar"}, "Kijk uw telefoonnummer nog eens na."),
        ({"email": f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.nl"}, "Dit is te lang voor een e-mailadres."),
        ({"best_time": "'; drop table"}, "Kies een van de mogelijkheden."),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence_and_what_was_typed_stays(changes, sentence):
    answer = send(**{"code": "<CDFH 2345>", **changes})
    told = answer.content.decode()
    assert answer.status_code == 422 and sentence in told and "&lt;CDFH 2345&gt;" in told
    assert not Resident.objects.exists()


def test_twelve_an_hour_from_one_network_and_the_thirteenth_hears_whom_to_call():
    chain.frozen(*THREE)
    told = Counter(send(phone=f"026 000 01 {number:02}").status_code for number in range(13))
    assert told == {302: 12, 429: 1}
    last = send(name="Bep Verzonnen")
    assert "bel ons op 000 123 45 67" in last.content.decode() and 'value="Bep Verzonnen"' in last.content.decode()
    assert send(Client(REMOTE_ADDR="192.0.2.7")).status_code == 302


def test_from_ever_other_networks_it_ends_at_sixty_an_hour():
    told = [
        send(Client(REMOTE_ADDR=f"2001:db8:0:{number:x}::1"), phone=f"026 000 01 {number:02}").status_code
        for number in range(62)
    ]
    assert told == [302] * 60 + [429] * 2


def test_a_household_on_ipv6_is_one_network_whatever_address_it_takes():
    told = [
        send(Client(REMOTE_ADDR=f"2001:db8::{number:x}"), phone=f"026 000 01 {number:02}").status_code
        for number in range(13)
    ]
    assert told == [302] * 12 + [429]


@pytest.mark.parametrize("form", [SignUpForm, ReplyForm])
def test_no_field_takes_more_than_is_kept_of_a_person(form):
    for name in {"name", "phone", "email", "best_time"} & form.base_fields.keys():
        field = form.base_fields[name]
        if not hasattr(field, "choices"):
            assert field.max_length <= Resident._meta.get_field(name).max_length, name


def test_ipv4_addresses_written_as_ipv6_are_networks_of_their_own():
    told = [
        send(Client(REMOTE_ADDR=f"::ffff:192.0.2.{number}"), phone=f"026 000 01 {number:02}").status_code
        for number in range(13)
    ]
    assert told == [302] * 13


@pytest.mark.parametrize(
    ("proxies", "passed", "seen"),
    [
        (0, "192.0.2.7", "127.0.0.1"),  # nobody stands before us: then anybody could have written this
        (1, "192.0.2.7", "192.0.2.7"),
        (1, "198.51.100.9, 192.0.2.7", "192.0.2.7"),  # what comes before it she made up
        (2, "198.51.100.9, 192.0.2.7, 10.0.0.1", "192.0.2.7"),
        (2, "192.0.2.7", "127.0.0.1"),  # not by way of both
        (1, "niemand", "127.0.0.1"),
        (1, "2001:DB8::0001", "2001:db8::1"),
        (1, "192.0.2.7:4711", "192.0.2.7"),  # some tell the port too
        (1, "[2001:db8::1]:4711", "2001:db8::1"),
        (1, "[2001:db8::1]", "2001:db8::1"),
        (1, ":4711", "127.0.0.1"),
    ],
)
def test_behind_proxies_who_asks_is_who_the_proxy_saw(settings, proxies, passed, seen):
    settings.TRUSTED_PROXIES = proxies
    assert send(Client(headers={"X-Forwarded-For": passed})).status_code == 302
    assert Event.objects.get(kind="intake.opened").origin == f"web {seen}"


def test_a_rush_on_the_page_stands_on_the_coordinators_list(time_machine):
    for number in range(11):
        time_machine.move_to(chain.at(hour=9) + timedelta(minutes=6 * number), tick=False)
        send(phone=f"026 000 01 {number:02}")
    rush = gathering_facts.gather_facts(chain.at(hour=15)).rush
    assert (rush.count, rush.on, rush.time) == (10, chain.ON, "09.00")  # the eleventh came at ten
    assert gathering_facts.gather_facts(chain.at(chain.ON + timedelta(days=2))).rush is None
