"""The programme as readers see it, and the desk on which it is written."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView

from cities.countries import language_name
from cities.lifecycle.outdated import fingerprint
from scn_portal.accounts.links import Public
from scn_portal.lifecycle import TransitionRefused, may
from scn_portal.ui.forms import PortalFormMixin
from scn_portal.ui.views import TransitionView

from ..agenda import days_of, obstacles, warnings, whole
from ..forms.agenda import AnswerForm, PartForm, ReleaseForm, SessionForm, initial_of
from ..lifecycle import sessions as lifecycle
from ..models import Event, Part
from ..rules.agenda import writes_programme
from ..zones import span

SHOWN = ("released", "cancelled")


class OfEvent:
    """A page about one event that the reader may open."""

    @cached_property
    def event(self):
        events = Event.objects.visible_to(self.request.user).prefetch_related("texts")
        return get_object_or_404(events, slug=self.kwargs["slug"])

    def get_context_data(self, **kwargs):
        return super().get_context_data(event=self.event, **kwargs)


class Agenda(Public, OfEvent, TemplateView):
    """The programme: a list for every reader, by day."""

    template_name = "events/agenda.html"

    def get_context_data(self, **kwargs):
        days = days_of(whole(self.event.sessions.filter(status="released")))
        writes = writes_programme(self.request.user, self.event)
        return super().get_context_data(days=days, writes=writes, **kwargs)


class SessionDetail(Public, OfEvent, TemplateView):
    """One session: when, where, who, and what it is about."""

    template_name = "events/session_detail.html"

    def get_context_data(self, **kwargs):
        shown = whole(self.event.sessions.filter(status__in=SHOWN))
        session = get_object_or_404(shown, code=self.kwargs["code"])
        own_zone, begins_and_ends = getattr(self.request.user, "zone", ""), (session.starts_at, session.ends_at)
        return super().get_context_data(
            session=session,
            spoken=language_name(session.language),
            hours=span(*begins_and_ends, session.stop.zone),
            own_hours=span(*begins_and_ends, own_zone) if own_zone not in ("", "UTC", session.stop.zone) else "",
            **kwargs,
        )


class OnDesk(OfEvent):
    """For officers, and for hosts who run the logistics of a stop. To all others a wrong address."""

    def dispatch(self, request, *args, **kwargs):
        if not writes_programme(request.user, self.event):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def session(self):
        return get_object_or_404(whole(self.event.sessions), code=self.kwargs["code"])

    def get_success_url(self):
        return reverse("events:desk_agenda", args=[self.event.slug])


class DeskAgenda(OnDesk, TemplateView):
    """All sessions with their state, what stands in the way of showing them, and what to think of."""

    template_name = "events/desk_agenda.html"

    def get_context_data(self, **kwargs):
        sessions = list(whole(self.event.sessions.exclude(status="cancelled")))
        planned = [each for each in sessions if each.status == "planned"]
        return super().get_context_data(
            days=days_of(sessions),
            planned=planned,
            called_off=days_of(whole(self.event.sessions.filter(status="cancelled"))),
            obstacles=obstacles(sessions),
            warnings=warnings(sessions) if sessions else [],
            stops=self.event.stops.filter(status="scheduled").select_related("city"),
            may_release=bool(planned) and may(self.request.user, "events.release_session", planned[0]),
            **kwargs,
        )


class SavesSession(OnDesk, PortalFormMixin, FormView):
    """A refused form keeps what was typed; who saves second is told."""

    form_class = SessionForm
    template_name = "events/session_form.html"
    done = ""

    def form_valid(self, form):
        try:
            self.save(form)
        except PermissionDenied:
            form.add_error(None, _("You run the logistics of another stop of this event."))
        except TransitionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(self.request, self.done)
            return super().form_valid(form)
        return self.form_invalid(form)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"stop": self.stop}

    def get_context_data(self, **kwargs):
        return super().get_context_data(stop=self.stop, back=self.get_success_url(), **kwargs)


class SessionCreate(SavesSession):
    done = gettext_lazy("The session is planned. It is shown once the programme is.")

    @cached_property
    def stop(self):
        return get_object_or_404(self.event.stops.select_related("city"), code=self.kwargs["stop"])

    def get_initial(self):
        """The first language of the event, else that in which it was written."""
        original = next((each.language for each in self.event.texts.all() if each.is_original), "en")
        return {"language": (self.event.languages or [original])[0]}

    def save(self, form):
        lifecycle.plan(by=self.request.user, within=self.stop, **form.plan)


class SessionEdit(SavesSession):
    done = gettext_lazy("Saved.")

    @cached_property
    def stop(self):
        return self.session.stop

    def get_initial(self):
        return initial_of(self.session) | {"seen": fingerprint(self.session, lifecycle.PLAN)}

    def get_context_data(self, **kwargs):
        return super().get_context_data(session=self.session, **kwargs)

    def save(self, form):
        lifecycle.revise(self.session, by=self.request.user, seen=form.cleaned_data["seen"], **form.plan)


class SessionCancel(OnDesk, TransitionView):
    transition = lifecycle.cancel
    confirm = gettext_lazy("Call this session off?")
    effect = gettext_lazy("It stays on record as cancelled, and its room is free.")
    button, kind = gettext_lazy("Call it off"), "danger"
    done = gettext_lazy("The session is called off.")

    def get_object(self):
        return self.session


class AgendaRelease(OnDesk, FormView):
    """All planned sessions at once, after a look at what stands in the way."""

    form_class = ReleaseForm
    template_name = "events/agenda_release.html"

    @cached_property
    def sessions(self):
        return list(whole(self.event.sessions.exclude(status="cancelled")))

    @cached_property
    def warnings(self):
        return warnings(self.sessions)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"warned": bool(self.warnings)}

    def get_context_data(self, **kwargs):
        planned = [each for each in self.sessions if each.status == "planned"]
        seen = {"planned": planned, "obstacles": obstacles(self.sessions), "warnings": self.warnings}
        return super().get_context_data(back=self.get_success_url(), **seen, **kwargs)

    def form_valid(self, form):
        try:
            lifecycle.release_all(self.event, by=self.request.user)
        except TransitionRefused:
            return self.form_invalid(form)
        messages.success(self.request, _("The programme is shown."))
        return redirect(reverse("events:agenda", args=[self.event.slug]))

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


class PartCreate(OnDesk, PortalFormMixin, FormView):
    """Name somebody for a session."""

    form_class = PartForm
    template_name = "events/part_form.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"event": self.event}

    def get_context_data(self, **kwargs):
        return super().get_context_data(session=self.session, back=self.get_success_url(), **kwargs)

    def form_valid(self, form):
        given = form.cleaned_data
        person = {each: given[each] for each in ("name", "office", "city", "organisation", "email")}
        named = {"contributor": given["contributor"]} if given["contributor"] else person
        try:
            lifecycle.name(by=self.request.user, within=self.session, role=given["role"], **named)
        except TransitionRefused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        return super().form_valid(form)


class PartAnswer(OnDesk, PortalFormMixin, FormView):
    """What the person answered."""

    form_class = AnswerForm
    template_name = "events/part_answer.html"

    @cached_property
    def part(self):
        parts = Part.objects.filter(session__event=self.event).select_related("contributor", "session__stop")
        return get_object_or_404(parts, pk=self.kwargs["pk"])

    def get_initial(self):
        return {"status": self.part.status, "recording_consent": self.part.recording_consent}

    def get_context_data(self, **kwargs):
        return super().get_context_data(part=self.part, back=self.get_success_url(), **kwargs)

    def form_valid(self, form):
        lifecycle.answer(self.part, by=self.request.user, **form.cleaned_data)
        return super().form_valid(form)
