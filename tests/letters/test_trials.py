import csv
import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from bezoekdienst.audit.models import Event
from bezoekdienst.demo import mailing
from bezoekdienst.lib.errors import Refused
from bezoekdienst.policy.models import Policy, Supply
from letters import last_check
from letters.deliveries import extracts, judging, mappings, trials
from letters.models import Addressee, LineOutcome
from letters.registry.formats.tables import Unmapped
from letters.states import Outcome
from tests.letters import chain, suppliers

SAMPLE = mailing.SAMPLE
HELD, REJECTED = "Het adres wordt onderzocht.", "Deze regel heeft 2 kolommen, de kopregel heeft er 40."


def try_out(*lines, stream=None, on=chain.ON, state_on=None):
    stream = stream or chain.delivery(*lines)
    return trials.try_out(stream, state_on=state_on or on, on=on, by=None, at=chain.at(on))


def take_along(*lines, stream=None):
    stream = stream or chain.delivery(*lines)
    ending, pieces = trials.take_along(stream, state_on=chain.ON, on=chain.ON, by=None, at=chain.at())
    return ending, b"".join(pieces).decode("utf-8-sig")


def contents():
    """Every row of every table of ours, but the events."""
    return {
        model._meta.label: sorted(map(repr, model._default_manager.values_list()))
        for model in apps.get_models()
        if model is not Event
    }


def mixed():
    return (
        chain.widow(1),
        chain.widow(2, e08_83_10="081110"),
        chain.widow(3, e06_08_10="20260901"),
        "x;y",
        chain.widow(1, e08_11_20="99"),
    )


@pytest.mark.django_db
def test_a_trial_comes_to_what_taking_in_comes_to():
    trial = try_out(stream=io.BytesIO(SAMPLE.read_bytes()))
    taken = extracts.take_in(io.BytesIO(SAMPLE.read_bytes()), state_on=chain.ON, by=None, at=chain.at(), on=chain.ON)
    for name in ("format", "reference_on", "lines", "persons", "continuation_lines", "rejected_lines"):
        assert getattr(trial, name) == getattr(taken, name), name
    assert (trial.due, trial.held, trial.left_out) == (taken.due, taken.held, taken.left_out)
    assert trial.reasons == taken.reasons
    assert {row for row, why in trial.fates.persons.items() if why} == set(
        Addressee.objects.filter(outcome=Outcome.HELD).values_list("row", flat=True)
    )
    assert set(trial.fates.rejected) == set(
        LineOutcome.objects.filter(outcome=Outcome.REJECTED).values_list("row", flat=True)
    )
    assert trial.lines == trial.persons + trial.continuation_lines + trial.rejected_lines
    assert trial.persons == trial.due + trial.held + trial.left_out


@pytest.mark.django_db
def test_a_trial_says_who_waits_and_what_could_not_be_read():
    trial = try_out(*mixed())
    assert (trial.due, trial.held, trial.left_out, trial.rejected_lines) == (1, 1, 2, 1)
    assert trial.waiting == [trials.Waiting(2, "G.R. Proefiep", (HELD,))]
    assert [(one.line, one.name) for one in trial.rejected] == [(4, "")]
    assert trial.reasons["left_out"] == {"Deze persoon is zelf overleden.": 1, judging.TWICE.text: 1}
    assert (trial.more_waiting, trial.more_rejected, trial.to_take_along) == (0, 0, 2)


@pytest.mark.django_db
def test_a_trial_touches_no_table_but_the_log():
    chain.posted(chain.widow(9))
    before = contents()
    try_out(*mixed())
    take_along(*mixed())
    with pytest.raises(Refused):
        try_out("x;y", stream=io.BytesIO(b"geen tabel"))
    assert contents() == before
    assert Event.objects.get(kind="extract.tried").facts == {
        "lines": 5,
        "persons": 4,
        "due": 1,
        "held": 1,
        "left_out": 2,
        "rejected_lines": 1,
    }
    assert Event.objects.get(kind="extract.taken_along").facts == {"held": 1, "rejected_lines": 1}
    told = Event.objects.get(kind="extract.tried")
    assert (told.subject_type, told.subject_id, told.about) == ("", "", None)


@pytest.mark.django_db
def test_a_trial_knows_the_ledger():
    chain.frozen(chain.widow(1))
    assert try_out(chain.widow(1)).reasons["left_out"] == {"Over dit overlijden is al een brief gemaakt.": 1}


@pytest.mark.django_db
def test_a_file_that_was_taken_in_can_be_tried_and_says_so():
    chain.take_in(chain.widow(1))
    trial = try_out(chain.widow(1))
    assert trial.known is not None and trial.known.text == "Dit bestand is al ingelezen op 1 oktober 2026."
    assert try_out(chain.widow(2)).known is None


@pytest.mark.django_db
def test_of_a_long_heap_only_the_first_are_shown(monkeypatch):
    monkeypatch.setattr(trials, "MOST", 2)
    trial = try_out(*(chain.widow(number, e08_83_10="081110") for number in range(5)), "x;y", "x;y", "x;y")
    assert ([one.line for one in trial.waiting], trial.more_waiting) == ([1, 2], 3)
    assert ([one.line for one in trial.rejected], trial.more_rejected) == ([6, 7], 1)
    assert sorted(row for row, why in trial.fates.persons.items() if why) == [1, 2, 3, 4, 5]


@pytest.mark.django_db
@pytest.mark.parametrize("secrecy", ["7", "", "x"])
def test_of_who_may_be_secret_a_trial_gives_no_name(secrecy):
    Policy.objects.update(supply=Supply.MUNICIPALITY)  # then the secret are not left out but written to
    trial = try_out(chain.widow(1, e07_70_10=secrecy, e08_83_10="081110"))
    assert [(one.line, one.name) for one in trial.waiting] == [(1, "")]


@pytest.mark.django_db
@pytest.mark.parametrize("days", [1, -366])
def test_an_impossible_state_date_is_refused_as_when_taking_in(days):
    with pytest.raises(Refused):
        try_out(chain.widow(1), state_on=chain.ON + timedelta(days=days))
    assert not Event.objects.filter(kind="extract.tried").exists()


@pytest.mark.django_db
def test_what_waits_is_taken_along_with_its_reason():
    ending, content = take_along(*mixed())
    rows = list(csv.reader(io.StringIO(content), delimiter=";"))
    assert (ending, rows[0][-1]) == ("csv", "reden")
    assert [(row[:2], row[-1]) for row in rows[1:]] == [(["", chain.bsn(4)], HELD), (["x", "y"], REJECTED)]


@pytest.mark.django_db
def test_where_nothing_waits_there_is_nothing_to_take_along():
    with pytest.raises(Refused, match="Er is niets om mee te nemen"):
        take_along(chain.widow(1))
    assert not Event.objects.filter(kind="extract.taken_along").exists()


@pytest.mark.django_db
def test_a_suppliers_own_table_is_tried_and_taken_along_by_its_columns():
    with pytest.raises(Unmapped):
        try_out(stream=suppliers.widows(1))
    by, at = chain.clerk(), chain.at()
    kept = mappings.remember(suppliers.HEADING, suppliers.SAID, supplier="gemeente Arnhem", by=by, at=at)
    rows = [suppliers.row(1), suppliers.row(2, e07_70_10="x")]
    trial = try_out(stream=suppliers.table(*rows))
    assert (trial.mapping, trial.due, trial.held, trial.ignored) == (kept, 1, 1, ("Zaak",))
    ending, content = take_along(stream=suppliers.table(*rows))
    assert (ending, content.splitlines()[1].split(";")[-2]) == ("csv", "Z-2")


@pytest.mark.django_db
def test_our_own_municipality_may_be_written_by_its_name():
    name = Policy.objects.get().municipality_name
    trial = try_out(chain.widow(1, e08_09_10=name), chain.widow(2, e08_09_10=f"{name}-Noord"))
    assert (trial.due, trial.held) == (1, 1)


@pytest.mark.django_db
def test_columns_can_be_given_without_being_remembered():
    said = {"mapped": suppliers.SAID, "state_on": chain.ON, "on": chain.ON, "by": None, "at": chain.at()}
    assert trials.try_out(suppliers.widows(2), **said).due == 2


@pytest.mark.one_database  # it looks into SQLite's own files
@pytest.mark.django_db(transaction=True)
def test_no_number_of_the_file_stays_anywhere(caplog, capfd, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    planted = [chain.bsn(number) for number in (5001, 5002, 5003, 5004)]
    lines = [
        chain.widow(1, e01_01_20=planted[0], e05_01_20=planted[1], e08_83_10="081110"),
        f"{planted[2]};x",
    ]
    try_out(*lines)
    take_along(*lines)
    row = suppliers.row(1, e01_01_20=planted[0], e05_01_20=planted[1])
    with pytest.raises(Unmapped):
        try_out(stream=suppliers.table(row))
    with pytest.raises(Refused):
        mappings.remember([*suppliers.HEADING, planted[3]], {}, supplier="x", by=chain.clerk(), at=chain.at())
    mappings.remember(suppliers.HEADING, suppliers.SAID, supplier="Arnhem", by=chain.clerk(), at=chain.at())
    try_out(stream=suppliers.table(row))
    database = Path(connection.settings_dict["NAME"])
    places = [*database.parent.glob(f"{database.name}*"), *Path(settings.VAR_DIR).rglob("*"), *tmp_path.rglob("*")]
    read = [place.read_bytes() for place in places if place.is_file()]
    said = capfd.readouterr()
    read += [caplog.text.encode(), said.out.encode(), said.err.encode()]
    assert sum(map(len, read)) > 10_000
    for number in planted:
        assert not [1 for content in read if number.encode() in content or number.encode("utf-16-le") in content]


@pytest.mark.django_db
@pytest.mark.parametrize("numbers", [{}, {"e01_01_20": ""}, {"e05_01_20": ""}, {"e01_01_20": "123", "e05_01_20": ""}])
def test_where_a_regulation_allows_the_supply_a_file_with_numbers_is_refused_whole(numbers):
    Policy.objects.update(supply=Supply.REGULATION)
    before = contents()
    lines = chain.widow(1, e01_01_20="", e05_01_20=""), chain.widow(2, **numbers)
    for verb in (try_out, take_along, chain.take_in):
        with pytest.raises(Refused, match="In dit bestand staan burgerservicenummers"):
            verb(*lines)
    assert contents() == before


@pytest.mark.django_db
def test_where_a_regulation_allows_the_supply_a_file_without_numbers_is_read():
    Policy.objects.update(supply=Supply.REGULATION)
    without = {"e01_01_20": "", "e05_01_20": ""}
    assert chain.take_in(chain.widow(1, **without), chain.widow(2, **without)).due == 2


@pytest.mark.django_db
def test_a_last_check_with_numbers_is_refused_where_a_regulation_allows_the_supply():
    without = {"e01_01_20": "", "e05_01_20": ""}
    Policy.objects.update(supply=Supply.REGULATION)
    frozen = chain.frozen(chain.widow(1, **without))
    with pytest.raises(Refused, match="In dit bestand staan burgerservicenummers"):
        last_check.lay(frozen, chain.delivery(chain.widow(1)), state_on=chain.ON, by=None, at=chain.at(), on=chain.ON)
