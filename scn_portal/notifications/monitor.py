"""What the health pages and the staff's System page say about outgoing mail."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from scn_portal.jobs import health, system

from . import relay
from .models import OutboxMail

State = OutboxMail.State
TONES = {State.SENT: "good", State.BOUNCED: "warn", State.DEAD: "bad"}
STATES = {value: (words, TONES.get(value, "")) for value, words in State.choices}


def oldest_due():
    """Trouble if a mail that is due has waited for five minutes. A retry waits for its own time."""
    late = OutboxMail.objects.filter(
        state__in=[State.PENDING, State.SENDING], not_before__lt=timezone.now() - timedelta(minutes=5)
    )
    oldest = late.order_by("not_before").values_list("not_before", flat=True).first()
    return f"oldest due mail waits {health.age_in_words(oldest)}" if oldest else None


def dead():
    return OutboxMail.objects.filter(state=State.DEAD).select_related("person").order_by("pk")


def title(row):
    return _("%(kind)s to %(recipient)s") % {"kind": row.kind, "recipient": row.person or row.address}


health.register(health.Item("mail", _("Mail that waits"), oldest_due, health.LATE))
system.register(
    system.Source(
        key="mail",
        label=_("Outgoing mail"),
        counts=lambda: system.by_state(OutboxMail.objects.all(), STATES, "created_at"),
        dead=dead,
        retry=relay.retry,
        close=relay.close,
        can_retry=lambda row: bool(row.subject_kind),
        title=title,
    )
)
