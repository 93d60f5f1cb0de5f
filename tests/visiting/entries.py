"""The machine of years, with a second entry of the same person: whatever was done under either, then merged (I4)."""

from collections import Counter
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from bezoekdienst.lib.errors import Refused
from bezoekdienst.visiting import intakes
from bezoekdienst.visiting.models import Bereavement, Contact, Intake, Resident, Trajectory, Visit
from bezoekdienst.visiting.states import INTAKE_OPEN
from tests.visiting import merged
from tests.visiting.year import Years, _a_year_after

LIVED = ("pk", "volunteer", "state", "matched_on", "started_on", "hard_stop_on", "ended_on", "end_reason")


class Entries(Years):
    """`other` is the entry under which nothing happens now; the rules of the year go for `resident`."""

    other = None

    @precondition(lambda self: self.other is None)
    @rule(waits=st.booleans())
    def sign_up_once_more(self, waits):
        at = {"by": self.by, "at": self.at}
        intake = intakes.open(name="Bezoekster", phone="", email="b@voorbeeld.example", source="gp", **at)
        intakes.contact(intake.resident, made_on=self.today, way="phone", reached=True, note="belt", **at)
        self.other = intake.resident
        if waits:
            self.to_the_list(intake)

    @precondition(lambda self: self.other is not None)
    @rule()
    def as_the_other(self):
        self.resident, self.other = self.other, self.resident
        self.trajectory = self.resident.trajectories.order_by("pk").last() or self.trajectory

    @precondition(lambda self: self.other is not None)
    @rule(is_same=st.sampled_from([True, True, False]))
    def merge(self, is_same):
        running = set(Trajectory.objects.open_on(self.today).values_list("pk", flat=True))
        unclosed = set(Trajectory.objects.exclude(state="ended").values_list("pk", flat=True))  # also what is outlived
        before, people = self.lived(unclosed), Resident.objects.count()
        choices = merged.same(self.resident, self.other, is_same)
        try:
            self.resident = merged.merge(self.resident, self.other, choices, at=self.at)
        except Refused:
            assert (before, people) == (self.lived(unclosed), Resident.objects.count())
            return
        self.other = None
        assert (before, people - 1) == (self.lived(unclosed), Resident.objects.count())
        cut = Trajectory.objects.filter(pk__in=running, state="ended").exclude(bereavement__same_as=None)
        for one in cut.filter(end_reason="year_reached"):
            stop_on, done = one.bereavement.same_as.hard_stop_on, one.visits.filter(withdrawn_at=None)
            assert one.ended_on == max([stop_on, one.started_on or one.matched_on, *(visit.on for visit in done)])
            assert stop_on < self.today

    def lived(self, unclosed):
        """What must not be lost or redated: visits with their notes, contacts, and what was closed already."""
        over = Trajectory.objects.filter(state="ended").exclude(pk__in=unclosed)
        return (
            Counter(Visit.objects.values_list("pk", "trajectory", "on", "note", "withdrawn_at")),
            Counter(Contact.objects.values_list("made_on", "note")),
            set(over.values_list(*LIVED)),
        )

    @invariant()
    def a_loss_has_one_year_under_whatever_entries(self):
        for double in Bereavement.objects.exclude(same_as=None).select_related("same_as"):
            root = double.same_as
            assert (root.same_as_id, root.resident_id) == (None, double.resident_id)
            assert not double.trajectories.exclude(state="ended").exists()
            assert not Intake.objects.filter(bereavement=double, state__in=INTAKE_OPEN).exists()
            if double.year_started_on:
                assert root.year_started_on <= double.year_started_on
                last_on = _a_year_after(root.year_started_on) + timedelta(weeks=13)
                assert all(one.hard_stop_on <= last_on for one in root.trajectories.exclude(hard_stop_on=None))

    @invariant()
    def nobody_waits_twice(self):
        waiting = Counter(Intake.objects.filter(state__in=INTAKE_OPEN).values_list("resident", flat=True))
        assert all(count == 1 for count in waiting.values())
