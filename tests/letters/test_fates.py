import pytest

from letters import memory
from letters.deliveries import fates
from tests.letters import chain


def test_line_numbers_are_told_as_people_write_them() -> None:
    assert fates.ranges([3, 7, 8, 9, 12, 14, 15]) == "3, 7–9, 12, 14–15"
    assert fates.ranges([]) == ""


@pytest.mark.django_db
def test_every_line_has_its_reason_and_who_objected_or_is_known_is_a_count_only() -> None:
    dead = [chain.widow(number, e06_08_10="20260901") for number in (1, 2, 5)]
    first = chain.take_in(chain.widow(0))
    memory.suppress(first.addressees.get().person_keys, on=chain.ON)
    extract = chain.take_in(chain.widow(0), *dead[:2], chain.widow(3), chain.widow(4, e07_70_10="4"), dead[2])
    assert fates.left_out(extract) == [
        fates.Fate("Deze persoon is zelf overleden.", 3, "2–3, 6"),
        fates.Fate("Deze persoon wil geen brief of is al bekend.", 1, ""),
        fates.Fate("De gegevens van deze persoon zijn geheim.", 1, "5"),
    ]
    assert sum(fate.count for fate in fates.left_out(extract)) == extract.left_out
