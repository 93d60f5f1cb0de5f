import io
from typing import Any

import pytest
from hypothesis import given

from bezoekdienst.lib.errors import Refused
from letters.registry import formats
from letters.registry.rows import RegistryPerson
from tests.registry import damage, notations
from tests.registry.notations import array, day, lines, person, resource

BROKEN = "Dit bericht is beschadigd of niet compleet."
SECRECY = "geheimhoudingPersoonsgegevens"
ODD = "Een gegeven van deze persoon is anders opgeschreven dan is afgesproken."
ODD_DATE = "Een datum van deze persoon is anders opgeschreven dan is afgesproken."


def the_one(**changes: Any) -> RegistryPerson:
    """The person of a resource of which `changes` replace what stands at the top; None takes it away."""
    told = resource(person()) | changes
    return notations.the_one(array({key: value for key, value in told.items() if value is not None}))


def partner(**changes: Any) -> dict[str, Any]:
    return resource(person())["partners"][0] | changes


def answer(*persons: dict[str, Any]) -> dict[str, Any]:
    return {"type": "RaadpleegMetBurgerservicenummer", "personen": list(persons)}


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
    assert (the_one(opschortingBijhouding=told).suspension, the_one(opschortingBijhouding=told).suspended_on) == (
        *("E", "20260101"),
    )
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


def home(kind: str, address: dict[str, Any], **changes: Any) -> RegistryPerson:
    return the_one(verblijfplaats={"type": kind, "verblijfadres": address, **changes})


def test_an_address_at_home_is_written_with_the_short_name_of_its_street() -> None:
    told = {
        "officieleStraatnaam": "Laan van de landinrichtingscommissie Duiven-Westervoort",
        "korteStraatnaam": "Ln vd landinrichtingscie",
        "huisnummer": 26,
        "huisletter": "A",
        "huisnummertoevoeging": "3",
        "aanduidingBijHuisnummer": {"code": "to", "omschrijving": "tegenover"},
        "postcode": "6922 ZZ",
        "woonplaats": "Duiven",
    }
    one = home("Adres", told, functieAdres={"code": "B"})
    assert (one.address.street, one.address.number, one.address.letter, one.address.addition) == (
        *("Ln vd landinrichtingscie", "26", "A", "3"),
    )
    assert (one.address.marker, one.address.postcode, one.address.function) == ("to", "6922 ZZ", "B")
    del told["korteStraatnaam"]
    assert home("Adres", told).address.street == "Laan van de landinrichtingscommissie Duiven-Westervoort"


def test_the_other_three_kinds_of_residence() -> None:
    boat = home("Locatie", {"locatiebeschrijving": "Woonboot in de Grote Sloot"}, functieAdres={"code": "W"}).address
    assert (boat.location, boat.function) == ("Woonboot in de Grote Sloot", "W")
    lines_abroad = {"regel1": "1 Rue du pomme", "regel2": "Bruxelles", "regel3": "postcode 1000"}
    abroad = home("VerblijfplaatsBuitenland", lines_abroad | {"land": {"code": "5010"}}).address
    assert (abroad.country, abroad.abroad_1, abroad.abroad_2, abroad.abroad_3) == ("5010", *lines_abroad.values())
    assert home("VerblijfplaatsBuitenland", lines_abroad).address.country == "0000"
    assert home("VerblijfplaatsOnbekend", {}).address.country == "0000"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"inOnderzoek": {"type": True, "datumIngangOnderzoek": day("20260101")}}, "080000"),
        ({"inOnderzoek": {"aanduidingGegevensInOnderzoek": "081120"}}, "081120"),
        ({"verblijfadres": {"postcode": "6811AB", "inOnderzoek": {"postcode": True}}}, "080000"),
        ({"indicatieVastgesteldVerblijftNietOpAdres": True, "inOnderzoek": {"type": True}}, "089999"),
        ({}, ""),
    ],
)
def test_what_of_the_address_is_investigated(changes: dict[str, Any], field: str) -> None:
    assert home("Adres", {"postcode": "6811AB"}, **changes).address.investigation == field


def test_the_first_version_of_the_api_is_read_too() -> None:
    told = {
        "burgerservicenummer": "111222333",
        "geslachtsaanduiding": "vrouw",
        "_embedded": {
            "naam": {"voornamen": "Griet", "geslachtsnaam": "Bos", "aanduidingNaamgebruik": "eigen_partner"},
            "geboorte": {"_embedded": {"datum": {"dag": 12, "datum": "1948-05-12", "jaar": 1948, "maand": 5}}},
            "verblijfplaats": {
                "functieAdres": "woonadres",
                "straatnaam": "Lindelaan",
                "naamOpenbareRuimte": "Grote Lindelaan",
                "huisnummer": "7",
                "aanduidingBijHuisnummer": "tegenover",
                "postcode": "6811AB",
                "woonplaatsnaam": "Arnhem",
                "_embedded": {
                    "gemeenteVanInschrijving": {"code": "0202", "omschrijving": "Arnhem"},
                    "inOnderzoek": {"postcode": False, "huisnummer": False},
                },
            },
        },
    }
    one = notations.the_one(array(told))
    assert (one.bsn, one.sex, one.name.surname, one.name_use, one.birth) == ("111222333", "V", "Bos", "N", "19480512")
    assert (one.municipality, one.address.function, one.address.street) == ("0202", "W", "Lindelaan")
    assert (one.address.marker, one.address.place, one.address.investigation, one.faults) == ("to", "Arnhem", "", ())


def test_a_departure_to_nobody_knows_where_lies_abroad() -> None:
    gone = {"verblijfBuitenland": {"vertrokkenOnbekendWaarheen": True}}
    assert the_one(verblijfplaats=gone).address.country == "0000"
    lines_abroad = {"adresRegel1": "1 Rue du pomme", "land": {"code": "5010"}}
    assert the_one(verblijfplaats={"verblijfBuitenland": lines_abroad}).address[9:11] == ("5010", "1 Rue du pomme")


def test_the_flat_address_of_the_source_behind_the_api_is_read_too() -> None:
    told = {"straat": "Lindelaan", "huisnummer": 7, "postcode": "6811AB", "functieAdres": {"code": "W"}}
    one = the_one(verblijfplaats=told, geboorte={"datum": "19480000"})
    assert (one.address.street, one.address.number, one.address.function, one.birth) == (
        *("Lindelaan", "7", "W", "19480000"),
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"naam": "Bos"},
        {"naam": []},
        {"naam": {"geslachtsnaam": ["Bos"]}},
        {"naam": {"geslachtsnaam": True}},
        {"verblijfplaats": [1]},
        {"geslacht": True},
        {"gemeenteVanInschrijving": {"code": ["0202"]}},
    ],
)
def test_a_value_of_another_kind_is_a_fault(changes: dict[str, Any]) -> None:
    assert the_one(**changes).faults == (ODD,)


def test_a_key_that_comes_twice_is_a_fault() -> None:
    content = array(resource(person())).replace(b'"huisnummer": 1', b'"huisnummer": 1, "huisnummer": 2')
    assert notations.the_one(content).faults == ("Een gegeven van deze persoon staat er dubbel in.",)


def test_an_answer_without_persons_and_what_is_no_person_are_rejected() -> None:
    error = {"type": "https://voorbeeld.test", "title": "Niet gevonden", "status": 404}
    content = lines([answer(resource(person())), answer(), error, answer(resource(person(2)), resource(person(3)))])
    _, persons, rejected = notations.read(content)
    assert [one.line for one in persons] == [1, 4, 5]
    assert [(row.line, row.reason) for row in rejected] == [
        (2, "Dit antwoord bevat geen persoon."),
        (3, "Hierin staat geen persoon."),
    ]


@pytest.mark.parametrize("key", ["person n", "resultaten"])
def test_persons_in_a_list_of_another_name_are_found(key: str) -> None:
    content = array({"type": "Anders", key: [resource(person(n)) for n in (1, 2, 3)]})
    _, persons, rejected = notations.read(content)
    assert [one.a_number[-1] for one in persons] == ["1", "2", "3"]
    assert [(row.line, row.reason) for row in rejected] == [(1, "Hierin staat geen persoon.")]


@pytest.mark.parametrize("content", [b'{"personen": []}', b'{"naam": {"geslachtsnaam": "B"}, "leeftijd": 7'])
def test_a_file_in_which_no_person_can_be_read_is_refused_as_a_whole(content: bytes) -> None:
    with pytest.raises(Refused, match="In dit bestand staat geen enkele persoon die we kunnen lezen"):
        list(formats.read(io.BytesIO(content)))


@pytest.mark.parametrize("damaged", [(b'"naam"', b'"naam'), (b"[{", b"[{{"), (b'"V"', b"NaN"), (b"}}]}", b"}}}")])
def test_one_bad_person_never_costs_another_nor_makes_a_person_of_a_partner(damaged: tuple[bytes, bytes]) -> None:
    good = [array(resource(person(n))) for n in range(1, 5)]
    bad = good[2].replace(*damaged, 1)
    assert bad != good[2]
    for before, joint, after in ((b'{"personen": [', b", ", b"]}"), (b"[\n", b",\n", b"\n]"), (b"", b"\n", b"\n")):
        _, persons, rejected = notations.read(before + joint.join([*good[:2], bad, good[3]]) + after)
        assert [one.a_number[-1] for one in persons] == ["1", "2", "4"]
        assert [(row.line, row.reason) for row in rejected] == [(3, BROKEN)]


def test_a_broken_answer_on_a_line_costs_only_the_broken_person_in_it() -> None:
    whole = array(answer(*(resource(person(n)) for n in (1, 2, 3)))) + b"\n"
    broken = whole.replace(b'"aNummer": "1000000002"', b'"aNummer": 1000000002"')
    _, persons, rejected = notations.read(broken + whole)
    assert [one.line for one in persons] == [1, 3, 4, 5, 6]
    assert [(row.line, row.reason) for row in rejected] == [(2, BROKEN)]


TWENTY = [array(resource(one)) for one in notations.twenty()]


@damage.changes
@given(where=damage.places)
def test_whatever_bytes_change_in_lines_no_line_is_lost(where: damage.Places) -> None:
    damage.check(damage.between(TWENTY, joint=b"\n", after=b"\n"), where, lines=True)


@damage.changes
@given(where=damage.places)
def test_whatever_bytes_change_in_an_answer_only_their_own_person_is_lost(where: damage.Places) -> None:
    damage.check(damage.between(TWENTY, before=b'{"personen": [', joint=b", ", after=b"]}"), where)
