"""A person's own saved searches. They are nobody else's business: no state, no trail, no fact."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from scn_portal.accounts.models import User
from scn_portal.lifecycle import TransitionRefused, one_transaction

from ..models import SavedSearch


def save(*, by, name, query, rhythm=SavedSearch.Rhythm.NEVER):
    """Keep a search, at most 50 per person; what it finds up to now counts as told."""
    if by.pk is None or not by.is_active:
        raise PermissionDenied("hub.save_search")
    _refuse_too_long(query)
    with one_transaction():
        User.objects.select_for_update(of=("self",)).get(pk=by.pk)
        if SavedSearch.objects.filter(user=by).count() >= SavedSearch.MOST:
            raise TransitionRefused(_("You have saved 50 searches. Delete one of them first."))
        return SavedSearch.objects.create(
            user=by, name=_named(name), query=query, rhythm=_known(rhythm), told_until=timezone.now()
        )


def change(search, *, by, name, rhythm):
    """Another name, or another rhythm. Who wants to hear of matches again hears of those from now on."""
    row = _own(search, by)
    if row.rhythm == SavedSearch.Rhythm.NEVER != rhythm:
        row.told_until = timezone.now()
    row.name, row.rhythm = _named(name), _known(rhythm)
    row.save(update_fields=["name", "rhythm", "told_until"])
    return row


def remove(search, *, by):
    """Gone at once."""
    _own(search, by).delete()


def _own(search, by):
    row = SavedSearch.objects.filter(pk=search.pk, user=by.pk).first() if by.pk and by.is_active else None
    if row is None:
        raise PermissionDenied("hub.change_search")
    return row


def _refuse_too_long(query):
    """In the words of the framework: a question may be longer than what can be kept."""
    try:
        SavedSearch._meta.get_field("query").run_validators(query)
    except ValidationError as refused:
        raise TransitionRefused(" ".join(refused.messages)) from refused


def _named(name):
    if not name.strip():
        raise TransitionRefused(_("Give it a name."))
    return name.strip()[:120]


def _known(rhythm):
    if rhythm not in SavedSearch.Rhythm.values:
        raise TransitionRefused(_("Choose how often you want to hear of new matches."))
    return rhythm
