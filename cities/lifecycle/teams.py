"""How a prevention team changes: its words in place, its trainings and targets one by one."""

from django.utils.translation import gettext as _

from scn_portal.lifecycle import Lifecycle, TransitionRefused
from scn_portal.sharing import Sharing

from ..models import PreventionTeam, TeamTarget, TeamTraining
from .outdated import Outdated, refuse_if_newer

WORDS = ("name", "own_name", "own_language", "since", "about", "sharing")
TRAINING = ("title", "held_on", "provider", "people")
TARGET = ("what", "amount", "unit", "due_on", "reached", "checked_on")

teams = Lifecycle(PreventionTeam)


@teams.creation()
def create(*, by, within, sectors=(), **words):
    """A leading person of the city puts its prevention team on record."""
    team = PreventionTeam.objects.create(city=within, **words)
    team.sectors.set(sectors)
    return team


@teams.transition()
def change(team, *, by, seen, sectors=(), **words):
    """A leading person of the city says anew what the team is and who takes part.

    `seen` is the team's revision that was open while writing; a newer one raises Outdated.
    """
    now = set(team.sectors.values_list("pk", flat=True))
    if now == {term.pk for term in sectors} and all(getattr(team, name) == value for name, value in words.items()):
        return  # the same once more
    if team.revision != seen:
        raise Outdated(team)
    for name, value in words.items():
        setattr(team, name, value)
    team.sectors.set(sectors)
    team.revision += 1


@teams.transition()
def narrow(team, *, by):
    """A leading person of the city shows the team to members alone."""
    team.sharing = Sharing.GREEN
    team.revision += 1


@teams.transition()
def end(team, *, by, until):
    """A leading person of the city says since when the team does not work any more."""
    if team.until:
        raise TransitionRefused(_("This team has already ended."))
    if team.since and until < team.since:
        raise TransitionRefused(_("The team cannot end before it began."))
    team.until = until
    team.revision += 1


@teams.transition()
def add_training(team, *, by, **values):
    """A leading person of the city records a training of the team."""
    TeamTraining.objects.create(team=team, **values)


@teams.transition()
def change_training(team, *, by, training, seen, **values):
    """A leading person of the city corrects a training. `seen` is its fingerprint when the form was opened."""
    _change(_of(team, TeamTraining, training), TRAINING, seen, values)


@teams.transition()
def remove_training(team, *, by, training):
    """A leading person of the city takes a training off the record."""
    _of(team, TeamTraining, training).delete()


@teams.transition()
def add_target(team, *, by, **values):
    """A leading person of the city says what the team wants to reach by a day."""
    TeamTarget.objects.create(team=team, **values)


@teams.transition()
def change_target(team, *, by, target, seen, **values):
    """A leading person of the city counts anew, or corrects a target. `seen` is its fingerprint as it was opened."""
    _change(_of(team, TeamTarget, target), TARGET, seen, values)


@teams.transition()
def remove_target(team, *, by, target):
    """A leading person of the city takes a target off the record."""
    _of(team, TeamTarget, target).delete()


def _of(team, model, row):
    """The row anew, and locked: it may have been removed since the page was opened."""
    found = model.objects.select_for_update().filter(team=team, pk=row.pk).first()
    if found is None:
        raise TransitionRefused(_("Somebody has removed this in the meantime."))
    return found


def _change(row, names, seen, values):
    refuse_if_newer(row, names, seen, values)
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
