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
export PIP_DISABLE_PIP_VERSION_CHECK := 1
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
	@rm -rf .venv && "$(PYTHON)" -m venv .venv
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

.PHONY: lock
lock: .venv/made ## write the lock files anew from pyproject.toml
	$(COMPILE) --upgrade pyproject.toml --output-file requirements.txt
	$(COMPILE) --upgrade pyproject.toml --group dev --constraint requirements.txt --output-file requirements-dev.txt
	$(COMPILE) --upgrade --group build --output-file requirements-build.txt
