"""The pages of the journey: one thing on each, in any order, saved on the server at each step."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from scn_portal.files.forms import NotesRefusals
from scn_portal.files.storage import keep
from scn_portal.lifecycle import TransitionRefused
from scn_portal.ui.forms import PortalFormMixin

from .. import site_texts
from ..forms import joining as forms
from ..forms import joining_city as city_forms
from ..gazetteer import find_places
from ..journey import documents_of, progress_of, wants_document
from ..lifecycle import joining
from ..models import JoinRequest, SiteText
from ..targets import city_meant
from .joining import BehindLink, KeptByLink

Kind, Status = JoinRequest.Kind, JoinRequest.Status
NO_PROPOSAL = {
    "proposed_name": "",
    "proposed_country": None,
    "proposed_division": "",
    "proposed_type": None,
    "proposed_place": None,
    "proposed_lat": None,
    "proposed_lon": None,
    "proposed_website": "",
}


class DraftPage(BehindLink):
    """A page that changes a draft. Once the request is sent, its pages lead to its state."""

    def dispatch(self, request, *args, **kwargs):
        if self.join_request.status == Status.DRAFT:
            return super().dispatch(request, *args, **kwargs)
        if request.method == "POST":
            return self.changed_meanwhile(_("You have already sent this request, so it cannot be changed here."))
        return self.to_status()


class Saved(FormView):
    """Saves a page in the transaction of its form."""

    def form_valid(self, form):
        self.save(form)
        if form.replaces_newer:
            messages.info(
                self.request,
                _("This page had also been saved in another window. What you sent last has taken its place."),
            )
        return super().form_valid(form)


class StepPage(PortalFormMixin, Saved, DraftPage):
    """One page of the journey."""

    following = ""

    def get_form_kwargs(self):
        leaving = "leave" in self.request.POST
        return super().get_form_kwargs() | {"request_to_join": self.join_request, "leaving": leaving}

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except (TransitionRefused, ValidationError) as refused:
            form.add_error(None, refused if isinstance(refused, ValidationError) else str(refused))
            return self.form_invalid(form)

    def save(self, form):
        joining.fill_in(self.join_request, by=self.holder, **form.values())

    def get_success_url(self):
        follows = "join_status" if "leave" in self.request.POST else self.following
        return reverse(f"cities:{follows}", args=[self.join_request.code])

    def get_context_data(self, **context):
        steps, done, _next = progress_of(self.join_request)
        slugs = [step.slug for step in steps]
        here = slugs.index(self.slug) + 1
        return super().get_context_data(**context, steps=steps, here=here, of=len(steps) + 1)


class JoinCity(StepPage):
    """Which authority: found in the gazetteer, or named in own words. The search stands in the address."""

    slug, following = "city", "join_you"
    template_name = "cities/join_city.html"

    def setup(self, request, *args, code, **kwargs):
        super().setup(request, *args, code=code, **kwargs)
        self.search = city_forms.PlaceSearchForm(request.GET or None)
        self.asked = self.search.cleaned_data if self.search.is_valid() else {}
        self.hits = find_places(self.asked["q"]) if self.asked.get("q") else self._chosen()

    def _chosen(self):
        place = self.join_request.proposed_place
        return [place] if place else []

    def get_form_class(self):
        own = self.asked.get("own") or (self.join_request.proposed_name and not self.hits and not self.asked.get("q"))
        return city_forms.OwnPlaceForm if own else city_forms.ChosenPlaceForm

    def get_form_kwargs(self):
        hits = {"hits": self.hits} if self.get_form_class() is city_forms.ChosenPlaceForm else {}
        return super().get_form_kwargs() | hits

    def get_context_data(self, **context):
        own = self.get_form_class() is city_forms.OwnPlaceForm
        values = {"search": self.search, "q": self.asked.get("q"), "own": own, "hits": self.hits}
        return super().get_context_data(**context, **values)

    def form_valid(self, form):
        if form.other_kind:
            return redirect("cities:join_kind", self.join_request.code, form.other_kind)
        return super().form_valid(form)

    def get_success_url(self):
        city = city_meant(self.join_request)
        if city and joining.is_member(city):
            return reverse("cities:join_member", args=[self.join_request.code])
        return super().get_success_url()

    def save(self, form):
        self.join_request = joining.fill_in(self.join_request, by=self.holder, **form.values())


class JoinKind(DraftPage):
    """Why a company, an association or a person cannot be a member, and what they may do instead."""

    template_name = "cities/join_kind.html"

    def get_context_data(self, **context):
        kind = self.kwargs["kind"]
        if kind not in city_forms.NOT_AUTHORITIES:
            raise Http404
        return super().get_context_data(**context, label=city_forms.NOT_AUTHORITIES[kind])


class JoinMember(DraftPage):
    """The authority is a member already: its lead contact can invite the person."""

    template_name = "cities/join_member.html"

    def get_context_data(self, **context):
        return super().get_context_data(**context, city=self._member())

    def _member(self):
        city = city_meant(self.join_request)
        if not (city and joining.is_member(city)):
            raise Http404
        return city

    def post(self, request, *args, **kwargs):
        values = NO_PROPOSAL | {"kind": Kind.NEW_PERSON, "city": self._member()}
        joining.fill_in(self.join_request, by=self.holder, **values)
        return redirect("cities:join_you", self.join_request.code)


class JoinYou(KeptByLink, StepPage):
    slug, following = "you", "join_principles"
    template_name = "cities/join_you.html"
    form_class = forms.YouForm


class JoinPrinciples(StepPage):
    slug, following = "principles", "join_evidence"
    template_name = "cities/join_principles.html"
    form_class = forms.PrinciplesForm

    def get_form_kwargs(self):
        texts = site_texts.texts_for(joining.PRINCIPLES).values()
        accepted = joining.accepted_principles(self.join_request)
        return super().get_form_kwargs() | {"texts": texts, "accepted": accepted}

    def save(self, form):
        for text in SiteText.objects.filter(pk__in=[text.version for text in form.ticked()]):
            joining.accept_principle(self.join_request, by=self.holder, text=text)


class JoinEvidence(NotesRefusals, StepPage):
    """The code of the address, then a letter or a decision of the council."""

    slug, following = "evidence", "join_check"
    template_name = "cities/join_evidence.html"
    files_for = "cities.joinrequest"
    form_class = forms.EvidenceForm

    def get_context_data(self, **context):
        documents = [(each, evidence_key(each)) for each in documents_of(self.join_request)]
        wants = wants_document(self.join_request)
        return super().get_context_data(**context, documents=documents, wants_document=wants)

    def form_valid(self, form):
        """The code first and by itself: a wrong try stays counted even where the rest is refused."""
        digits = form.cleaned_data["code"]
        if digits and not self.join_request.email_proven_at:
            try:
                self.join_request = joining.prove_address(self.join_request, by=self.holder, digits=digits)
            except TransitionRefused as refused:
                form.add_error("code", str(refused))
                return self.form_invalid(form)
        return super().form_valid(form)

    def save(self, form):
        for kind, upload, found in form.documents():
            if upload:
                found["file"] = keep(upload, owner=self.join_request, by=self.holder)
            joining.add_evidence(self.join_request, by=self.holder, kind=kind, **found)


class JoinCode(DraftPage):
    """Sends a code to the person's own address."""

    http_method_names = ["post", "options"]

    def post(self, request, *args, **kwargs):
        try:
            joining.ask_code(self.join_request, by=self.holder)
        except TransitionRefused as refused:
            messages.warning(request, refused)
        else:
            messages.success(request, _("A code is on its way to your address. It works for half an hour."))
        return redirect("cities:join_evidence", self.join_request.code)


def evidence_key(evidence):
    """Names a document in a form without a running number."""
    return salted_hmac("scn.join.evidence", str(evidence.pk)).hexdigest()[:20]


class JoinEvidenceRemove(DraftPage):
    http_method_names = ["post", "options"]

    def post(self, request, *args, **kwargs):
        asked = request.POST.get("document", "")
        for evidence in documents_of(self.join_request):
            if constant_time_compare(asked, evidence_key(evidence)):
                joining.remove_evidence(self.join_request, by=self.holder, evidence=evidence)
                messages.success(request, _("The document is removed from your request."))
        return redirect("cities:join_evidence", self.join_request.code)


class JoinCheck(PortalFormMixin, FormView, BehindLink):
    """All answers on one page, then the request is sent. Sent twice, it has one number."""

    template_name = "cities/join_check.html"
    form_class = forms.CheckForm

    def dispatch(self, request, *args, **kwargs):
        if self.join_request.status != Status.DRAFT:
            return self.to_status()
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        return {"summit_interest": self.join_request.summit_interest, "seen": self._answers()}

    def _answers(self):
        request = self.join_request
        values = [getattr(request, name) for name in sorted(joining.OWN_WORDS)] + [request.email_proven_at]
        values += [evidence.pk for evidence in request.evidence.all()]
        return salted_hmac("scn.join.check", "\x1f".join(map(str, values))).hexdigest()[:20]

    def get_context_data(self, **context):
        steps, done, _next = progress_of(self.join_request)
        values = {"steps": steps, "here": len(steps) + 1, "of": len(steps) + 1, "all_done": done == len(steps)}
        values |= {"documents": documents_of(self.join_request), "wants_document": wants_document(self.join_request)}
        values |= {"accepted": len(joining.accepted_principles(self.join_request))}
        return super().get_context_data(**context, **values)

    def form_valid(self, form):
        if form.cleaned_data["seen"] != self._answers():
            return self.changed_meanwhile(_("Your answers have changed since you last saw them on the check page."))
        summit = form.cleaned_data["summit_interest"]
        try:
            request = joining.fill_in(self.join_request, by=self.holder, summit_interest=summit)
            joining.submit(request, by=self.holder)
        except TransitionRefused as refused:
            return self.not_sent(form, refused)
        return self.to_status()

    def not_sent(self, form, refused):
        """Sent a moment ago by another click: the same receipt. Else the reason, and everything is kept."""
        self.join_request.refresh_from_db()
        if self.join_request.status != Status.DRAFT:
            return self.to_status()
        form.add_error(None, str(refused))
        return self.form_invalid(form)
