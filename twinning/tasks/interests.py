"""Each day: interests that nobody answered lapse, those that wait are called to mind, profiles want to be confirmed."""

from django.utils import timezone

from events.tasks.meetings import each_by_the_clock
from scn_portal.jobs.due import daily

from ..correspondence import reminders_due
from ..lifecycle import interests
from ..models import Interest, Profile
from ..notifications.interests import interest_received
from ..notifications.profiles import profile_due


@daily
def lapse_interests():
    late = Interest.objects.filter(status=Interest.Status.OPEN, answer_by__lte=timezone.now())
    each_by_the_clock(late.order_by("answer_by", "pk"), interests.lapse)


@daily
def remind_interests():
    """Once on the tenth day and once on the twentieth."""
    for interest, after in reminders_due():
        interest_received(interest, after=after)


@daily
def remind_profiles():
    """Once for each profile that ran out of date."""
    for profile in Profile.objects.out_of_date().select_related("city").order_by("pk"):
        profile_due(profile)
