from django.urls import path

from . import calendar_views, views

app_name = "notifications"
urlpatterns = [
    path("me/inbox/", views.Inbox.as_view(), name="inbox"),
    path("me/inbox/read/", views.InboxReadAll.as_view(), name="inbox_read_all"),
    path("me/inbox/<slug:code>/", views.InboxOpen.as_view(), name="inbox_open"),
    path("me/inbox/<slug:code>/read/", views.InboxRead.as_view(), name="inbox_read"),
    path("me/settings/notifications/", views.Preferences.as_view(), name="preferences"),
    path("me/settings/calendar/", calendar_views.OwnCalendar.as_view(), name="own_calendar"),
    path("calendar/<slug:token>.ics", calendar_views.CalendarOfPerson.as_view(), name="calendar_feed"),
    path("unsubscribe/<slug:token>/", views.Unsubscribe.as_view(), name="unsubscribe"),
    path("mail/", views.KeptMailList.as_view(), name="kept_mail"),
    path("mail/<slug:code>/", views.KeptMailDetail.as_view(), name="kept_mail_detail"),
    path("mail/<slug:code>/html/", views.KeptMailHtml.as_view(), name="kept_mail_html"),
]
