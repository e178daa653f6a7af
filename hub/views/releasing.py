"""A city checks what it wrote, sees it as readers will, and releases it; takes it back, gives it up, asks again."""

from copy import copy

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from cities.models import Representative
from cities.rules import LEADING
from scn_portal.lifecycle import may
from scn_portal.sharing import Sharing
from scn_portal.ui.errors import NotAllowed
from scn_portal.ui.views import TransitionView

from ..content import readable_at
from ..files import level_of as level_of_file
from ..forms.content import Terms
from ..forms.words import in_words
from ..lifecycle import versions
from ..lifecycle.versions import Incomplete
from ..models import ResourceFile, Version
from ..progress import tasks_of
from ..record import Words, chapters, facts_beside
from ..schema import empty, fields_of, problems_of, sections_of
from .writing import OwnItem, latest_version

PREVIEWS = {"outsider": Sharing.CLEAR, "member": Sharing.GREEN, "named": Sharing.AMBER}
Status = Version.Status
STEPS = (versions.release, versions.recall, versions.discard, versions.ask_second_look)


def answers_of(version):
    """{section: [(label, words)]} of everything that was written, what does not fit included. Two queries."""
    fields = fields_of(version.resource.kind).values()
    terms = Terms(fields)
    found = {}
    for section in sections_of(version.resource.kind):
        found[section.key] = [
            (field.label, in_words(field, version.content.get(field.name), _labels(terms, field)), field.name)
            for field in section.fields
            if not empty(version.content.get(field.name))
        ]
    return found


def _labels(terms, field):
    return {code: label for code, label, _definition in terms.options(field)}


def who_can_release(resource):
    """The people who answer for the city, by name: shown to colleagues who may not."""
    leading = Representative.objects.filter(city=resource.city_id, until=None, role__in=LEADING)
    return leading.select_related("user").order_by("since", "pk")


class ResourceCheck(OwnItem, TemplateView):
    """Everything on one page, the gaps named and linked, and what happens next."""

    template_name = "hub/resource_check.html"

    def get_context_data(self, **context):
        version, user = self.version, self.request.user
        tasks, answers = tasks_of(version), answers_of(version)
        lacks = [lack for task in tasks for lack in task.missing]
        values = {
            "resource": self.resource,
            "version": version,
            "tasks": tasks,
            "label": Sharing(self.resource.sharing).name,
            "chapters": [(task, answers.get(task.key, [])) for task in tasks],
            "lacks": lacks,
            "files": ResourceFile.objects.of_version(version).for_lists(),
            "later": [lack for task in tasks for lack in task.later],
            "may": {each.name: True for each in STEPS if each.is_open_to(user, version)},
            "may_revise": self._may_revise(),
        }
        if version.status == Status.DRAFT and "release" not in values["may"]:
            values["who_can"] = who_can_release(self.resource)
        return values | context

    def _may_revise(self):
        """Another version can be begun where none is on its way."""
        is_over = self.version.status in (Status.CURRENT, Status.SUPERSEDED, Status.DECLINED, Status.DISCARDED)
        return is_over and may(self.request.user, "hub.revise_version", self.resource)


class ResourcePreview(OwnItem, TemplateView):
    """What somebody with this clearance would read, once it is published."""

    template_name = "hub/resource_preview.html"

    def get_context_data(self, **context):
        if self.kwargs["level"] not in PREVIEWS:
            raise Http404
        clearance = PREVIEWS[self.kwargs["level"]]
        item, version = copy(self.resource), copy(self.version)
        item.level = item.sharing  # as it will be once an embargo is over
        known = fields_of(item.kind)
        version.content = {
            name: value
            for name, value in version.content.items()
            if name in known and not empty(value) and not problems_of(known[name], value)
        }
        reads = readable_at(item, version, clearance)
        words = Words(reads)
        return super().get_context_data(
            resource=self.resource,
            version=self.version,
            label=Sharing(item.sharing).name,
            finds_it=clearance >= item.sharing,
            files=[row for row in self._files() if level_of_file(row, item) <= clearance],
            reads=reads,
            language_of_text=item.language,
            chapters=chapters(reads, words),
            facts=facts_beside(reads, words),
            **context,
        )

    def _files(self):
        return ResourceFile.objects.of_version(self.version).for_lists()


class NamesItsItem(OwnItem, TransitionView):
    """A question that names the item it is about."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.effect = _("“%(item)s”. %(effect)s") % {"item": self.resource, "effect": self.effect}


class VersionStep(NamesItsItem):
    """A step of the version. Whoever reads the draft but may not take the step is told so."""

    who_can = gettext_lazy("Ask the lead contact of your city.")

    def dispatch(self, request, *args, **kwargs):
        if not may(request.user, type(self).transition.permission, self.version):
            raise NotAllowed(_("This step is for the people who answer for the city."), self.who_can)
        if not type(self).transition.is_open_to(request.user, self.version):
            messages.info(request, _("This step has been taken already, or it is not its turn yet."))
            return redirect(self.check_address)
        return super().dispatch(request, *args, **kwargs)

    def get_object(self, queryset=None):
        return self.version

    def get_success_url(self):
        return self.check_address


class VersionRelease(VersionStep):
    """Hands the version in. With gaps the check page names them."""

    transition = versions.release
    confirm = gettext_lazy("Release this version?")
    effect = gettext_lazy(
        "You answer for the text in the name of your city. A moderator then checks it, usually within ten working days."
        " While nobody has begun to check, you can take it back."
    )
    button = gettext_lazy("Release it")
    done = gettext_lazy("Released. A moderator will look at it.")

    def get(self, request, *args, **kwargs):
        if any(task.missing for task in tasks_of(self.version)):
            return redirect(self.check_address)
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        try:
            return super().post(request, *args, **kwargs)
        except Incomplete:
            page = ResourceCheck()
            page.setup(request, *args, **kwargs)
            return render(request, page.template_name, page.get_context_data(was_refused=True), status=422)


class VersionRecall(VersionStep):
    transition = versions.recall
    confirm = gettext_lazy("Take it back?")
    effect = gettext_lazy("It becomes a draft again, and your city can change it.")
    button = gettext_lazy("Take it back")
    done = gettext_lazy("It is a draft again.")


class VersionDiscard(VersionStep):
    transition = versions.discard
    confirm = gettext_lazy("Give up this draft?")
    effect = gettext_lazy("It leaves your desk. What is published stays as it is.")
    button = gettext_lazy("Give it up")
    kind = "danger"
    done = gettext_lazy("The draft was given up.")

    def get_success_url(self):
        return reverse("hub:desk")


class VersionSecondLook(VersionStep):
    transition = versions.ask_second_look
    confirm = gettext_lazy("Ask for a second look?")
    effect = gettext_lazy("Another moderator looks at it. You can ask for it once.")
    button = gettext_lazy("Ask for a second look")
    done = gettext_lazy("Another moderator will look at it.")


class ResourceRevise(NamesItsItem):
    """A new version with the content of the one that is shown. Where one is on its way, it leads there."""

    transition = versions.revise
    confirm = gettext_lazy("Write a new version?")
    effect = gettext_lazy("It begins with what is published now, which stays until the new version takes its place.")
    button = gettext_lazy("Begin the new version")

    def dispatch(self, request, *args, **kwargs):
        if self.version.status in (Status.DRAFT, Status.RELEASED, Status.SCREENING, Status.IN_REVIEW, Status.APPROVED):
            return redirect(self.check_address)
        if not may(request.user, versions.revise.permission, self.resource):
            raise NotAllowed(_("Only people of the city that gives this item write in it."))
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        versions.revise(by=request.user, within=self.resource)
        self.version = latest_version(self.resource)
        messages.success(request, _("A new version is begun. Only people of your city see it."))
        first = sections_of(self.resource.kind)[0].key
        return HttpResponseRedirect(reverse("hub:resource_edit", args=[self.resource.slug, first]))

    def get_object(self, queryset=None):
        return self.resource

    def get_success_url(self):
        return self.check_address
