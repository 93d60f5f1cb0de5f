"""The site map of coordinator, clerk and print room. Dutch addresses, grouped as people work."""

from django.urls import path

from bezoekdienst.web.desks import takeover_desk
from bezoekdienst.web.views import (
    activities,
    addressees,
    calendars,
    clock,
    courses,
    districts,
    doubles,
    endings,
    evaluations,
    events,
    extracts,
    figures,
    gatherings,
    home,
    home_visits,
    imports,
    intakes,
    kitchen_table,
    letter_words,
    letterheads,
    loss_acts,
    mails,
    pause_acts,
    phones,
    policy,
    practice,
    printing,
    proposals,
    replies,
    residents,
    retention,
    round_letters,
    rounds,
    series,
    sign_up,
    signals,
    style,
    subjects,
    takeovers,
    together,
    trajectories,
    travel,
    trials,
    volunteers,
    waiting,
    weights,
)
from bezoekdienst.web.views import proposal_conditions as conditions

# Open to everybody
public_urls = [
    path("aanmelden", sign_up.sign_up, name="sign_up"),
    path("aanmelden/dank", sign_up.sign_up_thanks, name="sign_up_thanks"),
    path("ervaring", evaluations.evaluation_form, name="evaluation_form"),
    path("ervaring/dank", evaluations.evaluation_thanks, name="evaluation_thanks"),
    path("stijl/", style.style, name="style"),
]

# The coordinator's first screen, and the people who signed up
people_urls = [
    path("", home.home, name="home"),
    path("terugbellen/<uuid:pk>/", home.call, name="call"),
    path("datum/", clock.clock, name="clock"),
    path("intakes/", intakes.intakes, name="intakes"),
    path("wachtlijst/", waiting.waiting_list, name="waiting_list"),
    path("intakes/nieuw/", intakes.intake_new, name="intake_new"),
    path("intakes/<int:pk>/", intakes.intake, name="intake"),
    path("intakes/gespreksformulier.pdf", kitchen_table.intake_paper, name="intake_paper"),
    path("intakes/<int:pk>/bewaren/", kitchen_table.intake_answers, name="intake_answers"),
    path("intakes/<int:pk>/afspraak/", home_visits.intake_appointment, name="intake_appointment"),
    path("intakes/<int:pk>/afspraak.ics", home_visits.intake_file, name="intake_file"),
    path("intakes/<int:pk>/brief-<slug:kind>.pdf", home_visits.intake_letter, name="intake_letter"),
    path("intakes/<int:pk>/<slug:word>/", intakes.intake_act, name="intake_act"),
    path("bezoekers/", residents.residents, name="residents"),
    path("bezoekers/dubbel/", doubles.doubles, name="doubles"),
    path("bezoekers/<int:pk>/dubbel/<int:other>/", doubles.double, name="double"),
    path("bezoekers/<int:pk>/dubbel/<int:other>/twee-mensen/", doubles.double_apart, name="double_apart"),
    path("bezoekers/<int:pk>/", residents.resident, name="resident"),
    path("bezoekers/<int:pk>/niet-overleden/", endings.death_undone, name="death_undone"),
    path("bezoekers/<int:pk>/inzage/", subjects.resident_file, name="resident_file"),
    path("bezoekers/<int:pk>/wissen/", subjects.resident_erase, name="resident_erase"),
    path("bezoekers/<int:pk>/<slug:word>/", residents.resident_act, name="resident_act"),
]

# Letter rounds: the clerk's steps, and what the coordinator sees of them
round_urls = [
    path("rondes/", rounds.rounds, name="rounds"),
    path("rondes/beginnen/", rounds.open_round, name="round_open"),
    path("rondes/<int:pk>/", rounds.round_page, name="round"),
    path("rondes/<int:pk>/proef.pdf", rounds.proof, name="round_proof"),
    path("rondes/<int:pk>/voortgang/", rounds.progress, name="round_progress"),
    path("rondes/<int:pk>/stap/<slug:name>/", rounds.act, name="round_act"),
    path("rondes/<int:pk>/brieven/", round_letters.round_letters, name="round_letters"),
    path("rondes/brief/<int:pk>/<slug:word>/", round_letters.round_letter_act, name="round_letter_act"),
    path("aanlevering/inzage/", addressees.addressee_file, name="addressee_file"),
    path("aanlevering/", extracts.extract_new, name="extract_new"),
    path("aanlevering/proef/", trials.trial, name="trial"),
    path("aanlevering/proef/meenemen/", trials.take_along, name="trial_take_along"),
    path("aanlevering/kolommen/<int:pk>/vergeten/", trials.mapping_forget, name="mapping_forget"),
    path("aanlevering/map/<int:pk>/gezien/", extracts.inbox_seen, name="inbox_seen"),
    path("aanlevering/<int:pk>/", extracts.extract, name="extract"),
    path("aanlevering/besluit/<int:pk>/", extracts.decide, name="addressee_decide"),
]

# What comes back, who writes, and what the year came to
reply_urls = [
    path("antwoorden/", replies.reply_new, name="reply_new"),
    path("antwoorden/<int:pk>/vergissing/", replies.reply_back, name="reply_back"),
    path("briefhoofd/", letterheads.letterhead, name="letterhead"),
    path("briefhoofd/voorbeeld.pdf", letterheads.letterhead_proof, name="letterhead_proof"),
    path("briefhoofd/meetblad.pdf", letterheads.letterhead_ruler, name="letterhead_ruler"),
    path("briefhoofd/afbeelding/<int:pk>/", letterheads.letterhead_picture, name="letterhead_picture"),
    path("briefhoofd/tekst/", letter_words.words, name="letter_words"),
    path("briefhoofd/tekst/voorbeeld.pdf", letter_words.words_proof, name="letter_words_proof"),
    path("briefhoofd/versies/", letterheads.letterhead_versions, name="letterhead_versions"),
    path(
        "briefhoofd/versies/<int:pk>/voorbeeld.pdf",
        letterheads.letterhead_version_proof,
        name="letterhead_version_proof",
    ),
    path("briefhoofd/versies/<int:pk>/weer/", letterheads.letterhead_again, name="letterhead_again"),
    path("cijfers/", figures.figures, name="figures"),
]

# The print room
print_urls = [
    path("drukwerk/", printing.print_jobs, name="print_jobs"),
    path("drukwerk/doos/<int:pk>/bestand.pdf", printing.box_file, name="box_file"),
    path("drukwerk/doos/<int:pk>/nog-eens/", printing.box_reprint, name="box_reprint"),
    path("drukwerk/doos/<int:pk>/<slug:name>/", printing.box_act, name="box_act"),
    path("drukwerk/ronde/<int:pk>/", printing.print_round, name="print_round"),
    path("drukwerk/ronde/<int:pk>/voorblad.pdf", printing.cover_sheet, name="cover_sheet"),
    path("drukwerk/ronde/<int:pk>/uithaallijst.pdf", printing.pull_list, name="pull_list"),
]

# Who visits whom, and the year of visits
visiting_urls = [
    path("voorstellen/", proposals.proposals, name="proposals"),
    path("voorstellen/gezien/", proposals.proposals_seen, name="proposals_seen"),
    path("voorstellen/praktijk/", practice.practice, name="practice"),
    path("voorstellen/bij/<int:pk>/<int:volunteer>/", proposals.proposal_choose, name="proposal_choose"),
    path("voorstellen/bij/<int:pk>/<int:volunteer>/niet/", proposals.proposal_decline, name="proposal_decline"),
    path("voorstellen/bij/<int:pk>/<int:volunteer>/toch/", conditions.proposal_allow, name="proposal_allow"),
    path("voorstellen/bij/<int:pk>/los/", conditions.proposal_loosen, name="proposal_loosen"),
    path("voorstellen/bezoeker/<int:pk>/wacht/", conditions.proposal_hold_resident, name="proposal_hold_resident"),
    path("voorstellen/vrij/<int:pk>/", conditions.proposal_hold_volunteer, name="proposal_hold_volunteer"),
    path("voorstellen/weer/<int:pk>/", conditions.proposal_bring_back, name="proposal_bring_back"),
    path("trajecten/", trajectories.trajectories, name="trajectories"),
    path("trajecten/kilometers/", travel.travel, name="travel"),
    path("trajecten/<int:pk>/", trajectories.trajectory, name="trajectory"),
    path("trajecten/<int:pk>/formulier/", evaluations.evaluation_sheet, name="evaluation_sheet"),
    path("trajecten/<int:pk>/<slug:word>/", trajectories.trajectory_act, name="trajectory_act"),
    path("activiteiten/", activities.activities, name="activities"),
    path("activiteiten/<int:pk>/<slug:word>/", activities.activity_act, name="activity_act"),
    path("signalen/", signals.signals, name="signals"),
    path("signalen/<uuid:pk>/", signals.signal, name="signal"),
    path("signalen/<uuid:pk>/<slug:word>/", signals.signal_act, name="signal_act"),
    path("doorverwijzingen/<int:pk>/brief.pdf", signals.referral_letter, name="referral_letter"),
    path("doorverwijzingen/<int:pk>/<slug:word>/", signals.referral_act, name="referral_act"),
]

# The volunteers and their gatherings
volunteer_urls = [
    path("vrijwilligers/", volunteers.volunteers, name="volunteers"),
    path("vrijwilligers/nieuw/", volunteers.volunteer_new, name="volunteer_new"),
    path("vrijwilligers/samen/", together.together, name="together"),
    path("vrijwilligers/<int:pk>/", volunteers.volunteer, name="volunteer"),
    path("vrijwilligers/<int:pk>/telefoon/", phones.volunteer_phones, name="volunteer_phones"),
    path("vrijwilligers/telefoon/<int:pk>/afmelden/", phones.phone_revoke, name="phone_revoke"),
    path("vrijwilligers/<int:pk>/inzage/", subjects.volunteer_file, name="volunteer_file"),
    path("vrijwilligers/<int:pk>/wissen/", subjects.volunteer_erase, name="volunteer_erase"),
    path("vrijwilligers/<int:pk>/<slug:word>/", volunteers.volunteer_act, name="volunteer_act"),
    path("vrijwilligers/verlies/<int:pk>/<slug:word>/", loss_acts.loss_act, name="loss_act"),
    path("vrijwilligers/pauze/<int:pk>/<slug:word>/", pause_acts.pause_act, name="pause_act"),
    path("trainingen/", courses.courses, name="courses"),
    path("trainingen/nieuw/", courses.course_new, name="course_new"),
    path("trainingen/<int:pk>/", courses.course, name="course"),
    path("trainingen/<int:pk>/<slug:word>/", courses.course_act, name="course_act"),
    path("trainingen/dag/<int:pk>/", courses.training_day, name="training_day"),
    path("trainingen/dag/<int:pk>/<slug:word>/", courses.training_day_act, name="training_day_act"),
    path("trainingen/deelnemer/<int:pk>/<slug:word>/", courses.participation_act, name="participation_act"),
    path("bijeenkomsten/", gatherings.gatherings, name="gatherings"),
    path("bijeenkomsten/nieuw/", gatherings.gathering_new, name="gathering_new"),
    path("bijeenkomsten/reeks/", series.series_new, name="series_new"),
    path("bijeenkomsten/reeks/<int:pk>/verder/", series.series_extend, name="series_extend"),
    path("bijeenkomsten/reeks/<int:pk>/<slug:word>/", series.series_act, name="series_act"),
    path("bijeenkomsten/<int:pk>/", gatherings.gathering, name="gathering"),
    path("bijeenkomsten/<int:pk>/agenda/", gatherings.gathering_agenda, name="gathering_agenda"),
    path("bijeenkomsten/<int:pk>/antwoord/<int:volunteer>/", gatherings.gathering_answer, name="gathering_answer"),
    path("bijeenkomsten/<int:pk>/<slug:word>/", gatherings.gathering_act, name="gathering_act"),
]

# What a service brings along from paper
takeover_urls = [
    path("overnemen/", takeovers.takeovers, name="takeovers"),
    path("overnemen/<int:pk>/", takeovers.takeover, name="takeover"),
    *(address for desk in takeover_desk.DESKS for address in imports.paths(desk)),
]

# How the service works: its numbers, how fit is counted, where districts lie
policy_urls = [
    path("beleid/", policy.policy, name="policy"),
    path("beleid/aanpassen/", policy.policy_change, name="policy_change"),
    path("beleid/<int:pk>/intrekken/", policy.policy_withdraw, name="policy_withdraw"),
    path("beleid/koppelen/", weights.policy_matching, name="policy_matching"),
    path("beleid/wijken/", districts.policy_districts, name="policy_districts"),
]

# Everybody's own calendar; a calendar program can't log in, so that knowing the secret is what opens it
calendar_urls = [
    path("agenda/", calendars.my_calendar, name="my_calendar"),
    path("agenda/week/", home_visits.agenda_week, name="agenda_week"),
    path("agenda/<str:secret>.ics", calendars.calendar_feed, name="calendar_feed"),
]

# What is mailed: on which days one wants the overview, and what could not be sent
mail_urls = [
    path("overzicht/", mails.digest, name="digest"),
    path("mails/", mails.mails, name="mails"),
]

# The privacy officer
privacy_urls = [
    path("logboek/", events.events, name="events"),
    path("bewaartermijnen/", retention.retention_schedule, name="retention_schedule"),
]

urlpatterns = [
    *public_urls,
    *people_urls,
    *round_urls,
    *reply_urls,
    *print_urls,
    *visiting_urls,
    *volunteer_urls,
    *takeover_urls,
    *policy_urls,
    *calendar_urls,
    *mail_urls,
    *privacy_urls,
]
