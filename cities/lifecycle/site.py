"""How the texts of the public site change, and what becomes of a visitor's message."""

from datetime import timedelta

from django.db import connection
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from scn_portal.lifecycle import SYSTEM, Lifecycle, TransitionRefused

from .. import signals
from ..models import ContactMessage, SiteText

Text, Message = SiteText.Status, ContactMessage.Status
MESSAGES_A_DAY = 3

texts = Lifecycle(SiteText)
messages = Lifecycle(ContactMessage)


def _lock_versions(text, **_):
    """All versions of one text, in one order: two people who publish at once follow each other."""
    versions = SiteText.objects.select_for_update().filter(key=text.key, language=text.language)
    list(versions.order_by("pk").values_list("pk"))


@texts.creation()
def write(*, by, key, language, title, body, needs_check=False):
    """A new text, or a new language of one, as a draft."""
    versions = SiteText.objects.filter(key=key, language=language)
    number = (versions.aggregate(last=Max("number"))["last"] or 0) + 1
    return SiteText.objects.create(
        key=key, language=language, number=number, title=title, body=body, needs_check=needs_check, by=by
    )


@texts.transition(Text.DRAFT, Text.PUBLISHED, Text.REPLACED, Text.RETIRED, locks=_lock_versions)
def revise(text, *, by, title, body):
    """The next version, as a draft. This one stays what it is."""
    write(by=by, key=text.key, language=text.language, title=title, body=body)


@texts.transition(Text.DRAFT, to=Text.PUBLISHED, locks=_lock_versions)
def publish(text, *, by):
    """The version goes onto the site, in the place of the one before."""
    for shown in SiteText.objects.published().filter(key=text.key, language=text.language):
        replace(shown, by=SYSTEM)
    text.published_at = timezone.now()


@texts.transition(Text.PUBLISHED, to=Text.REPLACED, by_system=True)
def replace(text, *, by):
    """A newer version takes its place."""


@texts.transition(Text.PUBLISHED, to=Text.RETIRED)
def retire(text, *, by):
    """The text leaves the site; English stands in its place, where there is one."""


@texts.transition(Text.DRAFT, Text.PUBLISHED)
def check_translation(text, *, by):
    """Somebody who speaks the language has read it and found it right."""
    text.needs_check = False


# Messages from visitors


class TooMany(TransitionRefused):
    """The address has sent as many messages as it may in one day."""

    def __init__(self):
        super().__init__(_("Three messages came from this address within a day. Please write again tomorrow."))


@messages.creation(announces=signals.contact_received)
def send(*, by, email, form_key, **answers):
    """A visitor writes to the network. A form that is sent twice is one message."""
    address = email.strip().lower()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"contact:{address}"])
    a_day_ago = timezone.now() - timedelta(days=1)
    if ContactMessage.objects.filter(email=address, sent_at__gte=a_day_ago).count() >= MESSAGES_A_DAY:
        raise TooMany()
    return ContactMessage.objects.create(email=address, form_key=form_key, **answers)


@messages.transition(Message.NEW, to=Message.TAKEN)
def take(message, *, by):
    """A member of staff answers it."""
    message.handled_by = by


@messages.transition(Message.NEW, Message.TAKEN, to=Message.CLOSED)
def close(message, *, by):
    """It is answered, or needs no answer."""
    message.handled_by = by
