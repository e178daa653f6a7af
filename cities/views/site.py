"""The public site: home, about, contact, and what the portal says of itself."""

from collections import Counter

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView

from scn_portal.accounts.promises import promises
from scn_portal.ui import slots

from ..countries import country_name
from ..credits import CREDITS
from ..models import City, Membership, NewsItem, OrganisationRole, Testimonial
from ..site_texts import published_keys, texts_for
from ..status import today

OBJECTIVES = [f"objective.{number}" for number in range(1, 7)]
PRINCIPLES = [f"principle.{number}" for number in range(1, 4)]
NEWEST = 6
NEWS = 3


def everybody(view):
    """The page is public: it needs no sign-in."""
    return method_decorator(login_not_required, name="dispatch")(view)


class WithTexts:
    """A page of texts that staff keep: all of them in one query."""

    text_keys = ()

    def get_context_data(self, **kwargs):
        return super().get_context_data(texts=texts_for(self.text_keys), **kwargs)


@everybody
class Home(WithTexts, TemplateView):
    template_name = "cities/home.html"
    text_keys = ["home.promise", "mission", "join.why", *OBJECTIVES, *PRINCIPLES]

    def get_context_data(self, **kwargs):
        cities = list(City.objects.listed().select_related("country").order_by("folded"))
        for city in cities:
            city.is_founder = city.joined_on == Membership.FOUNDED_ON
        return super().get_context_data(
            cities=cities,
            newest=newest(cities),
            regions=regions_of(cities),
            figures=counted(slots.figures),
            counted_on=timezone.now().date(),
            objectives=OBJECTIVES,
            principles=PRINCIPLES,
            news=NewsItem.objects.shown().for_pages()[:NEWS],
            testimonials=Testimonial.objects.for_pages(),
            partners=partners_now(today()),
            **kwargs,
        )


def partners_now(day):
    """The organisations with a role on that day, for the strip on the home page. One query."""
    roles = OrganisationRole.objects.select_related("organisation").order_by("organisation__name", "role")
    found = {}
    for each in roles:
        if each.standing_on(day) == "now":
            found.setdefault(each.organisation.pk, (each.organisation, []))[1].append(each)
    return list(found.values())


def newest(cities):
    """The cities that joined last, as far as the day is known."""
    known = [each for each in cities if each.joined_on]
    return sorted(known, key=lambda each: each.joined_on, reverse=True)[:NEWEST]


def regions_of(cities):
    """The regions with their number of cities and of countries, the largest first: no query."""
    cities_in = Counter(each.country.region_code for each in cities)
    countries_in = Counter(code for _, code in {(each.country_id, each.country.region_code) for each in cities})
    return [
        {"code": code, "name": country_name(code), "cities": number, "countries": countries_in[code]}
        for code, number in cities_in.most_common()
    ]


def counted(figures):
    """The figures with their numbers, by key."""
    return {each.key: {"label": each.label, "number": each.count(), "url_name": each.url_name} for each in figures}


@everybody
class About(WithTexts, TemplateView):
    template_name = "cities/about.html"
    text_keys = ["about", "mission"]

    def get_context_data(self, **kwargs):
        return super().get_context_data(testimonials=Testimonial.objects.for_pages(), **kwargs)


@everybody
class AboutObjectives(WithTexts, TemplateView):
    template_name = "cities/about_objectives.html"
    text_keys = OBJECTIVES
    extra_context = {"objectives": OBJECTIVES}


@everybody
class AboutPrinciples(WithTexts, TemplateView):
    template_name = "cities/about_principles.html"
    text_keys = PRINCIPLES
    extra_context = {"principles": PRINCIPLES}


@everybody
class AboutHost(WithTexts, TemplateView):
    template_name = "cities/about_host.html"
    text_keys = ["host"]


@everybody
class AboutPage(TemplateView):
    """A page that staff added: the text with the key `page.<slug>`."""

    template_name = "cities/about_page.html"

    def get_context_data(self, **kwargs):
        key = f"page.{self.kwargs['slug']}"
        text = texts_for([key])[key]
        if text.version is None:
            raise Http404
        return super().get_context_data(texts={key: text}, key=key, **kwargs)


@everybody
class Credits(WithTexts, TemplateView):
    template_name = "cities/credits.html"
    text_keys = ["credits"]
    extra_context = {"entries": CREDITS}


@everybody
class Accessibility(WithTexts, TemplateView):
    template_name = "cities/text_page.html"
    text_keys = ["accessibility"]
    extra_context = {"key": "accessibility"}


@everybody
class Privacy(WithTexts, TemplateView):
    template_name = "cities/text_page.html"
    text_keys = ["privacy"]
    extra_context = {"key": "privacy"}


@everybody
class Security(WithTexts, TemplateView):
    template_name = "cities/security.html"
    text_keys = ["security.intro"]

    def get_context_data(self, **kwargs):
        return super().get_context_data(promises=promises(), **kwargs)


@everybody
class SitemapPage(TemplateView):
    """Every public page, for people."""

    template_name = "cities/site_map.html"

    def get_context_data(self, **kwargs):
        pages = texts_for(published_keys("page."))
        added = [(key.removeprefix("page."), text.title) for key, text in pages.items()]
        return super().get_context_data(added=added, cities=City.objects.listed().order_by("folded"), **kwargs)


@everybody
class Robots(TemplateView):
    """What machines may read: the public pages."""

    def get(self, request, *args, **kwargs):
        closed = ["/admin/", "/me/", "/accounts/", "/search/", "/join/", "/invitations/", "/files/"]
        lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
        lines.append(f"Sitemap: {settings.BASE_URL}{reverse('cities:sitemap_xml')}")
        return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")
