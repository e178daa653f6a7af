"""News and stories of cities: the list, one item, the feed."""

from hashlib import sha256

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import DetailView, TemplateView, View

from ..forms.news import NewsFilterForm
from ..models import NewsItem
from .site import WithTexts, everybody

ON_ONE_PAGE = 12
IN_THE_FEED = 50


@everybody
class NewsList(WithTexts, TemplateView):
    template_name = "cities/news_list.html"
    text_keys = ["news"]

    def get_context_data(self, **kwargs):
        form = NewsFilterForm(self.request.GET)
        items = asked_for(form)
        page = Paginator(items, ON_ONE_PAGE).get_page(form.asked_page)
        feed = reverse("cities:news_feed") + (f"?city={form.asked_city.slug}" if form.asked_city else "")
        return super().get_context_data(form=form, city=form.asked_city, page_obj=page, feed_url=feed, **kwargs)


def asked_for(form):
    """The items that are shown now, of the city that the form asks for."""
    items = NewsItem.objects.shown().for_pages()
    return items.filter(cities=form.asked_city) if form.asked_city else items


@everybody
class NewsDetail(DetailView):
    template_name = "cities/news_detail.html"
    context_object_name = "item"

    def get_object(self):
        return get_object_or_404(NewsItem.objects.shown().for_pages(), slug=self.kwargs["slug"])

    def get_context_data(self, **kwargs):
        others = NewsItem.objects.shown().for_pages().exclude(pk=self.object.pk)[:3]
        languages = sorted(each.language for each in self.object.texts.all())
        return super().get_context_data(others=others, languages=languages, **kwargs)


@everybody
class NewsJsonld(View):
    """The item for machines, in the words of schema.org."""

    def get(self, request, slug):
        item = get_object_or_404(NewsItem.objects.shown().for_pages(), slug=slug)
        words, address = item.words, f"{settings.BASE_URL}{item.get_absolute_url()}"
        data = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "@id": address,
            "url": address,
            "headline": words.title,
            "articleBody": words.text,
            "inLanguage": words.language,
            "datePublished": item.publish_at.isoformat(),
            "publisher": {"@type": "Organization", "name": "Strong Cities Network", "url": f"{settings.BASE_URL}/"},
            "about": [{"@type": "AdministrativeArea", "name": each.name} for each in item.cities.all()],
        }
        return JsonResponse(data, content_type="application/ld+json", json_dumps_params={"ensure_ascii": False})


@everybody
class NewsFeed(View):
    """The newest items as an Atom feed, in the reader's language, of all cities or of one."""

    def get(self, request):
        form = NewsFilterForm(request.GET)
        content = feed_of(form, asked_for(form)[:IN_THE_FEED]).writeString("utf-8").encode()
        response = HttpResponse(content, content_type="application/atom+xml; charset=utf-8")
        etag = f'"{sha256(content).hexdigest()[:32]}"'
        response["ETag"], response["Cache-Control"] = etag, "no-cache"
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        return get_conditional_response(request, etag=etag, response=response)


def feed_of(form, items):
    query = f"?city={form.asked_city.slug}" if form.asked_city else ""
    here = f"{settings.BASE_URL}{reverse('cities:news_feed')}{query}"
    title = _("News of the Strong Cities Network")
    feed = Atom1Feed(
        title=f"{title}: {form.asked_city.name}" if form.asked_city else title,
        link=f"{settings.BASE_URL}{reverse('cities:news_list')}{query}",
        feed_url=here,
        feed_guid=here,
        description=None,
        language=get_language(),
        author_name=_("Strong Cities Network"),
    )
    for item in items:
        feed.add_item(**entry_of(item))
    return feed


def entry_of(item):
    words, address = item.words, f"{settings.BASE_URL}{item.get_absolute_url()}"
    return {
        "title": clean(words.title),
        "link": address,
        "unique_id": address,
        "description": clean(words.text),
        "pubdate": item.publish_at,
        "updateddate": item.publish_at,
        "categories": [str(item.get_kind_display()), *(each.name for each in item.cities.all())],
    }


def clean(text):
    """Without signs that XML cannot hold."""
    return "".join(sign for sign in text if sign.isprintable() or sign in "\n\t")
