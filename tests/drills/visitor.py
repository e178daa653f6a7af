"""A browser reduced to what a drill needs: cookies, forms, and how long each answer took."""

import http.client
import re
import time
from urllib.parse import urlencode

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Visitor:
    """Speaks with 127.0.0.1:`port`. Keeps `__Host-` cookies over plain HTTP on loopback, as browsers do."""

    def __init__(self, port, **cookies):
        self.port, self.cookies, self.answers = port, dict(cookies), []  # answers: (path, status, seconds)

    def get(self, path):
        return self._ask("GET", path)

    def post(self, form_page, path, **values):
        """Open the page with the form, then send it."""
        _, page = self.get(form_page)
        token = TOKEN.search(page)
        assert token, f"{form_page} has no form"
        return self._ask("POST", path, urlencode({"csrfmiddlewaretoken": token[1], **values}))

    def _ask(self, method, path, body=None):
        connection, began = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30), time.monotonic()
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{self.port}"}
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        text = response.read().decode(errors="replace")
        self.answers.append((path, response.status, time.monotonic() - began))
        for cookie in response.msg.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        connection.close()
        return response.status, text
