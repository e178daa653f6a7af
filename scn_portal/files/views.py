"""The one address from which files are served."""

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404
from django.utils.decorators import method_decorator
from django.views import View

from .models import StoredFile
from .readers import may_read

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
            content = file.content.open("rb")
        except FileNotFoundError as gone:
            raise Http404 from gone
        inline = file.content_type.startswith("image/")
        return FileResponse(
            content, as_attachment=not inline, filename=file.name, content_type=file.content_type, headers=HEADERS
        )
