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


health.register(health.Item("mail", oldest_due, _("E-mail goes out later than usual. Nothing is lost.")))
system.register(
    system.Source(
        key="mail",
        label=_("Outgoing mail"),
        counts=lambda: system.by_state(OutboxMail.objects.all(), STATES, "created_at"),
        dead=lambda: OutboxMail.objects.filter(state=State.DEAD).order_by("pk"),
        retry=relay.retry,
        close=relay.close,
        can_retry=lambda row: bool(row.subject_kind),
    )
)
