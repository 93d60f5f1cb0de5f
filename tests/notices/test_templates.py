"""Every mail: a subject without a name, short paragraphs that a phone wraps by itself, where to go, how to call."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings

import bezoekdienst.notices
from bezoekdienst.lib import danger
from bezoekdienst.notices import kinds, post, reminders
from bezoekdienst.notices.models import Message

TEMPLATES = Path(bezoekdienst.notices.__file__).parent / "templates" / "notices"
KINDS = sorted(template.stem for template in TEMPLATES.glob("[!_]*.txt"))
FACTS = {"weeks": 4, "days": 7, "months": 3, "due": 139, "held": 1}
WORDS: dict[str, Any] = {
    "danger": danger.SAID, "lines": ["Intervisie, zaal 1"], "was": "dinsdag 1 december", "moved": True, "said": "yes",
    "phone": "000 123 45 67", "hours": "op werkdagen van 9 tot 12 uur", "sender": "de bezoekdienst",
    "today": ["2 signalen"], "week": ["1 aanmelding"], "fresh": ["1 tussengesprek"], "since": "sinds 1 mei 2026",
    "before": "woensdag 2 december", "choose": "https://bezoekdienst.example/overzicht/",
}  # fmt: skip
TO_RESIDENTS = {"intake_confirmed", "intake_off"}  # these may say the hour of an appointment


def composed(kind: str, settings: LazySettings) -> tuple[str, str]:
    settings.SITE_URL = "https://bezoekdienst.example"
    return post.compose(Message(kind=kind, facts=FACTS), WORDS)


@pytest.fixture(autouse=True)
def without_letterhead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(post, "_reach", [])


@pytest.mark.parametrize("kind", KINDS)
def test_a_mail_says_where_to_go_and_how_to_call_in_paragraphs(kind: str, settings: LazySettings) -> None:
    subject, body = composed(kind, settings)
    assert re.fullmatch(r"(Bezoekdienst: [a-zU]|DRINGEND: |Uw |Onze ).{8,60}", subject)
    assert body.startswith("Goedendag,\n\n")
    assert "https://bezoekdienst.example" in body
    assert "&#" not in body
    assert not re.search(r"\n{4}|[ \t]\n", body)


@pytest.mark.parametrize("kind", sorted(set(KINDS) - TO_RESIDENTS - {"signal_urgent"}))
def test_a_mail_ends_with_who_sends_it_and_the_number_of_the_office(kind: str, settings: LazySettings) -> None:
    closing = "de bezoekdienst\nTelefoon 000 123 45 67, op werkdagen van 9 tot 12 uur"
    assert composed(kind, settings)[1].strip().endswith(f"Met vriendelijke groet,\n{closing}")


def test_without_a_number_of_the_office_a_mail_leaves_it_out() -> None:
    assert post.compose(Message(kind="ends", facts=FACTS))[1].strip().endswith("de bezoekdienst")


@pytest.mark.parametrize("kind", KINDS)
def test_every_sentence_is_short_and_without_words_of_the_system(kind: str) -> None:
    text = (TEMPLATES / f"{kind}.txt").read_text()
    said = re.sub(r"\{[{%].*?[%}]\}", "x", text)
    sentences = [one.split() for one in re.split(r"[.?!:]\s|\n", said)]
    assert max(map(len, sentences)) <= 22
    assert not re.search(r"systeem|record|status|gebruiker|inloggen|notificatie", said, re.IGNORECASE)


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_asks_for_nothing_that_could_be_a_person(kind: str) -> None:
    asked = set(re.findall(r"\{\{ *(\w+)", (TEMPLATES / f"{kind}.txt").read_text()))
    assert asked <= {*FACTS, *WORDS, "line", "site"}


def test_every_kind_has_its_words_on_screen_and_every_reminder_its_mail() -> None:
    assert sorted(kinds.KINDS) == KINDS
    assert set(reminders.kinds()) <= set(KINDS)
