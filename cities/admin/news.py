"""News, stories and testimonials as moderators write them."""

from django.conf import settings
from django.contrib import admin
from django.forms.models import model_to_dict
from django.utils.translation import gettext_lazy as _

from scn_portal.ui.admin_acts import Act, ActingAdmin
from scn_portal.ui.admin_makes import Make, MakingAdmin

from ..forms import news as forms
from ..lifecycle import news, testimonials
from ..models import NewsItem, Testimonial

LANGUAGES = [code for code, _name in settings.LANGUAGES]


def languages_of(row):
    """For each language of the portal whether the row has its text, and whether somebody should check it."""
    texts = {each.language: each for each in row.texts.all()}
    return [(code, texts.get(code)) for code in LANGUAGES]


class WithLanguages:
    """For rows with texts in several languages: the list says which are missing."""

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("texts")

    @admin.display(description=_("missing languages"))
    def gaps(self, row):
        return ", ".join(code for code, text in languages_of(row) if text is None) or "–"

    @admin.display(description=_("to be checked"))
    def unchecked(self, row):
        return ", ".join(code for code, text in languages_of(row) if text is not None and text.needs_check) or "–"

    def row_context(self, request, row, bound):
        return {"languages": languages_of(row)}

    def form_values(self, act, row):
        return {"initial": self.initial_of(row)} if act.verb == "change" else {}

    def initial_of(self, row):
        return model_to_dict(row)


@admin.register(NewsItem)
class NewsItemAdmin(WithLanguages, MakingAdmin, ActingAdmin):
    readers = ("moderator",)
    key_field = "slug"
    list_display = ["headline", "kind", "status", "publish_at", "gaps", "unchecked"]
    list_filter = ["status", "kind"]
    search_fields = ["slug", "texts__title", "cities__name"]
    change_form_template = "admin/cities/newsitem/change_form.html"
    told_as = {"write": _("Written")}
    acts = [
        Act(news.publish, _("Put it on the site"), _("The item is on the site from its day on."), kind="primary"),
        Act(news.set_text, _("Add or change a language"), _("Kept."), form_class=forms.NewsTextForm),
        Act(news.change, _("Change day, cities or picture"), _("Changed."), form_class=forms.NewsFactsForm),
        Act(news.retire, _("Take it off the site"), _("The item is off the site.")),
    ]
    makes = [Make(news.write, _("Write a news item"), _("The item is kept as a draft."), forms.NewsForm)]

    @admin.display(description=_("title"), ordering="slug")
    def headline(self, item):
        return item.words.title

    def row_context(self, request, row, bound):
        return super().row_context(request, row, bound) | {"title": row.words.title}


@admin.register(Testimonial)
class TestimonialAdmin(WithLanguages, MakingAdmin, ActingAdmin):
    readers = ("moderator",)
    key_field = "pk"
    list_display = ["name", "office", "city", "said_on", "status", "position", "gaps", "unchecked"]
    list_filter = ["status", "is_quotation"]
    list_select_related = ["city"]
    search_fields = ["name", "office", "city__name"]
    change_form_template = "admin/cities/testimonial/change_form.html"
    told_as = {"record": _("Written down")}
    acts = [
        Act(testimonials.publish, _("Show it"), _("It is on the site."), kind="primary"),
        Act(testimonials.set_text, _("Add or change a language"), _("Kept."), form_class=forms.TestimonialTextForm),
        Act(testimonials.change, _("Change what is known of it"), _("Changed."), form_class=forms.TestimonialFactsForm),
        Act(testimonials.retire, _("Take it off the site"), _("It is off the site.")),
    ]
    makes = [
        Make(testimonials.record, _("Write down a testimonial"), _("It is kept as a draft."), forms.TestimonialForm)
    ]

    def get_object(self, request, object_id, from_field=None):
        return self.get_queryset(request).filter(pk=object_id).first() if str(object_id).isdecimal() else None
