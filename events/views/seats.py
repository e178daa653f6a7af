"""The page of one's own registration: seats, places in the queue, offers, details and needs."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView

from scn_portal.accounts import links
from scn_portal.lifecycle import TransitionRefused
from scn_portal.ui import errors
from scn_portal.ui.forms import PortalFormMixin, once
from scn_portal.ui.views import TransitionView

from .. import needs, people
from ..forms.registering import DetailsForm, NeedsForm, PlacesForm, options_of
from ..lifecycle import registrations
from ..lifecycle import seats as steps
from ..models import AccessNeed, Event, Registration, Seat
from ..models.seats import LIVE
from ..registering import pools_of_invitation, pools_to_choose, standing_of
from ..rules.seats import speaks_for
from ..standing import seats_of

Status = Registration.Status
CHANGEABLE = (Event.Status.ANNOUNCED, Event.Status.OPEN, Event.Status.CLOSED, Event.Status.POSTPONED)


class RegistrationOpen(links.LinkOpen):
    """The link in the mail. Its button lets this browser in; the first time it confirms the address as well."""

    model = Registration
    template_name = "events/registration_open.html"

    def is_alive(self, row):
        return row.status != Status.ENDED and row.event.slug == self.kwargs["slug"]

    def post(self, request, *args, **kwargs):
        answer = super().post(request, *args, **kwargs)
        if self.row.status == Status.UNVERIFIED:
            registrations.verify(self.row, by=links.holder(request, f"events.registration:{self.row.code}"))
            messages.success(request, _("Thank you. Your address is confirmed."))
        return answer


class OfOwnRegistration(links.Private):
    """A page for the person, for whoever opened the mailed link, and for who sends the person. Nobody else finds it."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        rows = Registration.objects.select_related("event", "city", "delegation__city", "user", "invitation")
        rows = rows.exclude(status=Status.UNVERIFIED).filter(event__slug=kwargs["slug"])
        self.registration = get_object_or_404(rows, code=kwargs["code"])
        self.event = self.registration.event
        holder = links.holder(request, f"events.registration:{kwargs['code']}")
        self.person = next((each for each in (request.user, holder) if each and self._speaks(each)), None)
        if self.person is None:
            raise Http404

    def _speaks(self, principal):
        return principal.is_active and speaks_for(principal, self.registration)

    @property
    def page(self):
        return self.registration.get_absolute_url()

    @property
    def is_by_another(self):
        """A coordinator is looking, not the person."""
        return self.person is self.request.user and self.registration.user_id != self.request.user.pk

    def get_context_data(self, **context):
        visible = Event.objects.visible_to(self.request.user).filter(pk=self.event.pk)
        values = {"event": self.event, "registration": self.registration, "back": self.page}
        return super().get_context_data(**values | {"event_is_open_to_reader": visible.exists()} | context)


class RegistrationDetail(OfOwnRegistration, TemplateView):
    template_name = "events/registration_detail.html"

    def get_context_data(self, **context):
        seats = seats_of(self.registration)
        for seat in seats:
            self._take_links(seat)
        need = AccessNeed.objects.filter(registration=self.registration).first()
        may_change = self.registration.status == Status.ACTIVE and self.event.status in CHANGEABLE
        values = {"seats": seats, "needs_until": need.purge_on if need else None, "may_change": may_change}
        return super().get_context_data(**values, may_add=bool(pools_left(self.registration)), **context)

    def _take_links(self, seat):
        where = [self.event.slug, self.registration.code, seat.stop.code]
        open_verbs = {each.name for each in steps.seats.open_to(self.person, seat)} if seat.status in LIVE else set()
        for verb in ("accept", "decline", "cancel", "withdraw"):
            setattr(seat, f"{verb}_url", reverse(f"events:seat_{verb}", args=where) if verb in open_verbs else "")
        seat.is_kept = seat.status in ("confirmed", "attended")


def pools_left(registration):
    """The pools in which the person could still ask for a seat: of stops where there is neither seat nor place."""
    event = registration.event
    band = people.MEMBER if registration.user and people.cities_of(registration.user) else people.OTHER
    if registration.status != Status.ACTIVE or standing_of(event, band).word != "open":
        return []
    there = set(registration.seats.filter(status__in=LIVE).values_list("stop", flat=True))
    invited = pools_of_invitation(registration.invitation) if registration.invitation else []
    pools = {each.pk: each for each in (*pools_to_choose(event, band), *invited)}
    return [each for each in pools.values() if each.stop_id not in there]


class SeatTake(OfOwnRegistration, PortalFormMixin, FormView):
    """A further stop, or a new place in the queue after one that was given up."""

    template_name = "events/registration_places.html"
    form_class = PlacesForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"options": options_of(self.pools)}

    @cached_property
    def pools(self):
        return pools_left(self.registration)

    def get_context_data(self, **context):
        values = {"heading": _("Ask for a seat"), "button": _("Ask for it"), "refused": "", "lead": ""}
        return super().get_context_data(**values | context)

    def get_success_url(self):
        return self.page

    def form_valid(self, form):
        given = {"within": self.registration, "pools": form.pools, "together": form.is_all_or_none}
        try:
            return once(self.request, lambda: redirect(steps.take(by=self.person, **given)[0].registration))
        except TransitionRefused as refused:
            return self.render_to_response(self.get_context_data(form=form, refused=str(refused)), status=409)


class OfOwnSeat(OfOwnRegistration):
    """The person's seat at one stop: the one they have, else the last one that they had."""

    def get_object(self):
        rows = Seat.objects.filter(registration=self.registration, stop__code=self.kwargs["stop"])
        seat = rows.select_related("stop__city", "stop__event", "pool", "registration").order_by("-pk").first()
        if seat is None:
            raise Http404
        seat.registration = self.registration
        return seat

    def principal(self):
        return self.person

    def get_success_url(self):
        """Whoever sends the person goes back to the delegation."""
        return reverse("events:delegation_detail", args=[self.event.slug]) if self.is_by_another else self.page


class SeatAccept(OfOwnSeat, TransitionView):
    """Takes an offer. A second click gets the same answer; after its end the page says what is left."""

    transition = steps.accept

    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        if self.object.status != Seat.Status.CONFIRMED:
            try:
                steps.accept(self.object, by=self.person)
            except TransitionRefused as refused:
                return self.too_late(str(refused))
        messages.success(request, _("The seat is yours."))
        return redirect(self.get_success_url())

    def too_late(self, words):
        """The offer ran out: the next person has it, and one can queue anew."""
        if self.get_object().status not in (Seat.Status.EXPIRED, Seat.Status.OFFERED):
            return errors.page(self.request, 409, words)
        return render(self.request, "events/seat_gone.html", self.get_context_data(), status=410)


class SeatAct(OfOwnSeat, TransitionView):
    """A page that names the stop and the effect, and a button that does it."""

    def get_context_data(self, **context):
        return super().get_context_data(**context, object=self.object)

    def ask(self, form, status=200):
        self.effect = self.effect % {"where": self.object.stop.where}
        return super().ask(form, status)


class SeatDecline(SeatAct):
    transition = steps.decline
    confirm = gettext_lazy("Leave the seat to the next person?")
    effect = gettext_lazy("The seat at %(where)s is offered to the next person at once. This cannot be taken back.")
    button = gettext_lazy("Leave it to the next")
    done = gettext_lazy("Thank you. The seat goes to the next person.")


class SeatCancel(SeatAct):
    transition = steps.cancel
    confirm = gettext_lazy("Give up the seat?")
    effect = gettext_lazy("The seat at %(where)s goes to somebody else. Whoever comes back begins at the end.")
    button = gettext_lazy("Give up the seat")
    kind = "danger"
    done = gettext_lazy("The seat is given up. Thank you for telling us.")


class SeatWithdraw(SeatAct):
    transition = steps.withdraw
    confirm = gettext_lazy("Leave the queue?")
    effect = gettext_lazy("The place in the queue for %(where)s is given up. Whoever comes back begins at its end.")
    button = gettext_lazy("Leave the queue")
    kind = "danger"
    done = gettext_lazy("You have left the queue.")


class Changing(OfOwnRegistration, PortalFormMixin, FormView):
    """Puts something of the own registration right."""

    template_name = "events/registration_edit.html"
    done = gettext_lazy("Saved.")

    def get_success_url(self):
        return self.page

    def form_valid(self, form):
        self.save(form)
        messages.success(self.request, self.done)
        return super().form_valid(form)

    def get_context_data(self, **context):
        values = {"heading": self.heading, "needs_until": needs.purge_day(self.event), "is_about_needs": False}
        return super().get_context_data(**values | context)


class RegistrationEdit(Changing):
    """Name, office and what others may see. A consent stays as it is unless the person changes it."""

    form_class = DetailsForm
    heading = gettext_lazy("Your details")

    def get_form_kwargs(self):
        values = {"chatham_house": self.event.chatham_house, "own": not self.is_by_another}
        return super().get_form_kwargs() | values | {"name_stays": registrations.name_stays(self.registration)}

    def get_initial(self):
        return {name: getattr(self.registration, name) for name in DetailsForm.base_fields}

    def save(self, form):
        registrations.change(self.registration, by=self.person, **form.cleaned_data)


class NeedsEdit(Changing):
    """What the person needs. Empty lines mean that nothing is kept any more."""

    form_class = NeedsForm
    heading = gettext_lazy("What you need to take part")

    def get_initial(self):
        """Who sends a person may say what is needed, and does not read what the person said."""
        need = AccessNeed.objects.filter(registration=self.registration).first()
        return needs.unsealed(need) | {"needs_consent": True} if need and not self.is_by_another else {}

    def get_context_data(self, **context):
        return super().get_context_data(**context, is_about_needs=True)

    def save(self, form):
        registrations.change(self.registration, by=self.person, needs=form.needs)
