import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from bezoekdienst.demo import mailing
from bezoekdienst.lib.errors import Refused
from letters import rounds
from letters.deliveries import extracts, judging
from letters.models import Addressee, Extract, LineOutcome
from letters.states import Outcome
from tests.letters import chain

SAMPLE = mailing.SAMPLE


def heaps(extract):
    return extract.due, extract.held, extract.left_out


@pytest.mark.django_db
def test_every_person_ends_in_exactly_one_heap():
    extract = chain.take_in(
        chain.widow(1), chain.widow(2, e08_83_10="081110"), chain.widow(3, e06_08_10="20260901"), "x;y"
    )
    assert heaps(extract) == (1, 1, 1)
    assert (extract.lines, extract.persons, extract.continuation_lines, extract.rejected_lines) == (4, 3, 0, 1)
    assert set(Addressee.objects.values_list("row", "outcome")) == {(1, "due"), (2, "held")}
    assert set(LineOutcome.objects.values_list("row", "outcome")) == {(3, "left_out"), (4, "rejected")}


@pytest.mark.django_db
def test_the_sample_reconciles_to_the_unit():
    extract = extracts.take_in(io.BytesIO(SAMPLE.read_bytes()), state_on=chain.ON, by=None, at=chain.at(), on=chain.ON)
    assert extract.lines == extract.persons + extract.continuation_lines + extract.rejected_lines
    assert extract.persons == extract.due + extract.held + extract.left_out
    assert [sum(extract.reasons[heap].values()) for heap in ("held", "left_out")] == [extract.held, extract.left_out]
    assert extract.lines == LineOutcome.objects.filter(outcome="rejected").count() + extract.continuation_lines + (
        extract.addressees.count() + LineOutcome.objects.filter(outcome="left_out").count()
    )


@pytest.mark.django_db
def test_a_second_copy_is_refused_and_changes_nothing():
    chain.take_in(chain.widow(1))
    with pytest.raises(Refused) as refusal:
        chain.take_in(chain.widow(1))
    assert str(refusal.value) == "Dit bestand is al ingelezen op 1 oktober 2026. Er is niets veranderd."
    assert (Extract.objects.count(), Addressee.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_the_same_loss_twice_in_one_delivery_is_one_letter():
    extract = chain.take_in(chain.widow(1), chain.widow(2), chain.widow(1, e08_11_20="99"))
    assert heaps(extract) == (2, 0, 1)
    assert extract.reasons["left_out"] == {judging.TWICE.text: 1}


@pytest.mark.django_db
def test_the_same_names_twice_without_numbers_are_held():
    without = {"e01_01_20": "", "e05_01_20": ""}
    extract = chain.take_in(chain.widow(1, **without), chain.widow(1, e08_11_20="99", **without))
    assert heaps(extract) == (1, 1, 0)
    assert Addressee.objects.get(outcome=Outcome.HELD).reasons[0][1] == judging.PERHAPS_TWICE.text


@pytest.mark.django_db
def test_a_second_loss_of_one_person_is_a_second_letter():
    chain.frozen(chain.widow(1))
    extract = chain.take_in(chain.widow(1, e05_01_20=chain.bsn(901), e05_02_40="Anders", e05_03_10="19500202"))
    assert heaps(extract) == (1, 0, 0)


@pytest.mark.django_db
def test_a_corrected_date_is_not_a_second_loss():
    chain.frozen(chain.widow(1))
    extract = chain.take_in(chain.widow(1, e05_07_10="20260301"))
    assert extract.reasons["left_out"] == {"Over dit overlijden is al een brief gemaakt.": 1}


@pytest.mark.django_db
@pytest.mark.parametrize("days", [1, -366])
def test_an_impossible_state_date_is_refused(days):
    with pytest.raises(Refused):
        chain.take_in(chain.widow(1), state_on=chain.ON + timedelta(days=days))
    assert not Extract.objects.exists()


@pytest.mark.django_db
def test_a_file_that_is_refused_half_way_leaves_nothing(monkeypatch):
    monkeypatch.setattr("letters.registry.formats.tables.MAX_ROWS", 2)
    with pytest.raises(Refused):
        chain.take_in(*(chain.widow(number) for number in range(4)))
    assert (Extract.objects.count(), Addressee.objects.count(), LineOutcome.objects.count()) == (0, 0, 0)


@pytest.mark.one_database  # it looks into SQLite's own files
@pytest.mark.django_db(transaction=True)
def test_a_number_of_the_register_is_nowhere_on_disk_afterwards():
    planted, partner = chain.bsn(4711), chain.bsn(4712)
    line = chain.widow(1, e01_01_20=planted, e05_01_20=partner, e01_01_10="1000000019")
    rounds.cancel(chain.released(line, chain.widow(2)), by=chain.clerk(), at=chain.at())
    chain.take_in(chain.widow(3, e01_01_20=planted, e06_08_10="20260901"))
    database = Path(connection.settings_dict["NAME"])
    files = [*database.parent.glob(f"{database.name}*"), *Path(settings.VAR_DIR).rglob("*")]
    read = [file.read_bytes() for file in files if file.is_file()]
    assert read and sum(len(content) for content in read) > 10_000
    for number in (planted, partner, "1000000019"):
        assert not [1 for content in read if number.encode() in content or number.encode("utf-16-le") in content]
