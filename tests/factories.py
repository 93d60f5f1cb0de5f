"""Rows as they come out of the verbs, for tests that don't walk the whole way. Fictional persons only."""

from datetime import UTC, date, datetime

import factory

from bezoekdienst.accounts.models import User
from bezoekdienst.accounts.roles import Role
from bezoekdienst.policy import versions
from bezoekdienst.visiting import limits
from bezoekdienst.visiting.models import Bereavement, Intake, Resident, Trajectory, Visit
from bezoekdienst.visiting.states import IntakeState, Source, TrajectoryState
from volunteers.models import OwnLoss, SignOffTalk, Volunteer
from volunteers.states import State

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class UserFactory(factory.django.DjangoModelFactory):
    """A user; `roles` are given as `accounts.roles.Role`."""

    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"gebruiker{n}@voorbeeld.example")
    name = factory.Sequence(lambda n: f"Gebruiker {n}")

    @classmethod
    def _create(cls, model_class, *args, roles=(), joined_at=NOW, **kwargs):
        return User.objects.create_user(kwargs["email"], kwargs["name"], *roles, joined_at=joined_at)


class VolunteerFactory(factory.django.DjangoModelFactory):
    """A volunteer who can be deployed on TODAY; without a login unless `user` is given."""

    class Meta:
        model = Volunteer
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Vrijwilliger Verzonnen-{n}")
    first_name = factory.Sequence(lambda n: f"Vrijwilliger{n}")
    state = State.ACTIVE
    birth_year = 1952
    sex = "V"
    pc4 = "6811"
    languages = factory.List(["nl"])
    vog_on = date(2025, 6, 1)
    conduct_agreed_on = date(2025, 6, 1)
    training_exemption = "deed de training bij een andere dienst"
    applied_on = date(2025, 5, 1)
    started_on = date(2025, 7, 1)

    @factory.post_generation
    def loss(self, create, extracted, **kwargs):
        """Her own loss, talked over; `loss=False` leaves it out, `loss="sudden"` gives its kind.

        `loss__talk` is the day of that talk, or None."""
        if create and extracted is not False:
            given = {
                "kind": extracted or "long_illness",
                "happened_on": date(2022, 3, 1),
                "noted_at": datetime(2025, 5, 1, 9, tzinfo=UTC),
            }
            talk = kwargs.pop("talk", date(2025, 5, 20))
            OwnLoss.objects.create(volunteer=self, **{**given, **kwargs})
            if talk:
                noted_at = datetime(talk.year, talk.month, talk.day, 12, tzinfo=UTC)
                SignOffTalk.objects.create(volunteer=self, held_on=talk, outcome="fit", noted_at=noted_at)


class ResidentFactory(factory.django.DjangoModelFactory):
    """A resident who signed up."""

    class Meta:
        model = Resident

    name = factory.Sequence(lambda n: f"Bezoeker Verzonnen-{n}")
    first_name = factory.Sequence(lambda n: f"Bezoeker{n}")
    phone = factory.Sequence(lambda n: f"026-000{n:04}")
    postcode = "6811 AA"
    town = "Arnhem"
    source = Source.LETTER
    signed_up_on = date(2025, 1, 1)


class BereavementFactory(factory.django.DjangoModelFactory):
    """A loss; with `year_started_on` her year runs."""

    class Meta:
        model = Bereavement

    resident = factory.SubFactory(ResidentFactory)
    kind = "long_illness"
    year_started_on = None
    limit_on = factory.LazyAttribute(lambda o: o.year_started_on and limits.year_limit(o.year_started_on, 12))


class IntakeFactory(factory.django.DjangoModelFactory):
    """An intake just opened; `IntakeFactory(waiting=True)` waits for a volunteer, with consent."""

    class Meta:
        model = Intake

    class Params:
        waiting = factory.Trait(
            state=IntakeState.SUITABLE,
            visited_on=date(2026, 11, 2),
            waiting_since=date(2026, 11, 2),
            consents={"visits": "2026-11-02", "finite_told": "2026-11-02"},
        )

    bereavement = factory.SubFactory(BereavementFactory)
    resident = factory.SelfAttribute("bereavement.resident")
    opened_on = date(2026, 10, 20)


class TrajectoryFactory(factory.django.DjangoModelFactory):
    """An active trajectory since `started_on`; `meeting=True` is still an acquaintance."""

    class Meta:
        model = Trajectory
        skip_postgeneration_save = True

    class Params:
        meeting = False

    bereavement = factory.SubFactory(BereavementFactory, year_started_on=factory.SelfAttribute("..started_on"))
    resident = factory.SelfAttribute("bereavement.resident")
    volunteer = factory.SubFactory(VolunteerFactory)
    policy = factory.LazyFunction(lambda: versions.current(TODAY))
    state = factory.LazyAttribute(lambda o: TrajectoryState.ACQUAINTANCE if o.meeting else TrajectoryState.ACTIVE)
    started_on = factory.LazyAttribute(lambda o: None if o.meeting else date(2026, 9, 1))
    matched_on = factory.LazyAttribute(lambda o: o.started_on or date(2026, 11, 10))
    meeting_on = factory.SelfAttribute("started_on")
    resident_agreed = factory.LazyAttribute(lambda o: None if o.meeting else True)
    volunteer_agreed = factory.LazyAttribute(lambda o: None if o.meeting else True)
    hard_stop_on = factory.LazyAttribute(lambda o: o.bereavement.hard_stop_on)
    planned_end_on = factory.LazyAttribute(
        lambda o: (
            o.started_on and limits.planned_default(o.started_on, 9, start_on=o.started_on, hard_stop_on=o.hard_stop_on)
        )
    )

    @factory.post_generation
    def intake(self, create, extracted, **kwargs):
        """The intake it came from, matched; `intake=False` leaves it out."""
        if create and extracted is not False:
            IntakeFactory(bereavement=self.bereavement, waiting=True, **{"state": IntakeState.MATCHED, **kwargs})


def coordinator(**given) -> User:
    """A user who may do what a coordinator may."""
    return UserFactory(roles=[Role.COORDINATOR], **given)


class VisitFactory(factory.django.DjangoModelFactory):
    """A visit as usual, on the day the trajectory began unless another day is given."""

    class Meta:
        model = Visit

    trajectory = factory.SubFactory(TrajectoryFactory)
    on = factory.LazyAttribute(lambda visit: visit.trajectory.started_on)
    logged_at = NOW
