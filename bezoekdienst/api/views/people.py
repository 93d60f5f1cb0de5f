"""Who I am, and whom I visit."""

from django.middleware.csrf import get_token
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view, permission_classes
from rest_framework.request import Request
from rest_framework.response import Response

from bezoekdienst.accounts.roles import Ability
from bezoekdienst.api import desk, doors, gatherings, people
from bezoekdienst.api.permissions import holds
from bezoekdienst.api.serializers.people import Me, TrajectoryOut
from bezoekdienst.api.serializers.problems import documented


@extend_schema(operation_id="me", responses={200: Me, **documented(404)})
@api_view(["GET"])
@permission_classes([holds(Ability.PHONE)])
def me(request: Request) -> Response:
    """The volunteer herself, the coordinator to call, the next gathering."""
    user = doors.user(request)
    now = timezone.now()
    volunteer = doors.volunteer(user)
    asked = volunteer.call_requests.filter(called_at=None).first()
    get_token(request)  # a page that was opened without signal, and so without the server, needs it for what it sends
    data = {
        "id": user.pseudonym,
        "name": volunteer.name,
        "first_name": volunteer.first_name,
        "today": timezone.localdate(now),
        "office_open": desk.is_open(now),
        "coordinator": desk.coordinator(),
        "call_asked_at": asked.asked_at if asked else None,
        "next_gathering": gatherings.upcoming(volunteer, now),
        "called_off": gatherings.upcoming(volunteer, now, called_off=True),
    }
    return Response(Me(data).data)


@extend_schema(operation_id="trajectories", responses={200: TrajectoryOut(many=True), **documented()})
@api_view(["GET"])
@permission_classes([holds(Ability.PHONE)])
def trajectories(request: Request) -> Response:
    """Everybody I visit, and whom I stopped visiting less than 14 days ago."""
    user = doors.user(request)
    now = timezone.now()
    rows = people.mine(user, timezone.localdate(now))
    people.note_reading(user, [row["id"] for row in rows], now)
    return Response(TrajectoryOut(rows, many=True).data)


@extend_schema(operation_id="trajectory", responses={200: TrajectoryOut, **documented(404)})
@api_view(["GET"])
@permission_classes([holds(Ability.PHONE)])
def trajectory(request: Request, id: int) -> Response:
    """One of them."""
    user = doors.user(request)
    now = timezone.now()
    row = people.one(user, id, timezone.localdate(now))
    people.note_reading(user, [row["id"]], now)
    return Response(TrajectoryOut(row).data)
