"""A person's own calendar: the page with its address, and the calendar itself."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView, View

from . import calendar_feed, ical


@method_decorator(never_cache, name="dispatch")
class OwnCalendar(TemplateView):
    """The address for the reader's calendar program, and the button that makes a new one."""

    template_name = "notifications/own_calendar.html"

    def get_context_data(self, **kwargs):
        feed = calendar_feed.of(self.request.user)
        address = calendar_feed.address_of(feed) if feed else ""
        return super().get_context_data(feed=feed, feed_address=address, **kwargs)

    def post(self, request):
        was = calendar_feed.of(request.user)
        calendar_feed.make_new(request.user)
        words = _("You have a new address. The one before does not work any more.")
        messages.success(request, words if was else _("You have an address for your calendar."))
        return redirect("notifications:own_calendar")


@method_decorator(login_not_required, name="dispatch")
class CalendarOfPerson(View):
    """What a calendar program reads. An address that was ended says so: an empty calendar would delete entries."""

    http_method_names = ["get", "head", "options"]

    def get(self, request, token):
        feed, is_open = calendar_feed.opened_by(token)
        if feed is None:
            raise Http404
        person = feed.person
        if not is_open:
            words = _("This calendar address has ended. The portal gives a new one under Settings.")
            return HttpResponse(words, status=410, content_type="text/plain; charset=utf-8")
        with translation.override(person.language):
            content = ical.published(calendar_feed.entries(person), _("Strong Cities Network"))
        return ical.answer(request, content, "strong-cities")
