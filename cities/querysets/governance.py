"""What may be read of the work of the bodies."""

from django.db.models import Q

from .levels import LevelledQuerySet, reads_green


class DecisionQuerySet(LevelledQuerySet):
    """Everybody reads what was decided, at its level; members also what is proposed or was withdrawn."""

    city_path = None

    def decided(self):
        return self.filter(status__in=["adopted", "rejected"])

    def visible_to(self, user):
        if user.is_authenticated and user.is_active and user.is_staff:
            return self
        decided = Q(status__in=["adopted", "rejected"])
        open_to_members = reads_green(user) if user.is_authenticated and user.is_active and user.pk else Q(pk=None)
        return super().visible_to(user).filter(decided | open_to_members)
