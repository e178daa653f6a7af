"""A city edits its prevention team, with trainings and targets."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from scn_portal.ui.drafts import AutosaveMixin
from scn_portal.ui.views import TransitionView

from ..forms.parts import EndForm, TargetForm, TeamForm, TrainingForm
from ..lifecycle import teams as lifecycle
from ..lifecycle.outdated import fingerprint
from ..status import today
from .city_parts import described_team
from .editing import EditForm, OnEditPage, WritingCity
from .led import LedCity


class TeamList(OnEditPage, TemplateView):
    """The teams of the city as its own people see them, with what may be added and changed."""

    template_name = "cities/team_list.html"
    tab = "team"

    def get_context_data(self, **kwargs):
        teams = [described_team(team, today()) for team in self.city.teams.with_all()]
        return super().get_context_data(teams=teams, **kwargs)


class OfTeam:
    """A page about one team of the city."""

    tab = "team"

    @cached_property
    def team(self):
        return get_object_or_404(self.city.teams, pk=self.kwargs["pk"])

    def get_success_url(self):
        return reverse("cities:city_edit", args=[self.city.slug, "team"])


class TeamForms(OfTeam, WritingCity, AutosaveMixin, EditForm):
    form_class = TeamForm

    def seen_of(self, team):
        return team.revision

    def values_of(self, team):
        return {name: getattr(team, name) for name in lifecycle.WORDS} | {"sectors": list(team.sectors.all())}


class TeamCreate(TeamForms):
    heading = _("Your prevention team")

    def save(self, form):
        given = {name: value for name, value in form.cleaned_data.items() if name != "seen"}
        lifecycle.create(by=self.request.user, within=self.city, **given)


class TeamEdit(TeamForms):
    heading = _("Change what is said of the team")

    def get_initial(self):
        typed = super().get_initial()  # what autosave has kept
        return self.values_of(self.team) | {"seen": self.team.revision} | typed

    def save(self, form):
        lifecycle.change(self.team, by=self.request.user, **form.cleaned_data)


class TeamStep(OfTeam, LedCity, TransitionView):
    """A step of the team that is asked about on a page of its own, or done by a button."""

    def get_object(self):
        return self.team


class TeamEnd(TeamStep):
    transition = lifecycle.end
    form_class = EndForm
    confirm = _("The team does not work any more?")
    effect = _("It stays on your city's page among the earlier teams, with its trainings and targets.")
    button = _("Save")
    done = _("Saved. The team stands among the earlier ones.")


class TeamNarrow(TeamStep):
    transition = lifecycle.narrow
    done = _("Only members of the network read it now.")


class RowForms(OfTeam, WritingCity, EditForm):
    """A training or a target. `rows` names them on the team, `names` their values."""

    rows, names = "", ()

    def seen_of(self, row):
        return fingerprint(row, self.names)

    def values_of(self, row):
        return {name: getattr(row, name) for name in self.names}

    @cached_property
    def row(self):
        return get_object_or_404(getattr(self.team, self.rows), pk=self.kwargs["row"]) if "row" in self.kwargs else None

    def get_initial(self):
        return self.values_of(self.row) | {"seen": self.seen_of(self.row)} if self.row else {}

    def given(self, form):
        return {name: form.cleaned_data[name] for name in self.names}


class TrainingCreate(RowForms):
    form_class, rows, names = TrainingForm, "trainings", lifecycle.TRAINING
    heading = _("Add a training")

    def save(self, form):
        lifecycle.add_training(self.team, by=self.request.user, **self.given(form))


class TrainingEdit(TrainingCreate):
    heading = _("Change this training")

    def save(self, form):
        seen = form.cleaned_data["seen"]
        lifecycle.change_training(self.team, by=self.request.user, training=self.row, seen=seen, **self.given(form))


class TargetCreate(RowForms):
    form_class, rows, names = TargetForm, "targets", lifecycle.TARGET
    heading = _("Add a target")

    def save(self, form):
        lifecycle.add_target(self.team, by=self.request.user, **self.given(form))


class TargetEdit(TargetCreate):
    heading = _("Change this target, or count anew")

    def save(self, form):
        seen = form.cleaned_data["seen"]
        lifecycle.change_target(self.team, by=self.request.user, target=self.row, seen=seen, **self.given(form))


class TrainingRemove(TeamStep):
    transition = lifecycle.remove_training
    confirm, button, kind = _("Take this training off the record?"), _("Remove"), "danger"
    done = _("Removed.")

    def details(self, form):
        return {"training": get_object_or_404(self.team.trainings, pk=self.kwargs["row"])}


class TargetRemove(TeamStep):
    transition = lifecycle.remove_target
    confirm, button, kind = _("Take this target off the record?"), _("Remove"), "danger"
    done = _("Removed.")

    def details(self, form):
        return {"target": get_object_or_404(self.team.targets, pk=self.kwargs["row"])}
