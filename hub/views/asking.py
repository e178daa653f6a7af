"""A page that asks before a step: only those who could take it are asked."""

from django.core.exceptions import PermissionDenied

from scn_portal.lifecycle import TransitionRefused, may


class Asked:
    """For a TransitionView: whoever may not take the step is refused before the page asks, or a form is read."""

    def get(self, request, *args, **kwargs):
        subject, transition = self._allowed(), type(self).transition
        if not transition.is_open_to(request.user, subject):
            raise TransitionRefused(transition.refusal(subject, request.user))
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        self._allowed()
        return super().post(request, *args, **kwargs)

    def _allowed(self):
        subject, transition = self.get_object(), type(self).transition
        if not may(self.request.user, transition.permission, subject):
            raise PermissionDenied(transition.permission)
        return subject
