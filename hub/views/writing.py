"""A city writes: begins an item, and fills in its sections, several people at once, each page kept on the server."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView, View

from cities.models import City
from scn_portal.lifecycle import TransitionRefused, may
from scn_portal.sharing import Sharing
from scn_portal.ui.drafts import Autosaved, words_for
from scn_portal.ui.errors import Conflict, NotAllowed
from scn_portal.ui.forms import PortalFormMixin

from .. import lifecycle
from ..forms.conflict import Both
from ..forms.content import SectionForm
from ..forms.sharing import SharingSectionForm
from ..forms.starting import KindForm, StartForm
from ..lifecycle.versions import Outdated
from ..models import Resource, Version
from ..progress import tasks_of
from ..querysets import OPEN_VERSIONS
from ..readers import reader_of
from ..schema import CRITERIA, sections_of

SHARING = "sharing"  # the section that also holds who may read the whole item


class ForACity:
    """For people who act for a member city. Others are told who they are for."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.cities = City.objects.filter(pk__in=reader_of(request.user).cities).order_by("folded")

    def dispatch(self, request, *args, **kwargs):
        if not self.cities:
            raise NotAllowed(
                _("This page is for people who act for a member city."),
                _("If your city is a member, its lead contact can invite you."),
            )
        return super().dispatch(request, *args, **kwargs)


class ResourceStart(ForACity, PortalFormMixin, FormView):
    """Which city, which kind, which working title. The criteria of the check stand here before the first field."""

    template_name = "hub/resource_start.html"
    form_class = StartForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"cities": self.cities}

    def get_initial(self):
        asked = KindForm(self.request.GET)
        kind = {"kind": asked.cleaned_data["kind"]} if asked.is_valid() else {}
        return {"language": self.request.LANGUAGE_CODE[:2]} | kind

    def get_context_data(self, **kwargs):
        return super().get_context_data(criteria=CRITERIA, desk_address=reverse("hub:desk"), **kwargs)

    def form_valid(self, form):
        asked = dict(form.cleaned_data)
        self.resource = lifecycle.start(by=self.request.user, within=asked.pop("city"), **asked)
        messages.success(self.request, _("Your draft is begun. Only people of your city see it."))
        return super().form_valid(form)

    def get_success_url(self):
        return reverse("hub:resource_edit", args=[self.resource.slug, sections_of(self.resource.kind)[0].key])


class OwnItem:
    """The item named in the address and the version that is written or checked, for those who keep it."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        rows = Resource.objects.visible_to(request.user).select_related("city__profile")
        named = Q(slug=kwargs["slug"]) | Q(code=kwargs["slug"].upper())  # mails of the first draft name the code
        self.resource = get_object_or_404(rows.prefetch_related("resource_cities__city__country"), named)
        self.version = latest_version(self.resource)
        if not self.may_open():
            raise Http404

    def may_open(self):
        """People of its city and of its co-owners; where the staff keeps it, who writes it."""
        reads = reader_of(self.request.user).cities & set(self.resource.owner_cities())
        return (bool(reads) and self.resource.origin == Resource.Origin.MEMBER) or self.writes

    @property
    def writes(self):
        return may(self.request.user, "hub.save_section_version", self.version)

    @property
    def check_address(self):
        return reverse("hub:resource_check", args=[self.resource.slug])

    def get_context_data(self, **context):
        tasks, label = tasks_of(self.version), Sharing(self.resource.sharing).name
        return {"resource": self.resource, "version": self.version, "tasks": tasks, "label": label} | context


def latest_version(resource):
    """The version that is being written or checked, else the newest."""
    rows = list(resource.versions.select_related("author", "moderator").order_by("-number")[:5])
    version = next((each for each in rows if each.status in OPEN_VERSIONS), rows[0])
    version.resource = resource
    return version


class OwnDraft(OwnItem):
    """A page that changes the draft. Once it is handed in, its pages lead to where it stands."""

    def dispatch(self, request, *args, **kwargs):
        if self.version.status != Version.Status.DRAFT:
            words = _("This was handed in meanwhile, so it cannot be changed here.")
            if "X-Autosave" in request.headers:
                return JsonResponse({"words": words}, status=409)
            if request.method == "POST":
                raise Conflict(words)
            return redirect(self.check_address)
        if not self.writes:
            raise NotAllowed(_("Only people of the city that gives this item write in it."))
        return super().dispatch(request, *args, **kwargs)


class ResourceEdit(OwnDraft, View):
    """One section. What is typed is kept as it is; what does not fit is marked."""

    template_name = "hub/resource_edit.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.section = next((each for each in self.sections if each.key == kwargs["section"]), None)
        if self.section is None:
            raise Http404

    @property
    def sections(self):
        return sections_of(self.resource.kind)

    @property
    def address(self):
        return reverse("hub:resource_edit", args=[self.resource.slug, self.section.key])

    def get(self, request, *args, **kwargs):
        return self.show(self.form(initial=self._from_profile()))

    def form(self, data=None, **options):
        """Who may read it is chosen with the last section until it is published, then on a page of its own."""
        chooses = self.section.key == SHARING and self.resource.status == Resource.Status.UNPUBLISHED
        return (SharingSectionForm if chooses else SectionForm)(self.version, self.section, data, **options)

    def _from_profile(self):
        """The city's mailbox, until the city gives another."""
        if self.section.key != SHARING or "contact" in self.version.content or not self.resource.city:
            return {}
        profile = getattr(self.resource.city, "profile", None)
        return {"contact": profile.mailbox} if profile and profile.mailbox else {}

    def show(self, form, status=200):
        saved = self.version.revisions.get(self.section.key, 0)
        form.autosave = Autosaved(self.address, saved, self.version.saved_at if saved else None)
        place = [each.key for each in self.sections].index(self.section.key)
        context = self.get_context_data(form=form, section=self.section, is_first=place == 0)
        context["remarks"] = next(task.remarks for task in context["tasks"] if task.key == self.section.key)
        context["from_profile"] = bool(self._from_profile())
        return render(self.request, self.template_name, context | {"criteria": CRITERIA}, status=status)

    def post(self, request, *args, **kwargs):
        form = self.form(request.POST)
        form.is_valid()
        try:
            self._save(form)
        except Outdated:
            return self.show_both(form)
        except TransitionRefused as refused:
            form.add_error(None, str(refused))
        if "X-Autosave" in request.headers:
            return self._saved_by_itself(form)
        return self.show(form, status=422) if form.errors else HttpResponseRedirect(self._next())

    def _save(self, form):
        """Keeps what was typed, also where some of it does not fit yet."""
        values, stricter = form.to_keep, form.stricter
        revision = revision_in(self.request.POST)
        if "resolve" in self.request.POST:
            values, stricter = Both(form, self.version).resolved(self.request.POST)
        saved = lifecycle.versions.save_section(
            self.version,
            by=self.request.user,
            section=self.section.key,
            values=values,
            stricter=stricter,
            revision=revision,
        )
        saved.resource = self.resource
        self.version = saved
        if isinstance(form, SharingSectionForm):
            form.save_sharing(self.request.user)

    def _saved_by_itself(self, form):
        words = words_for(self.version.saved_at)
        if form.errors:
            words = _("%(saved)s. Something does not fit yet; the button shows what.") % {"saved": words}
        return JsonResponse({"words": words, "revision": self.version.revisions.get(self.section.key, 0)})

    def _next(self):
        if another := self.request.POST.get("another", ""):
            return f"{self.address}#{self._empty_one(another)}"
        if "leave" in self.request.POST:
            return reverse("hub:desk")
        if "resolve" in self.request.POST:
            return self.address
        keys = [each.key for each in self.sections]
        following = keys[keys.index(self.section.key) + 1 :]
        return (
            reverse("hub:resource_edit", args=[self.resource.slug, following[0]]) if following else self.check_address
        )

    def _empty_one(self, name):
        """The id of the empty entry after those that are there."""
        known = {each.name for each in self.section.fields}
        values = self.version.content.get(name) if name in known else None
        if isinstance(values, list) and values:
            return f"id_{name}_{len(values)}"
        return f"q-{name}" if name in known else "sharing"

    def show_both(self, form):
        """Both texts of each field that differs. Nothing is stored before somebody has chosen."""
        words = _("This was changed in another window, or by a colleague.")
        if "X-Autosave" in self.request.headers:
            return JsonResponse({"words": words}, status=409)
        self.version.refresh_from_db(fields=["content", "stricter", "revisions", "saved_at"])
        both = Both(form, self.version)
        context = self.get_context_data(section=self.section, both=both, typed=typed_in(self.request.POST))
        context |= {"revision": self.version.revisions.get(self.section.key, 0), "address": self.address}
        return render(self.request, "hub/resource_conflict.html", context, status=409)


CONTROLS = {"csrfmiddlewaretoken", "submission_key", "draft_revision", "resolve", "another", "leave"}


def typed_in(posted):
    """[(name, value)] of what was typed, to be carried through the page that asks."""
    names = [name for name in posted if name not in CONTROLS and not name.startswith("choose_")]
    return [(name, value) for name in names for value in posted.getlist(name)]


def revision_in(posted):
    revision = posted.get("draft_revision", "0")
    return int(revision) if revision.isascii() and revision.isdigit() and len(revision) < 10 else 0
