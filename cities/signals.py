"""What the app announces. Each is a fact: written with the change itself, delivered after the commit."""

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
representative_changed = FactSignal("cities.representative_changed")
contact_received = FactSignal("cities.contact_received")
seat_changed = FactSignal("cities.seat_changed")
seat_person_named = FactSignal("cities.seat_person_named")
decision_adopted = FactSignal("cities.decision_adopted")
priority_set = FactSignal("cities.priority_set")
