from typing import Any

import pytest

from tests.registry import notations
from tests.registry.brp import ODD, ODD_DATE, SECRECY, answer, partner, the_one
from tests.registry.notations import array, day, lines, person, resource


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    "written",
    [
        lines,
        array,
        lambda persons: array(persons, indent=2),
        lambda persons: array(answer(*persons)),
        lambda persons: array(answer(*persons), indent=4),
        lambda persons: array({"personen": persons, "type": "ZoekMetPostcodeEnHuisnummer"}),
        lambda persons: array([answer(one) for one in persons]),
        lambda persons: lines([answer(one) for one in persons]),
        lambda persons: array({"_links": {"self": {}}, "_embedded": {"ingeschrevenpersonen": persons}}),
        lambda persons: array(answer(*persons)).decode().encode("utf-16"),
    ],
)
def test_persons_are_read_however_they_are_put_together(count: int, written: Any) -> None:
    delivery, persons, rejected = notations.read(written([resource(person(n)) for n in range(1, count + 1)]))
    assert (delivery.format, delivery.lines, rejected) == ("BRP API (JSON)", count, [])
    expected = [notations.the_one(array(resource(person(n))))._replace(line=n) for n in range(1, count + 1)]
    assert persons == expected


def test_a_person_is_the_same_as_in_the_messages_but_for_what_the_api_does_not_tell() -> None:
    told = resource(person())
    told["partners"][0]["ontbindingHuwelijkPartnerschap"]["reden"] = {"code": "O"}
    message = notations.the_one(array(notations.message(person())))
    (relation,) = message.relations
    expected = message._replace(relations=(relation._replace(valid_from="", taken_up=""),))
    assert notations.the_one(array(told)) == expected


def test_why_a_marriage_ended_is_not_told() -> None:
    (relation,) = the_one().relations
    assert (relation.end, relation.end_reason, relation.ended) == ("20260614", "", True)


@pytest.mark.parametrize(
    ("written", "registered"),
    [
        ({"type": "Datum", "datum": "2026-06-14", "langFormaat": "14 juni 2026"}, "20260614"),
        ({"type": "JaarMaandDatum", "jaar": 2026, "maand": 6, "langFormaat": "juni 2026"}, "20260600"),
        ({"type": "JaarDatum", "jaar": 2026, "langFormaat": "2026"}, "20260000"),
        ({"type": "DatumOnbekend", "onbekend": True, "langFormaat": "onbekend"}, "00000000"),
        ({"dag": 14, "datum": "2026-06-14", "jaar": 2026, "maand": 6}, "20260614"),
        ({"jaar": 2026, "maand": 6}, "20260600"),
        ({"jaar": 2026}, "20260000"),
        ("20260600", "20260600"),
        ("2026-06-14", "20260614"),
        (20260614, "20260614"),
        ("gisteren", "gisteren"),
        ({"type": "Datum", "datum": "14-06-2026"}, "14-06-2026"),
        (None, ""),
    ],
)
def test_a_date_is_told_in_many_ways(written: object, registered: str) -> None:
    one = the_one(partners=[partner(ontbindingHuwelijkPartnerschap={"datum": written})])
    assert (one.relations[0].end, one.faults) == (registered, ())


@pytest.mark.parametrize(
    "written", [True, [], ["2026"], {}, {"langFormaat": "14 juni"}, {"type": "Datum"}, {"jaar": None}]
)
def test_a_date_that_cannot_be_read_is_unknown_and_a_fault(written: object) -> None:
    one = the_one(partners=[partner(ontbindingHuwelijkPartnerschap={"datum": written})])
    assert (one.relations[0].end, one.faults) == ("00000000", (ODD_DATE,))


@pytest.mark.parametrize(
    ("written", "registered"),
    [
        ({}, "0"),
        ({SECRECY: True}, "7"),
        ({SECRECY: False}, "0"),
        *(({SECRECY: number}, str(number)) for number in range(8)),
        ({SECRECY: "4"}, "4"),
    ],
)
def test_secrecy_is_told_only_when_there_is_any(written: dict[str, object], registered: str) -> None:
    told = resource(person()) | written
    one = notations.the_one(array(told))
    assert (one.secrecy, one.faults) == (registered, ())


@pytest.mark.parametrize("written", [None, {"code": "0"}, [0]])
def test_secrecy_that_cannot_be_read_is_never_taken_for_none(written: object) -> None:
    told = resource(person()) | {SECRECY: written}
    assert notations.the_one(array(told)).secrecy == ""


@pytest.mark.parametrize(
    ("written", "death"),
    [
        ({"datum": day("20260901")}, "20260901"),
        ({"datum": {"type": "DatumOnbekend", "onbekend": True}}, "00000000"),
        ({"indicatieOverleden": True}, "00000000"),
        ({"indicatieOverleden": False}, ""),
        ({"plaats": {"code": "0202"}}, "00000000"),
        ({}, ""),
        ("20260901", "00000000"),
        (True, "00000000"),
        (False, ""),
    ],
)
def test_whatever_is_told_of_her_own_death_makes_her_dead(written: object, death: str) -> None:
    assert the_one(overlijden=written).death == death


def test_a_death_that_is_only_investigated_is_none_but_is_looked_at() -> None:
    one = the_one(overlijden={"inOnderzoek": {"datum": True, "datumIngangOnderzoek": day("20260101")}})
    assert (one.death, one.investigation) == ("", "060000")


def test_a_stopped_registration_is_one_whatever_is_told_of_it() -> None:
    told = {"reden": {"code": "E", "omschrijving": "emigratie"}, "datum": day("20260101")}
    assert (
        the_one(opschortingBijhouding=told).suspension,
        the_one(opschortingBijhouding=told).suspended_on,
    ) == (*("E", "20260101"),)
    assert the_one(opschortingBijhouding={"reden": "overlijden"}).suspension == "overlijden"
    assert the_one(opschortingBijhouding={"datum": day("20260101")}).suspension == "."
    assert the_one(opschortingBijhouding={}).suspension == ""


@pytest.mark.parametrize(
    ("place", "field"),
    [
        ({"inOnderzoek": {"burgerservicenummer": True}}, "010000"),
        ({"inOnderzoek": {"datumIngangOnderzoek": {"type": "JaarDatum", "jaar": 2026}}}, "010000"),
        ({"inOnderzoek": {"burgerservicenummer": False, "datumIngangOnderzoek": {"jaar": 2026}}}, ""),
        ({"inOnderzoek": False}, ""),
        ({"inOnderzoek": True}, "010000"),
        ({"persoonInOnderzoek": {"aanduidingGegevensInOnderzoek": "010200"}}, "010200"),
        ({"geboorte": {"datum": day("19480512"), "inOnderzoek": {"datum": True}}}, "010000"),
        ({"naam": {"geslachtsnaam": "Bos", "inOnderzoek": {"geslachtsnaam": True}}}, "010000"),
    ],
)
def test_what_of_her_is_investigated(place: dict[str, Any], field: str) -> None:
    assert the_one(**place).investigation == field


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"inOnderzoek": {"soortVerbintenis": True}}, "050000"),
        ({"inOnderzoek": {"aanduidingGegevensInOnderzoek": "050700"}}, "050700"),
        ({"naam": {"geslachtsnaam": "Bos", "inOnderzoek": {"voorvoegsel": True}}}, "050000"),
        ({"ontbindingHuwelijkPartnerschap": {"datum": day("20260614"), "inOnderzoek": {"datum": True}}}, "050000"),
        ({"aangaanHuwelijkPartnerschap": {"inOnderzoek": {"plaats": True}}}, "050000"),
        ({}, ""),
    ],
)
def test_what_of_the_partner_is_investigated(changes: dict[str, Any], field: str) -> None:
    assert the_one(partners=[partner(**changes)]).relations[0].investigation == field


def test_a_marriage_of_which_only_the_end_is_investigated_has_not_ended() -> None:
    end = {"inOnderzoek": {"datum": True, "datumIngangOnderzoek": day("20260101")}}
    (relation,) = the_one(partners=[partner(ontbindingHuwelijkPartnerschap=end)]).relations
    assert (relation.ended, relation.investigation) == (False, "050000")


@pytest.mark.parametrize("end", [{"indicatieHuwelijkPartnerschapBeeindigd": True}, "2026-06-14", [day("20260614")]])
def test_that_a_marriage_ended_may_be_all_that_is_told(end: object) -> None:
    (relation,) = the_one(partners=[partner(ontbindingHuwelijkPartnerschap=end)]).relations
    assert (relation.ended, relation.end) == (True, "00000000")


def test_a_present_partner_and_a_former_one_are_both_told() -> None:
    present = {"naam": {"geslachtsnaam": "Nieuw"}, "aangaanHuwelijkPartnerschap": {"datum": day("20260901")}}
    one = the_one(partners=[present, partner(soortVerbintenis={"code": "P"})])
    assert [(r.name.surname, r.start, r.end, r.kind) for r in one.relations] == [
        ("Nieuw", "20260901", "", ""),
        ("Voorbeeld", "", "20260614", "P"),
    ]


@pytest.mark.parametrize("written", ["partner", {"naam": {}}, ["partner"], [None, True]])
def test_partners_that_cannot_be_read_are_a_fault_or_reject_the_person(written: object) -> None:
    _, persons, rejected = notations.read(lines([resource(person()) | {"partners": written}]))
    if isinstance(written, list):
        assert ([(one.relations, one.faults) for one in persons], rejected) == ([((), (ODD,))], [])
    else:  # nobody is said to have no partner because of that
        assert (persons, [row.reason for row in rejected]) == ([], [ODD])


def test_a_title_and_the_name_use_come_along() -> None:
    title = {"code": "JV", "omschrijving": "jonkvrouw", "soort": "predicaat"}
    name = {"voornamen": "Griet", "adellijkeTitelPredicaat": title, "voorvoegsel": "van", "geslachtsnaam": "Bos"}
    one = the_one(naam=name | {"aanduidingNaamgebruik": {"code": "N"}})
    assert (one.name, one.name_use) == (("Griet", "JV", "van", "Bos"), "N")
