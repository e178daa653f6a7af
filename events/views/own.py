"""One's own events, and who else takes part."""

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.views.generic import ListView, TemplateView

from ..models import Certificate, Registration, Seat
from ..models.seats import LIVE
from ..registering import coming_to, coordinated_by
from ..standing import with_tone
from .registering import OfVisibleEvent


class OwnEvents(TemplateView):
    """What is to come and what is past, the delegations of one's cities, the calendar, certificates."""

    template_name = "events/own_events.html"

    def get_context_data(self, **context):
        registrations, day = self._registrations(), timezone.now().date()
        upcoming = [each for each in registrations if each.event.ends_on >= day and each.shown_seats]
        past = [each for each in registrations if each not in upcoming]
        upcoming.sort(key=lambda each: each.event.starts_on)
        return super().get_context_data(upcoming=upcoming, past=past, delegations=self._delegations(day), **context)

    def _registrations(self):
        seats = Seat.objects.filter(status__in=LIVE).select_related("stop__city", "stop__event", "pool")
        papers = Certificate.objects.filter(withdrawn_on=None)
        rows = Registration.objects.filter(user=self.request.user).exclude(status=Registration.Status.UNVERIFIED)
        rows = (
            rows.select_related("event")
            .order_by("-event__starts_on", "-pk")
            .prefetch_related(
                "event__texts", Prefetch("seats", seats.order_by("stop__position")), Prefetch("certificates", papers)
            )
        )
        for row in rows:
            row.shown_seats = [with_tone(each) for each in row.seats.all()]
            row.valid_certificates = row.certificates.all()
        return list(rows)

    def _delegations(self, day):
        rows = coordinated_by(self.request.user).filter(event__ends_on__gte=day).prefetch_related("event__texts")
        for row in rows:
            row.url = reverse("events:delegation_detail", args=[row.event.slug])
            with_tone(row)
        return rows


class ParticipantList(OfVisibleEvent, ListView):
    """Who takes part, as far as each agreed to be shown to this reader. None under the Chatham House Rule."""

    template_name = "events/participant_list.html"
    paginate_by = 50

    def get_queryset(self):
        if self.event.chatham_house:
            return Registration.objects.none()
        return self._coming.filter(listed__in=self._levels()).select_related("city").order_by("name", "pk")

    @property
    def _coming(self):
        return coming_to(self.event)

    def _levels(self):
        """Participants see those listed for participants; everybody else those listed for all."""
        user = self.request.user
        takes_part = user.is_authenticated and self._coming.filter(user=user).exists()
        return ["participants", "public"] if takes_part else ["public"]

    def get_context_data(self, **context):
        values = super().get_context_data(**context)
        shown = values["paginator"].count
        return values | {"hidden": 0 if self.event.chatham_house else self._coming.count() - shown}
