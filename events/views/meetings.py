"""The list of events and the page of one."""

from django.views.generic import DetailView, ListView

from scn_portal.accounts.links import Public

from ..models import Event


class VisibleEvents:
    """Every view of an event takes it from here: what the person may not see is a wrong address."""

    def get_queryset(self):
        return Event.objects.visible_to(self.request.user)


class EventList(Public, VisibleEvents, ListView):
    template_name = "events/event_list.html"

    def get_queryset(self):
        return super().get_queryset().announced().for_lists()


class EventDetail(Public, VisibleEvents, DetailView):
    template_name = "events/event_detail.html"

    def get_queryset(self):
        return super().get_queryset().for_lists()
