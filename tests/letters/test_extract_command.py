from datetime import date

import pytest
from django.core.management import CommandError, call_command

from letters.models import Extract
from tests.letters import chain, suppliers

pytestmark = pytest.mark.django_db


@pytest.fixture
def drop(tmp_path, time_machine):
    time_machine.move_to(chain.at())

    def write(content, name="brp-20261001.csv"):
        path = tmp_path / name
        path.write_bytes(content)
        return str(path)

    return write


def refused(capsys, *given):
    with pytest.raises(SystemExit) as stopped:
        call_command("extract", "take-in", *given)
    assert (stopped.value.code, Extract.objects.count()) == (2, 0)
    return capsys.readouterr().err.splitlines()


def test_a_file_is_taken_in_and_the_sums_are_printed(drop, capsys):
    lines = (chain.widow(1), chain.widow(2, e08_83_10="081110"), chain.widow(3, e06_08_10="20260901"), "x;y")
    call_command("extract", "take-in", drop(chain.delivery(*lines).getvalue()))
    assert capsys.readouterr().out.splitlines() == [
        "Aanlevering van 1 oktober 2026, 4 regels: 3 personen, 0 vervolgregels, 1 niet te lezen.",
        "1 krijgen een brief, 1 wachten op een besluit, 1 krijgen geen brief.",
    ]
    assert Extract.objects.get().received_by is None


def test_the_day_that_is_given_goes_before_the_one_in_the_name(drop):
    path = drop(chain.delivery(chain.widow(1)).getvalue(), "uittreksel.csv")
    call_command("extract", "take-in", path, "--state-on", "2026-09-28")
    assert Extract.objects.get().state_on == date(2026, 9, 28)


def test_what_is_refused_is_said_with_exit_code_2(drop, capsys, tmp_path):
    (said,) = refused(capsys, drop(b"dit is geen tabel"))
    assert said.startswith("Dit bestand herkennen we niet.")
    (said,) = refused(capsys, drop(b"niets", "uittreksel.csv"))
    assert said.startswith("In de naam staat geen goede datum.")
    assert refused(capsys, str(tmp_path / "weg-20261001.csv")) == ["Het bestand weg-20261001.csv is niet te lezen."]
    assert refused(capsys, str(tmp_path), "--state-on", "2026-10-01")[0].endswith("is niet te lezen.")
    with pytest.raises(CommandError):
        call_command("extract", "take-in", drop(b""), "--state-on", "gisteren")


def test_a_second_copy_is_refused_too(drop, capsys):
    path = drop(chain.delivery(chain.widow(1)).getvalue())
    call_command("extract", "take-in", path)
    with pytest.raises(SystemExit):
        call_command("extract", "take-in", path)
    assert capsys.readouterr().err == "Dit bestand is al ingelezen op 1 oktober 2026. Er is niets veranderd.\n"


def test_unknown_columns_are_sent_to_the_page(drop, capsys):
    said = refused(capsys, drop(suppliers.table(suppliers.row(1)).getvalue()))
    assert said[-1] == "Lees het bestand in op de pagina Aanleveren en wijs daar aan wat elke kolom is."
