"""What own data hangs elsewhere: the staff queue shows who asks to be erased."""

from functools import cache

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from scn_portal.ui import slots

from .models import ErasureRequest
from .signals import too_close_to

NEXT = {
    ErasureRequest.Status.ASKED: _("Approve or refuse"),
    ErasureRequest.Status.APPROVED: _("Nothing: it is carried out a day after the approval"),
}


def barred_for(person):
    """Who is tied to a city of the person who asks leaves it to a colleague; asked once, at the first row."""

    @cache
    def close():
        return too_close_to(person, [request.user for request in open_requests()])

    return lambda request: gettext("Tied to a city of yours") if request.user_id in close() else ""


def open_requests():
    waiting = ErasureRequest.objects.filter(status__in=ErasureRequest.OPEN).order_by("asked_at")
    return waiting.select_related("user", "decided_by")


slots.queue.hang(
    slots.QueueSource(
        key="erasures",
        label=_("Requests to be erased"),
        group="registrar",
        rows=open_requests,
        title=lambda request: str(request.user),
        waiting_since=lambda request: request.asked_at,
        next_action=lambda request: NEXT[request.status],
        url=lambda request: reverse("admin:privacy_erasurerequest_change", args=[request.code]),
        owner=lambda request: request.decided_by.name if request.decided_by_id else "",
        barred_for=barred_for,
    ),
    position=40,
)
