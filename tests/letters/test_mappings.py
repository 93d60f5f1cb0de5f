from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bezoekdienst.audit.models import Event
from bezoekdienst.lib.errors import Refused
from letters import last_check, replies
from letters.deliveries import extracts, mappings, previews
from letters.models import ColumnMapping, Extract
from letters.registry import formats
from letters.registry.formats.tables import Unmapped
from letters.states import LetterState, ReplyKind, ReplyWay
from tests.letters import chain, suppliers

pytestmark = pytest.mark.django_db
MISSING = ["datum overlijden van de partner", "datum eigen overlijden", "reden opschorting", "indicatie geheim"]


def remember(heading=suppliers.HEADING, said=suppliers.SAID, supplier="gemeente Arnhem", **given):
    return mappings.remember(heading, said, supplier=supplier, by=chain.clerk(), at=chain.at(), **given)


def take_in(stream):
    return extracts.take_in(stream, state_on=chain.ON, by=None, at=chain.at(), on=chain.ON)


def unmapped(stream):
    with pytest.raises(Unmapped) as refusal:
        formats.read(stream)
    return refusal.value


def whole(said):
    return {name.lower(): said.get(name.lower(), element) for name, element in suppliers.KNOWN.items()} | dict(said)


def test_what_was_pointed_out_once_is_used_when_the_heading_comes_back():
    with pytest.raises(Unmapped):
        take_in(suppliers.widows(2))
    assert not Extract.objects.exists()
    remember()
    extract = take_in(suppliers.widows(2))
    assert (extract.format, extract.persons, extract.due) == ("tabel", 2, 2)


def test_the_order_of_the_columns_and_the_spelling_of_the_headings_do_not_matter():
    kept = remember()
    turned = [name.upper().replace(" ", "_") for name in reversed(suppliers.HEADING)]
    assert mappings.remembered(turned) == kept
    assert mappings.remembered([*turned, "Nog iets"]) is None


def test_the_last_check_knows_the_columns_too_and_says_where_to_point_them_out():
    subject = chain.frozen(chain.widow(0), chain.widow(1))
    given = {"state_on": chain.ON, "by": chain.clerk(), "at": chain.at(), "on": chain.ON}
    with pytest.raises(Refused) as refusal:
        last_check.lay(subject, suppliers.widows(1), **given)
    assert [reason.text for reason in refusal.value.reasons][-1] == (
        "Wijs bij Aanleveren eerst aan welke kolom wat is: lees het bestand daar op proef."
    )
    remember()
    pulled = last_check.lay(subject, suppliers.widows(1), **given)
    assert [letter.pulled_reason for letter in pulled] == ["Deze persoon staat niet meer in het bestand."]
    assert subject.letters.filter(state=LetterState.MADE).count() == 1


def test_everything_that_is_said_is_kept_and_nothing_of_what_stood_in_the_file():
    kept = remember(supplier="  gemeente   Arnhem ")
    assert kept.supplier == "gemeente Arnhem"
    assert kept.columns == {name.casefold(): element for name, element in suppliers.KNOWN.items()} | {
        **suppliers.SAID,
        "zaak": "",
    }
    assert Event.objects.get(kind="mapping.remembered").facts == {"columns": 18}


def test_the_same_heading_said_again_replaces_what_was_said():
    first = remember()
    second = remember(said={**suppliers.SAID, "zaak": "08.11.70"}, supplier="gemeente Arnhem, balie")
    assert (second.pk, ColumnMapping.objects.count()) == (first.pk, 1)
    assert (second.supplier, second.columns["zaak"]) == ("gemeente Arnhem, balie", "08.11.70")


@pytest.mark.parametrize(
    ("said", "reasons"),
    [
        (
            {**suppliers.SAID, "zaak": "06.08.10"},
            ["Meer dan een kolom noemt dit gegeven: datum eigen overlijden ('Zelf weg', 'Zaak'). Laat er een staan."],
        ),
        ({**suppliers.SAID, "zaak": "99.99.99"}, ["Wij kennen dit gegeven niet: 99.99.99."]),
        ({}, [f"Wijs nog aan: {', '.join(MISSING)}."]),
        ({**suppliers.SAID, "dag van verlies": "05.07.10"}, ["Wijs nog aan: reden einde huwelijk of partnerschap."]),
    ],
)
def test_columns_that_can_not_be_are_refused_with_all_reasons(said, reasons):
    with pytest.raises(Refused) as refusal:
        remember(said=said)
    assert [reason.text for reason in refusal.value.reasons] == reasons
    assert (ColumnMapping.objects.count(), Event.objects.filter(kind="mapping.remembered").count()) == (0, 0)


@pytest.mark.parametrize(
    ("supplier", "reason"),
    [
        ("", "Geef een naam aan de leverancier van dit bestand."),
        ("x" * 81, "Houd de naam van de leverancier korter dan 80 letters."),
        (f"mevrouw {chain.bsn(1)}", "Gebruik in de naam van de leverancier geen nummers."),
        (
            "Gemeente ARNHEM",
            "Van ‘Gemeente ARNHEM’ kennen wij al een andere tabel. Kies een andere naam, of vergeet de oude tabel "
            "eerst.",
        ),
    ],
)
def test_a_supplier_needs_a_name_of_its_own(supplier, reason):
    remember()
    with pytest.raises(Refused) as refusal:
        remember(heading=[*suppliers.HEADING, "Wijkteam"], supplier=supplier)
    assert [said.text for said in refusal.value.reasons] == [reason]
    assert ColumnMapping.objects.count() == 1


def test_a_first_row_that_is_a_person_is_never_kept():
    with pytest.raises(Refused) as refusal:
        remember(heading=[*suppliers.HEADING, chain.bsn(7)])
    assert str(refusal.value) == ("De eerste regel van dit bestand is geen kopregel: er staan gegevens van mensen in.")


def test_a_table_with_too_many_columns_is_not_pointed_out_by_hand():
    with pytest.raises(Refused, match="meer dan 200 kolommen"):
        remember(heading=[*suppliers.HEADING, *(f"Veld {'x' * number}" for number in range(200))])


def test_what_is_forgotten_is_asked_again():
    mappings.forget(remember(), by=chain.clerk(), at=chain.at())
    assert not ColumnMapping.objects.exists()
    assert Event.objects.filter(kind="mapping.forgotten").count() == 1
    with pytest.raises(Unmapped):
        take_in(suppliers.widows(1))


def test_a_table_that_explains_itself_asks_the_memory_nothing():
    with CaptureQueriesContext(connection) as found:
        mappings.read(chain.delivery(chain.widow(1)))
    assert len(found) == 0


def test_what_is_missing_is_said_in_the_words_of_the_choices():
    assert mappings.missing({}) == [
        "geslachtsnaam",
        "geslachtsnaam van de partner",
        "datum overlijden van de partner",
        "datum eigen overlijden",
        "reden opschorting",
        "indicatie geheim",
        "gemeente van inschrijving",
        "straatnaam",
        "huisnummer",
        "postcode",
    ]
    assert mappings.missing(whole(suppliers.SAID)) == []
    assert "reden einde huwelijk of partnerschap" in mappings.missing({"dag": "05.07.10"})


# What is shown while the columns are pointed out


def preview(said, *rows):
    unknown = unmapped(suppliers.table(*rows))
    return previews.of(unknown, whole(said), state_on=chain.ON, on=chain.ON)


def test_the_first_five_persons_are_shown_as_they_would_be_written():
    found = preview(suppliers.SAID, *(suppliers.row(number) for number in range(7)))
    assert (found.complete, found.missing, len(found.persons)) == (True, (), 5)
    assert found.persons[1] == previews.Shown(
        line=2,
        named=True,
        address_lines=("G.R. Proefels", "Lindelaan 2", "6812 AB  ARNHEM"),
        salutation="Geachte mevrouw Proefels",
        outcome="due",
        reasons=(),
    )


def test_while_something_is_missing_nobody_is_judged():
    said = {name: element for name, element in suppliers.SAID.items() if name != "zelf weg"}
    found = preview(said, suppliers.row(0))
    assert (found.complete, found.missing) == (False, ("datum eigen overlijden",))
    assert [(one.named, one.outcome, one.reasons) for one in found.persons] == [(True, "", ())]


def test_who_is_secret_is_a_line_and_no_name():
    secret, open_ = suppliers.row(3, e07_70_10="7"), suppliers.row(4)
    found = preview(suppliers.SAID, secret, open_)
    assert found.persons[0] == previews.Shown(
        1, False, (), "", "left_out", ("De gegevens van deze persoon zijn geheim.",)
    )
    unknown = unmapped(suppliers.table(secret, open_))
    assert previews.samples(unknown, whole(suppliers.SAID))[suppliers.HEADING.index("Achternaam")] == ["Proefwilg"]


def test_until_it_is_known_who_is_secret_no_name_is_shown_at_all():
    said = {name: element for name, element in suppliers.SAID.items() if name != "afscherming"}
    rows = [suppliers.row(3, e07_70_10="7"), suppliers.row(4), suppliers.row(1)]
    found = preview(said, *rows)
    assert (found.secrecy_known, found.persons) == (False, ())
    samples = dict(zip(suppliers.HEADING, previews.samples(unmapped(suppliers.table(*rows)), whole(said)), strict=True))
    assert (samples["Achternaam"], samples["Postcode"], samples["Straat"]) == (["P…"], ["6…"], ["L…"])
    assert samples["Afscherming"] == ["0", "7"]


def test_a_number_of_a_person_is_no_sample():
    rows = [suppliers.row(number) for number in range(3)]
    samples = dict(
        zip(suppliers.HEADING, previews.samples(unmapped(suppliers.table(*rows)), whole(suppliers.SAID)), strict=True)
    )
    assert (samples["BSN"], samples["BSN partner"]) == (["9 cijfers"], ["9 cijfers"])
    assert samples["Geboortedatum"] == ["19400510", "19410511", "19420512"]
    hidden = {**rows[0], "Zaak": "12345672"}  # a BSN of which a spreadsheet took the first zero
    assert previews.samples(unmapped(suppliers.table(hidden)), whole(suppliers.SAID))[-1] == ["8 cijfers"]


def test_who_objected_is_not_told_by_the_preview():
    subject = chain.posted(chain.widow(0))
    on = date(2026, 10, 5)
    replies.register(subject.letters.get(), kind=ReplyKind.NEVER, way=ReplyWay.CARD, by=None, at=chain.at(on), on=on)
    found = preview(suppliers.SAID, suppliers.row(0))
    assert [one.outcome for one in found.persons] == ["due"]


def test_two_columns_for_one_thing_are_said_and_nobody_is_shown():
    found = preview({**suppliers.SAID, "zaak": "01.02.40"}, suppliers.row(0))
    assert [reason.text for reason in found.reasons] == [
        "Meer dan een kolom noemt dit gegeven: geslachtsnaam ('Achternaam', 'Zaak'). Laat er een staan."
    ]
    assert (found.complete, found.persons) == (False, ())
