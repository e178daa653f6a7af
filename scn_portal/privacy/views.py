"""Own data: what is held, a copy to take away, and the question to be erased."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, TemplateView

from scn_portal.accounts.fresh import fresh_proof_required
from scn_portal.files.views import HEADERS
from scn_portal.lifecycle import TransitionRefused
from scn_portal.ui.forms import PortalFormMixin, once
from scn_portal.ui.views import TransitionView

from . import belongings, copies, lifecycle
from .forms import EraseForm
from .models import ErasureRequest, OwnCopy
from .signals import objections_to_erasing


@method_decorator(never_cache, name="dispatch")
class Data(TemplateView):
    """What the portal holds about the person, counted, and what can be done about it."""

    template_name = "privacy/data.html"

    def get_context_data(self, **kwargs):
        person = self.request.user
        values = {
            "held": copies.in_numbers(belongings.whom(person)),
            "copies": OwnCopy.objects.filter(user=person).select_related("file"),
            "erasure": ErasureRequest.objects.filter(user=person).order_by("-pk").first(),
        }
        return super().get_context_data(**kwargs) | values


class OwnCopyAsk(View):
    """POST begins a copy and leads to where one sees how far it is."""

    http_method_names = ["post", "options"]

    def post(self, request):
        try:
            return once(request, self.begin)
        except TransitionRefused as refusal:
            messages.info(request, str(refusal))
            return HttpResponseRedirect(reverse("privacy:data"))

    def begin(self):
        copy = lifecycle.ask_copy(by=self.request.user)
        messages.success(self.request, _("Your copy is being put together. You get a mail when it is ready."))
        return HttpResponseRedirect(copy.get_absolute_url())


@method_decorator([never_cache, fresh_proof_required], name="dispatch")
class OwnCopyFetch(View):
    """The ZIP, for the one person it is about, with fresh proof."""

    http_method_names = ["post", "options"]

    def post(self, request, code):
        copy = OwnCopy.objects.filter(user=request.user, code=code).select_related("file").first()
        if copy is None or not copy.can_be_fetched:
            raise Http404
        try:
            content = copy.file.content.open("rb")
        except FileNotFoundError as gone:
            raise Http404 from gone
        lifecycle.fetch(copy, by=request.user)
        answer = FileResponse(content, as_attachment=True, filename=copy.file.name, content_type="application/zip")
        for name, value in HEADERS.items():
            answer[name] = value
        return answer


@method_decorator([never_cache, fresh_proof_required], name="dispatch")
class ErasureAsk(PortalFormMixin, FormView):
    """What goes, what stays, what must be done first; then the question itself."""

    form_class = EraseForm
    template_name = "privacy/erasure_ask.html"
    success_url = reverse_lazy("privacy:data")

    def get_context_data(self, **kwargs):
        person = self.request.user
        held = copies.in_numbers(belongings.whom(person))
        values = {
            "goes": [(each, number) for each, number in held if each.entry.erasure != "kept"],
            "stays": [(each, number) for each, number in held if each.entry.erasure == "kept"],
            "objections": objections_to_erasing(person),
            "open_request": ErasureRequest.objects.filter(user=person, status__in=ErasureRequest.OPEN).first(),
        }
        return super().get_context_data(**kwargs) | values

    def form_valid(self, form):
        try:
            lifecycle.ask(by=self.request.user)
        except TransitionRefused as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form), status=409)
        messages.success(self.request, _("You have asked to be erased. A registrar answers within ten working days."))
        return super().form_valid(form)


class ErasureWithdraw(TransitionView):
    """The person changes their mind before it is carried out."""

    transition = lifecycle.withdraw
    done = _("You have taken your question back. Nothing is erased.")
    slug_field = slug_url_kwarg = "code"
    success_url = reverse_lazy("privacy:data")

    def get_queryset(self):
        return ErasureRequest.objects.filter(user=self.request.user)
