"""Signed links in mail: what they open, and how this browser keeps the right to it.

A GET on the mailed address changes nothing: robots that open every link in a mail do no harm. A button posts; then
the right is kept on the server with the login session, and the address keeps only the opaque code. Old, foreign and
mistyped links get the same page as an address that never existed.
"""

from django.apps import apps
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponseRedirect
from django.views.decorators.cache import cache_control
from django.views.generic import TemplateView

from scn_portal.codes import token_opens
from scn_portal.lifecycle import LinkHolder

SESSION_KEY = "opened_by_link"
AT_MOST = 20  # rights a browser keeps; the oldest goes first


class Public:
    """For class-based views: open to all, signed in or not. Marks what `as_view` gives, so it holds for subclasses."""

    @classmethod
    def as_view(cls, **options):
        return login_not_required(super().as_view(**options))


class Private(Public):
    """Open without signing in, but shown to one person only: no cache keeps it."""

    @classmethod
    def as_view(cls, **options):
        return login_not_required(cache_control(private=True, no_store=True)(super().as_view(**options)))


def open_for(request, row):
    """Give this browser the right to act on `row`, as long as the link that was issued last stays the same."""
    opened = request.session.get(SESSION_KEY, {})
    opened.pop(_name(row), None)
    opened[_name(row)] = row.link_issue
    request.session.cycle_key()
    request.session[SESSION_KEY] = dict(list(opened.items())[-AT_MOST:])


def close_for(request, row):
    """Take the right back, such as when the person leaves a shared computer."""
    opened = request.session.get(SESSION_KEY, {})
    if opened.pop(_name(row), None) is not None:
        request.session[SESSION_KEY] = opened


def holder(request, opens):
    """The holder of the signed link to `opens` ("cities.joinrequest:CODE") in this browser, or None."""
    issue = request.session.get(SESSION_KEY, {}).get(opens)
    if issue is None:
        return None
    model, _, code = opens.rpartition(":")
    current = apps.get_model(model)._base_manager.filter(code=code, link_issue=issue)
    return LinkHolder(opens) if current.exists() else None


def _name(row):
    return f"{row._meta.label_lower}:{row.code}"


class LinkOpen(Private, TemplateView):
    """The page behind a mailed link: one button. Each app says which row and where to go."""

    model = None
    template_name = "accounts/link_open.html"
    http_method_names = ["get", "head", "post", "options"]

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.row = self.model._base_manager.filter(code=kwargs["code"]).first()

    def dispatch(self, request, *args, **kwargs):
        if not (self._token_fits() and self.is_alive(self.row)):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def _token_fits(self):
        kind = self.model._meta.label_lower
        code, issue = (self.row.code, self.row.link_issue) if self.row else ("", 0)
        return token_opens(self.kwargs["token"], kind, code, issue) and self.row is not None

    def is_alive(self, row):
        """Whether the link still works; the app knows for how long."""
        return True

    def get_success_url(self):
        return self.row.get_absolute_url()

    def post(self, request, *args, **kwargs):
        open_for(request, self.row)
        return HttpResponseRedirect(self.get_success_url())
