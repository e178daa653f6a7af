"""What the app announces. Each is a fact: written with the change itself, delivered after the commit."""

from django.dispatch import Signal

from scn_portal.jobs.facts import FactSignal

join_request_started = FactSignal("cities.join_request_started")
join_code_asked = FactSignal("cities.join_code_asked")
join_request_submitted = FactSignal("cities.join_request_submitted")
join_evidence_asked = FactSignal("cities.join_evidence_asked")
join_request_approved = FactSignal("cities.join_request_approved")
join_request_refused = FactSignal("cities.join_request_refused")
join_request_merged = FactSignal("cities.join_request_merged")
invitation_sent = FactSignal("cities.invitation_sent")
invitation_accepted = FactSignal("cities.invitation_accepted")
handover_started = FactSignal("cities.handover_started")
handover_done = FactSignal("cities.handover_done")
membership_confirmed = FactSignal("cities.membership_confirmed")
membership_notice_given = FactSignal("cities.membership_notice_given")
membership_on_hold = FactSignal("cities.membership_on_hold")
membership_suspended = FactSignal("cities.membership_suspended")
membership_ended = FactSignal("cities.membership_ended")
representative_changed = FactSignal("cities.representative_changed")
contact_received = FactSignal("cities.contact_received")
seat_changed = FactSignal("cities.seat_changed")
seat_person_named = FactSignal("cities.seat_person_named")
decision_adopted = FactSignal("cities.decision_adopted")
priority_set = FactSignal("cities.priority_set")

# A question, asked inside the transaction of a merge: whoever has rows that name `other` lets them name `city`, or
# raises TransitionRefused. They get `city`, `other` and `by`.
city_merging = Signal()
