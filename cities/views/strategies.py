"""Strategies and action plans: the page of each, and the pages on which a city writes, adopts and withdraws them."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, View

from scn_portal.files.forms import NotesRefusals
from scn_portal.lifecycle import TransitionRefused
from scn_portal.ui.views import TransitionView

from ..forms.parts import NewStrategyForm, NoneYetForm, StrategyForm, VersionForm
from ..lifecycle import profile
from ..lifecycle import strategies as lifecycle
from ..lifecycle.outdated import fingerprint
from ..models import City, Strategy, StrategyVersion
from ..rules import leads
from ..status import today
from .city_parts import described_strategy, described_version, strategies_with_versions
from .editing import EditForm, OnEditPage, Saving, WritingCity
from .led import LedCity
from .site import everybody


@everybody
class StrategyDetail(DetailView):
    """One strategy with its versions, for whoever may read it."""

    template_name = "cities/strategy_detail.html"

    def get_object(self):
        user = self.request.user
        self.city = get_object_or_404(City.objects.visible_to(user), slug=self.kwargs["slug"])
        found = strategies_with_versions(user, Strategy.objects.visible_to(user).filter(city=self.city))
        return get_object_or_404(found, slug=self.kwargs["strategy"])

    def get_context_data(self, **kwargs):
        strategy, may_edit = described_strategy(self.object, today()), leads(self.request.user, self.city)
        for version in strategy.readable:
            described_version(version, today())
            version.missing = lifecycle.missing_to_adopt(version) if may_edit else []
        return super().get_context_data(city=self.city, strategy=strategy, may_edit=may_edit, **kwargs)


class StrategyList(OnEditPage, Saving):
    """The strategies of the city for its own people, and the word that there is none yet."""

    template_name = "cities/strategy_list.html"
    form_class = NoneYetForm
    tab = "strategies"
    done = gettext_lazy("Saved.")

    def get_initial(self):
        own = getattr(self.city, "profile", None)
        return {"none_yet": bool(own and own.no_strategy_on)}

    def save(self, form):
        own = profile.profile_of(self.city)
        profile.say_no_strategy(own, by=self.request.user, none_yet=form.cleaned_data["none_yet"])

    def get_success_url(self):
        return self.request.path

    def get_context_data(self, **kwargs):
        rows = strategies_with_versions(self.request.user, self.city.strategies.all())
        strategies = [described_strategy(each, today()) for each in rows]
        return super().get_context_data(strategies=strategies, **kwargs)


class OfStrategy:
    """A page about one strategy of the city."""

    tab = "strategies"

    @cached_property
    def strategy(self):
        return get_object_or_404(self.city.strategies.select_related("city"), slug=self.kwargs["strategy"])

    @cached_property
    def version(self):
        rows = StrategyVersion.objects.select_related("file", "strategy__city")
        return get_object_or_404(rows, strategy=self.strategy, number=self.kwargs["number"])

    def get_success_url(self):
        return self.strategy.get_absolute_url()


class WithDocument(NotesRefusals):
    files_for = "cities.strategyversion"
    refused_on = "upload"


class StrategyCreate(OfStrategy, WritingCity, WithDocument, EditForm):
    form_class = NewStrategyForm
    heading = gettext_lazy("Add a strategy or action plan")
    done = gettext_lazy("Saved as a draft. Look through it, then say that it has been adopted.")
    strategy = None

    def save(self, form):
        given = {name: value for name, value in form.content().items() if name not in ("seen", "remove_file")}
        self.strategy = lifecycle.start(by=self.request.user, within=self.city, **given)

    def get_success_url(self):
        if self.strategy:
            return self.strategy.get_absolute_url()
        return reverse("cities:city_edit", args=[self.city.slug, "strategies"])


class StrategyDescribe(OfStrategy, WritingCity, EditForm):
    """Title, kind and who may read it, for all versions."""

    form_class = StrategyForm
    heading = gettext_lazy("Title, and who may read it")

    def seen_of(self, strategy):
        return fingerprint(strategy, lifecycle.WORDS)

    def values_of(self, strategy):
        return {name: getattr(strategy, name) for name in lifecycle.WORDS}

    def get_initial(self):
        return self.values_of(self.strategy) | {"seen": self.seen_of(self.strategy)}

    def save(self, form):
        lifecycle.describe(self.strategy, by=self.request.user, **form.cleaned_data)


class StrategyEdit(OfStrategy, WritingCity, WithDocument, EditForm):
    """A draft of a version."""

    form_class = VersionForm
    heading = gettext_lazy("The draft of this version")
    done = gettext_lazy("Saved. It stays a draft until you say that it has been adopted.")

    def seen_of(self, version):
        return fingerprint(version, lifecycle.CONTENT)

    def values_of(self, version):
        same = ("adopted_on", "adopted_by", "framework", "language", "link")
        days = {"begins_on": version.first_day, "last_day": version.last_day}
        return {name: getattr(version, name) for name in same} | days

    def get_initial(self):
        return self.values_of(self.version) | {"seen": self.seen_of(self.version)}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"version": self.version}

    def save(self, form):
        lifecycle.change_draft(self.version, by=self.request.user, **form.content())


class VersionStep(OfStrategy, LedCity, TransitionView):
    def get_object(self):
        return self.version


class StrategyAdopt(VersionStep):
    transition = lifecycle.adopt
    confirm = gettext_lazy("Has this version been adopted?")
    button = gettext_lazy("Yes, it has been adopted")
    done = gettext_lazy("The version is on your city's page now. It is kept as it stands.")

    @property
    def effect(self):
        words = _("It cannot be changed afterwards, only withdrawn, and stands on your city's page.")
        if self.object.period and lifecycle.yielding(self.object).exists():
            return words + " " + _("The version now in force ends on the day before it begins.")
        return words


class StrategyWithdraw(VersionStep):
    transition = lifecycle.withdraw
    confirm = gettext_lazy("Withdraw this version?")
    effect = gettext_lazy("Nobody outside your city reads it any more. This cannot be undone.")
    button, kind = gettext_lazy("Withdraw"), "danger"
    done = gettext_lazy("The version has been withdrawn.")


class StrategyNarrow(OfStrategy, LedCity, TransitionView):
    transition = lifecycle.narrow
    done = gettext_lazy("Only members of the network read it now.")

    def get_object(self):
        return self.strategy


class StrategyNext(OfStrategy, WritingCity, View):
    """Begins the next version."""

    def post(self, request, *args, **kwargs):
        try:
            draft = lifecycle.next_version(by=request.user, within=self.strategy)
        except TransitionRefused as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(self.get_success_url())
        return HttpResponseRedirect(
            reverse("cities:strategy_edit", args=[self.city.slug, self.strategy.slug, draft.number])
        )
