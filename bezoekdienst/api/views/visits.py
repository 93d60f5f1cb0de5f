"""Logging a visit; putting it right; taking it back (B1 to B3)."""

import uuid

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view, permission_classes
from rest_framework.request import Request
from rest_framework.response import Response

from bezoekdienst.accounts.roles import Ability
from bezoekdienst.api import doors, errors
from bezoekdienst.api.permissions import holds
from bezoekdienst.api.serializers.problems import documented
from bezoekdienst.api.serializers.visits import Correction, VisitIn, VisitOut
from bezoekdienst.visiting import visits


@extend_schema(methods=["GET"], operation_id="visit", responses={200: VisitOut, **documented(404)})
@extend_schema(
    methods=["PUT"],
    operation_id="log_visit",
    request=VisitIn,
    responses={200: VisitOut, 201: VisitOut, **documented(400, 404, 409, 415, 422)},
)
@api_view(["GET", "PUT"])
@permission_classes([holds(Ability.PHONE)])
def visit(request: Request, id: uuid.UUID) -> HttpResponse:
    """One visit. PUT logs it: 201 the first time, 200 when it is sent again, 422 when it is sent with other content."""
    user = doors.user(request)
    now = timezone.now()
    if request.method == "GET":
        return Response(VisitOut(doors.visit(user, id, timezone.localdate(now))).data)
    parsed = VisitIn(data=request.data)
    parsed.is_valid(raise_exception=True)
    said = dict(parsed.validated_data)
    doors.free_visit(user, id)
    trajectory = doors.trajectory(user, said.pop("trajectory"), timezone.localdate(now))
    try:
        logged, created = visits.log(id, trajectory=trajectory, **said, by=user, at=now)
    except visits.ConflictingVisit as conflict:
        return errors.refusal(conflict, 422)
    return Response(VisitOut(logged).data, 201 if created else 200)


@extend_schema(
    operation_id="correct_visit", request=Correction, responses={200: VisitOut, **documented(400, 404, 409, 415)}
)
@api_view(["POST"])
@permission_classes([holds(Ability.PHONE)])
def correct(request: Request, id: uuid.UUID) -> Response:
    """Put a visit right, within 14 days, visibly."""
    user = doors.user(request)
    now = timezone.now()
    parsed = Correction(data=request.data)
    parsed.is_valid(raise_exception=True)
    found = doors.visit(user, id, timezone.localdate(now))
    visits.correct(found, **parsed.validated_data, by=user, at=now)
    return Response(VisitOut(found).data)


@extend_schema(operation_id="withdraw_visit", request=None, responses={200: VisitOut, **documented(404, 409)})
@api_view(["POST"])
@permission_classes([holds(Ability.PHONE)])
def withdraw(request: Request, id: uuid.UUID) -> Response:
    """Take a visit back, within 14 days, visibly. Sent again, it still is."""
    user = doors.user(request)
    now = timezone.now()
    found = doors.visit(user, id, timezone.localdate(now))
    if found.withdrawn_at is None:
        visits.withdraw(found, by=user, at=now)
    return Response(VisitOut(found).data)
