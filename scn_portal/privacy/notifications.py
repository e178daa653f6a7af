"""What a person is told about the own copy and about being erased."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from scn_portal.accounts.addresses import absolute
from scn_portal.notifications.kinds import kind
from scn_portal.notifications.outbox import write

from .models import ErasureRequest

Status = ErasureRequest.Status


def _to_its_person(name, row):
    write(name, subject=row, person=row.user)


def copy_made(copy):
    _to_its_person("privacy.copy_made", copy)


def erasure_asked(request):
    _to_its_person("privacy.erasure_asked", request)


def erasure_approved(request):
    _to_its_person("privacy.erasure_approved", request)


def erasure_refused(request):
    _to_its_person("privacy.erasure_refused", request)


def account_unused(person, number):
    """`person.used_at` is the last sign-in: each time of silence has its own notices."""
    due = f"{person.used_at:%Y-%m-%d}:{number}"
    write("privacy.account_unused", subject=person, person=person, due=due, not_before=timezone.now())


def _page(label):
    return {"button_url": absolute("/me/data/"), "button_label": label}


@kind("privacy.copy_made", is_security=True, in_inbox=True, related=("user",))
def values_of_copy(mail, copy):
    if not copy.can_be_fetched:
        return None
    return {"person": copy.user, "until": copy.ends_at, "days": copy.KEPT.days} | _page(_("Take your copy"))


@kind("privacy.erasure_asked", is_security=True, in_inbox=True, related=("user",))
def values_of_question(mail, request):
    if request.status != Status.ASKED:
        return None
    return {"person": request.user, "at": request.asked_at} | _page(_("See what you asked for"))


@kind("privacy.erasure_approved", is_security=True, in_inbox=True, related=("user",))
def values_of_approval(mail, request):
    if request.status != Status.APPROVED:
        return None
    return {"person": request.user, "due_at": request.due_at} | _page(_("See what you asked for"))


@kind("privacy.erasure_refused", is_security=True, in_inbox=True, related=("user",))
def values_of_refusal(mail, request):
    if request.status != Status.REFUSED:
        return None
    return {"person": request.user, "reason": request.reason} | _page(_("Read the answer"))


@kind("privacy.account_unused", is_security=True)
def values_of_unused(mail, person):
    used_at = person.last_login or person.joined_at
    if person.erased_at or used_at > mail.due_at:
        return None
    ends_at = max(used_at + timedelta(days=settings.UNUSED_ACCOUNT_DAYS), mail.due_at + timedelta(days=28))
    values = {"person": person, "used_at": used_at, "ends_at": ends_at}
    return values | {"button_url": absolute(reverse("account_login")), "button_label": _("Sign in")}
