"""Days as people say them, in lists."""

from datetime import date, timedelta

from bezoekdienst.web import phrases
from tests.factories import TODAY

DAY = timedelta(days=1)


def test_days_are_said_as_people_say_them() -> None:
    assert [phrases.ago(TODAY - n * DAY, TODAY) for n in (0, 1, 2, 13, 14)] == [
        "vandaag", "gisteren", "2 dagen geleden", "13 dagen geleden", "op 9 november",
    ]  # fmt: skip
    assert [phrases.near(TODAY + n * DAY, TODAY) for n in (1, 2, 7)] == [
        "morgen",
        "woensdag 25 november",
        "30 november",
    ]
    assert [phrases.ahead(TODAY + n * DAY, TODAY) for n in (1, 13, 14)] == ["morgen", "over 13 dagen", "over 2 weken"]
    assert [phrases.since(TODAY - n * DAY, TODAY) for n in (0, 1, 2)] == ["sinds vandaag", "1 dag", "2 dagen"]
    assert phrases.day(date(2027, 3, 3), TODAY) == "3 maart 2027"
