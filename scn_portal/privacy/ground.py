"""What the ground itself holds about a person."""

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from scn_portal.accounts import logins
from scn_portal.accounts.models import User
from scn_portal.audit.models import AuditEntry
from scn_portal.files.models import RefusedUpload, StoredFile
from scn_portal.notifications.models import CalendarFeed, InboxItem, KeptMail, OutboxMail, Preference
from scn_portal.ui.models import Draft

from .belongings import before_erasing, register, register_files
from .models import ErasureRequest, OwnCopy
from .stored import remove


def to_address(address):
    return Q(address__iexact=address)


def of_person(user):
    return Q(person=user)


def of_user(user):
    return Q(user=user)


@before_erasing
def end_logins(whom):
    if whom.user:
        logins.end_all(whom.user)


def erase_copies(copies, whom):
    for copy in copies:
        remove(copy)


def clear_account(rows, whom):
    """The row stays for the records that point to it; whoever it was can neither sign in nor be written to."""
    for user in rows:
        user.become_pseudonym(whom.new_address)


register(User, _("Account"), by_user=lambda user: Q(pk=user.pk), erase=clear_account, position=99)
register(EmailAddress, _("E-mail addresses"), by_user=of_user, position=90)
register(EmailConfirmation, _("Links that confirm an address"), by_user=lambda user: Q(email_address__user=user))
register(Authenticator, _("Second factors"), by_user=of_user)
register(UserSession, _("Open logins"), by_user=of_user)
register(Session, _("Keys of logins"), by_user=lambda user: Q(session_key__in=_keys_of(user)), position=10)
register(LogEntry, _("Changes that staff made to the account"), by_user=lambda user: Q(pk__in=_log_about(user)))
register(AuditEntry, _("Acts on the portal"), by_user=lambda user: Q(actor_kind="person", actor=user.public_id))
register(StoredFile, _("Uploaded files"), by_user=lambda user: Q(uploaded_by=user, derived_from=None))
register(RefusedUpload, _("Files that were not taken"), by_user=of_person)
register(OutboxMail, _("Mail"), by_user=of_person, by_address=to_address)
register(KeptMail, _("Mail kept on this machine"), by_address=to_address)
register(InboxItem, _("Notices in your inbox"), by_user=of_person)
register(CalendarFeed, _("Address of the own calendar"), by_user=lambda user: Q(person=user))
register(Preference, _("Choices of what to hear about"), by_user=of_person, by_address=to_address)
register(Draft, _("Drafts of forms"), by_user=lambda user: Q(owner=f"person:{user.public_id}"))
register(OwnCopy, _("Copies of the data"), by_user=of_user, erase=erase_copies, position=95)
register(ErasureRequest, _("Requests to be erased"), by_user=of_user, position=95)
register_files(lambda whom: StoredFile.objects.filter(uploaded_by=whom.user, derived_from=None) if whom.user else [])


def _keys_of(user):
    return list(UserSession.objects.filter(user=user).values_list("session_key", flat=True))


def _log_about(user):
    kind = ContentType.objects.get_for_model(User)
    return LogEntry.objects.filter(content_type=kind, object_id=str(user.pk)).values("pk")
