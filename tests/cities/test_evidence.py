"""What is missing before an approval: the law, written a second time as one table of sentences, over every case."""

from functools import cache
from itertools import product

import pytest

from cities import lifecycle
from cities.evidence import missing_evidence
from cities.models import Evidence, JoinRequest
from scn_portal.lifecycle import TransitionRefused
from tests.factories.joining import a_request_held_by

NOTHING = [None]
RESULTS = ["open", "confirmed", "not_accepted"]
FLAGS = [[], ["free_mail"], ["free_host"], ["mixed_script"], ["look_alike"], ["shared_domain"]]
PAGE = "https://www.city.example/"
ADDRESSES = [
    None,
    *[("confirmed", flags, source) for flags in [*FLAGS, ["look_alike", "free_mail"]] for source in ("", PAGE)],
    *[(result, [], PAGE) for result in ("open", "not_accepted")],
]
OLD_OR_EARLY = [("confirmed", [flag]) for flag in ("dated_long_ago", "dated_in_future")]
DOCUMENTS = [(result, []) for result in RESULTS] + OLD_OR_EARLY


def what_the_law_wants(kind, role, letter, decision, address, call, invited):
    """The oracle: rules 2, 3 and 6 of the membership law, as a plain reader would apply them."""
    paper = (letter is not None and letter[0] == "confirmed") or decision == "confirmed"
    called = call == "confirmed"
    own_address = False
    if address is not None and address[0] == "confirmed":
        result, flags, source = address
        look_alike_is_lifted = source != ""
        own_address = all(flag == "look_alike" and look_alike_is_lifted for flag in flags)
    if role == "political_lead":
        enough = {"paper": paper, "call": called}
    elif kind == "new_city":
        enough = {"paper": paper, "contact": own_address or called}
    else:
        enough = {"invited": invited, "contact": own_address or called}
    return [name for name, there in enough.items() if not there]


NAMES = {
    frozenset({"letter", "council_decision"}): "paper",
    frozenset({"call_back"}): "call",
    frozenset({"domain_mail", "call_back"}): "contact",
    frozenset({"invitation"}): "invited",
}


def a_request_with(kind, role, letter, decision, address, call, invited):
    """A request in memory with this evidence; nothing is stored."""
    request = JoinRequest(pk=1, kind=kind, role_wanted=role, invitation_id=1 if invited else None)
    there = [
        letter and a_piece("letter", letter[0], *letter[1]),
        decision and a_piece("council_decision", decision),
        address and a_piece("domain_mail", address[0], *address[1], source=address[2]),
        call and a_piece("call_back", call),
    ]
    request._prefetched_objects_cache = {"evidence": [each for each in there if each]}
    return request


@cache
def a_piece(kind, result, *flags, source=""):
    return Evidence(kind=kind, result=result, flags=list(flags), number_source_url=source)


def every_case():
    return product(
        JoinRequest.Kind.values,
        ["political_lead", "lead_contact", "deputy", "practitioner"],
        NOTHING + DOCUMENTS,
        NOTHING + RESULTS,
        ADDRESSES,
        NOTHING + RESULTS,
        [False, True],
    )


def test_what_is_missing_equals_the_law_in_every_case():
    cases = 0
    for case in every_case():
        missing = [NAMES[need.any_of] for need in missing_evidence(a_request_with(*case))]
        assert missing == what_the_law_wants(*case), case
        cases += 1
    assert cases == 2 * 4 * 6 * 4 * 17 * 4 * 2


def test_one_confirmed_piece_among_refused_ones_of_its_kind_is_enough():
    request = a_request_with("new_city", "lead_contact", ("not_accepted", []), None, None, "confirmed", False)
    request._prefetched_objects_cache["evidence"].append(Evidence(kind="letter", result="confirmed"))
    assert missing_evidence(request) == []


CHECKED = ["letter", "council_decision", "domain_mail", "call_back"]


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["lead_contact", "political_lead"])
@pytest.mark.parametrize("confirmed", list(product([False, True], repeat=4)))
def test_the_approval_succeeds_exactly_where_nothing_is_missing(dev, role, confirmed):
    request = a_request_held_by(dev, role_wanted=role)
    request.evidence.all().delete()
    for kind, is_confirmed in zip(CHECKED, confirmed, strict=True):
        lifecycle.add_evidence(request, by=dev, kind=kind, address=request.email if kind == "domain_mail" else "")
        evidence = request.evidence.get(kind=kind)
        result = {"result": "confirmed"} if is_confirmed else {"result": "not_accepted", "reason": "Not readable."}
        lifecycle.check_evidence(
            request,
            by=dev,
            evidence=evidence,
            number_source_url="https://www.newtown.example/contact",
            spoken_with="The secretary of the mayor",
            **result,
        )
    if missing_evidence(request):
        with pytest.raises(TransitionRefused, match="Still missing: "):
            lifecycle.approve(request, by=dev)
        assert JoinRequest.objects.get(pk=request.pk).status == "checking"
    else:
        assert lifecycle.approve(request, by=dev).status == "approved"
