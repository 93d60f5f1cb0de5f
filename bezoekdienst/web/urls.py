"""The site map of coordinator, clerk and print room. Dutch addresses, grouped as people work."""

from django.urls import path

from bezoekdienst.web.views import (
    extracts,
    letterheads,
    printing,
    replies,
    round_acts,
    rounds,
    sign_up,
    style,
)

# Open to everybody
public_urls = [
    path("aanmelden", sign_up.sign_up, name="sign_up"),
    path("aanmelden/dank", sign_up.sign_up_thanks, name="sign_up_thanks"),
    path("stijl/", style.style, name="style"),
]

# Letter rounds: the clerk's steps, and what the coordinator sees of them
round_urls = [
    path("rondes/", rounds.rounds, name="rounds"),
    path("rondes/beginnen/", rounds.open_round, name="round_open"),
    path("rondes/<int:pk>/", rounds.round_page, name="round"),
    path("rondes/<int:pk>/proef.pdf", rounds.proof, name="round_proof"),
    path("rondes/<int:pk>/voortgang/", rounds.progress, name="round_progress"),
    path("rondes/<int:pk>/stap/<slug:name>/", round_acts.act, name="round_act"),
    path("aanlevering/", extracts.extract_new, name="extract_new"),
    path("aanlevering/<int:pk>/", extracts.extract, name="extract"),
    path("aanlevering/besluit/<int:pk>/", extracts.decide, name="addressee_decide"),
]

# What comes back, and who writes
reply_urls = [
    path("antwoorden/", replies.reply_new, name="reply_new"),
    path("briefhoofd/", letterheads.letterhead, name="letterhead"),
    path("briefhoofd/voorbeeld.pdf", letterheads.letterhead_proof, name="letterhead_proof"),
]

# The print room
print_urls = [
    path("drukwerk/", printing.print_jobs, name="print_jobs"),
    path("drukwerk/doos/<int:pk>/bestand.pdf", printing.box_file, name="box_file"),
    path("drukwerk/doos/<int:pk>/<slug:name>/", printing.box_act, name="box_act"),
    path("drukwerk/ronde/<int:pk>/voorblad.pdf", printing.cover_sheet, name="cover_sheet"),
    path("drukwerk/ronde/<int:pk>/uithaallijst.pdf", printing.pull_list, name="pull_list"),
]

urlpatterns = [*public_urls, *round_urls, *reply_urls, *print_urls]
