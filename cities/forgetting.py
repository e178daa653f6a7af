"""Taking away what a join request left behind: the request itself, its papers, codes, drafts and mail."""

from django.db import transaction
from django.utils import timezone

from scn_portal.files.models import StoredFile
from scn_portal.notifications.models import InboxItem, OutboxMail
from scn_portal.privacy.stored import remove_file
from scn_portal.ui.models import Draft

from . import mail_codes
from .models import Evidence, Handover, MailCode


@transaction.atomic
def forget_request(request):
    """Nothing of the request stays but the audit trail. Requests that were joined to it go with it."""
    for merged in request.merged.all():
        forget_request(merged)
    request.evidence.all().delete()
    about = {"subject_kind": "cities.joinrequest", "subject_key": str(request.pk)}
    for model in (OutboxMail, InboxItem):
        model.objects.filter(**about).delete()
    MailCode.objects.filter(purpose=mail_codes.for_request(request)).delete()
    Draft.objects.filter(owner=f"cities.joinrequest:{request.code}").delete()
    for file in files_of(request):
        remove_file(file)
    request.delete()


def files_of(request):
    return StoredFile.objects.filter(owner_kind="cities.joinrequest", owner_key=str(request.pk), derived_from=None)


@transaction.atomic
def forget_paper(evidence):
    """The paper goes; that it was checked, by whom and with what result, stays."""
    file = evidence.file
    if file:
        Evidence.objects.filter(pk=evidence.pk).update(file=None)
        remove_file(file)


@transaction.atomic
def forget_letter(handover):
    """The letter behind a handover goes; that there was one stays."""
    letter = handover.letter
    if letter:
        Handover.objects.filter(pk=handover.pk).update(letter=None, letter_erased_at=timezone.now())
        remove_file(letter)
