"""Asking to join: the start, the link, the state of a request, and what its sender can still do."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView

from scn_portal.accounts import limits, links
from scn_portal.files.forms import NotesRefusals
from scn_portal.files.storage import keep
from scn_portal.lifecycle import VISITOR, TransitionRefused
from scn_portal.ui.drafts import AutosaveMixin
from scn_portal.ui.forms import PortalFormMixin

from ..forms.joining import AnswerForm, StartForm
from ..journey import documents_of, progress_of
from ..lifecycle import joining
from ..models import City, JoinRequest
from ..rules import SECOND_LOOK

Status = JoinRequest.Status


class JoinHome(links.Public, PortalFormMixin, FormView):
    """Why join, what is needed, and the start. Whatever address is given, the answer is the same."""

    template_name = "cities/join.html"
    form_class = StartForm
    success_url = reverse_lazy("cities:join_started")

    def get_context_data(self, **context):
        members = City.objects.listed()
        countries = members.order_by().values("country").distinct().count()
        values = {"cities": members.count(), "countries": countries, "principles": len(joining.PRINCIPLES)}
        return super().get_context_data(**context, **values)

    def form_valid(self, form):
        address = form.cleaned_data["email"].lower()
        within = limits.allows(self.request, "write_as_sender")
        if not (within and limits.allows(self.request, "write_to_recipient", key=address)):
            return limits.respond_429(self.request)
        try:
            joining.start(by=VISITOR, email=address, language=form.cleaned_data["language"])
        except TransitionRefused:
            return limits.respond_429(self.request)
        return HttpResponseRedirect(self.success_url)


class JoinStart(JoinHome):
    """The address to which the start is posted."""

    def get(self, request, *args, **kwargs):
        return redirect("cities:join")


class JoinStarted(links.Public, TemplateView):
    template_name = "cities/join_started.html"
    extra_context = {"link_days": settings.JOIN_LINK_DAYS}


class JoinOpen(links.LinkOpen):
    """The link in the mail. It ends some days after a draft was last saved; a sent request keeps it."""

    model = JoinRequest
    template_name = "cities/join_open.html"

    def is_alive(self, row):
        last_day = timezone.now() - timedelta(days=settings.JOIN_LINK_DAYS)
        return row.status not in (Status.DRAFT, Status.EXPIRED) or row.saved_at > last_day

    def get_success_url(self):
        return reverse("cities:join_status", args=[self.row.code])


class BehindLink(links.Private, TemplateView):
    """A page for whoever opened the signed link in this browser. For all others there is no such page."""

    def setup(self, request, *args, code, **kwargs):
        super().setup(request, *args, code=code, **kwargs)
        self.holder = links.holder(request, f"cities.joinrequest:{code}")
        if self.holder is None:
            raise Http404
        self.join_request = JoinRequest.objects.select_related(
            "city", "proposed_country", "proposed_type", "proposed_place"
        ).get(code=code)

    def get_context_data(self, **context):
        return super().get_context_data(**context, join_request=self.join_request)

    def changed_meanwhile(self, words):
        """The page that says what has changed, and leads to where the request stands now."""
        self.template_name = "cities/join_changed.html"
        return self.render_to_response(self.get_context_data(words=words), status=409)

    def to_status(self):
        return redirect("cities:join_status", self.join_request.code)


class JoinStatus(BehindLink):
    """Where the request stands, in plain words: a task list, a receipt, a question, or a decision."""

    template_name = "cities/join_status.html"

    def get_context_data(self, **context):
        request = self.join_request
        if request.status == Status.DRAFT:
            steps, done, next_step = progress_of(request)
            last_day = request.saved_at + timedelta(days=settings.JOIN_LINK_DAYS)
            context |= {"steps": steps, "done": done, "next_step": next_step, "last_day": last_day}
        if request.status == Status.EVIDENCE_ASKED:
            context["last_day"] = request.asked_at + timedelta(days=settings.EVIDENCE_DAYS)
        if request.status == Status.REFUSED:
            context["second_look_until"] = request.decided_at + SECOND_LOOK
        at_home = request.city or request.proposed_place
        context |= {"zone": at_home.zone, "place_name": at_home.name} if at_home else {}
        transitions = joining.requests.open_to(self.holder, request)
        context |= {"may": {each.name: True for each in transitions}, "documents": documents_of(request)}
        return super().get_context_data(**context, accepted=request.acceptances.count())


class KeptByLink(AutosaveMixin):
    """What is typed is kept on the server for the holder of the link, on whatever device."""

    def draft_owner(self):
        return self.holder.opens

    def draft_name(self):
        return f"{type(self).__name__}:{self.join_request.code}"

    def _answer(self, request, form, *args, **kwargs):
        """What is sent wins over what was only typed. A window that types behind another hears it as it saves."""
        if "X-Autosave" in request.headers:
            return super()._answer(request, form, *args, **kwargs)
        return super(AutosaveMixin, self).post(request, *args, **kwargs)


class JoinAnswer(KeptByLink, NotesRefusals, PortalFormMixin, FormView, BehindLink):
    """The answer to what a registrar asked for: words, and a document where one was asked for."""

    template_name = "cities/join_answer.html"
    files_for = "cities.joinrequest"
    form_class = AnswerForm

    def dispatch(self, request, *args, **kwargs):
        if self.join_request.status != Status.EVIDENCE_ASKED:
            return self.to_status()
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self):
        return reverse("cities:join_status", args=[self.join_request.code])

    def form_valid(self, form):
        try:
            self.save(form.cleaned_data)
        except TransitionRefused as refused:
            return self.changed_meanwhile(refused)
        except ValidationError as refused:
            form.add_error("document", refused)
            return self.form_invalid(form)
        messages.success(self.request, _("Thank you. Your answer is with the person who checks your request."))
        return super().form_valid(form)

    def save(self, given):
        if given["document"]:
            file = keep(given["document"], owner=self.join_request, by=self.holder)
            found = {"kind": "letter", "file": file, "document_on": given["document_on"]}
            joining.add_evidence(self.join_request, by=self.holder, **found)
        joining.answer(self.join_request, by=self.holder, answer=given["answer"])


class JoinAct(BehindLink):
    """A page that names what will happen, and a button that does it."""

    transition = None
    done = ""

    def post(self, request, *args, **kwargs):
        try:
            self.transition(self.join_request, by=self.holder)
        except TransitionRefused as refused:
            return self.changed_meanwhile(refused)
        messages.success(request, self.done)
        return self.to_status()


class JoinWithdraw(JoinAct):
    template_name = "cities/join_withdraw.html"
    transition = joining.withdraw
    done = _("You have taken your request back. Nobody will check it any more.")


class JoinLookAgain(JoinAct):
    template_name = "cities/join_look_again.html"
    transition = joining.ask_second_look
    done = _("Another person will look at your request.")


class JoinLeave(BehindLink):
    """Forget the link in this browser, such as on a shared computer."""

    http_method_names = ["post", "options"]

    def post(self, request, *args, **kwargs):
        links.close_for(request, self.join_request)
        return redirect("cities:join_left")


class JoinLeft(links.Public, TemplateView):
    template_name = "cities/join_left.html"
