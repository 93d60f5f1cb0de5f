"""Rounds over simulated years, at any rhythm: nobody skipped, nobody repeated, nobody too early (L1 to L4)."""

import io
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from bezoekdienst.lib import calendar
from bezoekdienst.lib.errors import Refused
from letters import letterheads, rounds, selection
from letters.deliveries import extracts
from letters.models import Addressee, Extract, Letter, Round
from letters.registry import formats
from letters.registry.rows import RegistryPerson
from letters.selection import identity
from letters.states import LetterState, RoundState
from tests.letters import chain, towns
from tests.letters.towns import Life

Story = dict[tuple[int, int], list[date]]  # (person, loss) -> reference dates of the letters about it


class Planned(NamedTuple):
    """A round: days since the one before, how long before its reference date the register was read, and its fate."""

    gap: int
    lead: int
    fate: str  # sent, cancelled or missed


_ROUNDS = st.lists(
    st.builds(
        Planned,
        st.sampled_from([0, 1, 30, 75, 91, 92, 105, 140, 183, 200]),
        st.integers(0, 14),
        st.sampled_from(["sent", "sent", "sent", "sent", "cancelled", "missed"]),
    ),
    min_size=4,
    max_size=18,
)


class Held(NamedTuple):
    """Every decision that was taken: (reference date, state date, person, loss, decision)."""

    on: date
    state_on: date
    person: int
    loss: int | None
    decision: str


def _simulate(town: list[Life], planned: Sequence[Planned]) -> tuple[Story, list[Held], list[tuple[date, date]]]:
    """Letters, decisions, and the (reference date, state date) of the rounds that were sent."""
    ledger: set[str] = set()
    letters: Story = defaultdict(list)
    decided: list[Held] = []
    sent: list[tuple[date, date]] = []
    day = towns.START
    for one in planned:
        day += timedelta(days=one.gap)
        if one.fate == "missed":
            continue
        on = selection.reference_on(day, [reference for reference, _ in sent], max([day, *(on for on, _ in sent)]))
        state_on = day - timedelta(days=one.lead)
        booked: set[str] = set()
        judge = selection.Judge(
            on=on, extract_on=state_on, municipality=towns.HERE, ledger=identity.lookup(ledger, "|".join)
        )
        for person in formats.read(io.BytesIO(towns.delivery(town, state_on))):
            assert isinstance(person, RegistryPerson)
            if person.address.street == "Zwerfpad":
                continue
            number, decision = int(person.a_number[1:]), judge(person)
            loss = int(decision.relation.a_number[1]) if decision.relation else None
            decided.append(Held(on, state_on, number, loss, decision.decision))
            if decision.decision == selection.DUE and decision.relation and one.fate == "sent":
                assert loss is not None
                letters[number, loss].append(on)
                keys = identity.loss_keys(person, decision.relation)
                booked.update("|".join(key) for key in keys.strong + keys.weak)
        if one.fate == "sent":
            sent.append((on, state_on))
        ledger |= booked  # of a cancelled round nothing is booked
    return letters, decided, sent


def _first_fit(life: Life, loss: int, sent: Sequence[tuple[date, date]]) -> date | None:
    return next((on for on, state_on in sent if life.may_be_written_to(state_on, on) == loss), None)


@settings(max_examples=150, deadline=None)
@given(towns.towns(6), _ROUNDS)
def test_rounds_of_any_rhythm_skip_nobody_repeat_nobody_and_are_never_too_early(
    town: list[Life], planned: list[Planned]
) -> None:
    letters, decided, sent = _simulate(town, planned)
    for life in town:
        for number, loss in enumerate(life.losses):
            written = letters[life.number, number]
            if loss.precision == "exact":
                first = _first_fit(life, number, sent)
                assert written == ([first] if first else [])
            assert len(written) <= 1
            _assert_in_time(life, number, written, sent)
    _assert_nobody_forgotten(town, letters, decided)


def _assert_in_time(life: Life, number: int, written: list[date], sent: list[tuple[date, date]]) -> None:
    for on in written:
        state_on = next(state_on for reference, state_on in sent if reference == on)
        said = life.losses[number].written(state_on)
        assert calendar.add_months(on, -towns.HORIZON) <= said < calendar.add_months(on, -towns.WAIT)


def _assert_nobody_forgotten(town: list[Life], letters: Story, decided: list[Held]) -> None:
    """Whoever should have a letter and has none yet is held for a person to look at, never silently left out."""
    for one in decided:
        loss = town[one.person].may_be_written_to(one.state_on, one.on)
        if loss is not None and not any(on <= one.on for on in letters[one.person, loss]):
            assert one.decision in (selection.HELD, selection.DUE)


@settings(max_examples=30, deadline=None)
@given(towns.towns(5), st.integers(0, 7), st.integers(0, 6))
def test_a_round_that_is_doubled_or_early_changes_nothing_for_the_next(
    town: list[Life], doubled: int, earlier: int
) -> None:
    quarters = [Planned(91, 0, "sent") for _ in range(12)]
    again = [*quarters[: doubled + 1], Planned(0, 0, "sent"), *quarters[doubled + 1 :]]
    before = Planned(91 - earlier, 0, "sent")
    early = [*quarters[:doubled], before, Planned(earlier, 0, "sent"), *quarters[doubled + 1 :]]
    plain = _simulate(town, quarters)[0]
    for other in (again, early):
        changed = _simulate(town, other)[0]
        for life in town:
            for number, loss in enumerate(life.losses):
                if loss.precision == "exact" and loss.first_written_on == loss.on:
                    assert len(changed[life.number, number]) >= len(plain[life.number, number])
                    assert len(changed[life.number, number]) <= 1


# The same with the real verbs and the real ledger: every quarter a delivery on some day, and something that goes wrong.

_FATES = ("sent", "sent", "sent", "missed", "cancelled", "cancelled and done again", "handed in twice")


def _quarter(town: list[Life], on: date, fate: str) -> Round | None:
    """One quarter by the verbs; gives the round that was sent."""
    extract = _taken_in(town, on, twice=fate == "handed in twice")
    opened = rounds.open_quarter(on=on, at=chain.at(on))
    assert opened is not None
    drafted = rounds.draft(opened, extract=extract, by=None, at=chain.at(on))
    frozen = rounds.freeze(drafted, by=chain.clerk(), at=chain.at(on))
    if fate.startswith("cancelled"):
        rounds.cancel(frozen, by=chain.clerk(), at=chain.at(on))
        if fate == "cancelled":
            return None
        again = rounds.open_quarter(on=on, at=chain.at(on), by=chain.clerk())
        assert again is not None
        frozen = rounds.freeze(
            rounds.draft(again, extract=extract, by=None, at=chain.at(on)), by=chain.clerk(), at=chain.at(on)
        )
    frozen.letters.update(state=LetterState.POSTED)
    frozen.state, frozen.posted_on = RoundState.POSTED, on
    frozen.save(update_fields=["state", "posted_on"])
    return frozen


def _taken_in(town: list[Life], on: date, *, twice: bool) -> Extract:
    content = towns.delivery(town, on)
    extract = extracts.take_in(io.BytesIO(content), state_on=on, by=None, at=chain.at(on), on=on)
    if twice:
        with pytest.raises(Refused, match="al ingelezen"):
            extracts.take_in(io.BytesIO(content), state_on=on, by=None, at=chain.at(on), on=on)
    return extract


def _written(subject: Round, reference_on: date, letters: Story, by_row: dict[int, tuple[int, int]]) -> None:
    for letter in subject.letters.select_related("addressee"):
        assert letter.addressee is not None
        letters[by_row[letter.addressee.row]].append(reference_on)


def _rows(town: list[Life], on: date) -> dict[int, tuple[int, int]]:
    """First line number -> the person, and the loss that counts for her that day."""
    found, line = {}, 1
    for life in town:
        if life.losses[0].known_on <= on:
            last = life.last_loss(on)
            found[line] = (life.number, last[0] if last else -1)
            line += len(life.rows(on))
    return found


@pytest.mark.django_db
@settings(max_examples=12)
@given(towns.towns(8), st.lists(st.tuples(st.integers(0, 75), st.sampled_from(_FATES)), min_size=8, max_size=14))
def test_years_of_real_rounds_skip_nobody_and_repeat_nobody(town: list[Life], quarters: list[tuple[int, str]]) -> None:
    with transaction.atomic():
        if letterheads.current() is None:
            letterheads.save(texts=chain.LETTERHEAD, profile="c5_left", by=None, at=chain.at(towns.START))
        letters, sent = _real_years(town, quarters)
        for life in town:
            for number, loss in enumerate(life.losses):
                first = _first_fit(life, number, sent)
                if loss.precision == "exact":
                    assert letters[life.number, number] == ([first] if first else [])
                assert len(letters[life.number, number]) <= 1
        assert Letter.objects.filter(state=LetterState.POSTED).count() == sum(map(len, letters.values()))
        last_on = max((on for on, _ in sent), default=towns.START) + timedelta(weeks=9)
        rounds.erase_silent(on=last_on, at=chain.at(last_on))
        assert not Addressee.objects.filter(letter__isnull=False).exists()
        transaction.set_rollback(True)


def _real_years(town: list[Life], quarters: list[tuple[int, str]]) -> tuple[Story, list[tuple[date, date]]]:
    letters: Story = defaultdict(list)
    sent: list[tuple[date, date]] = []
    for number, (days, fate) in enumerate(quarters):
        on = calendar.add_months(towns.START, 3 * number) + timedelta(days=days)
        if fate == "missed" or not _rows(town, on):
            continue
        rounds.erase_silent(on=on, at=chain.at(on))
        done = _quarter(town, on, fate)
        if done is not None:
            assert done.extract is not None
            _written(done, done.extract.reference_on, letters, _rows(town, on))
            sent.append((done.extract.reference_on, on))
    return letters, sent
