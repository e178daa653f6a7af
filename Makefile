# Two commands matter:
#   make run     the whole portal on this machine (PORT=8001 for another port)
#   make test    everything that must hold
# Both need only python3 with venv, and make.

PYTHON ?= python3
BIN := .venv/bin
# Without the word `exec` a shell would stand between make and the command, and signals would stop at it.
PORTAL := exec $(BIN)/python -m scn_portal.demo --stop-with-parent
SERVERS := $(BIN)/python -m scn_portal.demo.servers --stop-with-parent --
PYTEST := $(BIN)/python -m pytest --create-db
TEMPLATES = $(shell find templates -name '*.html')

.PHONY: run test codes test-fast drill nightly lint format lock pictures messages clean environment development
.DEFAULT_GOAL := run

run: environment
	@$(PORTAL)

environment:
	@$(PYTHON) scn_portal/demo/environment.py

development:
	@$(PYTHON) scn_portal/demo/environment.py --dev
	@$(BIN)/python -m scn_portal.demo.messages

lint: development
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/djade --check --target-version 5.2 $(TEMPLATES)

format: development
	$(BIN)/ruff format .
	$(BIN)/djade --target-version 5.2 $(TEMPLATES)

test: lint
	@exec $(SERVERS) $(PYTEST) -n 2 --dist loadgroup --no-loadscope-reorder -m "not nightly"

# The second-factor codes of the demonstration's staff, as they are now.
codes:
	@$(BIN)/python -m scn_portal.demo.second_factor

test-fast: development
	@exec $(SERVERS) $(PYTEST) -n 2 -m "not browser and not drill and not nightly"

drill: development
	@exec $(SERVERS) $(PYTEST) -m drill

nightly: development
	@exec $(SERVERS) $(PYTEST)

# Chromium walks the pages and leaves pictures of them in pictures/, to be looked at.
pictures: development
	@exec $(SERVERS) $(PYTEST) -m browser

# New versions within pyproject.toml; without addresses, so that any index will do.
lock:
	uv pip compile --universal --generate-hashes --no-header --no-annotate --no-emit-index-url \
	  --python-version 3.11 --upgrade --extra local pyproject.toml -o requirements.txt
	uv pip compile --universal --generate-hashes --no-header --no-annotate --no-emit-index-url \
	  --python-version 3.11 --extra local --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt

# Collect the words of the interface into locale/ (needs gettext), and compile them.
messages: development
	$(BIN)/python manage.py makemessages --all --no-location --no-obsolete --ignore .venv --ignore tests --ignore staticfiles
	$(BIN)/python -m scn_portal.demo.messages

clean:
	rm -rf "$$(cat .local/servers.elsewhere 2>/dev/null)"
	rm -rf .venv .local staticfiles pictures .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find locale -name '*.mo' -delete
