"""How many seats there are, and how their queue moves."""

from django.utils.translation import gettext as _

from scn_portal.lifecycle import Lifecycle, TransitionRefused

from ..models import Pool
from .ledger import settle

pools = Lifecycle(Pool)
SETTINGS = ("offer_hours", "needs_approval", "keeps_waiting_list", "cut_off_at")


@pools.creation()
def set_up(*, by, within, category, capacity, **settings):
    """An officer opens seats of one kind at a stop."""
    if unknown := set(settings) - set(SETTINGS):
        raise TypeError(f"unknown settings of a pool: {sorted(unknown)}")
    return Pool.objects.create(stop=within, category=category, capacity=capacity, **settings)


@pools.transition()
def change_capacity(pool, *, by, capacity):
    """An officer changes the number of seats. New ones go to those who wait; never fewer than are in use."""
    settle(pool, capacity=capacity)


@pools.transition()
def configure(pool, *, by, **settings):
    """An officer changes how seats are given: approval, waiting list, offers, and until when names may change."""
    if unknown := set(settings) - set(SETTINGS):
        raise TypeError(f"unknown settings of a pool: {sorted(unknown)}")
    for name, value in settings.items():
        setattr(pool, name, value)


@pools.transition(by_system=True)
def halt(pool, *, by):
    """From now on the queue is moved by hand."""
    if pool.promote == Pool.Promote.MANUAL:
        raise TransitionRefused(_("This queue is moved by hand already."))
    settle(pool, promote=Pool.Promote.MANUAL)


@pools.transition()
def let_move(pool, *, by):
    """The queue moves by itself again; free seats are given at once."""
    if pool.promote == Pool.Promote.AUTO:
        raise TransitionRefused(_("This queue moves by itself already."))
    settle(pool, promote=Pool.Promote.AUTO)
