"""How long this app keeps what people sent: see [periods] in the data inventory, and `manage.py retention`."""

from datetime import timedelta

from django.conf import settings
from django.db.models import CharField, Exists, OuterRef, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from scn_portal.audit.models import AuditEntry
from scn_portal.files.models import StoredFile
from scn_portal.privacy.retention import keeps

from .forgetting import forget_letter, forget_paper, forget_request
from .lifecycle.imports import forget_rows
from .models import ContactMessage, Evidence, Handover, ImportRow, Invitation, JoinRequest, MailCode, RegisterImport
from .status import months_after

GONE = "@erased.invalid"
CLOSED = "cities.close_contactmessage"


@keeps("cities.unsent_requests", _("Join requests that were never sent"), "link", remove=forget_request)
def unsent_requests(now):
    """They go when their link ends, or when it was said that they ended."""
    over = Q(status=JoinRequest.Status.EXPIRED) | Q(saved_at__lt=now - timedelta(days=settings.JOIN_LINK_DAYS))
    return JoinRequest.objects.filter(over, submitted_at=None)


@keeps("cities.refused_requests", _("Join requests that came to nothing"), "join_requests", remove=forget_request)
def refused_requests(now):
    since = months_after(now, -settings.REFUSED_KEPT_MONTHS)
    refused = Q(status=JoinRequest.Status.REFUSED, decided_at__lt=since)
    ended = Q(status__in=[JoinRequest.Status.WITHDRAWN, JoinRequest.Status.EXPIRED], saved_at__lt=since)
    return JoinRequest.objects.filter(refused | ended).exclude(submitted_at=None)


@keeps("cities.letters", _("Letters behind approved requests"), "join_requests", remove=forget_paper)
def letters(now):
    """The paper goes; that it was checked, by whom and with what result, stays."""
    since = months_after(now, -settings.LETTER_KEPT_MONTHS)
    approved = Q(request__status="approved", request__decided_at__lt=since)
    joined_to_one = Q(request__merged_into__status="approved", request__merged_into__decided_at__lt=since)
    return Evidence.objects.filter(approved | joined_to_one).exclude(file=None)


@keeps("cities.handover_letters", _("Letters behind handovers"), "join_requests", remove=forget_letter)
def handover_letters(now):
    return Handover.objects.filter(ended_at__lt=months_after(now, -settings.LETTER_KEPT_MONTHS)).exclude(letter=None)


@keeps("cities.registers", _("Rows of registers that were brought in"), "register_rows", remove=forget_rows)
def ended_registers(now):
    """Rows and file go; how many there were of each kind stays."""
    ended = RegisterImport.objects.filter(ended_at__lt=now - timedelta(days=settings.REGISTER_ROWS_DAYS))
    about = {"owner_kind": "cities.registerimport", "owner_key": Cast(OuterRef("pk"), CharField())}
    rows, files = ImportRow.objects.filter(register=OuterRef("pk")), StoredFile.objects.filter(**about)
    return ended.filter(Exists(rows) | Exists(files))


@keeps("cities.messages", _("Messages that were closed"), "contact")
def closed_messages(now):
    """When a message was closed is what the audit trail says."""
    since = months_after(now, -settings.MESSAGE_KEPT_MONTHS)
    closings = AuditEntry.objects.filter(action=CLOSED, subject_kind="cities.contactmessage")
    late = closings.filter(subject_key=Cast(OuterRef("pk"), CharField()), at__gte=since)
    return ContactMessage.objects.filter(~Exists(late), status=ContactMessage.Status.CLOSED, sent_at__lt=since)


def forget_invited(row):
    """The person who did not come is named no longer. The row stays: it says what the city's status was that day."""
    type(row).objects.filter(pk=row.pk).update(name="–", email=f"invited-{row.code}{GONE}")


@keeps("cities.invitations", _("People who did not take an invitation up"), "invitation", remove=forget_invited)
def answered_invitations(now):
    ended = Invitation.objects.filter(ended_at__lt=months_after(now, -settings.REFUSED_KEPT_MONTHS))
    return ended.filter(representative=None).exclude(email__endswith=GONE)


@keeps("cities.handovers", _("People who did not take a role over"), "invitation", remove=forget_invited)
def ended_handovers(now):
    ended = Handover.objects.filter(ended_at__lt=months_after(now, -settings.REFUSED_KEPT_MONTHS), incoming=None)
    return ended.exclude(email__endswith=GONE)


@keeps("cities.codes", _("Codes that were mailed"), "code")
def old_codes(now):
    return MailCode.objects.filter(expires_at__lt=now - timedelta(days=1))
