"""What a reader of an item may do next. Only links: each leads to a page whose transition asks the right itself."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from ..models.adoptions import OPEN


@dataclass(frozen=True)
class Act:
    """A link to the page of a step."""

    label: str
    url: str
    icon: str
    kind: str = "quiet"


def acts_for(reader, item, chain):
    """The steps open to this reader, the main one first."""
    owners = set(item.owner_cities())
    found = []
    if may_adopt(reader, item, chain):
        found.append(_act(_("We use this"), "hub:adoption_create", item, "handshake", kind=""))
    if item.origin == "recorded" and item.city_id in reader.leads("political_lead", "lead_contact"):
        found.append(_act(_("Your city? Take it over"), "hub:resource_claim", item, "landmark", kind=""))
    if reader.cities & owners and item.origin == "member":
        found += _acts_of_owner(reader, item, owners)
    return [each for each in found if each]


def _acts_of_owner(reader, item, owners):
    leads, may_withdraw = bool(reader.leads() & owners), reader.leads("political_lead", "lead_contact") & owners
    acts = [_act(_("Edit as a new version"), "hub:resource_revise", item, "pen-line")]
    if item.status == "unpublished":
        acts = [_act(_("Go on writing"), "hub:resource_check", item, "pen-line", kind="")]
    if leads and item.status in ("review_due", "archived"):
        acts.insert(0, _act(_("Confirm that it is still true"), "hub:resource_confirm", item, "badge-check", kind=""))
    if item.is_shown:
        acts.append(_act(_("Change who may see it"), "hub:resource_sharing", item, "eye"))
    if item.is_shown and may_withdraw:
        acts.append(_act(_("Withdraw it"), "hub:resource_withdraw", item, "archive-x", kind="danger"))
    return acts


def may_adopt(reader, item, chain):
    """Whether the reader leads a city, no owner, that has not said yet that it uses this."""
    takers = {each.taker_id for each in chain.direct if each.status in OPEN}
    return item.is_shown and bool(reader.leads() - set(item.owner_cities()) - takers)


def _act(label, url_name, item, icon, kind="quiet"):
    try:
        return Act(label, reverse(url_name, args=[item.slug]), icon, kind)
    except NoReverseMatch:
        return None


def acts_on_adoption(reader, adoption, practice):
    """The steps that this reader's city may take on what the other said."""
    owners = set(practice.owner_cities()) if practice else set()
    answers = bool(reader.leads() & owners) or (practice and practice.origin == "network" and reader.is_staff)
    takes = adoption.taker_id in reader.cities
    steps = [
        (answers, ("claimed", "unanswered"), _("Confirm it"), "hub:adoption_confirm", "badge-check", ""),
        (
            answers,
            ("claimed", "unanswered"),
            _("Say that it is not so"),
            "hub:adoption_dispute",
            "message-circle-x",
            "quiet",
        ),
        (takes, ("claimed", "unanswered", "disputed"), _("Take it back"), "hub:adoption_withdraw", "undo-2", "quiet"),
        (takes, ("confirmed",), _("We no longer do it"), "hub:adoption_end", "calendar-x", "quiet"),
    ]
    return [
        Act(label, reverse(name, args=[adoption.code]), icon, kind)
        for may, states, label, name, icon, kind in steps
        if may and adoption.status in states
    ]
