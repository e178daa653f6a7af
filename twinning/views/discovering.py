"""Who fits one's own city: both ways first, then who could help, then whom one could help."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from cities.rules import reads_green

from .. import discovering
from ..asking import led_by, represented_by
from ..discovering import HELPS_US, MUTUAL, OTHERS, WE_HELP
from ..forms.cities import OwnCityForm
from ..forms.discovering import DiscoverForm

FIRST, ON_A_PAGE = 6, 24
GROUPS = {
    MUTUAL: (_("You fit both ways"), _("Each of you offers what the other needs.")),
    HELPS_US: (_("They could help you"), _("They offer what you need. An exchange need not go both ways.")),
    WE_HELP: (_("You could help them"), _("They need what you offer.")),
    OTHERS: (_("Other cities"), _("Nothing fits at present. Needs change: have a look at what they say.")),
}


class Discover(TemplateView):
    """Members read what all cities need and offer; whoever stands for a city sees how each fits it."""

    template_name = "twinning/discover.html"

    def dispatch(self, request, *args, **kwargs):
        if not reads_green(request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def cities(self):
        return list(represented_by(self.request.user))

    @cached_property
    def city(self):
        return OwnCityForm(self.request.GET, cities=self.cities).chosen()

    def get_context_data(self, **kwargs):
        user, city = self.request.user, self.city
        own = discovering.profile_of(user, city) if city else None
        hidden = discovering.kept_apart(user, city)
        profiles = [each for each in discovering.offered_to(user, city) if each.city_id not in hidden]
        form = DiscoverForm(self.request.GET, profiles=profiles)
        fits = discovering.fits(user, own, form.narrowed(profiles))
        values = {"city": city, "cities": self.cities, "own": own, "form": form, "number": len(fits)}
        values |= {"filters": [form[name] for name in form.FILTERS], "leads": city in led_by(user) if city else False}
        values |= {"sections": self._sections(fits, form, own)}
        return super().get_context_data(**values, **kwargs)

    def _sections(self, fits, form, own):
        """The groups that have somebody: the first few of each, or one group page by page."""
        if own is None:
            page = Paginator(sorted(fits, key=lambda each: each.city.folded), ON_A_PAGE).get_page(form.asked("page"))
            return [{"key": "all", "title": "", "why": "", "fits": page, "page": page, "number": len(fits), "more": ""}]
        by_group = {key: [each for each in fits if each.group == key] for key in GROUPS}
        shown = [form.asked("show")] if form.asked("show") else list(GROUPS)
        return [self._section(key, by_group[key], len(shown) == 1, form) for key in shown if by_group[key]]

    def _section(self, key, fits, is_alone, form):
        title, why = GROUPS[key]
        fits = sorted(fits, key=lambda each: each.rank)
        page = Paginator(fits, ON_A_PAGE).get_page(form.asked("page")) if is_alone else None
        more = "" if is_alone or len(fits) <= FIRST else self._address(key, form)
        shown = page or fits[:FIRST]
        return {"key": key, "title": title, "why": why, "fits": shown, "page": page, "number": len(fits), "more": more}

    def _address(self, key, form):
        """The whole of one group, with the same filters."""
        city = {"city": self.city.slug} if len(self.cities) > 1 else {}
        narrow = {name: form.asked(name) for name in form.FILTERS if form.asked(name)}
        return f"?{urlencode(city | narrow | {'show': key})}"
