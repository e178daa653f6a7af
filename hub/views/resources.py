"""The page of one item, its older versions, and how to cite it."""

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from cities.countries import country_name, language_name
from cities.models import City
from cities.views.directory import notes_for
from cities.views.site import everybody
from scn_portal.audit.models import AuditEntry, kind_of
from scn_portal.sharing import Sharing

from .. import citation, openings
from ..adoption_chain import Chain
from ..content import content_for
from ..files import files_for
from ..models import Resource, Version
from ..querysets import PAST_RELEASE
from ..readers import reader_of
from ..record import Words, chapters, facts_beside, not_stated, themes, web_links
from .acts import acts_for


class ReadsItem:
    """A page about one item, found through `visible_to`; what it says comes from `content_for`."""

    @cached_property
    def item(self):
        return get_object_or_404(items_for(self.request.user), slug=self.kwargs["slug"])

    @cached_property
    def reader(self):
        return reader_of(self.request.user)

    @property
    def owns(self):
        """Whether the reader acts for a city that owns the item."""
        return bool(self.reader.cities & set(self.item.owner_cities()))

    @cached_property
    def reads(self):
        return content_for(self.request.user, self.item, self.version)

    @cached_property
    def version(self):
        return self.item.current_version or self._newest()

    def _newest(self):
        """What has never been shown: its city reads its draft, the staff what was released."""
        versions = self.item.versions.exclude(status=Version.Status.DISCARDED)
        if not self.owns and self.item.origin == Resource.Origin.MEMBER:
            versions = versions.filter(status__in=(*PAST_RELEASE, "changes_asked", "declined"))
        if version := versions.first():
            return version
        raise Http404

    def note_opening(self):
        """Staff may open what is for named cities; its city sees on the page that they did."""
        if self.reader.is_staff and not self.owns:
            openings.note_opening(self.request.user, self.item, self.version)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            item=self.item,
            reads=self.reads,
            level=Sharing(self.item.level),
            language_of_text=self.reads["language"] or self.item.language,
            contact_level=self._contact_level(),
            is_public=self.item.level == Sharing.CLEAR and self.item.is_shown,
            **kwargs,
        )

    def _contact_level(self):
        """The level of the mailbox, where it is stricter than the record's."""
        own = self.version.stricter.get("contact", 0)
        return Sharing(own).name if own > self.item.level else ""


def items_for(user):
    """The items that this person may open, with what a page shows of them."""
    rows = Resource.objects.visible_to(user).select_related("city__country", "current_version")
    return rows.prefetch_related("resource_cities__city")


@everybody
class ResourceDetail(ReadsItem, TemplateView):
    template_name = "hub/resource_detail.html"

    def get(self, request, *args, **kwargs):
        found = items_for(request.user).filter(slug=kwargs["slug"]).first()
        if found is None:
            return self._elsewhere(kwargs["slug"])
        self.item = found
        if found.status in (Resource.Status.WITHDRAWN, Resource.Status.TAKEN_DOWN):
            return gone(request, found, tells_why=True)
        self.note_opening()
        return super().get(request, *args, **kwargs)

    def _elsewhere(self, slug):
        """A code leads to the readable address; what its city withdrew says so to those who could read it."""
        if found := Resource.objects.visible_to(self.request.user).filter(code__iexact=slug).first():
            return redirect(found, permanent=False)
        if found := Resource.objects.withdrawn_from(self.request.user).filter(slug=slug).first():
            return gone(self.request, found, tells_why=False)
        raise Http404

    def get_context_data(self, **kwargs):
        words, chain = Words(self.reads), Chain(self.item, self.request.user)
        files = self._files()
        return super().get_context_data(
            chapters=chapters(self.reads, words),
            not_stated=not_stated(self.reads),
            facts=facts_beside(self.reads, words),
            themes=themes(self.reads, words),
            evidence=words.label("evidence_level", self.reads["evidence_level"] or ""),
            evidence_means=words.meaning("evidence_level", self.reads["evidence_level"] or ""),
            sources=web_links(self.reads["sources"]),
            chain=chain,
            asks_evidence="evidence_level" in words.known,
            files=[each for each in files if not each.is_picture],
            pictures=[each for each in files if each.is_picture],
            versions=self._versions(),
            acts=acts_for(self.reader, self.item, chain),
            openings=self._openings(),
            owns=self.owns,
            **place_of(self.item, self.request.user),
            **readers_of(self.item, self.reader),
            **kwargs,
        )

    def _files(self):
        """Those that this reader may open, with their level where it is stricter than the record's."""
        files = files_for(self.request.user, self.item, self.version)
        for each in files:
            each.level_name = Sharing(each.sharing).name if (each.sharing or 0) > self.item.level else ""
        return files

    def _versions(self):
        return self.item.versions.filter(status__in=("current", "superseded")).defer("content").order_by("-number")

    def _openings(self):
        """When staff opened an item that is for named cities, newest first: for its own city."""
        if not self.owns:
            return []
        return AuditEntry.objects.filter(
            action=openings.OPENED, subject_kind=kind_of(self.item), subject_key=str(self.item.pk)
        ).order_by("-id")[:5]


def gone(request, item, *, tells_why):
    """The page of what was withdrawn or taken down: 410; the reason for its own city and staff."""
    values = {"item": item, "tells_why": tells_why, "level": Sharing(item.level)}
    return render(request, "hub/resource_gone.html", values, status=410)


def place_of(item, user):
    """The country's name, its footnote, and whether the city has a page that this person may open."""
    if item.city is None:
        return {"country": "", "notes": [], "city_has_page": False}
    has_page = City.objects.visible_to(user).filter(pk=item.city_id).exists()
    return {"country": country_name(item.city.country_id), "notes": notes_for([item.city]), "city_has_page": has_page}


def readers_of(item, reader):
    """Which further cities own or read it. The named ones are told to whom the item is named."""
    tied = item.resource_cities.all()
    return {
        "co_owners": [each.city for each in tied if each.role == "co_owner"],
        "named": [each.city for each in tied if each.role == "named"] if reader.clearance(item) == 2 else [],
        "text_language": language_name(item.language),
    }


@everybody
class VersionDetail(ReadsItem, TemplateView):
    """An older version, as far as it may still be read."""

    template_name = "hub/version_detail.html"

    @cached_property
    def version(self):
        shown = self.item.versions.filter(status__in=("current", "superseded"))
        return get_object_or_404(shown, number=self.kwargs["number"]) if self.item.is_shown else Version()

    def get(self, request, *args, **kwargs):
        if not self.item.is_shown:
            raise Http404
        self.note_opening()
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        words = Words(self.reads)
        return super().get_context_data(
            version=self.version,
            chapters=chapters(self.reads, words),
            not_stated=not_stated(self.reads),
            facts=facts_beside(self.reads, words),
            **kwargs,
        )


class ShownItem(ReadsItem):
    """Only of what is on the portal."""

    @cached_property
    def item(self):
        return get_object_or_404(items_for(self.request.user).shown(), slug=self.kwargs["slug"])


@everybody
class ResourceCite(ShownItem, TemplateView):
    template_name = "hub/resource_cite.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            text=citation.as_text(self.reads), bibtex=citation.as_bibtex(self.reads), **kwargs
        )


@everybody
class ResourceBibtex(ShownItem, View):
    def get(self, request, slug):
        response = HttpResponse(citation.as_bibtex(self.reads), content_type="application/x-bibtex; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{self.item.code.lower()}.bib"'
        return response


@everybody
class ResourceJsonld(View):
    """The public item as data, the same for everybody."""

    def get(self, request, slug):
        item = get_object_or_404(items_for(AnonymousUser()).shown(), slug=slug)
        reads = content_for(AnonymousUser(), item)
        data = citation.as_schema_org(reads, themes(reads, Words(reads)))
        return JsonResponse(data, content_type="application/ld+json", json_dumps_params={"ensure_ascii": False})
