"""What the app tells people: who gets which mail, and what must still be true when it goes out."""

from .joining import (
    contact_received,
    invitation_sent,
    join_code_asked,
    join_evidence_asked,
    join_request_approved,
    join_request_merged,
    join_request_refused,
    join_request_started,
    join_request_submitted,
    link_to_invitation,
    link_to_request,
    representative_changed,
)
from .people import (
    confirm_due,
    election_passed,
    handover_done,
    handover_started,
    link_to_handover,
    link_to_object,
    membership_ending,
    on_hold,
)
from .seats import seat_ending, seat_person_named

__all__ = [
    "confirm_due",
    "contact_received",
    "election_passed",
    "handover_done",
    "handover_started",
    "invitation_sent",
    "join_code_asked",
    "join_evidence_asked",
    "join_request_approved",
    "join_request_merged",
    "join_request_refused",
    "join_request_started",
    "join_request_submitted",
    "link_to_handover",
    "link_to_invitation",
    "link_to_object",
    "link_to_request",
    "membership_ending",
    "on_hold",
    "representative_changed",
    "seat_ending",
    "seat_person_named",
]
