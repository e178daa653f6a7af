"""Votes in the room: the page of those who answer, and the screen on the wall."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from scn_portal.accounts.links import SESSION_KEY, Private, Public, holder
from scn_portal.lifecycle import TransitionRefused, may
from scn_portal.sharing import Sharing
from scn_portal.ui.errors import NotAllowed
from scn_portal.ui.forms import once
from scn_portal.ui.tables import as_csv

from .. import voting
from ..charting import chart_of, chart_of_counts, rows_of
from ..forms.polls import VoteForm
from ..lifecycle import polls as lifecycle
from ..models import Event, Poll
from ..tickets import qr_svg

COLUMNS = ("group", "answer", "count", "answered", "sha256")


class InTheRoom(Private):
    """For people with a seat at the event, and holders of the link to one. To all others it is a wrong address."""

    @cached_property
    def event(self):
        return get_object_or_404(Event.objects.prefetch_related("texts"), slug=self.kwargs["slug"])

    @cached_property
    def voter(self):
        """(who acts, their registration) or None."""
        principals = [self.request.user] if self.request.user.is_authenticated else []
        opened = [each for each in self.request.session.get(SESSION_KEY, {}) if each.startswith("events.registration:")]
        principals += [found for each in opened if (found := holder(self.request, each))]
        rows = ((each, voting.registration_of(each, self.event)) for each in principals)
        return next(((each, registration) for each, registration in rows if registration), None)

    def dispatch(self, request, *args, **kwargs):
        if self.voter is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class Live(InTheRoom, TemplateView):
    """The open questions, each with its answers to choose from; below, what was counted."""

    template_name = "events/live.html"
    refused = None

    def get_context_data(self, **kwargs):
        polls = self.event.polls.exclude(status__in=["draft", "void"]).order_by("-opened_at").select_related("result")
        polls = polls.select_related("event").prefetch_related("options")
        asked = [self._question(each) for each in polls if each.status == Poll.Status.OPEN]
        later = self.event.sessions.filter(status="released", starts_at__gt=timezone.now()).order_by("starts_at")
        return super().get_context_data(
            event=self.event,
            asked=asked,
            results=[chart_of(each) for each in polls if voting.shows_result(each)],
            waits=not any(each["form"] for each in asked),
            counting=any(each.status == Poll.Status.CLOSED for each in polls),
            ahead=later.first(),
            **kwargs,
        )

    def _question(self, poll):
        principal, registration = self.voter
        turnout = voting.has_voted(poll, registration)
        can = may(principal, "events.vote_poll", poll) and not (turnout and poll.secrecy == Poll.Secrecy.ANONYMOUS)
        form = self.refused if self.refused and self.refused.poll == poll else VoteForm(poll=poll)
        standing = voting.standing(poll)
        shown = standing["shown"]
        return {
            "poll": poll,
            "form": form if can else None,
            "turnout": turnout,
            "chart": shown and chart_of_counts(poll, shown["answered"], shown["totals"]),
            "answered": standing["answered"],
        }


class PollVote(Live):
    """POST counts an answer. A refused one comes back with what is wrong; a closed poll answers 409."""

    http_method_names = ["post", "options"]

    def post(self, request, *args, **kwargs):
        poll = get_object_or_404(self.event.polls.exclude(status="draft"), code=self.kwargs["code"])
        form = VoteForm(request.POST, poll=poll)
        if not form.is_valid():
            if poll.status != Poll.Status.OPEN:
                raise TransitionRefused(_("This poll is not open. Your answer was not counted."))
            self.refused = form
            return self.render_to_response(self.get_context_data(form=form), status=422)
        return once(request, lambda: self._cast(poll, form))

    def _cast(self, poll, form):
        try:
            lifecycle.vote(poll, by=self.voter[0], **form.cleaned_data)
        except PermissionDenied as refusal:
            raise NotAllowed(_("This question is put to others, such as those who were checked in.")) from refusal
        messages.success(self.request, _("Your answer is counted."))
        return HttpResponseRedirect(reverse("events:live", args=[self.event.slug]))


class PollCsv(Public, View):
    """The published numbers of one poll, the same as in chart and table; not of one that is kept for the report."""

    def get(self, request, *args, **kwargs):
        events = Event.objects.visible_to(request.user)
        shown = Poll.objects.filter(status="published", event__in=events).select_related("event", "result")
        poll = get_object_or_404(shown, event__slug=kwargs["slug"], code=kwargs["code"])
        if not voting.shows_result(poll):
            raise Http404
        return as_csv(f"poll-{poll.code}", Sharing(poll.event.sharing), COLUMNS, rows_of(poll))


class OnScreen:
    """For officers, and for those who moderate the session of the poll. To all others it is a wrong address."""

    @cached_property
    def poll(self):
        rows = Poll.objects.select_related("event", "session", "result").prefetch_related("options", "event__texts")
        return get_object_or_404(rows, event__slug=self.kwargs["slug"], code=self.kwargs["code"])

    def dispatch(self, request, *args, **kwargs):
        if not may(request.user, "events.run_poll", self.poll):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @property
    def address(self):
        return self.request.build_absolute_uri(reverse("events:live", args=[self.poll.event.slug]))


class Screen(OnScreen, TemplateView):
    """The wall: the question, the way to answer, how many did, and then the chart."""

    template_name = "events/screen.html"

    def get_context_data(self, **kwargs):
        poll = self.poll
        is_open = poll.status == Poll.Status.OPEN
        standing = voting.standing(poll) if is_open else {"answered": None, "shown": None}
        shown = standing["shown"]
        drawn = shown and chart_of_counts(poll, shown["answered"], shown["totals"])
        return super().get_context_data(
            poll=poll,
            is_open=is_open,
            is_counting=poll.status == Poll.Status.CLOSED,
            answered=standing["answered"],
            address=self.address.partition("://")[2],
            chart=chart_of(poll) if voting.shows_result(poll) else drawn,
            **kwargs,
        )


class ScreenQr(OnScreen, View):
    """The way to the page of the room, for a telephone's camera."""

    def get(self, request, *args, **kwargs):
        return HttpResponse(qr_svg(self.address), content_type="image/svg+xml")
