"""A town over the years, of nobody who exists: who lost whom when, and what the register said of it on which day."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from hypothesis import strategies as st

from bezoekdienst.lib import calendar
from letters.registry.dates import Interval
from tests.registry import extracts

START = date(2026, 1, 1)
WAIT, HORIZON = 5, 18  # months, L1
HERE, ELSEWHERE = "0202", "0599"


class Loss(NamedTuple):
    """A partner who died on `on`; how the register came to know it, and whether it first had the day wrong."""

    on: date
    known_on: date
    precision: str  # exact, month or year
    first_written_on: date  # what the register said until `corrected_on`
    corrected_on: date

    def written(self, day: date) -> date:
        """The day of death as the register had it on `day`."""
        return self.on if day >= self.corrected_on else self.first_written_on

    def text(self, day: date) -> str:
        """The same as the register writes it."""
        on = self.written(day)
        return {"exact": f"{on:%Y%m%d}", "month": f"{on:%Y%m}00", "year": f"{on:%Y}0000"}[self.precision]


class Life(NamedTuple):
    """Somebody who loses one partner or, married again, two; and may move away and come back."""

    number: int
    losses: tuple[Loss, ...]
    married_again_on: date
    away: Interval

    def last_loss(self, day: date) -> tuple[int, Loss] | None:
        """The loss that counts as the register has it on `day`; None before the first and in a new marriage."""
        known = [(n, loss) for n, loss in enumerate(self.losses) if loss.known_on <= day]
        if len(known) == 1 and len(self.losses) == 2 and self.married_again_on <= day:
            return None
        return known[-1] if known else None

    def lives_here(self, day: date) -> bool:
        return not self.away.earliest <= day < self.away.latest

    def may_be_written_to(self, state_on: date, reference_on: date) -> int | None:
        """Which loss a letter belongs to, by the rules alone (L1, L5), from a register of `state_on`."""
        last = self.last_loss(state_on)
        if last is None or not self.lives_here(state_on):
            return None
        number, loss = last
        on = loss.written(state_on)
        fits = calendar.add_months(reference_on, -HORIZON) <= on < calendar.add_months(reference_on, -WAIT)
        return number if fits else None

    def rows(self, day: date) -> list[dict[str, str]]:
        """Her rows in a delivery of `day`, a relation a row."""
        name = _word(self.number)
        own = {
            "01.01.10": f"1{self.number:09}",
            "01.01.20": "",
            "01.02.40": f"Proef{name}",
            "01.61.10": "E",
            "08.09.10": HERE if self.lives_here(day) else ELSEWHERE,
            "08.11.20": str(self.number + 1),
        }
        rows = [_relation(self, n, loss, day) for n, loss in enumerate(self.losses)][: self._partners(day)]
        rows[0] = {"key": f"p{self.number}", **extracts.WIDOW, **own, **rows[0]}
        for row in rows[:-1]:
            row["05.H"] = "05"
        return rows

    def _partners(self, day: date) -> int:
        return 1 if len(self.losses) == 1 or day < self.married_again_on else 2


def _relation(life: Life, number: int, loss: Loss, day: date) -> dict[str, str]:
    known = loss.known_on <= day
    return {
        "05.01.10": f"2{number}{life.number:08}",
        "05.01.20": "",
        "05.02.10": "Teun",
        "05.02.30": "",
        "05.02.40": f"{('Voorbeeld', 'Ander')[number]}{_word(life.number)}",
        "05.03.10": "19450101",
        "05.06.10": f"{life.married_again_on:%Y%m%d}" if number else "19700101",
        "05.07.10": loss.text(day) if known else "",
        "05.07.40": "O" if known else "",
        "05.15.10": "H",
        "05.85.10": f"{loss.known_on:%Y%m%d}" if known else f"{life.married_again_on:%Y%m%d}",
        "05.86.10": f"{loss.known_on:%Y%m%d}" if known else "",
    }


def _word(number: int) -> str:
    """A part of a name: digits in it would look like damage."""
    return "".join(chr(ord("a") + int(digit)) for digit in f"{number:03}")


def delivery(lives: Iterable[Life], day: date) -> bytes:
    """The delivery of `day`: everybody of whom the register knew a loss then or before, and one who lost nobody.

    He moves every day: no two deliveries are the same file.
    """
    rows = [row for life in lives if life.losses[0].known_on <= day for row in life.rows(day)]
    other = {"key": "p", **extracts.WIDOW, "05.07.10": "", "05.07.40": "", "08.11.10": "Zwerfpad"}
    return extracts.stacked(*rows, other | {"08.11.20": f"{day.toordinal() % 100_000}"}).encode("utf-8-sig")


def _loss(on: date, delay: int, precision: str, wrong_by: int, corrected_after: int) -> Loss:
    known_on = on + timedelta(days=delay)
    first = min(on + timedelta(days=wrong_by), known_on)
    return Loss(on, known_on, precision, first, known_on + timedelta(days=corrected_after))


_losses = st.builds(
    _loss,
    st.integers(0, 900).map(lambda days: START + timedelta(days=days)),
    st.integers(0, 150),
    st.sampled_from(["exact", "exact", "exact", "month", "year"]),
    st.sampled_from([0, 0, 0, -400, -60, -1, 40]),
    st.integers(1, 300),
)


@st.composite
def lives(draw: st.DrawFn, number: int) -> Life:
    """One of the town; about a third marries again and loses that partner too."""
    first = draw(_losses)
    losses = [first]
    again_on = max(first.known_on, first.corrected_on) + timedelta(days=draw(st.integers(1, 200)))
    if draw(st.integers(0, 2)) == 0:
        second = draw(_losses)
        moved = again_on + timedelta(days=draw(st.integers(450, 700))) - second.on  # wrong by 400 days at most
        losses.append(Loss(*(one + moved if isinstance(one, date) else one for one in second)))
    gone_on = START + timedelta(days=draw(st.integers(0, 1200)))
    days = draw(st.sampled_from([0, 0, 0, 20, 100, 400, 5000]))
    return Life(number, tuple(losses), again_on, Interval(gone_on, gone_on + timedelta(days=days)))


def towns(most: int) -> st.SearchStrategy[list[Life]]:
    """A handful of people."""
    return st.integers(1, most).flatmap(lambda count: st.tuples(*(lives(number) for number in range(count)))).map(list)
