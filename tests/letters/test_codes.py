"""Reply codes catch what people do to codes (A1)."""

import itertools
import random

import pytest

from letters import codes


def test_a_made_code_is_valid_and_eight_characters_of_the_alphabet() -> None:
    for seed in range(200):
        code = codes.make(random.Random(seed))
        assert len(code) == 8
        assert set(code) <= set(codes.ALPHABET)
        assert codes.is_valid(code)


def test_codes_come_from_the_system_when_nobody_gives_randomness() -> None:
    assert len({codes.make() for _ in range(200)}) == 200


def test_the_alphabet_is_of_prime_size_without_look_alikes_or_vowels() -> None:
    assert len(codes.ALPHABET) == 23 == len(set(codes.ALPHABET))
    assert not set("01ILOQBGSZUAE") & set(codes.ALPHABET)


def test_every_single_wrong_character_is_caught_whatever_the_code() -> None:
    # the sum is linear: an error at one place changes it by weight x difference, whatever the other places hold
    for weight, difference in itertools.product(range(1, 9), range(1, 23)):
        assert weight * difference % 23 != 0


def test_every_swap_of_two_places_is_caught_whatever_the_code() -> None:
    for (one, other), difference in itertools.product(itertools.combinations(range(1, 9), 2), range(1, 23)):
        assert (one - other) * difference % 23 != 0


@pytest.mark.parametrize("seed", range(20))
def test_the_real_function_catches_them_all_on_real_codes(seed: int) -> None:
    code = codes.make(random.Random(seed))
    singles = {code[:i] + c + code[i + 1 :] for i in range(8) for c in codes.ALPHABET if c != code[i]}
    swaps = {code[:i] + code[i + 1] + code[i] + code[i + 2 :] for i in range(7)} - {code}
    assert len(singles) == 8 * 22
    assert not [wrong for wrong in singles | swaps if codes.is_valid(wrong)]


def test_there_is_one_check_character_for_every_payload() -> None:
    payload = "CDFHJKM"
    assert [c for c in codes.ALPHABET if codes.is_valid(payload + c)] == [codes.with_check(payload)[-1]]


@pytest.mark.parametrize(
    "typed",
    [
        "cdfh 2345",
        "CDFH-2345",
        " cdfh2345 ",
        "C D F H 2 3 4 S",
        "CDFH–Z345",
        "CDFH\u00a02345",
        "(cdfh:2345)",
        "https://een.example/#CDFH2345",
    ],
)
def test_what_people_type_is_read_as_printed(typed: str) -> None:
    assert codes.normalise(typed) == "CDFH2345"


def test_look_alikes_are_read_as_ours() -> None:
    assert codes.normalise("bgsz uoq0") == "8652VDDD"


@pytest.mark.parametrize("nonsense", ["", "CDFH", "CDFH23456", "CDFH234É", "CDFH 2345"])
def test_nonsense_is_not_valid(nonsense: str) -> None:
    assert not codes.is_valid(nonsense)


def test_a_code_is_shown_in_two_groups() -> None:
    assert codes.shown("CDFH2345") == "CDFH 2345"


def test_guessing_in_bulk_is_hopeless() -> None:
    """The page takes 12 sign-ups an hour from one network, 60 from all together; ten thousand letters are out."""
    payloads = len(codes.ALPHABET) ** (codes.LENGTH - 1)
    assert payloads == 23**7 == 3_404_825_447
    hours_a_hit = payloads / 10_000 / 60  # who works out the check character first, from as many networks as she likes
    assert round(hours_a_hit / 24) == 236  # days for one hit, which shows her nothing
