"""What a reader of a partnership may do next. Only links: each leads to a page whose step asks the right itself."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..models import Partnership
from ..taking_part import signed_cities

Status = Partnership.Status


@dataclass(frozen=True)
class Act:
    """A link to the page of a step."""

    label: str
    url: str
    icon: str
    kind: str = "quiet"


def acts_for(page):
    """The steps open to the leads of a city that takes part, the main one first; `page` is the page that shows them."""
    partnership, own = page.partnership, page.own_partners
    found = list(BY_STATE.get(partnership.status, lambda page: ())(page)) if own else []
    if partnership.status != Status.IN_REVIEW and page.asked_after_leaving:
        found.append(("review", _("Say what your city learned"), "notebook-pen", ""))
    if own:
        found += _always(partnership, own)
    found.sort(key=lambda each: each[3] == "danger")  # what ends something stands last
    return [
        Act(label, reverse(f"twinning:partnership_{name}", args=[partnership.slug]), icon, kind)
        for name, label, icon, kind in found
    ]


def _proposed(page):
    text = page.text
    signed = signed_cities(text)
    if any(each.takes_part_at is None for each in page.own_partners):
        yield ("take_part", _("Say that your city takes part"), "handshake", "")
    elif text and any(each.city_id not in signed for each in page.own_partners):
        yield ("sign", _("Read and sign the text"), "pen-line", "")
    yield ("text", _("Write a new text") if text else _("Write the text"), "file-pen", "quiet" if text else "")
    yield ("decline", _("Decline"), "circle-x", "danger")


def _agreed(page):
    yield ("plan", _("Write the plan") if page.plan is None else _("Change the plan"), "list-checks", "")
    if page.plan is not None and any("adopt_plan" not in each.agrees for each in page.own_partners):
        yield ("adopt", _("Agree to the plan"), "badge-check", "")
    yield ("office", _("Name your office"), "landmark", "quiet")
    yield ("leave", _("Leave the partnership"), "log-out", "danger")


def _active(page):
    if page.plan is None or page.plan.adopted_on is None:
        yield ("plan", _("Write the plan") if page.plan is None else _("Change the plan"), "list-checks", "")
        if page.plan is not None:
            yield ("adopt", _("Agree to the plan"), "badge-check", "")
    if page.plan is not None:
        yield ("step", _("Add a step to the plan"), "plus", "quiet")
    yield ("office", _("Name your office"), "landmark", "quiet")
    yield ("pause", _("Pause it"), "circle-pause", "quiet")
    yield ("begin_review", _("Begin the review"), "notebook-pen", "quiet")
    yield ("leave", _("Leave the partnership"), "log-out", "danger")


def _paused(page):
    yield ("resume", _("Go on"), "circle-play", "")
    yield ("leave", _("Leave the partnership"), "log-out", "danger")


def _in_review(page):
    filed = {each.city_id for each in page.reviews}
    if any(each.city_id not in filed for each in page.asked_partners):
        yield ("review", _("Say what your city learned"), "notebook-pen", "")
    if page.may_renew:
        yield ("renew", _("Go on with a next cycle"), "repeat", "")
    if page.may_close:
        yield ("close", _("Close the partnership"), "archive", "quiet")


BY_STATE = {
    Status.PROPOSED: _proposed,
    Status.AGREED: _agreed,
    Status.ACTIVE: _active,
    Status.PAUSED: _paused,
    Status.IN_REVIEW: _in_review,
}
OPEN = (Status.AGREED, Status.ACTIVE, Status.PAUSED, Status.IN_REVIEW, Status.CLOSED)


def _always(partnership, own):
    """What is open in nearly every state: the public card, and a note."""
    if partnership.status not in OPEN:
        return []
    if partnership.sharing == 0 or all("clear" in each.agrees for each in own):
        card = ("internal", _("Show it to members only"), "eye-off", "quiet")
    else:
        card = ("public", _("Show a public card"), "eye", "quiet")
    return [card, ("note", _("Write a note for the partners"), "sticky-note", "quiet")]
