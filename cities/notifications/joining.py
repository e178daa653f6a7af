"""Joining, invitations, roles and the contact form: who gets which mail, and what must still be true then."""

import re
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from scn_portal.accounts.models import User
from scn_portal.codes import token_for
from scn_portal.notifications.kinds import address, kind
from scn_portal.notifications.outbox import write

from .. import mail_codes
from ..models import Handover, Invitation, JoinRequest, Representative
from ..models.joining import WAITING
from ..rules import SECOND_LOOK
from .words import day, isolated

Status = JoinRequest.Status
ASKED_TO_JOIN = _("You get this because this address was given on the portal of the Strong Cities Network.")
INVITED = _("You get this because a member city named this address.")
WROTE_TO_US = _("You get this because this address was given in our contact form.")


def authority_of(request):
    return isolated(request.city.name if request.city_id else request.proposed_name)


def link_to_request(request):
    """The signed address of a request; only the newest `link_issue` opens it."""
    token = token_for("cities.joinrequest", request.code, request.link_issue)
    return address("cities:join_open", request.code, token)


def link_to_invitation(invitation):
    token = token_for("cities.invitation", invitation.code, invitation.link_issue)
    return address("cities:invitation_open", invitation.code, token)


def _to_sender(kind_name, request, due=""):
    write(kind_name, subject=request, address=request.email, language=request.language, due=due)


# Starting


def join_request_started(request):
    """The link to the form; whoever has access already is told so. Nothing on the page tells which it was."""
    known = User.objects.filter(email__iexact=request.email, is_active=True).exists()
    _to_sender("cities.join_already_member" if known else "cities.join_link", request, due=request.link_issue)


@kind("cities.join_link", because=ASKED_TO_JOIN, is_security=True)
def join_link(mail, request):
    if request.status != Status.DRAFT:
        return None
    return {
        "days": settings.JOIN_LINK_DAYS,
        "button_url": link_to_request(request),
        "button_label": _("Open the form"),
    }


@kind("cities.join_already_member", because=ASKED_TO_JOIN, is_security=True)
def join_already_member(mail, request):
    if request.status != Status.DRAFT:
        return None
    return {
        "form_url": link_to_request(request),
        "button_url": address("account_login"),
        "button_label": _("Sign in"),
    }


def join_code_asked(request):
    code = mail_codes.latest(mail_codes.for_request(request))
    if mail_codes.is_alive(code):
        write("cities.join_code", subject=code, address=code.address, language=request.language)


@kind("cities.join_code", because=ASKED_TO_JOIN, is_security=True)
def join_code(mail, code):
    if not mail_codes.is_alive(code):
        return None
    return {"digits": mail_codes.digits_of(code), "minutes": settings.MAIL_CODE_MINUTES}


# Checking


def join_request_submitted(request):
    _to_sender("cities.join_received", request)


@kind("cities.join_received", because=ASKED_TO_JOIN, is_security=True, related=("city",))
def join_received(mail, request):
    if request.status not in WAITING:
        return None
    return {
        "name": isolated(request.name),
        "authority": authority_of(request),
        "number": request.code,
        "button_url": link_to_request(request),
        "button_label": _("See where it stands"),
    }


def join_evidence_asked(request, reminder=""):
    """Tell what is missing; `reminder` names the day on which it is told again."""
    _to_sender("cities.evidence_asked", request, due=f"{request.asked_at.isoformat()}{reminder}")


@kind("cities.evidence_asked", because=ASKED_TO_JOIN, is_security=True, related=("city",))
def evidence_asked(mail, request):
    if request.status != Status.EVIDENCE_ASKED:
        return None
    return {
        "name": isolated(request.name),
        "authority": authority_of(request),
        "number": request.code,
        "asked_for": request.asked_for,
        "until": day(request.asked_at + timedelta(days=settings.EVIDENCE_DAYS)),
        "button_url": link_to_request(request),
        "button_label": _("Send it"),
    }


# Deciding


def join_request_approved(request):
    person = request.invitation.representative.user
    write("cities.join_approved", subject=request, person=person)


@kind("cities.join_approved", because=ASKED_TO_JOIN, is_security=True, related=("city", "invitation__representative"))
def join_approved(mail, request):
    if request.status != Status.APPROVED or request.invitation.representative.until:
        return None
    invitation = request.invitation
    needs_link = invitation.status == Invitation.Status.OPEN
    return {
        "name": isolated(request.name),
        "authority": authority_of(request),
        "role": invitation.get_role_display(),
        "needs_link": needs_link,
        "is_new_city": request.kind == JoinRequest.Kind.NEW_CITY,
        "until": day(invitation.expires_at),
        "button_url": link_to_invitation(invitation) if needs_link else address("account_login"),
        "button_label": _("Choose a password and come in") if needs_link else _("Sign in"),
    }


def join_request_refused(request):
    _to_sender("cities.join_refused", request, due=f"{request.decided_at.isoformat()}")


@kind("cities.join_refused", because=ASKED_TO_JOIN, is_security=True, related=("city",))
def join_refused(mail, request):
    if request.status != Status.REFUSED:
        return None
    return {
        "name": isolated(request.name),
        "authority": authority_of(request),
        "number": request.code,
        "reason": request.get_reason_code_display(),
        "reason_text": request.reason_text,
        "instead": INSTEAD.get(request.reason_code, INSTEAD[JoinRequest.Reason.OTHER]),
        "second_look_until": "" if request.second_look_at else day(request.decided_at + SECOND_LOOK),
        "button_url": link_to_request(request),
        "button_label": _("See the request"),
    }


INSTEAD = {
    JoinRequest.Reason.NOT_AUTHORITY: _(
        "You are welcome to work with us as a partner. Write to us by the contact form."
    ),
    JoinRequest.Reason.NOT_PROVEN: _("You can send a new request with a letter of your mayor or chief officer."),
    JoinRequest.Reason.ALREADY_MEMBER: _("Ask the lead contact of your authority to invite you."),
    JoinRequest.Reason.OTHER: _("You can write to us by the contact form and ask."),
}


def join_request_merged(request):
    _to_sender("cities.join_merged", request)


@kind("cities.join_merged", because=ASKED_TO_JOIN, is_security=True, related=("city", "merged_into"))
def join_merged(mail, request):
    if request.status != Status.MERGED:
        return None
    return {"name": isolated(request.name), "authority": authority_of(request), "number": request.code}


# Invitations and roles


def invitation_sent(invitation, reminder=""):
    write(
        "cities.invitation",
        subject=invitation,
        address=invitation.email,
        language=invitation.language,
        due=f"{invitation.link_issue}{reminder}",
    )


@kind("cities.invitation", because=INVITED, is_security=True, related=("city", "by"))
def invitation(mail, row):
    if row.status != Invitation.Status.OPEN or row.expires_at <= timezone.now():
        return None
    return {
        "name": isolated(row.name),
        "inviter": isolated(row.by.name) if row.by else "",
        "city": isolated(row.city.name),
        "role": row.get_role_display(),
        "until": day(row.expires_at),
        "button_url": link_to_invitation(row),
        "button_label": _("Read the invitation"),
    }


def representative_changed(representative):
    if not representative.until or Handover.objects.filter(outgoing=representative, status="done").exists():
        return  # a handover tells both persons itself
    write("cities.role_ended", subject=representative, person=representative.user)


@kind("cities.role_ended", is_security=True, in_inbox=True, related=("city", "user"))
def role_ended(mail, representative: Representative):
    if representative.until is None:
        return None
    return {
        "name": isolated(representative.user.name),
        "city": isolated(representative.city.name),
        "role": representative.get_role_display(),
        "since": day(representative.since),
        "until": day(representative.until),
        "button_url": address("cities:contact"),
        "button_label": _("Ask us"),
    }


# The contact form


def contact_received(message):
    """A receipt with a copy; the form writes it in its own transaction."""
    write("cities.contact_received", subject=message, address=message.email, language=message.language)


@kind("cities.contact_received", because=WROTE_TO_US, is_security=True)
def contact_received_values(mail, message):
    return {"number": message.number, "name": isolated(message.name), "text": without_links(message.text)}


def without_links(text):
    """The text so that no mail program makes a link of it: a stranger may have given somebody else's address."""
    text = re.sub(r"(?<=\w)\.(?=\w)", "[.]", text)
    return text.replace("://", "[:]//").replace("@", "[at]")
