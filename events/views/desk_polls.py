"""The desk of the questions: written, looked ahead, opened, closed, published."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView

from scn_portal.lifecycle import TransitionRefused, may
from scn_portal.ui.forms import PortalFormMixin
from scn_portal.ui.views import TransitionView

from ..charting import chart_of, chart_of_groups
from ..forms.polls import PollForm, ReasonForm
from ..lifecycle import polls as lifecycle
from ..models import Event, Part, Poll
from ..preview import foreseen
from ..voting import may_show, standing


class OnDesk:
    """For officers; one question also for those who moderate its session. To all others it is a wrong address."""

    permission = "events.write_poll"

    @cached_property
    def event(self):
        return get_object_or_404(Event.objects.prefetch_related("texts"), slug=self.kwargs["slug"])

    @cached_property
    def poll(self):
        rows = self.event.polls.select_related("event", "session", "result").prefetch_related("options")
        return get_object_or_404(rows, code=self.kwargs["code"])

    def dispatch(self, request, *args, **kwargs):
        if not may(request.user, self.permission, self.poll if "code" in kwargs else self.event):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(event=self.event, **kwargs)

    def get_object(self):
        return self.poll

    def get_success_url(self):
        return reverse("events:desk_poll", args=[self.event.slug, self.poll.code])


class DeskPolls(OnDesk, TemplateView):
    """All questions of the event with their state."""

    template_name = "events/desk_polls.html"

    def dispatch(self, request, *args, **kwargs):
        if not self.polls and not may(request.user, self.permission, self.event):
            raise Http404
        return TemplateView.dispatch(self, request, *args, **kwargs)

    @cached_property
    def polls(self):
        """All of them for officers; for moderators those of their sessions."""
        rows = self.event.polls.select_related("session", "result", "event").order_by("pk")
        if may(self.request.user, self.permission, self.event):
            return list(rows)
        if not self.request.user.is_authenticated:
            return []
        moderates = {"role__in": ["chair", "moderator"], "contributor__user": self.request.user}
        own = rows.filter(session__parts__in=Part.objects.filter(session__event=self.event, **moderates)).distinct()
        return [each for each in own if may(self.request.user, "events.run_poll", each)]

    def get_context_data(self, **kwargs):
        writes = may(self.request.user, self.permission, self.event) and self.event.status in lifecycle.ASKING
        return super().get_context_data(polls=self.polls, writes=writes, **kwargs)


class DeskPoll(OnDesk, TemplateView):
    """One question: what can be shown of it, its buttons, and its result."""

    template_name = "events/desk_poll.html"
    permission = "events.run_poll"

    def get_context_data(self, **kwargs):
        poll, person = self.poll, self.request.user
        result = getattr(poll, "result", None)
        open_ones = lifecycle.polls.open_to(person, poll)
        shown = result and poll.status != Poll.Status.WITHDRAWN and may_show(poll, result.answered)
        return super().get_context_data(
            poll=poll,
            result=result,
            ahead=foreseen(poll) if poll.status == Poll.Status.DRAFT else None,
            answered=standing(poll)["answered"] if poll.status == Poll.Status.OPEN else None,
            chart=chart_of(poll) if shown else None,
            groups=chart_of_groups(poll) if shown else None,
            words=poll.text_answers.all() if shown and may(person, "events.words_poll", poll) else (),
            can=[each.name for each in open_ones],
            **kwargs,
        )


class SavesPoll(OnDesk, PortalFormMixin, FormView):
    form_class = PollForm
    template_name = "events/poll_form.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"event": self.event}

    def form_valid(self, form):
        try:
            self.save(form.rules)
        except TransitionRefused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("Saved. Look at what can be shown of the answers, then open it."))
        return super().form_valid(form)


class PollCreate(SavesPoll):
    poll = None

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": Poll(event=self.event)}

    def save(self, rules):
        self.poll = lifecycle.write(by=self.request.user, within=self.event, **rules)

    def get_context_data(self, **kwargs):
        return super().get_context_data(back=reverse("events:desk_polls", args=[self.event.slug]), **kwargs)


class PollChange(SavesPoll):
    permission = "events.change_poll"

    def dispatch(self, request, *args, **kwargs):
        if may(request.user, self.permission, self.poll) and self.poll.status != Poll.Status.DRAFT:
            raise TransitionRefused(_("A question that was opened is not changed any more."))
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.poll}

    def save(self, rules):
        lifecycle.change(Poll.objects.get(pk=self.poll.pk), by=self.request.user, **rules)

    def get_context_data(self, **kwargs):
        return super().get_context_data(back=self.get_success_url(), **kwargs)


class PollAct(OnDesk, TransitionView):
    """A button on the page of a question."""

    permission = "events.run_poll"

    def get_context_data(self, **kwargs):
        return TransitionView.get_context_data(self, **kwargs)


class PollPreview(PollAct):
    transition = lifecycle.preview
    permission = "events.preview_poll"


class PollOpen(PollAct):
    transition = lifecycle.open
    done = _("The question is open. Its words, answers and rules are fixed from now on.")


class PollClose(PollAct):
    transition = lifecycle.close
    done = _("The question is closed. Counting takes a moment.")


class PollPublish(PollAct):
    transition = lifecycle.publish
    permission = "events.publish_poll"
    done = _("The result is published.")


class PollWithdraw(PollAct):
    transition = lifecycle.withdraw
    permission = "events.withdraw_poll"
    form_class = ReasonForm
    confirm, button, kind = _("Take the result back?"), _("Take it back"), "danger"
    effect = _("It is hidden everywhere, in reports too. Its hash stays on record.")
    done = _("The result is taken back.")


class PollVoid(PollAct):
    transition = lifecycle.void
    permission = "events.void_poll"
    form_class = ReasonForm
    confirm, button, kind = _("Drop this question?"), _("Drop it"), "danger"
    effect = _("All answers are deleted. Nothing of them is ever shown.")
    done = _("The question is dropped.")
