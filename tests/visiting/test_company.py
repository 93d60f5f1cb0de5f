from bezoekdienst.visiting import company


def test_only_what_was_answered_both_times_is_a_change():
    before, after = ["rarely", "", "often"], ["sometimes", "often", "rarely"]
    assert list(company.changes(before, after)) == [(0, "more"), (2, "less")]
    assert list(company.changes(["often"] * 3, ["often"] * 3)) == [(0, "same"), (1, "same"), (2, "same")]


def test_words_that_were_written_down_earlier_are_no_answer():
    assert list(company.changes(["Elke dag.", "often", ""], ["often", "often", ""])) == [(1, "same")]
    assert list(company.changes(None, ["often"] * 3)) == []
