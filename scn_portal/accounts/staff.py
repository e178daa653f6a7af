"""How the admin lets staff in: by the portal's own sign-in, with a second factor; each group sees its own lists."""

from functools import update_wrapper
from urllib.parse import urlencode

from django.contrib.admin import ModelAdmin
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.views.decorators.cache import never_cache

from scn_portal.ui.admin_lists import TakesOut, TellsItsTrail

from . import rules


class OneSignIn:
    """For an AdminSite: no login form and no password page of its own; others than staff find nothing here."""

    def has_permission(self, request):
        from . import second_factor  # reads models, which are not loaded yet when the admin site is

        return rules.is_staff(request.user) and second_factor.was_used(request)

    def admin_view(self, view, cacheable=False):
        admitting = super().admin_view(view, cacheable)

        def only_staff(request, *args, **kwargs):
            if request.user.is_authenticated and not self.has_permission(request):
                raise Http404
            return admitting(request, *args, **kwargs)

        return update_wrapper(only_staff, view)

    @method_decorator(never_cache)
    def login(self, request, extra_context=None):
        from .forms import back_from  # reads models, as above

        back = back_from(request, default=reverse("admin:index"))
        return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': back})}")

    login.login_required = False

    def logout(self, request, extra_context=None):
        return HttpResponseRedirect(reverse("account_logout"))

    def password_change(self, request, extra_context=None):
        return HttpResponseRedirect(reverse("account_change_password"))

    password_change_done = password_change


class StaffAdmin(TakesOut, TellsItsTrail, ModelAdmin):
    """A list that the named staff groups may read and take out, and those in `writers` may change. Nobody deletes."""

    readers = ()
    writers = ()

    def _belongs(self, request, groups):
        person = request.user
        return rules.is_staff(person) and bool(rules.group_names(person) & {*groups, "administrator"})

    def changelist_view(self, request, extra_context=None):
        """The page of a list bears the list's name, not a command."""
        named = {"title": capfirst(self.opts.verbose_name_plural)}
        return super().changelist_view(request, named | (extra_context or {}))

    def has_module_permission(self, request):
        return self._belongs(request, {*self.readers, *self.writers})

    def has_view_permission(self, request, obj=None):
        return self.has_module_permission(request)

    def has_change_permission(self, request, obj=None):
        return bool(self.writers) and self._belongs(request, self.writers)

    def has_add_permission(self, request):
        return self.has_change_permission(request)

    def has_delete_permission(self, request, obj=None):
        return False
