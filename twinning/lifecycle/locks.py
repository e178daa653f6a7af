"""The order of locks: round, run, proposal, place, entry; partnership, partner cities, text; visit; project."""

from ..models import Round


def hold_round(round_id):
    """The round as it is now, held: what belongs to it changes one after the other."""
    return Round._base_manager.select_for_update(no_key=True).get(pk=round_id)


def lock_its_round(subject, **_details):
    """The same, for a step that a row of the round takes."""
    hold_round(subject.round_id)
