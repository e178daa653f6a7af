"""The address of a city that was merged with another leads to the one that was kept."""

from django.http import Http404
from django.shortcuts import redirect

from ..models import City


class FollowsOldSlug:
    """For the page of a city: where nothing stands under the slug any more, whoever may see the kept city is led there.

    For everybody else the address is a wrong one.
    """

    def get(self, request, *args, **kwargs):
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            kept = City.objects.visible_to(request.user).filter(old_slugs__slug=kwargs["slug"]).first()
            if kept is None:
                raise
            return redirect(kept, permanent=True)
