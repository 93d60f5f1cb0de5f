"""Reply codes: eight characters that people read aloud, type over and write by hand (A1).

The alphabet has a prime number of characters (23) and every place its own weight, so the weighted sum catches every
single wrong character and every swap of two different characters, neighbours or not. No vowels: no words arise.

There are 23^7 (3.4 thousand million) codes. With ten thousand letters out, a guess that is well-formed is right once in
340,000 times, and whoever guesses can't see that it was (A2).
"""

import random
import re
import secrets

ALPHABET = "23456789CDFHJKMNPRTVWXY"
LENGTH = 8

_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_WEIGHTS = range(LENGTH, 0, -1)  # the check character, in the last place, weighs 1
_LOOK_ALIKES = str.maketrans("BGSZUOQ0", "8652VDDD")
_BETWEEN = re.compile(r"[\W_]+")


def _weighted_sum(characters: str) -> int:
    # a payload is one shorter than the weights: its check character is what is still missing
    return sum(weight * _VALUES[character] for weight, character in zip(_WEIGHTS, characters, strict=False))


def with_check(payload: str) -> str:
    """The seven characters of `payload` with their check character behind them."""
    return payload + ALPHABET[-_weighted_sum(payload) % len(ALPHABET)]


def make(rng: random.Random | None = None) -> str:
    """A new code, from the system's own randomness unless a test gives another. Not checked against earlier ones."""
    rng = rng or secrets.SystemRandom()
    return with_check("".join(rng.choice(ALPHABET) for _ in range(LENGTH - 1)))


def normalise(text: str) -> str:
    """What was typed, as it would stand in the ledger: upper case, no separators, look-alikes read as ours (O as D).

    The whole address behind a QR, pasted, is read as the code at its end.
    """
    return _BETWEEN.sub("", text.rpartition("#")[2]).upper().translate(_LOOK_ALIKES)


def is_valid(code: str) -> bool:
    """Whether `code` (normalised) could have been made by us. Says nothing about whether it was."""
    return len(code) == LENGTH and set(code) <= _VALUES.keys() and _weighted_sum(code) % len(ALPHABET) == 0


def shown(code: str) -> str:
    """Two groups of four, as printed: `CDFH 2345`."""
    return f"{code[:4]} {code[4:]}"
