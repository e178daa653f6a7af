"""What a city has been in the network: its years, its people by office, and what it said at which time."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from scn_portal.ui.pieces import pieces

from ..confirming import due_of, leaving_on
from ..countries import language_name
from ..forms.confirming import ITEMS
from ..models import City, Representative
from ..own_rights import OwnRights
from ..past import Past, names_are_for
from .site import everybody

TEXTS = {"summary": _("In one or two sentences"), "background": _("Background"), "approach": _("Approach")}


class OfHistory(TemplateView):
    """The city's past, to whoever may open its page; names of people only for its own people and staff."""

    tab = "history"

    def dispatch(self, request, *args, **kwargs):
        cities = City.objects.visible_to(request.user).select_related("country")
        self.city = get_object_or_404(cities, slug=kwargs["slug"])
        self.past = Past(self.city, names_are_for(request.user, self.city))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        rights = OwnRights(self.request.user, self.city) if self.past.with_names else None
        values = {"city": self.city, "past": self.past, "tab": self.tab}
        if rights and rights.roles:
            values |= {"rights": rights, "due": due_of(self.city), "leaving_on": leaving_on(self.city)}
        return super().get_context_data(**values, **kwargs)


@everybody
class CityHistory(OfHistory):
    template_name = "cities/city_history.html"

    def get_context_data(self, **kwargs):
        acts = self.past.confirmations if self.past.with_names else []
        for act in acts:
            act.row.said = [ITEMS[each] for each in act.row.items if each in ITEMS]
        texts = self.past.texts if self.past.with_names else []
        for act in texts:
            act.row.language_name = language_name(act.row.language)
        return super().get_context_data(confirmations=acts, texts=texts, roles=Representative.Role, **kwargs)


class CityVersion(OfHistory):
    """One earlier version of the texts beside the one before it."""

    template_name = "cities/city_version.html"

    def get_context_data(self, **kwargs):
        if not self.past.with_names:
            raise Http404
        text, before = self.past.text(self.kwargs["language"], self.kwargs["number"])
        if text is None:
            raise Http404
        fields = [self.beside(title, name, text, before) for name, title in TEXTS.items()]
        newer = text.profile.texts.filter(language=text.language, number=text.number + 1).exists()
        return super().get_context_data(
            text=text,
            act=self.past.act(text),
            before=before,
            fields=[each for each in fields if each["before"] or each["after"]],
            newer=text.number + 1 if newer else None,
            text_language=language_name(text.language),
            **kwargs,
        )

    @staticmethod
    def beside(title, name, text, before):
        old, new = pieces(getattr(before, name, ""), getattr(text, name))
        return {"title": title, "before": old, "after": new}
