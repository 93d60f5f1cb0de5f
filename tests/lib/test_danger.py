"""The numbers to call are these, and everything else is made of them."""

from bezoekdienst.lib import danger


def test_the_numbers_are_the_right_ones():
    assert [(line.number, line.free) for line in danger.LINES] == [("112", ""), ("113", "0800-0113"), ("0800-2000", "")]


def test_button_and_sentence_say_the_same():
    assert [line.words for line in danger.LINES] == [
        "Nu gevaar: bel 112",
        "Denkt iemand aan zelfdoding: bel 113",
        "Onveilig thuis: bel Veilig Thuis, 0800-2000",
    ]
    assert danger.SAID == (
        "Nu gevaar? Bel 112. Denkt iemand aan zelfdoding? Bel 113, of gratis 0800-0113. "
        "Onveilig thuis? Bel Veilig Thuis, 0800-2000. Dag en nacht."
    )
