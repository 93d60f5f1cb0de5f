"""Saying that one is worried about somebody (S1, S2)."""

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
from bezoekdienst.api.serializers.signals import SignalIn, SignalOut
from bezoekdienst.visiting import referrals
from bezoekdienst.visiting.models import Signal

OTHER_CONTENT = "Onder dit nummer staat al een signaal dat anders is."


@extend_schema(methods=["GET"], operation_id="signal", responses={200: SignalOut, **documented(404)})
@extend_schema(
    methods=["PUT"],
    operation_id="report_signal",
    request=SignalIn,
    responses={200: SignalOut, 201: SignalOut, **documented(400, 404, 409, 415, 422)},
)
@api_view(["GET", "PUT"])
@permission_classes([holds(Ability.PHONE)])
def signal(request: Request, id: uuid.UUID) -> HttpResponse:
    """One signal. PUT reports it: 201 the first time, 200 when sent again, 422 when sent with other content."""
    user = doors.user(request)
    now = timezone.now()
    today = timezone.localdate(now)
    if request.method == "GET":
        return Response(SignalOut(doors.signal(user, id, today)).data)
    parsed = SignalIn(data=request.data)
    parsed.is_valid(raise_exception=True)
    said = dict(parsed.validated_data)
    trajectory = doors.trajectory(user, said.pop("trajectory"), today)
    known = Signal.objects.filter(pk=id).exists()
    if known:
        found = doors.signal(user, id, today)
        same = (found.trajectory_id, found.kind, found.note) == (trajectory.pk, said["kind"], said["note"])
        return Response(SignalOut(found).data, 200) if same else errors.problem(422, OTHER_CONTENT)
    reported = referrals.report(id, resident=trajectory.resident, trajectory=trajectory, **said, by=user, at=now)
    return Response(SignalOut(reported).data, 201)
