"""What changed about a pair since it stood on screen, in sentences; nothing that matters changed: nothing is said."""

from matching.changes import Sight, told

NAMES = {11: "Mia", 12: "Joke"}.__getitem__
BEFORE = Sight(11, 9170, (("Levensfase", 2000), ("Liever", -500), ("Liever", 0)), ("Net buiten bereik.",))


def said(after: Sight, before: Sight = BEFORE) -> list[str]:
    return told(before, after, "Mia", NAMES)


def test_nothing_changed_says_nothing() -> None:
    assert said(BEFORE) == []


def test_what_is_found_now_and_what_is_no_longer_so_are_both_told() -> None:
    after = Sight(11, 9170, BEFORE.parts, ("Mia heeft pauze.",))
    assert said(after) == ["Mia heeft pauze.", "Niet meer zo: “Net buiten bereik.”"]


def test_another_fit_is_told_with_the_parts_that_changed_and_wishes_added_up() -> None:
    after = Sight(11, 8670, (("Levensfase", 2000), ("Liever", -500), ("Liever", -500)), BEFORE.findings)
    assert said(after) == ["Mia past nu 86,7. Dat was 91,7.", "Liever: nu -10,0, dat was -5,0."]


def test_a_pair_that_became_blocked_says_the_block_and_no_fit() -> None:
    assert said(Sight(11, None, (), (*BEFORE.findings, "Mia heeft geen plaats."))) == ["Mia heeft geen plaats."]


def test_another_partner_is_told_also_when_there_is_nobody_or_was_nobody() -> None:
    def with_partner(proposed: int | None) -> Sight:
        return Sight(proposed, BEFORE.points, BEFORE.parts, BEFORE.findings)

    assert said(with_partner(12)) == ["Eerst stond hier Mia. Nu staat hier Joke."]
    assert said(with_partner(None)) == ["Eerst stond hier Mia. Nu is er niemand."]
    assert said(BEFORE, with_partner(None)) == ["Eerst was er niemand. Nu staat hier Mia."]
