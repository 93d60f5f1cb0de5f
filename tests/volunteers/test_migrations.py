"""What was known before a column changed: nothing of it may get lost on the way there, or back."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

pytestmark = pytest.mark.django_db(transaction=True)
APP, BEFORE, AFTER = "volunteers", "0001_initial", "0004_plain_dates_gone"
SIGNED_ON, LOST_ON = date(2025, 5, 20), date(2022, 3, 1)


class Walk:
    """Back and forth through the migrations of the volunteers alone: the other apps' models, which make Django's own
    executor take a minute, have no part in it."""

    def __init__(self) -> None:
        self.graph = MigrationLoader(connection).graph
        (leaf,) = self.graph.leaf_nodes(APP)
        self.plan = [node for node in self.graph.forwards_plan(leaf) if node[0] == APP]
        self.now = len(self.plan) - 1

    def to(self, name: str) -> Any:
        """The tables as they were after `name`; the models of then."""
        there = self.plan.index((APP, name))
        while self.now != there:
            back = self.now > there
            node = self.plan[self.now if back else self.now + 1]
            migration, before = self.graph.nodes[node], self.graph.make_state(nodes=node, at_end=False)
            with connection.schema_editor(atomic=migration.atomic) as editor:
                (migration.unapply if back else migration.apply)(before, editor)
            self.now += -1 if back else 1
        return self.graph.make_state(nodes=self.plan[there]).apps

    def home(self) -> None:
        """All tables as they are now."""
        self.to(self.plan[-1][1])


@pytest.fixture
def walk(transactional_db: None) -> Iterator[Walk]:
    made = Walk()
    yield made
    made.home()


def volunteer(apps: Any, name: str) -> Any:
    given = {"first_name": name, "applied_on": date(2025, 5, 1)}
    return apps.get_model("volunteers", "Volunteer").objects.create(name=f"{name} Verzonnen", **given)


def test_sign_offs_become_talks_and_dates_are_encrypted_and_all_of_it_goes_back(walk: Walk) -> None:
    before = walk.to(BEFORE)
    losses = before.get_model("volunteers", "OwnLoss").objects
    user = before.get_model("accounts", "User").objects.create(
        email="cato@voorbeeld.example", name="Cato Coördinator", joined_at=datetime(2025, 1, 1, tzinfo=UTC)
    )
    signed, open_, both = (volunteer(before, name) for name in ("Mia", "Joke", "Els"))
    lost = {"kind": "dementia", "happened_on": LOST_ON}
    off = {"signed_off_on": SIGNED_ON, "signed_off_by": user}
    losses.create(volunteer=signed, **lost, **off)
    losses.create(volunteer=open_, **lost)
    losses.create(volunteer=both, **lost, **off)
    losses.create(volunteer=both, kind="sudden", happened_on=date(2025, 9, 1))
    rows = list(losses.order_by("pk").values_list("volunteer", "kind", "happened_on", "signed_off_on", "signed_off_by"))

    after = walk.to(AFTER)
    talks = after.get_model("volunteers", "SignOffTalk").objects.order_by("pk")
    assert list(talks.values_list("volunteer", "held_on", "outcome", "noted_by")) == [
        (signed.pk, SIGNED_ON, "fit", user.pk),
        (both.pk, SIGNED_ON, "fit", user.pk),
    ]
    noted = {talk.volunteer_id: talk.noted_at for talk in talks}
    kept = after.get_model("volunteers", "OwnLoss").objects.order_by("pk")
    assert [loss.noted_at <= noted[loss.volunteer_id] for loss in kept if loss.volunteer_id in noted] == [
        True, True, False,
    ]  # fmt: skip
    assert [loss.happened_on for loss in kept] == [row[2] for row in rows]
    with connection.cursor() as cursor:
        cursor.execute("SELECT happened_on FROM volunteers_ownloss")
        assert all("202" not in value[:4] and len(value) > 60 for (value,) in cursor.fetchall())

    again = walk.to(BEFORE).get_model("volunteers", "OwnLoss").objects.order_by("pk")
    assert list(again.values_list("volunteer", "kind", "happened_on", "signed_off_on", "signed_off_by")) == rows


def test_an_exemption_is_encrypted_and_goes_back_as_it_was(walk: Walk) -> None:
    before = walk.to("0005_gathering_moved_at")
    exempt, other = (volunteer(before, name) for name in ("Mia", "Joke"))
    exempt.training_exemption = "deed dit elders (Cato Coördinator)"
    exempt.save()
    after = walk.to("0006_exemption_encrypted").get_model("volunteers", "Volunteer").objects
    told = {exempt.pk: "deed dit elders (Cato Coördinator)", other.pk: ""}
    assert dict(after.values_list("pk", "training_exemption")) == told
    with connection.cursor() as cursor:
        cursor.execute("SELECT training_exemption FROM volunteers_volunteer")
        assert all("elders" not in value and len(value) > 60 for (value,) in cursor.fetchall())
    again = walk.to("0005_gathering_moved_at").get_model("volunteers", "Volunteer").objects
    assert dict(again.values_list("pk", "training_exemption")) == told
