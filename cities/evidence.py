"""What shows that a person speaks for an authority, and what is still missing. The one answer for button and law."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from .models import Evidence, JoinRequest, Representative

Kind = Evidence.Kind
INVITATION = "invitation"
DOCUMENTS = frozenset({Kind.LETTER, Kind.COUNCIL_DECISION})
BY_THE_SENDER = DOCUMENTS  # a call is never made to a number from the form, and the address proves itself
# Flags that stop an address from counting. A look-alike counts again once the official page is on record.
STOPPING = frozenset({"free_mail", "free_host", "mixed_script", "look_alike", "shared_domain"})
LIFTED_BY_SOURCE = frozenset({"look_alike"})
IN_WORDS = {
    "free_mail": _("free mail service"),
    "free_host": _("site of a free host"),
    "mixed_script": _("letters of several scripts"),
    "look_alike": _("looks like another domain"),
    "shared_domain": _("shared with others"),
    "duplicate": _("may be a duplicate"),
    "dated_in_future": _("dated in the future"),
    "dated_long_ago": _("dated long ago"),
}


@dataclass(frozen=True)
class Need:
    """Something that must be there before approval: one of `any_of`, in words for people."""

    any_of: frozenset
    label: str

    def __str__(self):
        return str(self.label)


DOCUMENT = Need(DOCUMENTS, _("a letter of the mayor or chief officer, or a decision of the council"))
CALL = Need(frozenset({Kind.CALL_BACK}), _("a call to a number on the official site"))
CONTACT = Need(
    frozenset({Kind.DOMAIN_MAIL, Kind.CALL_BACK}),
    _("an address in the authority's own domain, or a call to a number on the official site"),
)
INVITED = Need(frozenset({INVITATION}), _("an invitation by the city's lead contact"))


def remarks(row):
    """What the checks noticed about a request or a piece of evidence, in words for staff."""
    return [IN_WORDS.get(flag, flag) for flag in row.flags]


def counts(evidence):
    """Whether a piece of evidence was confirmed and nothing stops it from counting."""
    if evidence.result != Evidence.Result.CONFIRMED:
        return False
    if evidence.kind != Kind.DOMAIN_MAIL:
        return True
    stopping = STOPPING & set(evidence.flags)
    if evidence.number_source_url:
        stopping -= LIFTED_BY_SOURCE
    return not stopping


def needs_of(request):
    """What this kind of request must bring, whatever is there already."""
    if request.role_wanted == Representative.Role.POLITICAL_LEAD:
        return [DOCUMENT, CALL]
    if request.kind == JoinRequest.Kind.NEW_CITY:
        return [DOCUMENT, CONTACT]
    return [INVITED, CONTACT]


def missing_evidence(request):
    """The needs that are not met yet, in the order in which staff ask for them. Empty: it may be approved."""
    there = {each.kind for each in request.evidence.all() if counts(each)}
    if request.invitation_id or request.handover_id:
        there.add(INVITATION)
    return [need for need in needs_of(request) if not need.any_of & there]
