"""The one address from which files are served."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.http import content_disposition_header
from django.views import View

from .models import StoredFile
from .readers import may_read, note_opening

HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store, private",
}


@method_decorator(login_not_required, name="dispatch")
class FileDetail(View):
    """A file, for whoever may read the row it belongs to. Everybody else gets what a wrong address gets."""

    def get(self, request, code):
        file = StoredFile.objects.filter(code=code).first()
        if file is None or not may_read(request, file):
            raise Http404
        try:
            with file.content.open("rb") as content:
                answer = HttpResponse(content.read(), content_type=file.content_type, headers=HEADERS)
        except FileNotFoundError as gone:
            raise Http404 from gone
        note_opening(request, file)
        is_shown = file.content_type.startswith("image/")
        answer["Content-Disposition"] = content_disposition_header(not is_shown, file.name)
        return answer
