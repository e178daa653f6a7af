"""What a reader of a visit may do next. Only links: each leads to a page whose step asks the right itself."""

from django.utils.translation import gettext_lazy as _

from scn_portal.accounts.rules import is_moderator

from .visiting import Act, to


def acts_for(visit, own, user):
    """The steps open to leads of a city that takes part, the main one first; moderators may call it off."""
    found = []
    if own and not visit.is_recorded:
        found += [
            Act(label, to(f"visit_{name}", visit.code), icon, kind) for name, label, icon, kind in _of_leads(visit, own)
        ]
    if visit.status in ("planned", "confirmed") and (own or is_moderator(user)):
        found.append(Act(_("Call it off"), to("visit_cancel", visit.code), "calendar-x", "danger"))
    return found


def _of_leads(visit, own):
    keys = {each.pk for each in own}
    if visit.status == "planned" and _is_asked(visit, keys):
        yield ("confirm", _("Say that your city takes part"), "handshake", "")
    if visit.status in ("planned", "confirmed"):
        if keys & {each.pk for each in visit.senders}:
            yield ("guest_add", _("Name a person who travels"), "user-plus", "quiet")
        yield ("edit", _("Change the plan"), "pen-line", "quiet")
        yield ("stop_add", _("Add a stop"), "map-pin-plus", "quiet")
    if visit.status == "held":
        yield ("report", _("Write the report"), "notebook-pen", "")
    if visit.status == "reported" and not visit.facts_checked_at:
        if keys & {each.pk for each in visit.hosts}:
            yield ("check", _("Say that the facts are right"), "badge-check", "")
        yield ("correct", _("Put the report right"), "pen-line", "quiet")


def _is_asked(visit, keys):
    """Whether a city of the reader has not said yet that it takes part."""
    hosts = {each.host_id for each in visit.stops.all() if each.confirmed_at is None}
    return bool(keys & (hosts | {each.city_id for each in visit.visit_cities.all() if each.confirmed_at is None}))
