"""What the app announces. Each is a fact: written with the change itself, delivered after the commit."""

from django.dispatch import Signal

from scn_portal.jobs.facts import FactSignal

resource_released = FactSignal("hub.resource_released")
changes_asked = FactSignal("hub.changes_asked")
version_approved = FactSignal("hub.version_approved")
version_declined = FactSignal("hub.version_declined")
resource_published = FactSignal("hub.resource_published")
review_due = FactSignal("hub.review_due")
resource_archived = FactSignal("hub.resource_archived")
resource_withdrawn = FactSignal("hub.resource_withdrawn")
resource_taken_down = FactSignal("hub.resource_taken_down")
widening_answered = FactSignal("hub.widening_answered")
adoption_claimed = FactSignal("hub.adoption_claimed")
adoption_confirmed = FactSignal("hub.adoption_confirmed")

# Questions, asked inside the transition: a receiver that objects raises TransitionRefused. They get `resource`.
publish_objection = Signal()
restore_objection = Signal()
