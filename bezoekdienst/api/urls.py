"""The API's site map, below /api/v1/. Every view names its ability."""

from django.urls import path, re_path

from bezoekdienst.api.views import missing, people, schema, signals, visits, volunteers

app_name = "api"
urlpatterns = [
    path("me", people.me, name="me"),
    path("trajectories", people.trajectories, name="trajectories"),
    path("trajectories/<int:id>", people.trajectory, name="trajectory"),
    path("visits/<uuid:id>", visits.visit, name="visit"),
    path("visits/<uuid:id>/correct", visits.correct, name="correct_visit"),
    path("visits/<uuid:id>/withdraw", visits.withdraw, name="withdraw_visit"),
    path("signals/<uuid:id>", signals.signal, name="signal"),
    path("call-me", volunteers.call_me, name="call_me"),
    path("gatherings/<int:id>/answer", volunteers.answer, name="answer_gathering"),
    path("schema/", schema.Schema.as_view(), name="schema"),
    path("docs/", schema.docs, name="docs"),
    re_path(r"^(?P<path>[\s\S]*)\Z", missing.missing, name="missing"),  # whatever it is, also a line break
]
