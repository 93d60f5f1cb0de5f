"""A list of objections from paper: who is on it gets no letter, and nothing of the list is kept but hashes (A4)."""

import io
from typing import Any

import openpyxl
import pytest
from django.apps import apps
from django.db import models

from bezoekdienst import paper
from bezoekdienst.audit.models import Event
from bezoekdienst.lib.errors import Refused
from bezoekdienst.paper import Outcome, Table
from letters import memory, selection
from letters.imports.files import FOR_THE_MUNICIPALITY, FOR_THE_SERVICE, WITHOUT_BSN
from letters.models import Addressee, Suppression
from letters.states import LetterState
from tests import cast, factories
from tests.letters import chain

pytestmark = pytest.mark.django_db

THREE = tuple(chain.widow(number) for number in range(3))
HER_BSN = chain.bsn(0)
AT_HOME = "Naam;Postcode;Huisnummer\nmevr. Proefbeuk;6811 ab;1\n"
BORN = "Achternaam;Geboortedatum\nProefbeuk;10-5-1940\n"
NUMBERED = f"BSN\n{HER_BSN}\n"
SHORT = f"Naam;BSN\nIemand;{int(HER_BSN)}\nMevrouw Zomaar;\nMevrouw Fout;123456789\n"


def take_in(text: str | bytes, table: Table = FOR_THE_MUNICIPALITY) -> Outcome:
    return paper.take_in(table, stream(text), by=cast.clerk(), at=factories.NOW)


def stream(text: str | bytes) -> io.BytesIO:
    return io.BytesIO(text.encode() if isinstance(text, str) else text)


def everything() -> dict[str, list[Any]]:
    found = [model for model in apps.get_models() if model is not Event]
    return {model._meta.label: list(model._default_manager.order_by("pk").values()) for model in found}


def heaps(*lines: str) -> tuple[int, int, int]:
    extract = chain.take_in(*lines)
    return extract.due, extract.held, extract.left_out


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (NUMBERED, (2, 0, 1)),
        (f"Naam;BSN;A-nummer\nProefbeuk;{HER_BSN};1234567890\n", (2, 0, 1)),
        (AT_HOME, (2, 1, 0)),
        ("Naam;Adres;Postcode\nProefbeuk;Lindelaan 1;6811AB\n", (2, 1, 0)),
        ("Naam;Postcode;Huisnummer\nProefbeun;6811AB;1\n", (2, 1, 0)),  # one letter off
        (BORN, (2, 1, 0)),
        ("Naam;Geboortedatum\nProefbeuk-Getrouwd;10-5-1940\n", (2, 1, 0)),
        ("Naam;Geboortedatum\nProefbeuk;11-5-1940\n", (3, 0, 0)),  # somebody else
        ("Naam;Postcode;Huisnummer\nProefbeuk;6811AB;2\n", (2, 1, 0)),  # the postcode is the same: a person looks
        ("Naam;Postcode;Huisnummer\nProefbeuk;6899AB;1\n", (3, 0, 0)),
    ],
)
def test_who_is_on_the_list_is_left_out_of_the_next_delivery_or_held(text: str, expected: tuple[int, int, int]) -> None:
    assert take_in(text).counts == {"new": 1, "known": 0, "wrong": 0}
    assert heaps(*THREE) == expected


def test_an_a_number_leaves_out_as_a_bsn_does() -> None:
    take_in("A-nummer\n1234567890\n")
    assert heaps(chain.widow(0, e01_01_10="1234567890"), *THREE[1:]) == (2, 0, 1)


def test_a_letter_that_lies_ready_is_pulled() -> None:
    letter = chain.frozen(*THREE).letters.get(addressee__row=1)
    take_in(NUMBERED)
    letter.refresh_from_db()
    assert (letter.state, letter.pulled_reason) == (LetterState.PULLED, selection.OBJECTED.text)


def test_who_waits_for_a_round_is_taken_out_of_the_delivery() -> None:
    extract = chain.drafted(*THREE).extract
    take_in(f"{AT_HOME}Proefels;6812AB;2\n")
    extract.refresh_from_db()
    assert (extract.due, extract.held, extract.left_out) == (1, 0, 2)


def test_a_mother_and_a_daughter_at_one_address_are_told_apart_by_their_numbers() -> None:
    daughter = chain.widow(7, e01_02_40="Proefbeuk", e08_11_20="1", e08_11_60="6811AB")
    extract = chain.drafted(THREE[0], daughter).extract
    take_in(f"Naam;Postcode;Huisnummer;BSN\nProefbeuk;6811AB;1;{HER_BSN}\n")
    extract.refresh_from_db()
    assert (extract.due, extract.held, extract.left_out) == (0, 1, 1)
    assert Addressee.objects.get().row == 2


def test_twice_is_once_and_trying_out_keeps_nothing() -> None:
    cast.clerk()
    before, text = everything(), AT_HOME + "mevr. Proefbeuk;6811AB;1\n"
    tried = paper.try_out(FOR_THE_MUNICIPALITY, stream(text), by=cast.clerk(), at=factories.NOW)
    assert tried.counts == {"new": 1, "known": 1, "wrong": 0}
    assert tried.known[0].said == ("Staat ook op regel 2.",)
    assert tried.before == 0 < tried.after
    assert everything() == before
    done = take_in(text)
    assert (done.counts, done.after) == (tried.counts, tried.after) and Suppression.objects.count() == done.after
    before = everything()
    again = take_in(text)
    assert again.counts == {"new": 0, "known": 2, "wrong": 0}
    assert [line.said for line in again.known] == [("Staat er al.",), ("Staat er al.",)]
    assert everything() == before


def test_more_that_is_known_of_somebody_is_added() -> None:
    take_in(AT_HOME)
    assert heaps(*THREE) == (2, 1, 0)
    assert take_in(f"Naam;Postcode;Huisnummer;BSN\nProefbeuk;6811AB;1;{HER_BSN}\n").counts["new"] == 1
    moved = chain.widow(0, e08_11_60="6822ZZ", e05_01_20=chain.bsn(901))
    assert heaps(moved, chain.widow(9)) == (1, 0, 1)


def test_the_service_has_no_numbers_and_a_regulation_allows_none() -> None:
    for table, text in (
        (FOR_THE_SERVICE, NUMBERED),
        (FOR_THE_SERVICE, "Naam;A-nummer\nMia;1234567890"),
        (WITHOUT_BSN, NUMBERED),
    ):
        with pytest.raises(Refused, match="Haal die weg: een BSN bewaren wij nooit"):
            take_in(text, table)
    assert take_in("A-nummer\n1234567890\n", WITHOUT_BSN).counts["new"] == 1
    assert take_in(AT_HOME, FOR_THE_SERVICE).counts["new"] == 1


def test_what_tells_nobody_apart_is_no_objection() -> None:
    found = take_in("Naam;Postcode;BSN\nProefbeuk;;\n;6811AB;\nProefbeuk;6811 AB;\n")
    assert found.counts == {"new": 0, "known": 0, "wrong": 3}
    assert {line.said for line in found.wrong} == {
        (
            "Hieraan kunnen wij niemand herkennen. Nodig is een naam met een geboortedatum, of een naam met postcode "
            "en huisnummer. Een A-nummer of BSN alleen mag ook.",
        )
    }
    assert not Suppression.objects.exists()


def test_what_is_handed_back_holds_a_number_of_a_row_and_nothing_that_stood_in_it() -> None:
    kind, back = paper.hand_back(FOR_THE_MUNICIPALITY, stream(SHORT), by=cast.clerk(), at=factories.NOW)
    lines = back.decode("utf-8-sig").splitlines()
    assert (kind, lines[0], len(lines)) == ("csv", "Regel;Wat er mis is", 3)
    assert lines[1].startswith("3;Hieraan kunnen wij niemand herkennen.")
    assert lines[2] == "4;BSN: Dit is geen burgerservicenummer. Kijk de cijfers na."


def test_a_bad_cell_is_never_said_again_whatever_stands_in_it() -> None:
    (line,) = take_in(f"Naam;Postcode;Geboortedatum\nMia;{HER_BSN};{HER_BSN}\n").wrong
    assert line.said == (
        "Postcode: Schrijf een hele postcode, zoals 6811 AB.",
        "Geboortedatum: Schrijf een datum die bestaat, zoals 3-3-2025.",
    )


def test_a_nought_that_a_workbook_took_away_is_put_back() -> None:
    number = next(one for one in (f"0{tail:08}" for tail in range(10_000_000, 10_000_099)) if memory_has(one))
    book = openpyxl.Workbook()
    book.active.append(["BSN"])
    book.active.append([int(number)])
    out = io.BytesIO()
    book.save(out)
    assert take_in(out.getvalue()).counts == {"new": 1, "known": 0, "wrong": 0}
    assert heaps(chain.widow(0, e01_01_20=number), *THREE[1:]) == (2, 0, 1)


def memory_has(number: str) -> bool:
    weights = zip((9, 8, 7, 6, 5, 4, 3, 2, -1), map(int, number), strict=True)
    return sum(weight * digit for weight, digit in weights) % 11 == 0


def test_no_table_holds_a_number_a_name_or_a_date_of_the_list() -> None:
    take_in(f"Naam;Postcode;Huisnummer;BSN;Geboortedatum\nZonderling;6811AB;1;{HER_BSN};12-5-1948\n")
    said = repr(everything()) + repr(list(Event.objects.values()))
    assert [word for word in (HER_BSN, "Zonderling", "onderling", "19480512") if word in said] == []
    assert all(isinstance(field, models.Field) for field in Suppression._meta.local_fields)


def test_a_long_list_goes_through_everybody_whose_name_is_here_once(django_assert_max_num_queries: Any) -> None:
    chain.drafted(*THREE)
    rows = "".join(f"Onbekend{chr(97 + n % 26)}{chr(97 + n // 26)};6899ZZ;{n}\n" for n in range(1, 200))
    with django_assert_max_num_queries(30):
        assert take_in(f"Naam;Postcode;Huisnummer\n{rows}").counts["new"] == 199


def test_the_form_as_it_is_handed_out_holds_nobody() -> None:
    for table in (FOR_THE_SERVICE, FOR_THE_MUNICIPALITY):
        for kind in ("csv", "xlsx"):
            tried = paper.try_out(table, stream(paper.form(table, kind)), by=cast.clerk(), at=factories.NOW)
            assert (tried.lines, tried.sheet.examples, tried.sheet.ignored) == (0, 2, ())


def test_the_memory_is_the_same_as_that_of_a_telephone_call() -> None:
    take_in(AT_HOME)
    assert set(memory.person_digests("mevr. Proefbeuk", "6811 ab", "1")["weak"]) == set(
        Suppression.objects.values_list("digest", flat=True)
    )
