"""Why a printed round can't go to the post on some day (L8, L9, L11)."""

from datetime import date

from django.utils import timezone

from bezoekdienst.lib import blocked_weeks
from bezoekdienst.lib.errors import Reason
from bezoekdienst.policy import versions
from letters import freezing, last_check
from letters.models import Round
from letters.printing import boxes
from letters.states import BOX_DONE


def reasons(done: Round, on: date, *, today: date, taken_out: int) -> list[Reason]:
    """Empty when it may: a day between printing and today, not in a blocked week, soon after the last check, and
    without exactly the envelopes (`taken_out`) of the letters that were pulled after they were printed.
    """
    waiting, wrong = done.boxes.exclude(state__in=BOX_DONE).exists(), boxes.to_take_out(done) != taken_out
    early = done.printed_at is not None and on < timezone.localdate(done.printed_at)
    found = blocked_weeks.reasons(on, (done.policy or versions.current(on)).blocked_weeks)
    found += [
        Reason(rule, text)
        for stands_in_the_way, rule, text in (
            (on > today, "L8", "Deze dag moet nog komen. Vul de dag in waarop de brieven weg zijn."),
            (early, "L8", "Op deze dag waren de brieven nog niet gedrukt."),
            (waiting, "L8", "Er wordt nog een doos opnieuw geprint. Wacht tot die klaar is."),
            (
                wrong,
                "L9",
                "Op de uithaallijst staat een ander aantal enveloppen. Haal ze er een voor een uit en tel opnieuw. "
                "Er is niets veranderd.",
            ),
        )
        if stands_in_the_way
    ]
    return [*found, *last_check.too_old(done, on), *freezing.too_old(done, on)]
