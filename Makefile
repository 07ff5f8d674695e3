# `make` lists the targets. The first run makes .venv with the system's Python and installs what the lock files name.
SHELL := /bin/sh
.DEFAULT_GOAL := help

PORT ?= 8000
DATA ?= data
BIN := .venv/bin

# The first Python on the PATH that is new enough; PYTHON=... chooses another.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { command -v "$$p"; break; }; done)

# uv does in seconds what pip does in half a minute; where it has no wheel, pip installs the same locked files.
export UV_PYTHON_DOWNLOADS := never
export UV_COMPILE_BYTECODE := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Some machines switch bytecode off for all; every start would then compile a hundred thousand lines.
export PYTHONDONTWRITEBYTECODE :=
LOCKED = --require-hashes --only-binary :all: --no-deps
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-emit-find-links --no-header --no-annotate

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z.-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

.venv/made: requirements-build.txt
	@if [ -z "$(PYTHON)" ]; then echo "Communiqué needs Python 3.11 or newer; none was found on the PATH (PYTHON=/path/to/python3 names one)." >&2; exit 1; fi
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Communiqué needs Python 3.11 or newer; $(PYTHON) is older." >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "This Python has no venv module; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@"$(PYTHON)" -m venv .venv
	@$(BIN)/python -m pip install -q $(LOCKED) -r requirements-build.txt || { echo "No uv here: pip does it, more slowly." >&2; \
		sed '/^uv==/,$$d' requirements-build.txt >.venv/build.txt && $(BIN)/python -m pip install -q $(LOCKED) -r .venv/build.txt; }
	@touch $@

.venv/run: requirements.txt pyproject.toml .venv/made
	@sh -c '$(call install,requirements.txt)'
	@touch $@

.venv/dev: requirements-dev.txt pyproject.toml .venv/made
	@sh -c '$(call install,requirements-dev.txt)'
	@touch .venv/run $@

define install
if [ -x $(BIN)/uv ]; then pip="$(BIN)/uv pip"; quiet="--quiet --python $(BIN)/python"; else pip="$(BIN)/python -m pip"; quiet=-q; fi; \
	$$pip install $$quiet $(LOCKED) -r $(1) && $$pip install $$quiet --no-deps --no-build-isolation --editable .
endef

.PHONY: .venv
.venv: .venv/dev ## make .venv with everything a developer needs

# What gettext reads is made from the catalogues, in whatever environment is there.
CATALOGUES = $(wildcard workflow/translations/*/LC_MESSAGES/messages.po)
workflow/translations/compiled: $(CATALOGUES)
	@$(BIN)/pybabel -q compile --directory workflow/translations
	@touch $@

.PHONY: run
run: .venv/run workflow/translations/compiled ## start Communiqué: PORT=8000, DATA=data
	@exec $(BIN)/communique --data "$(DATA)" run --port "$(PORT)"

# What needs no service and no process; tests/ mirrors the floors.
QUICK = $(wildcard tests/text tests/rules tests/formats tests/test_architecture.py)

.PHONY: check
check: .venv/dev workflow/translations/compiled ## format, lint, types, import contracts, quick tests
	$(BIN)/ruff format --check .
	$(BIN)/djangofmt --check --quiet workflow/templates
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/pytest -q -n 2 $(QUICK)

# The files that take longest begin first, so that no worker stands idle at the end; three for two cores, since many
# tests wait for a process, a browser or a database.
LONG = $(wildcard tests/journeys tests/machines tests/worker tests/supervisor tests/deploy)

.PHONY: test
test: check chromium ## everything that CI runs, on SQLite and PostgreSQL, with real processes and a real browser
	$(BIN)/pytest -q -n 3 --dist loadfile --no-loadscope-reorder --durations 15 $(LONG) tests $(QUICK:%=--ignore=%)

.PHONY: chromium
chromium: .venv/dev ## have a Chromium for the browser tests
	@$(BIN)/python -m tests.provide.chromium

.PHONY: bench
bench: .venv/dev workflow/translations/compiled ## measure pages, journey and worker; a table and JSON
	$(BIN)/python -m bench

.PHONY: drill
drill: .venv/dev workflow/translations/compiled ## kill things at random while a thousand mails go out, and balance the books
	$(BIN)/python -m bench.drill --matrix

# Two people at the same moment, on both databases; in `make test` each of these runs a few rounds.
ROUNDS ?= 200
.PHONY: races
races: .venv/dev workflow/translations/compiled ## let two people press at once, ROUNDS=200 times a race, and print who won how often
	RACE_ROUNDS=$(ROUNDS) $(BIN)/pytest -q -m race tests/services

.PHONY: bench-text
bench-text: .venv/dev ## measure the text engine
	$(BIN)/python -m bench.text
	$(BIN)/python -m bench.quotations

.PHONY: house
house: .venv/dev workflow/translations/compiled ## print what is worth watching in the structure, beside the figures last committed
	@$(BIN)/python -m bench.house

.PHONY: wheel
wheel: .venv/run ## make one file to install from, in dist/: migrations and compiled catalogues are in it
	@$(BIN)/python -m pip wheel -q --no-deps --no-index --no-build-isolation --wheel-dir dist .
	@ls dist/*.whl

.PHONY: catalogues
catalogues: .venv/dev ## collect the sentences and bring the catalogues up to date
	$(BIN)/pybabel extract --mapping-file babel.cfg --keywords "_l N_n:1,2" --no-location --sort-output --project Communiqué \
		--output-file workflow/translations/messages.pot workflow
	$(BIN)/pybabel update --no-fuzzy-matching --ignore-obsolete --width 100 --input-file workflow/translations/messages.pot --output-dir workflow/translations
	$(BIN)/pybabel compile --directory workflow/translations

.PHONY: lock
lock: .venv/made ## write the lock files anew from pyproject.toml
	$(COMPILE) --upgrade pyproject.toml --output-file requirements.txt
	$(COMPILE) --upgrade pyproject.toml --group dev --constraint requirements.txt --output-file requirements-dev.txt
	$(COMPILE) --upgrade --group build --output-file requirements-build.txt

.PHONY: clean
clean: ## remove .venv and what tools leave; the data folder stays
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
