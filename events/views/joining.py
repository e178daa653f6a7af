"""The online meeting: a page with the hour, a button that checks in, and the way to the provider."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from scn_portal.accounts.links import SESSION_KEY, Private, holder

from .. import lifecycle
from ..checking_in import is_open, joined_by, link_of_now, opens_at
from ..forms.door import CheckInForm
from ..models import CheckIn, Registration


class OfOwnMeeting(Private):
    """For a person with a confirmed seat at a stop that has an address. To all others it is a wrong address."""

    @cached_property
    def principals(self):
        """(registration, who acts for it): of the person who is signed in, and of the mailed links opened here."""
        event = {"event__slug": self.kwargs["slug"], "status": "active"}
        rows = Registration.objects.filter(**event).select_related("event")
        user = self.request.user
        own = [(each, user) for each in rows.filter(user=user)] if user.is_authenticated else []
        codes = [name.rpartition(":")[2] for name in self.request.session.get(SESSION_KEY, {})]
        held = [
            (each, holder(self.request, f"events.registration:{each.code}")) for each in rows.filter(code__in=codes)
        ]
        return own + [(registration, principal) for registration, principal in held if principal]

    @cached_property
    def found(self):
        """(registration, who acts, the online meeting that is meant now)."""
        for registration, principal in self.principals:
            if link := link_of_now(joined_by(registration), timezone.now()):
                return registration, principal, link
        raise Http404


class Join(OfOwnMeeting, TemplateView):
    """Before and after the meeting the hour; within it the button."""

    template_name = "events/join.html"

    def get_context_data(self, **context):
        registration, _principal, link = self.found
        now = timezone.now()
        values = {"registration": registration, "event": registration.event, "stop": link.stop, "form": CheckInForm()}
        values |= {"is_open": is_open(link, now), "opens_at": opens_at(link), "is_over": now >= link.stop.ends_at}
        return super().get_context_data(**values, **context)

    def post(self, request, *args, **kwargs):
        registration, principal, link = self.found
        form = CheckInForm(request.POST)
        nonce = form.cleaned_data["nonce"] if form.is_valid() else ""
        row = lifecycle.door.enter(by=principal, within=registration, stop=link.stop, nonce=nonce)
        _address, passcode = lifecycle.door.unsealed(link)
        onward = reverse("events:join_open", args=[self.kwargs["slug"], row.nonce])
        answer = self.render_to_response(self.get_context_data(row=row, passcode=passcode, onward=onward))
        if not passcode:  # nothing to read first: the browser goes on by itself
            answer["Refresh"] = f"0; url={onward}"
        return answer


class JoinOpen(OfOwnMeeting, View):
    """Leads on to the provider, while the meeting is open and only who was just checked in.

    The step from form to provider is an answer of its own: `form-action 'self'` also bars a redirect to another host
    that follows a form (Chromium looks at the whole chain), and naming providers in the policy would loosen it and
    tell who they are. So the button's answer is a page, and this address, a plain link from it, redirects.
    """

    http_method_names = ["get", "head", "options"]

    def get(self, request, *args, **kwargs):
        registration, _principal, link = self.found
        rows = CheckIn.objects.filter(registration=registration, stop=link.stop, source=CheckIn.Source.JOIN)
        get_object_or_404(rows, nonce=kwargs["nonce"])
        if not is_open(link, timezone.now()):
            raise Http404
        address, _passcode = lifecycle.door.unsealed(link)
        return HttpResponse(status=303, headers={"Location": address, "Referrer-Policy": "no-referrer"})
