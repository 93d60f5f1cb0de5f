"""Every page of the site map, for everybody who may open it: usable by all, and never wider than its screen.

One world for all of them, the demo's. Letters are not typeset for it: here nobody prints.
"""

import io
import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from django.db.models import QuerySet
from django.urls import reverse
from playwright.sync_api import Page

from bezoekdienst import paper
from bezoekdienst.accounts import roles
from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Ability
from bezoekdienst.audit.models import Event
from bezoekdienst.demo import cast, story
from bezoekdienst.notices.models import Message
from bezoekdienst.retention.models import ErasureRun
from bezoekdienst.visiting import activities, endings, evaluations, intakes, referrals, trajectories, visits
from bezoekdienst.visiting.imports import files as waiting_list
from bezoekdienst.visiting.models import Activity, Intake, Referral, Resident, Signal, Trajectory, Visit, VisitConflict
from bezoekdienst.web import access, acting, urls
from bezoekdienst.web.desks import figure_rows, takeover_desk
from bezoekdienst.web.views import activities as web_activities
from bezoekdienst.web.views import (
    course_acts,
    gathering_acts,
    intake_acts,
    loss_acts,
    pause_acts,
    resident_acts,
    series,
    signal_acts,
    trajectory_acts,
    volunteer_acts,
)
from letters import rendering, rounds
from letters.deliveries import inbox
from letters.models import Extract, InboxFile, Letter, PrintJob, Reply, Round
from letters.printing import making, sending
from matching.models import Proposal
from tests.factories import NOW, TODAY, TrajectoryFactory
from tests.letters import chain
from tests.web import clients
from volunteers.models import Course, Gathering, OwnLoss, Participation, Pause, Series, TrainingDay, Volunteer

WIDTHS = (320, 768, 1280)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": RULES, "rules": {"target-size": {"enabled": True}}, "resultTypes": ["violations"]}
VIOLATIONS = """options => axe.run(document, options).then(
    found => found.violations.map(one => `${one.id}: ${one.nodes[0].html.slice(0, 200)}`)
)"""  # the whole answer of axe is many times larger than the page it is about
ACROSS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
TWICE_AS_LARGE = f"document.documentElement.style.fontSize = '225%'; {ACROSS}"  # one rem is 112.5% (base.css)
VISITORS = ("", "coordinator", "gemeente", "drukkerij", "privacy")  # "" is who isn't logged in
FILES = {
    *("round_proof", "box_file", "cover_sheet", "pull_list"),
    *("letterhead_proof", "letterhead_version_proof", "letterhead_ruler", "letterhead_picture"),
    *(f"{desk.name}_form" for desk in takeover_desk.DESKS),
    *("calendar_feed", "intake_file", "intake_letter", "intake_paper", "referral_letter"),
}
POSTED = {
    "double_apart",
    "phone_revoke",
    *("addressee_decide", "box_act", "call", "intake_answers", "proposals_seen"),
    *("proposal_allow", "proposal_loosen", "proposal_bring_back"),
    *("policy_withdraw", "letter_words_proof", "letterhead_again"),
    *(f"{desk.name}_import_wrong" for desk in takeover_desk.DESKS),
    *("gathering_answer", "inbox_seen", "mapping_forget", "round_act", "round_open", "trial_take_along"),
}
PARTS = {"round_progress", "print_round"}  # of a page that is opened itself


@pytest.fixture
def world(transactional_db: None, time_machine: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo's story, then a round at the print room and one that waits for proof pages; a file nobody could read."""
    cache.clear()
    time_machine.move_to(NOW, tick=True)
    monkeypatch.setattr(rendering, "render_box", chain.blank)
    story.tell(TODAY)
    checked = chain.checked(*(chain.widow(number) for number in range(3)), on=date(2027, 1, 1))
    rounds.release(checked, by=chain.clerk(), at=chain.at(date(2027, 1, 1)), unusual_reason="Het zijn er drie.")
    making.make_all(at=NOW)
    sending.finish(PrintJob.objects.latest("pk"), by=None, at=NOW)
    chain.frozen(*(chain.widow(number) for number in range(3, 6)), on=date(2027, 4, 1))
    activities.add(name="Koffie in de wijk", details="Elke dinsdag.", by=coordinator(), at=NOW)
    paper.take_in(waiting_list.TABLE, io.BytesIO(b"Naam;Telefoon\nToos Nieuw;026 000 90 03"), by=coordinator(), at=NOW)
    over = TrajectoryFactory()
    trajectories.close(over, reason="goal_reached", by=coordinator(), on=TODAY, at=NOW)
    evaluations.send(over, by=coordinator(), at=NOW)
    before_the_talk()
    sorrows()
    TrajectoryFactory(meeting=True)
    sent_twice = Visit.objects.filter(trajectory__state="active").latest("on")
    said = {**visits.content_of(sent_twice), "on": sent_twice.on.isoformat(), "next_on": None, "minutes": 90}
    content = {"trajectory": sent_twice.trajectory_id, **said}
    VisitConflict.objects.create(visit=sent_twice, received_at=NOW, content=content)
    Message.objects.create(key="x", kind="thanks", user=coordinator(), queued_at=NOW, state="failed")
    ErasureRun.objects.create(ran_at=NOW + timedelta(days=30), for_on=TODAY)  # the clock went back: is the date right?
    InboxFile.objects.create(name="brp-20270401.csv", read_at=NOW, reasons=[["L12", inbox.UNMAPPED], list(inbox.GONE)])


def sorrows() -> None:
    """Danger that nobody saw, a worry that was passed on, and somebody who died."""
    by, running = coordinator(), Trajectory.objects.filter(state="active").earliest("pk")
    told = {"resident": running.resident, "trajectory": running, "by": running.volunteer.user, "at": NOW}
    earlier = Signal.objects.get(state="reported")
    referrals.report(uuid.UUID(int=1), kind="safety", note="Zij is bang.", **told)
    referrals.see(earlier, by=by, at=NOW)
    referrals.refer(earlier, to="de huisarts", consent_on=TODAY, shared="dat zij weinig eet", by=by, at=NOW)
    gone = intakes.open(name="mevrouw Verdriet-Verzonnen", phone="000", source="other", by=by, at=NOW)
    endings.note_death(gone.resident, died_on=TODAY, by=by, at=NOW)


def before_the_talk() -> None:
    """Somebody who was called three times in vain, and somebody with an appointment of which she doesn't know yet."""
    given = {"phone": "026-0009999", "email": "a@voorbeeld.example", "street": "Kwinkslagpad 1", "town": "Arnhem"}
    called, planned = (
        intakes.open(name=f"mevrouw {name}", source="gp", postcode="6811 AA", by=coordinator(), at=NOW, **given)
        for name in ("Gebeld", "Gepland")
    )
    for _ in range(3):
        call = {"made_on": TODAY, "way": "phone", "reached": False, "note": ""}
        intakes.contact(called.resident, **call, by=coordinator(), at=NOW)
    intakes.plan(planned, for_at=NOW + timedelta(days=2), goes=coordinator(), by=coordinator(), at=NOW)


def test_every_page_can_be_used_by_everybody_at_every_width(world, live_server, new_context):
    wrong, opened = [], 0
    for visitor in VISITORS:
        page = new_context(base_url=live_server.url, reduced_motion="reduce").new_page()
        page.add_init_script(Axe().axe_script)
        user = log_in(page, visitor, live_server.url)
        for address, widths in addresses(user):
            answer = page.goto(address)
            opened += 1
            assert answer and answer.status == 200, f"{visitor} {address}: {answer and answer.status}"
            wrong += [f"{visitor} {address} {said}" for said in seen(page, widths)]
    assert wrong == [], "\n".join(wrong)
    assert opened > 60, opened


def log_in(page: Page, login: str, url: str) -> User | None:
    if not login:
        return None
    user = User.objects.get(email=f"{login}@{cast.DOMAIN}")
    page.context.add_cookies([{"name": "sessionid", "value": clients.of(user).cookies["sessionid"].value, "url": url}])
    return user


def seen(page: Page, widths: tuple[int, ...]) -> Iterator[str]:
    """What is wrong with a page, at each width, with everything folded open."""
    page.wait_for_load_state()  # a page without its style yet is another page
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        for found in page.evaluate(VIOLATIONS, OPTIONS):
            yield f"at {width}: {found}"
        if (across := page.evaluate(ACROSS)) > 0:
            yield f"at {width}: {across} px too wide"
    page.set_viewport_size({"width": WIDTHS[0], "height": 800})
    if (across := page.evaluate(TWICE_AS_LARGE)) > 0:
        yield f"at {WIDTHS[0]} with letters twice as large: {across} px too wide"


def addresses(user: User | None) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Every page of the site map that she may open, and how wide; who isn't logged in also finds the door.

    The pages of one act are one template, a column that is never wider than a phone: looked at on a phone.
    """
    found = samples()
    for route in urls.urlpatterns:
        declared = access.declared(route.callback, None)
        if route.name in FILES | POSTED | PARTS or declared is None or not access.is_allowed(user, declared):
            continue
        if user and (declared == access.PUBLIC or (route.name == "home" and not roles.may(user, Ability.RESIDENTS))):
            continue  # opened without her; or leads on to a page that comes by itself
        for arguments in found.get(route.name, [()]):
            yield reverse(route.name, args=arguments), WIDTHS[:1] if route.name.endswith("_act") else WIDTHS
    if user is None:
        yield reverse("account_login"), WIDTHS
    elif roles.may(user, Ability.RESIDENTS):  # lists of what one number of the year counts
        for name in ("resident", "talk", "match"):
            yield figure_rows.link(TODAY.year, name, sees_people=True), WIDTHS


def samples() -> dict[str, list[tuple[Any, ...]]]:
    """What stands in the addresses that name somebody or something."""
    trajectory = Trajectory.objects.filter(state="active").latest("pk")
    over = Trajectory.objects.filter(state="ended").latest("pk")
    intake, gone = Intake.objects.get(pk=waiting().intake_id), Resident.objects.exclude(died_on=None).get()
    moved = Gathering.objects.exclude(moved_at=None).latest("pk")
    volunteer, resident, part = trajectory.volunteer, trajectory.resident, Participation.objects.latest("pk")
    return {
        "round": keys(Round),
        "round_letters": keys(Round),
        "extract": keys(Extract),
        "intake": [*keys(Intake), *keys(Intake.objects.filter(state__in=("signed_up", "planned")))],
        "intake_appointment": keys(Intake.objects.filter(state__in=("signed_up", "planned"))),
        "double": [(resident.pk, intake.resident_id)],
        "resident": [(resident.pk,), (intake.resident_id,), (gone.pk,)],
        "death_undone": [(gone.pk,)],
        "trajectory": [*keys(Trajectory), (over.pk,)],
        "signal": keys(Signal),
        "volunteer": keys(Volunteer),
        "volunteer_phones": [(volunteer.pk,)],
        "volunteer_file": [(volunteer.pk,)],
        "volunteer_erase": [(volunteer.pk,)],
        "resident_file": [(resident.pk,)],
        "resident_erase": [(resident.pk,), (over.resident_id,)],
        "loss_act": acts(loss_acts.ACTS, OwnLoss.objects.latest("pk")),
        "pause_act": [(pause.pk, word) for pause in Pause.objects.all() for word in pause_acts.ACTS],
        "course": keys(Course),
        "course_act": acts(course_acts.COURSE, part.course),
        "training_day": keys(TrainingDay),
        "training_day_act": acts(course_acts.DAY, TrainingDay.objects.latest("held_on")),
        "participation_act": acts(course_acts.PART, part),
        "gathering": [*keys(Gathering), (moved.pk,)],
        "gathering_act": acts(gathering_acts.ACTS, moved),
        "gathering_agenda": [(moved.pk,)],
        "series_extend": keys(Series),
        "series_act": acts(series.ACTS, Series.objects.latest("pk")),
        "box_reprint": keys(PrintJob),
        "reply_back": keys(Reply.objects.exclude(received_by=None)),
        "round_letter_act": [(Letter.objects.latest("pk").pk, "eruit")],
        "intake_act": [
            *acts(intake_acts.ACTS, intake),
            *acts(intake_acts.ACTS, Intake.objects.filter(state="planned").latest("pk")),
        ],
        "resident_act": [*acts(resident_acts.ACTS, resident), *acts(resident_acts.ACTS, gone)],
        "takeover": [(Event.objects.get(kind="intakes.taken_over").pk,)],
        "evaluation_sheet": [(over.pk,)],
        "activity_act": acts(web_activities.ACTS, Activity.objects.latest("pk")),
        "trajectory_act": [each for one in of_each_state() for each in acts(trajectory_acts.ACTS, one)],
        "signal_act": [one for signal in Signal.objects.all() for one in acts(signal_acts.ACTS, signal)],
        "referral_act": acts(signal_acts.REFERRAL, Referral.objects.latest("pk")),
        "volunteer_act": [*acts(volunteer_acts.ACTS, volunteer), *acts(volunteer_acts.ACTS, part.volunteer)],
        "proposal_choose": [(waiting().intake_id, each) for each in (waiting().volunteer_id, volunteer.pk)],
        "proposal_decline": [(waiting().intake_id, waiting().volunteer_id)],
        "proposal_hold_resident": [(waiting().intake_id,)],
        "proposal_hold_volunteer": [(volunteer.pk,)],
    }


def coordinator() -> User:
    return User.objects.get(email=f"coordinator@{cast.DOMAIN}")


def waiting() -> Proposal:
    return Proposal.objects.filter(state="open").earliest("pk")


def of_each_state() -> list[Trajectory]:
    """A trajectory that is met, one that runs (a visit of it was sent twice), and one that ended."""
    last_visited = Trajectory.objects.filter(state="active", visits__conflicts__isnull=False)
    others = [Trajectory.objects.filter(state=state).latest("pk") for state in ("acquaintance", "ended")]
    return [last_visited.latest("pk"), *others]


def keys(model: Any) -> list[tuple[Any, ...]]:
    """The first and the last row of a kind, or of these rows: usually the oldest story and the newest."""
    rows = model if isinstance(model, QuerySet) else model.objects.all()
    found = list(rows.order_by("pk").values_list("pk", flat=True))
    return [(key,) for key in dict.fromkeys((found[0], found[-1]))]


def acts(table: Any, subject: Any) -> list[tuple[Any, ...]]:
    return [(subject.pk, word) for word, _ in acting.offered(table, subject, TODAY)]
