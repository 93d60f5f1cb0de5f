from datetime import date

import pytest

from bezoekdienst.lib.errors import Refused
from letters import selection
from letters.registry.rows import Address, NameParts, RegistryPerson, Relation
from letters.selection import Decision, Numbers, identity
from letters.selection.identity import Hit, Keys

P = date(2026, 12, 31)
LOSS = Relation(
    name=NameParts("Teun", "", "van", "Voorbeeld"), a_number="2000000018", bsn="123456782", birth="19450101",
    start="19700101", end="20260614", end_reason="O", kind="H", valid_from="20260614", taken_up="20260616",
)  # fmt: skip
WIDOW = RegistryPerson(
    line=1, name=NameParts("Griet", "", "", "Proefpersoon"), a_number="1000000019", bsn="111222333",
    birth="19480512", sex="V", name_use="V", secrecy="0", municipality="0202",
    address=Address(function="W", street="Lindelaan", number="7", postcode="6811AB", place="Arnhem"),
    relations=(LOSS,),
)  # fmt: skip


WHERE = "Het register zegt niet duidelijk in welke gemeente deze persoon woont."


def judge(person: RegistryPerson, on: date = P, **options: object) -> Decision:
    return selection.Judge(on=on, extract_on=on, municipality="0202", **options)(person)  # type: ignore[arg-type]


def widow(**changes: object) -> RegistryPerson:
    return WIDOW._replace(**changes)  # type: ignore[arg-type]


def bereaved(**changes: object) -> RegistryPerson:
    return widow(relations=(LOSS._replace(**changes),))  # type: ignore[arg-type]


def living(**changes: object) -> RegistryPerson:
    return widow(address=WIDOW.address._replace(**changes))  # type: ignore[arg-type]


def told(decision: Decision) -> tuple[str, list[str]]:
    return decision.decision, [f"{reason.rule} {reason.text}" for reason in decision.reasons]


def test_a_widow_of_half_a_year_is_due() -> None:
    decision = judge(WIDOW)
    assert told(decision) == ("due", [])
    assert (decision.text_variant, decision.relation) == ("jong", LOSS)
    assert decision.interval is not None
    assert (decision.interval.earliest, decision.interval.latest) == (date(2026, 6, 14), date(2026, 6, 14))


@pytest.mark.parametrize(
    ("end", "decision"),
    [
        ("20260731", "left_out"),  # wait: P - 5 months = 31 July
        ("20260730", "due"),
        ("20250630", "due"),  # horizon: P - 18 months = 30 June
        ("20250629", "left_out"),
        ("20260700", "due"),  # up to and including its day of registration, below
        ("20250600", "held"),
        ("20250000", "held"),
    ],
)
def test_both_bounds_of_l1_are_exact(end: str, decision: str) -> None:
    known = "20260715" if end == "20260700" else "20260801"
    assert judge(bereaved(end=end, valid_from=known, taken_up=known)).decision == decision


def test_a_date_that_is_quite_unknown_is_held() -> None:
    assert told(judge(bereaved(end="00000000", valid_from="", taken_up=""))) == (
        "held",
        ["L6 De datum van overlijden is niet precies genoeg om te weten of een brief nu past."],
    )


def test_the_day_of_registration_narrows_an_unknown_day() -> None:
    decision = judge(bereaved(end="20260700", valid_from="00000000", taken_up="20260705"))
    assert decision.interval is not None
    assert decision.interval.latest == date(2026, 7, 5)


@pytest.mark.parametrize(
    "changes", [{"end": "20260231"}, {"end": "2026"}, {"end": "20270101"}, {"end": "20260614", "taken_up": "20260601"}]
)
def test_an_impossible_date_is_held(changes: dict[str, str]) -> None:
    assert told(judge(bereaved(**changes))) == ("held", ["L6 De datum van overlijden van de partner klopt niet."])


@pytest.mark.parametrize(
    ("end", "variant"), [("20260331", "jong"), ("20260330", "oud"), ("20260300", "oud"), ("20260500", "jong")]
)
def test_the_text_is_young_up_to_nine_months(end: str, variant: str) -> None:
    assert judge(bereaved(end=end)).text_variant == variant


def test_losses_before_our_time_were_handled_on_paper() -> None:
    numbers = Numbers(first_loss_on=date(2026, 6, 15))
    assert told(judge(WIDOW, numbers=numbers)) == (
        "left_out",
        ["L1 Dit overlijden is van voor onze start en al op papier afgehandeld."],
    )
    straddling = bereaved(end="20260600", valid_from="20260620", taken_up="20260620")
    assert judge(straddling, numbers=numbers).decision == "held"
    assert judge(bereaved(end="20260615", valid_from="20260615"), numbers=numbers).decision == "due"


@pytest.mark.parametrize(
    ("person", "reason"),
    [
        (widow(death="00000000"), "Deze persoon is zelf overleden."),
        (widow(suspension="E"), "De inschrijving van deze persoon is gestopt."),
        (widow(suspended_on="20260701"), "De inschrijving van deze persoon is gestopt."),
        (widow(secrecy="1"), "De gegevens van deze persoon zijn geheim."),
        (widow(municipality="0599"), "Deze persoon woont niet (meer) in de gemeente."),
        (widow(birth="20091231"), "Deze persoon is minderjarig."),
        (widow(relations=()), "In het register staat geen partner."),
        (bereaved(incorrect="O"), "In het register staat geen partner."),
        (bereaved(end="", end_reason=""), "De partner leeft volgens het register nog."),
        (bereaved(end_reason="S"), "Geen overlijden: het huwelijk of partnerschap eindigde door scheiding."),
        (widow(relations=(LOSS, Relation(name=NameParts(surname="Nieuw")))), "Deze persoon heeft opnieuw een partner."),
    ],
)
def test_each_reason_to_leave_out_is_named(person: RegistryPerson, reason: str) -> None:
    assert told(judge(person)) == ("left_out", [f"L5 {reason}"])


@pytest.mark.parametrize(
    ("person", "reason"),
    [
        (living(investigation="080000"), "L6 Het adres wordt onderzocht."),
        (living(investigation="089999"), "L6 De gemeente heeft vastgesteld dat deze persoon niet op dit adres woont."),
        (living(function="B"), "L6 Dit is een briefadres, geen woonadres."),
        (living(country="5010", abroad_1="Rue 1"), "L6 Het adres ligt in het buitenland."),
        (living(number="0"), "L6 Uit deze gegevens is geen adres te maken."),
        (living(postcode="6811SS"), "L6 De postcode ontbreekt of kan niet bestaan."),
        (living(street="Linde\ufffdlaan"), "L6 Het adres lijkt beschadigd."),
        (widow(name_use=""), "L6 Er staat niet bij welke naam deze persoon gebruikt."),
        (widow(secrecy=""), "L6 Het register zegt niet duidelijk of de gegevens geheim zijn."),
        (widow(municipality=""), f"L6 {WHERE}"),
        (widow(municipality="Elders"), f"L6 {WHERE}"),
        (widow(investigation="010240"), "L6 De gegevens van deze persoon worden onderzocht."),
        (widow(faults=("Er klopt iets niet.",)), "L6 Er klopt iets niet."),
        (bereaved(end_reason="R"), "L6 Het overlijden van de partner is een vermoeden van de rechter."),
        (bereaved(end_reason="."), "L6 Het register zegt niet waardoor het huwelijk of partnerschap eindigde."),
        (bereaved(investigation="050000"), "L6 De gegevens over de partner worden onderzocht."),
        (
            bereaved(a_number="1000000019"),
            "L7 De overledene en deze persoon lijken dezelfde. Dat moet iemand nakijken.",
        ),
    ],
)
def test_each_reason_to_hold_is_named(person: RegistryPerson, reason: str) -> None:
    assert told(judge(person)) == ("held", [reason])


@pytest.mark.parametrize(
    "surname", ["B\ufffdrg", "BÃ©rg", "B?rg", "LeFÁevre", "<b>Berg</b>", "Berg\x07", "{{ naam }}", "B€rg"]
)
def test_a_name_that_looks_damaged_is_held_and_not_printed(surname: str) -> None:
    decision = judge(widow(name=NameParts("Griet", "", "", surname)))
    assert told(decision) == ("held", ["L6 De naam lijkt beschadigd."])


@pytest.mark.parametrize("surname", ["Élie", "d'Ünïvers", "O'Våg-Æþel", "São Ñandú", "Jansz."])
def test_a_foreign_name_is_not_damaged(surname: str) -> None:
    assert judge(widow(name=NameParts("Griet", "", "", surname))).decision == "due"


def test_all_reasons_are_told_and_those_that_decide_come_first() -> None:
    person = living(function="B")._replace(death="20260901", secrecy="7")
    assert told(judge(person)) == (
        "left_out",
        [
            "L5 Deze persoon is zelf overleden.",
            "L5 De gegevens van deze persoon zijn geheim.",
            "L6 Dit is een briefadres, geen woonadres.",
        ],
    )


def test_secret_people_are_written_to_only_where_the_policy_says_so() -> None:
    assert judge(widow(secrecy="7"), numbers=Numbers(secret_left_out=False)).decision == "due"


def test_the_relation_that_ended_last_counts() -> None:
    divorced = Relation(name=NameParts(surname="Eerder"), end="19720719", end_reason="S", valid_from="19720719")
    assert judge(widow(relations=(divorced, LOSS))).relation == LOSS
    later = divorced._replace(end="20260801", valid_from="20260801")
    assert judge(widow(relations=(LOSS, later))).decision == "left_out"


def test_two_relations_that_can_both_be_the_last_are_held() -> None:
    divorced = Relation(name=NameParts(surname="Eerder"), end="20260000", end_reason="S")
    assert told(judge(widow(relations=(divorced, LOSS)))) == (
        "held",
        ["L6 Het is niet duidelijk welk huwelijk of partnerschap het laatst eindigde."],
    )


@pytest.mark.parametrize(
    ("hit", "decision", "reason"),
    [
        (Hit.STRONG, "left_out", "L4 Over dit overlijden is al een brief gemaakt."),
        (Hit.WEAK, "held", "L4 Over dit overlijden is misschien al een brief gemaakt: de namen komen overeen."),
    ],
)
def test_the_ledger_prevents_a_second_letter(hit: Hit, decision: str, reason: str) -> None:
    assert told(judge(WIDOW, ledger=lambda keys: hit)) == (decision, [reason])


@pytest.mark.parametrize(
    ("hit", "decision", "reason"),
    [
        (Hit.STRONG, "left_out", "L5 Deze persoon wil geen brief of is al bekend."),
        (Hit.WEAK, "held", "L6 Deze persoon lijkt op iemand die geen brief wil of al bekend is."),
    ],
)
def test_who_objected_and_who_is_known_are_one_reason(hit: Hit, decision: str, reason: str) -> None:
    assert told(judge(WIDOW, objections=lambda keys: hit)) == (decision, [reason])


def test_a_loss_that_cannot_be_recognised_again_is_held() -> None:
    person = bereaved(a_number="", bsn="", birth="")._replace(a_number="", bsn="")
    assert told(judge(person)) == (
        "held",
        ["L4 Er staan te weinig gegevens in het bestand om een tweede brief te voorkomen."],
    )


def test_a_partner_of_whom_only_the_surname_is_known_is_written_about_once_and_then_looked_at() -> None:
    person = bereaved(a_number="", bsn="", birth="", name=NameParts(surname="Voorbeeld"))
    assert judge(person).decision == "due"
    known = {"|".join(key) for key in identity.loss_keys(person, person.relations[0]).weak}
    again = judge(person, ledger=identity.lookup(known, "|".join))
    assert told(again) == (
        "held",
        ["L4 Over dit overlijden is misschien al een brief gemaakt: de namen komen overeen."],
    )


def test_a_partners_number_that_is_in_one_delivery_only_makes_no_second_letter() -> None:
    keys = identity.loss_keys(WIDOW, LOSS)
    find = identity.lookup({"|".join(key) for key in keys.strong + keys.weak}, "|".join)
    without = bereaved(a_number="", bsn="", birth="")
    assert judge(without, ledger=find).decision == "held"
    other = bereaved(a_number="", bsn="", birth="", name=NameParts(surname="Ander"))
    assert judge(other, ledger=find).decision == "due"


def test_a_loss_has_a_key_for_each_pair_of_numbers_and_for_the_names() -> None:
    keys = identity.loss_keys(WIDOW, LOSS)
    assert [key[0] for key in keys.strong] == ["loss-aa", "loss-ab", "loss-ba", "loss-bb"]
    assert keys.weak == (
        ("loss-nn", "grietproefpersoon", "19480512", "teunvoorbeeld", "19450101"),
        ("loss-as", WIDOW.a_number, "voorbeeld"),
        ("loss-bs", WIDOW.bsn, "voorbeeld"),
    )
    corrected = LOSS._replace(end="20260101")
    assert identity.loss_keys(WIDOW, corrected) == keys


def test_a_misspelled_objector_is_recognised_weakly() -> None:
    known = {"|".join(key) for key in identity.person_keys(WIDOW).weak}
    find = identity.lookup(known, "|".join)
    misspelled = widow(a_number="", bsn="", name=NameParts("G", "", "", "Proeffpersoon"))
    assert find(identity.person_keys(misspelled)) is Hit.WEAK
    assert find(identity.person_keys(widow(a_number="", bsn="", name=NameParts(surname="Ander")))) is Hit.NONE


def test_the_reference_date_never_goes_back_and_lies_at_most_two_weeks_ahead() -> None:
    today = date(2026, 11, 23)
    assert selection.reference_on(date(2026, 11, 1), [date(2026, 11, 20)], today) == date(2026, 11, 20)
    assert selection.reference_on(date(2026, 12, 7), [], today) == date(2026, 12, 7)
    with pytest.raises(Refused, match="14 dagen"):
        selection.reference_on(date(2026, 12, 8), [], today)


def test_the_name_of_our_own_municipality_is_as_good_as_its_code() -> None:
    assert judge(widow(municipality="ARNHEM"), municipality_name="Arnhem").decision == "due"
    assert judge(widow(municipality="0299"), municipality_name="Arnhem").decision == "left_out"


def test_nobody_stands_in_an_empty_ledger() -> None:
    assert selection.nobody(Keys()) is Hit.NONE
