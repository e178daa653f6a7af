"""Registering for an event: the form, all answers on one page, then the receipt. Nothing is kept before that."""

from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from scn_portal.accounts import limits
from scn_portal.accounts.links import Private
from scn_portal.lifecycle import VISITOR, TransitionRefused
from scn_portal.ui.forms import once

from .. import answering, needs, people
from ..forms.registering import RegistrationForm, options_of
from ..lifecycle import registrations
from ..models import Event
from ..registering import Standing, pools_to_choose, standing_of, takes_more

HEADINGS = {
    "not_yet": gettext_lazy("Registration is not open yet"),
    "by_invitation": gettext_lazy("This event is by invitation"),
    "closed": gettext_lazy("Registration is closed"),
    "postponed": gettext_lazy("This event is postponed"),
    "cancelled": gettext_lazy("This event does not take place"),
    "over": gettext_lazy("This event is over"),
    "full": gettext_lazy("All seats are taken"),
    "no_seats": gettext_lazy("There are no seats to ask for"),
}


class OfVisibleEvent(Private):
    """A page of an event that the person may see; for all others there is no such page."""

    @cached_property
    def event(self):
        visible = Event.objects.visible_to(self.request.user).announced()
        return get_object_or_404(visible.select_related("replaced_by"), slug=self.kwargs["slug"])

    def dispatch(self, request, *args, **kwargs):
        self.event  # noqa: B018 -- a wrong address is answered before anything else
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **context):
        return super().get_context_data(**context, event=self.event, event_is_open_to_reader=True)


class RegistrationCreate(OfVisibleEvent, FormView):
    """Stops, person, needs, questions, consents on one page; then all answers; then the receipt."""

    template_name = "events/registration_form.html"
    form_class = RegistrationForm

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.is_guest = not request.user.is_authenticated

    @cached_property
    def cities(self):
        return people.cities_of(self.request.user)

    @cached_property
    def pools(self):
        return pools_to_choose(self.event, people.MEMBER if self.cities else people.OTHER)

    @cached_property
    def standing(self):
        """As the event stands for this person; then whether anything is left to ask for."""
        standing = standing_of(self.event, people.MEMBER if self.cities else people.OTHER)
        if standing.word == "open" and not any(map(takes_more, self.pools)):
            return Standing("full" if self.pools else "no_seats")
        return standing

    def get(self, request, *args, **kwargs):
        if self.own and self.own.user_id:
            return redirect(self.own)
        return super().get(request, *args, **kwargs) if self.standing.word == "open" else self.closed()

    def post(self, request, *args, **kwargs):
        if self.own and self.own.user_id:
            return redirect(self.own)
        return super().post(request, *args, **kwargs) if self.standing.word == "open" else self.closed(status=409)

    @cached_property
    def own(self):
        return None if self.is_guest else people.registration_of(self.request.user, self.event)

    def closed(self, status=200):
        self.template_name = "events/registration_closed.html"
        values = {"standing": self.standing, "heading": HEADINGS[self.standing.word], "own_registration": self.own}
        return self.render_to_response(self.get_context_data(form=None, **values), status=status)

    def get_form_kwargs(self):
        values = {"options": options_of(self.pools), "cities": self.cities, "fixed": () if self.is_guest else ["email"]}
        values |= {"questions": answering.open_questions(self.event), "chatham_house": self.event.chatham_house}
        return super().get_form_kwargs() | values

    def get_initial(self):
        person = self.request.user
        if self.is_guest:
            return {"sector": "civil_society"}
        own = self.cities.first()
        role = person.representations.filter(city=own, until=None).first() if own else None
        known = {"name": person.name, "email": person.email, "office": role.office if role else "", "city": own}
        return known | {"sector": "municipal" if own else "other"}

    def get_context_data(self, **context):
        values = {"login_url": f"{reverse('account_login')}?next={self.request.path}", "needs_until": None}
        if self.standing.word == "open":
            values |= {
                "needs_until": needs.purge_day(self.event),
                "refused": "",
                "advice": "",
                "is_guest": self.is_guest,
            }
        return super().get_context_data(**values | {"heading": _("Register")} | context)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form):
        stage = self.request.POST.get("stage")
        if stage == "change":
            return self.render_to_response(self.get_context_data(form=form))
        if stage != "confirm":
            return self.check(form)
        try:
            return once(self.request, lambda: self.register(form))
        except TransitionRefused as refused:
            advice = _("Choose other stops, or take what there is at each.") if len(form.options) > 1 else ""
            values = {"refused": str(refused), "advice": advice}
            return self.render_to_response(self.get_context_data(form=form, **values), status=409)

    def check(self, form):
        self.template_name = "events/registration_check.html"
        button = _("Send me the link to confirm") if self.is_guest else _("Register")
        return self.render_to_response(self.get_context_data(form=form, button=button))

    def register(self, form):
        given = form.person | {"pools": form.pools, "key": form.cleaned_data["key"], "needs": form.needs}
        given["answers"] = form.given
        if self.is_guest:
            return self.register_guest(form.cleaned_data["email"], given)
        given |= {"together": form.is_all_or_none}
        return redirect(registrations.register(by=self.request.user, within=self.event, **given))

    def register_guest(self, email, given):
        """Whatever address is given, known or not: the same answer."""
        within = limits.allows(self.request, "write_as_sender")
        if not (within and limits.allows(self.request, "write_to_recipient", key=people.address_key(email))):
            return limits.respond_429(self.request)
        given |= {"email": email, "language": (get_language() or "en")[:2]}
        registrations.register_guest(by=VISITOR, within=self.event, **given)
        return HttpResponseRedirect(reverse("events:registration_started", args=[self.event.slug]))


class RegistrationStarted(OfVisibleEvent, TemplateView):
    template_name = "events/registration_started.html"
