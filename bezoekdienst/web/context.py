"""What every page knows: the navigation of this user, and whether this is the demo."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from bezoekdienst.accounts import roles, typed
from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Ability

# (ability, label, route), in the order of a day's work. Somebody with several roles sees each entry once.
NAVIGATION = (
    (Ability.RESIDENTS, "Vandaag", "home"),
    (Ability.RESIDENTS, "Intakes", "intakes"),
    (Ability.MATCH, "Voorstellen", "proposals"),
    (Ability.RESIDENTS, "Trajecten", "trajectories"),
    (Ability.RESIDENTS, "Signalen", "signals"),
    (Ability.VOLUNTEERS, "Vrijwilligers", "volunteers"),
    (Ability.ROUND_COUNTS, "Rondes", "rounds"),
    (Ability.ROUNDS, "Aanleveren", "extract_new"),
    (Ability.PRINT, "Drukwerk", "print_jobs"),
    (Ability.ROUND_COUNTS, "Cijfers", "figures"),
    (Ability.EVENTS, "Logboek", "events"),
    (Ability.EVENTS, "Bewaartermijnen", "retention_schedule"),
    (Ability.ADMIN, "Beheer", "admin:index"),
)
# Pages that belong under an entry although their address doesn't begin like it.
UNDER = {
    "call": "home",
    "clock": "home",
    "digest": "home",
    "mails": "home",
    "my_calendar": "home",
    "resident": "intakes",
    "residents": "intakes",
    "resident_act": "intakes",
    "resident_file": "intakes",
    "resident_erase": "intakes",
    "double": "intakes",
    "doubles": "intakes",
    "intake": "intakes",
    "intake_act": "intakes",
    "intake_new": "intakes",
    "intake_appointment": "intakes",
    "agenda_week": "intakes",
    "waiting_list": "intakes",
    "practice": "proposals",
    "proposal_choose": "proposals",
    "proposal_decline": "proposals",
    "proposal_hold_resident": "proposals",
    "proposal_hold_volunteer": "proposals",
    "trajectory": "trajectories",
    "trajectory_act": "trajectories",
    "evaluation_sheet": "trajectories",
    "activities": "trajectories",
    "activity_act": "trajectories",
    "travel": "trajectories",
    "signal": "signals",
    "signal_act": "signals",
    "referral_act": "signals",
    "death_undone": "intakes",
    "volunteer": "volunteers",
    "volunteer_act": "volunteers",
    "volunteer_file": "volunteers",
    "volunteer_erase": "volunteers",
    "volunteer_new": "volunteers",
    "volunteer_phones": "volunteers",
    "loss_act": "volunteers",
    "pause_act": "volunteers",
    "gatherings": "volunteers",
    "gathering": "volunteers",
    "gathering_new": "volunteers",
    "gathering_act": "volunteers",
    "gathering_agenda": "volunteers",
    "series_new": "volunteers",
    "series_extend": "volunteers",
    "together": "volunteers",
    "courses": "volunteers",
    "course": "volunteers",
    "course_act": "volunteers",
    "course_new": "volunteers",
    "training_day": "volunteers",
    "training_day_act": "volunteers",
    "participation_act": "volunteers",
    "series_act": "volunteers",
    "round": "rounds",
    "extract": "extract_new",
    "box_reprint": "print_jobs",
    "addressee_file": "rounds",
    "trial": "extract_new",
    "trial_take_along": "extract_new",
}


def site(request: HttpRequest) -> dict[str, Any]:
    """Context for base.html: `nav` as (label, url, current), `numbers_url` for who may read them, and `demo`.

    `proves_for`: where she proves that it is she, what waits for that. Somebody else may have begun it on her screen.
    """
    user = getattr(request, "user", None)
    reads = isinstance(user, User) and roles.may(user, Ability.NUMBERS)
    return {
        "demo": settings.DEMO,
        "nav": _navigation(request),
        "numbers_url": reverse("policy") if reads else "",
        "proves_for": lambda: typed.waits_for_proof(request),
    }


def _navigation(request: HttpRequest) -> list[tuple[str, str, bool]]:
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return []
    match = request.resolver_match
    here = match.view_name if match else ""
    entries = []
    for ability, label, route in NAVIGATION:
        if not roles.may(user, ability):
            continue
        try:
            entries.append((label, reverse(route), route == UNDER.get(here, here)))
        except NoReverseMatch:
            continue  # a page that is still being built
    return entries
