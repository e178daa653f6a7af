"""Answering an invitation to an event. Who opens a forwarded link can answer, and sees nothing but that."""

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView

from scn_portal.accounts import links
from scn_portal.codes import token_opens
from scn_portal.lifecycle import TransitionRefused
from scn_portal.ui.forms import PortalFormMixin, once

from ..forms.registering import PlacesForm, options_of
from ..lifecycle import invitations as steps
from ..models import Event, Invitation
from ..registering import is_answerable, pools_of_invitation
from ..rules.people import is_invited_by_it

Status = Invitation.Status


class InvitationOpen(links.LinkOpen):
    """The link in the mail. One that was answered, taken back, renewed or is out of time says so."""

    model = Invitation
    template_name = "events/invitation_open.html"

    def _token_fits(self):
        row, token = self.row, self.kwargs["token"]
        if row is None or row.event.slug != self.kwargs["slug"]:
            return token_opens(token, "events.invitation", "", 0) and False
        issues = range(1, row.link_issue + 1)
        self.issue = next((each for each in issues if token_opens(token, "events.invitation", row.code, each)), None)
        return self.issue is not None

    def get(self, request, *args, **kwargs):
        return super().get(request, *args, **kwargs) if self._still_works() else ended(self)

    def post(self, request, *args, **kwargs):
        return super().post(request, *args, **kwargs) if self._still_works() else ended(self)

    def _still_works(self):
        return self.issue == self.row.link_issue and is_answerable(self.row)

    def get_success_url(self):
        return reverse("events:invitation_detail", args=[self.row.event.slug, self.row.code])


def ended(view):
    view.template_name = "events/invitation_ended.html"
    return view.render_to_response(view.get_context_data(form=None), status=410)


class ToInvited(links.Private, TemplateView):
    """A page for who came by the link, or is signed in with the invited address. Another account learns why not."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        rows = Invitation.objects.select_related("event").filter(event__slug=kwargs["slug"], code=kwargs["code"])
        self.invitation = rows.first()
        self.holder = links.holder(request, f"events.invitation:{kwargs['code']}")
        if self.invitation is None or not (self.holder or self._is_theirs()):
            raise Http404

    def _is_theirs(self):
        return self.request.user.is_authenticated and is_invited_by_it(self.request.user, self.invitation)

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not self._is_theirs():
            self.template_name = "events/invitation_other_account.html"
            return self.render_to_response(self.get_context_data(form=None), status=403)
        if self.invitation.status in (Status.ACCEPTED, Status.DECLINED):
            self.template_name = "events/invitation_recorded.html"
            return self.render_to_response(self.get_context_data(form=None))
        return super().dispatch(request, *args, **kwargs) if is_answerable(self.invitation) else ended(self)

    @property
    def principal(self):
        return self.request.user if self._is_theirs() else self.holder

    @property
    def event(self):
        return self.invitation.event

    @property
    def page(self):
        return reverse("events:invitation_detail", args=[self.event.slug, self.invitation.code])

    def get_context_data(self, **context):
        visible = Event.objects.visible_to(self.request.user).filter(pk=self.event.pk)
        values = {"event": self.event, "invitation": self.invitation, "back": self.page}
        return super().get_context_data(**values | {"event_is_open_to_reader": visible.exists()} | context)


class InvitationDetail(ToInvited):
    """Who is invited, as what, to which stops, and until when an answer counts."""

    template_name = "events/invitation_detail.html"

    def get_context_data(self, **context):
        return super().get_context_data(stops=[each.stop for each in pools_of_invitation(self.invitation)], **context)


class InvitationAccept(PortalFormMixin, FormView, ToInvited):
    """Accepting: name and address are those of the invitation; who comes chooses the stops, where there are several."""

    template_name = "events/registration_places.html"
    form_class = PlacesForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"options": options_of(pools_of_invitation(self.invitation))}

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        form.fields.pop("together", None)
        form.initial.setdefault("places", list(form.options))
        return form

    def get_context_data(self, **context):
        lead = _("The seat is for %(name)s. The confirmation goes to the address that was invited, and nowhere else.")
        values = {"heading": _("Accept the invitation"), "button": _("Accept the invitation"), "refused": ""}
        return super().get_context_data(**values | {"lead": lead % {"name": self.invitation.name}} | context)

    def form_valid(self, form):
        try:
            return once(self.request, lambda: self.accept([each.stop for each in form.pools]))
        except TransitionRefused as refused:
            return self.render_to_response(self.get_context_data(form=form, refused=str(refused)), status=409)

    def accept(self, stops):
        steps.accept(self.invitation, by=self.principal, stops=stops)
        return redirect(self.page)


class InvitationDecline(ToInvited):
    """Says what declining means, and declines."""

    template_name = "ui/confirm.html"
    words = {
        "confirm": gettext_lazy("Decline the invitation?"),
        "effect": gettext_lazy("Your seat goes to somebody else. If you change your mind, write to the organisers."),
        "button": gettext_lazy("Decline the invitation"),
        "kind": "danger",
        "form": None,
    }

    def get_context_data(self, **context):
        return super().get_context_data(**self.words | context)

    def post(self, request, *args, **kwargs):
        steps.decline(self.invitation, by=self.principal)
        return redirect(self.page)
