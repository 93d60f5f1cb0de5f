import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bezoekdienst.lib.errors import Refused
from letters.registry import formats
from letters.registry.formats import lo3, teletex
from letters.registry.rows import RegistryPerson, Rejected
from tests.registry import damage, notations
from tests.registry.notations import categories, person

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared" / "registry"
BROKEN = "De opbouw van dit bericht klopt niet."
NOBODY = b"00000000Sv1100000"


def sv01(number: int = 1, **changes: str) -> bytes:
    return notations.lo3(*categories(person(number, **changes)))


@pytest.mark.skipif(not SHARED.exists(), reason="the public character set is not beside this checkout")
def test_every_character_of_the_register_is_decoded_as_the_register_means_it() -> None:
    known = json.loads((SHARED / "gba_tekenset.json").read_text(encoding="utf-8"))["bytes_naar_teken"]
    assert {code: teletex.decode(bytes.fromhex(code)) for code in known} == known


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (b"Bo\xc8er", "Boër"),
        (b"\xc2g\xc3i\xcfs", "ģîš"),
        (b"\xc2m", "ḿ"),  # not in the list of the register, but Unicode has it
        (b"\xc2q", "\ufffd"),
        (b"\xc2 x", "\ufffdx"),
        (b"x\xc2", "x\ufffd"),
        (b"\xc9a\x00#", "\ufffda\ufffd\ufffd"),
        (b"\xe9re~", "Øre\ufffd"),
    ],
)
def test_an_accent_stands_before_its_letter_and_what_is_not_known_is_damage(code: bytes, text: str) -> None:
    assert teletex.decode(code) == text


@pytest.mark.skipif(not SHARED.exists(), reason="the public samples are not beside this checkout")
@pytest.mark.parametrize("kind", ["Sv01", "Sv11"])
def test_the_public_sample_is_the_same_in_both_notations(kind: str) -> None:
    old, new = (
        list(formats.read(io.BytesIO((SHARED / f"{kind}.{ending}").read_bytes()))) for ending in ("GBA", "json")
    )
    assert old == new
    assert [type(row) for row in old] == [RegistryPerson if kind == "Sv01" else Rejected]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("joint", [b"", b"\n", b"\r\n", b"\r\n\r\n"])
def test_messages_follow_each_other_with_or_without_line_ends(count: int, joint: bytes) -> None:
    content = joint.join(sv01(number) for number in range(1, count + 1)) + joint
    delivery, persons, rejected = notations.read(content)
    assert (delivery.format, delivery.lines, delivery.continuations, rejected) == ("LO3-selectie", count, 0, [])
    assert [(one.line, one.address.number) for one in persons] == [(n, str(n)) for n in range(1, count + 1)]


def test_every_element_of_a_message_lands_in_its_place() -> None:
    one = notations.the_one(sv01(e01_01_20="111222333", e05_83_10="050000"))
    assert (one.name.given_names, one.name.surname, one.name_use) == ("Griet Roos", "Dijk", "V")
    assert (one.bsn, one.a_number, one.birth, one.sex) == ("111222333", "1000000001", "19480512", "V")
    (relation,) = one.relations
    assert (relation.name.prefix, relation.name.surname, relation.bsn) == ("van", "Voorbeeld", "123456782")
    assert (relation.end, relation.end_reason, relation.investigation) == ("20260614", "O", "050000")
    assert (one.secrecy, one.municipality, one.address.street, one.address.postcode) == (
        *("0", "0202", "Lindelaan", "6811AB"),
    )


def test_a_second_relation_and_the_history_of_a_relation_are_told_apart() -> None:
    parts = categories(person())
    parts[1:2] = [
        ("05", {"02.40": "Nieuw", "06.10": "20260901"}),
        ("05", {"02.40": "Oud", "07.10": "20260201", "07.40": "O"}),
        ("55", {"02.40": "Oud", "06.10": "19700101"}),
        ("55", {}),
    ]
    one = notations.the_one(notations.lo3(*parts))
    assert [(r.name.surname, r.start, r.end) for r in one.relations] == [
        ("Nieuw", "20260901", ""),
        ("Oud", "19700101", "20260201"),
    ]


def test_names_are_the_same_in_teletex_and_in_both_ways_of_counting_utf8() -> None:
    parts = categories(person(e01_02_40="Gaël", e08_11_70="Überdé"))
    octets = notations.lo3(*parts)
    counted = notations.lo3(*parts, characters=True)
    latin = notations.lo3(*categories(person(e01_02_40="GaXYl", e08_11_70="XYberdWZ")), encoding="latin-1")
    old = latin.replace(b"GaXYl", b"Ga\xc8el").replace(b"XYberdWZ", b"\xc8Uberd\xc2e")
    _, persons, rejected = notations.read(octets + counted + old + b"\n" + counted)
    assert rejected == []
    assert [(one.name.surname, one.address.place) for one in persons] == [("Gaël", "Überdé")] * 4


def test_a_byte_that_no_notation_knows_stays_visible_as_damage() -> None:
    content = notations.lo3(*categories(person(e01_02_40="B\xffrg")), encoding="latin-1")
    assert notations.the_one(content).name.surname == "B\ufffdrg"


def test_a_message_without_a_person_says_so_and_another_kind_says_what_it_is() -> None:
    content = sv01(1) + NOBODY + b"00000000Ag31A2027010100005" + b"01000\n" + NOBODY + sv01(2)
    _, persons, rejected = notations.read(content)
    assert [one.line for one in persons] == [1, 5]
    assert [(row.line, row.reason) for row in rejected] == [
        (2, "Dit bericht bevat geen persoon."),
        (3, "Dit is een bericht van soort Ag31, geen selectie."),
        (4, "Dit bericht bevat geen persoon."),
    ]


@pytest.mark.parametrize("joint", [b"", b"\r\n"])
def test_one_bad_message_never_costs_another(joint: bytes) -> None:
    good = [sv01(number) for number in range(1, 6)]
    shorter = good[1].replace(b"0240006", b"0240005")
    too_long = good[2].replace(b"Sv01A20270101", b"Sv01A202701019", 1)[:-1]
    headless = good[2].replace(b"00000000Sv01", b"0000x000Sv01")
    _, persons, rejected = notations.read(joint.join([good[0], shorter, too_long, good[3], headless, good[4]]))
    assert [(one.line, one.address.number) for one in persons] == [(1, "1"), (4, "4"), (6, "5")]
    assert [(row.line, row.reason) for row in rejected] == [
        (2, BROKEN),
        (3, BROKEN),
        (5, "Hier staat iets dat geen bericht is."),
    ]


def test_a_length_that_leaves_a_category_out_is_not_believed() -> None:
    parts = categories(person())
    whole, without = notations.lo3(*parts), notations.lo3(*parts[:-1])
    content = without[:26] + whole[26:] + sv01(2)
    _, persons, rejected = notations.read(content)
    assert ([one.line for one in persons], [row.reason for row in rejected]) == ([2], [BROKEN])


def test_the_last_message_may_be_cut_off() -> None:
    _, persons, rejected = notations.read(sv01(1) + sv01(2)[:-3])
    assert [one.line for one in persons] == [1]
    assert [(row.line, row.reason) for row in rejected] == [
        (2, "De opbouw van dit bericht klopt niet, of het einde ontbreekt."),
    ]


def test_what_contradicts_itself_is_a_fault() -> None:
    doubled = [*categories(person()), ("08", {"11.10": "Elders"})]
    (_, one), *rest = categories(person())
    twice = notations.lo3(("01", one), *rest).replace(b"0410001V", b"0410001V0410001M")
    twice = twice.replace(b"01" + twice[28:31], f"01{int(twice[28:31]) + 8:03}".encode(), 1)
    twice = twice.replace(twice[21:26], f"{int(twice[21:26]) + 8:05}".encode(), 1)
    history = [part if part[0] != "05" else ("55", part[1]) for part in categories(person())]
    odd = sv01().replace(b"Sv01A", b"Sv01?")
    _, persons, _ = notations.read(b"".join([notations.lo3(*doubled), twice, notations.lo3(*history), odd]))
    assert [row.faults for row in persons] == [
        ("Categorie 08 staat er meer dan een keer in.",),
        ("Een gegeven van deze persoon staat er dubbel in.",),
        ("Van categorie 05 is er alleen geschiedenis.",),
        ("De status van dit bericht is onbekend.",),
    ]


def test_a_stopped_registration_shows_in_the_status_alone() -> None:
    assert notations.the_one(sv01()).suspension == ""
    assert notations.the_one(sv01().replace(b"Sv01A", b"Sv01O")).suspension == "O"
    given = sv01(e07_67_20="E", e07_67_10="20260101").replace(b"Sv01A", b"Sv01O")
    assert (notations.the_one(given).suspension, notations.the_one(given).suspended_on) == ("E", "20260101")


def test_a_message_about_nobody_is_rejected() -> None:
    _, persons, rejected = notations.read(notations.lo3(("04", {"05.10": "0001"})) + notations.lo3() + sv01())
    assert [one.line for one in persons] == [3]
    assert {row.reason for row in rejected} == {"In dit bericht staan geen gegevens over een persoon."}


def test_messages_longer_than_a_chunk_apart_are_all_found() -> None:
    filler = b" " * 900_000
    _, persons, rejected = notations.read(sv01(1) + filler + b"x" * 900_000 + sv01(2) + filler + sv01(3))
    assert ([one.line for one in persons], [row.line for row in rejected]) == ([1, 3, 4], [2])


def test_more_messages_than_the_limit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lo3, "MAX_ROWS", 2)
    with pytest.raises(Refused, match="te veel regels"):
        list(formats.read(io.BytesIO(sv01() * 3)))


@pytest.mark.parametrize("joint", [b"", b"\r\n"])
@damage.changes
@given(where=damage.places)
def test_whatever_bytes_change_only_their_own_message_is_lost(joint: bytes, where: damage.Places) -> None:
    messages = [notations.lo3(*categories(one), characters=number % 2 == 0) for number, one in enumerate(TWENTY)]
    damage.check(damage.between(messages, joint=joint), where)


TWENTY = notations.twenty()


@damage.changes
@given(content=st.lists(st.sampled_from([NOBODY, sv01(), b"00000000Sv01A20270101", b"00005", b"0", b"01003", b"\xc2"])))
def test_whatever_is_put_after_each_other_is_read_or_refused(content: list[bytes]) -> None:
    try:
        notations.read(b"".join(content))
    except Refused:
        return
