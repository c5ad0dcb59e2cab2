# One command for each thing one does here; `make` alone lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PY := .venv/bin/python
UV := .venv/bin/uv
VERSION := $(shell cat .python-version)
POSTGRES := $(or $(PORT2PORT_TEST_POSTGRES),postgresql://postgres@127.0.0.1:5432/postgres)

.PHONY: help
help: ## list what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

# The environment: python of .python-version, from PATH or from uv; uv itself comes from the package index.
.venv/bin/uv:
	@if command -v python$(VERSION) >/dev/null && python$(VERSION) -c '' 2>/dev/null; then \
	  python$(VERSION) -m venv .venv; \
	elif command -v uv >/dev/null; then \
	  uv venv --quiet --seed --python $(VERSION) .venv; \
	elif command -v python3 >/dev/null; then \
	  python3 -m venv .venv-uv && .venv-uv/bin/python -m pip install --quiet uv && \
	  .venv-uv/bin/uv venv --quiet --seed --python $(VERSION) .venv && rm -rf .venv-uv; \
	else \
	  echo "Python $(VERSION) is needed: install it, or uv" >&2; exit 1; \
	fi
	@$(PY) -m pip --version >/dev/null 2>&1 || $(PY) -m ensurepip --upgrade >/dev/null
	@$(PY) -m pip install --quiet --disable-pip-version-check uv

# A marker says from which lock file the environment was filled; both are kept apart so that a demo needs no test tools.
.venv/run.lock: requirements.txt | .venv/bin/uv
	@$(UV) pip install --quiet --python $(PY) --require-hashes -r requirements.txt
	@cp requirements.txt $@

.venv/dev.lock: requirements-dev.txt | .venv/bin/uv
	@$(UV) pip install --quiet --python $(PY) --require-hashes -r requirements-dev.txt
	@cp requirements-dev.txt $@

.venv/bin/port2port: pyproject.toml | .venv/run.lock
	@$(UV) pip install --quiet --python $(PY) --no-deps --editable .
	@touch $@

.PHONY: ready
ready: .venv/run.lock .venv/bin/port2port
	@$(PY) -m port2port.base.messages compile

.PHONY: setup
setup: ready .venv/dev.lock ## make the environment with everything that tests and checks need

# An independent player of SCORM packages, for one browser test; nothing of it is part of the software.
PLAYER := var/player/node_modules/scorm-again/dist/scorm12.js
.PHONY: scorm-player
scorm-player: $(PLAYER) # fetches the player that the SCORM test runs courses in

$(PLAYER):
	@mkdir -p var/player
	@npm install --silent --no-save --no-package-lock --ignore-scripts --no-audit --no-fund --prefix var/player scorm-again@3.4.3

.PHONY: demo
demo: ready ## serve the demonstration on http://127.0.0.1:8000 (PORT, DEMO_SEED)
	@.venv/bin/port2port demo

.PHONY: test
test: setup ## run the whole test suite on SQLite
	@$(PY) -m pytest -n auto --dist worksteal

.PHONY: fast
fast: setup ## run the tests that take no browser and no patience
	@$(PY) -m pytest -n auto --dist worksteal -m "not browser and not slow"

.PHONY: fix
fix: setup ## let the formatters mend what they can
	@.venv/bin/ruff check --fix --quiet . || true
	@.venv/bin/ruff format --quiet .
	@git ls-files -z 'src/*.html' | xargs -0 -r .venv/bin/djade || true

.PHONY: style
style: setup
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check --quiet . || { echo 'unformatted files: run make fix' >&2; exit 1; }
	@git ls-files -z 'src/*.html' | xargs -0 -r .venv/bin/djade --check

.PHONY: types
types: setup ## check the types
	@.venv/bin/mypy

.PHONY: arch
arch: setup ## check that the arrows between the rooms point one way
	@.venv/bin/lint-imports

.PHONY: migrations
migrations: setup
	@PORT2PORT_VAR=$$(mktemp -d) $(PY) manage.py makemigrations --check --dry-run

.PHONY: messages
messages: setup ## bring the translations up to date with the sources
	@$(PY) -m port2port.base.messages update

.PHONY: translations
translations: setup
	@$(PY) -m port2port.base.messages check

.PHONY: reference
reference: setup ## write the reference pages that come from the code
	@$(PY) docs/reference_pages.py

.PHONY: docs
docs: setup ## build the documentation; a warning is an error
	@$(PY) -m sphinx -q -W --keep-going -b html docs docs/_build/html

.PHONY: postgres
postgres: setup
	@if pg_isready --quiet --dbname='$(POSTGRES)' 2>/dev/null; then \
	  PORT2PORT_TEST_DATABASE=postgresql PORT2PORT_TEST_POSTGRES='$(POSTGRES)' $(PY) -m pytest -n auto --dist worksteal -m "not browser and not anywhere" --ignore tests/pure --ignore tests/house; \
	elif [ -n "$$CI" ]; then \
	  echo 'no PostgreSQL answers, and here it must' >&2; exit 1; \
	else \
	  echo 'no PostgreSQL answers: its tests were left out'; \
	fi

# In this order: what is quick to say comes first, two at a time; the runner's closing line comes last.
.PHONY: check
check: setup ## everything that must hold before a change lands
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target style arch translations migrations types docs
	@$(MAKE) --no-print-directory postgres test

# Trestle wants its libraries at exact versions, so it lives beside ours.
.venv-trestle/lock: requirements-trestle.txt | .venv/bin/uv
	@$(UV) venv --quiet --allow-existing --python $(PY) .venv-trestle
	@$(UV) pip install --quiet --python .venv-trestle/bin/python --require-hashes -r requirements-trestle.txt
	@cp requirements-trestle.txt $@

.PHONY: trestle
trestle: setup .venv-trestle/lock ## hear compliance-trestle on every OSCAL document that comes with the software
	@PYTHONPATH=src:. DJANGO_SETTINGS_MODULE=port2port.site.settings $(PY) tests/norms/second_opinion.py

# Without R, or without its package of that name, a line says so; with SURVEILLANCE=required that is an error.
.PHONY: surveillance
surveillance: setup ## compare the detectors' alarms with those of R's surveillance, week by week
	@PYTHONPATH=src:. $(PY) tests/pure/outbreak/second_opinion.py

.PHONY: screens
screens: setup ## take the pictures of the pages, those of the tutorial too
	@$(PY) docs/screens.py

.PHONY: bench
bench: setup ## print each figure beside its floor (BENCH_… for small sizes, see bench/every.py)
	@$(PY) bench/every.py

.PHONY: evaluate
evaluate: setup ## write docs/reference/evaluation.md: how often the methods of foresight are right (PART for some)
	@$(PY) bench/evaluation/write.py $(PART)

.PHONY: lock
lock: .venv/bin/uv ## renew the lock files from requirements*.in
	@$(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version $(VERSION) requirements.in -o requirements.txt
	@$(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version $(VERSION) requirements-dev.in -o requirements-dev.txt
	@$(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version $(VERSION) requirements-trestle.in -o requirements-trestle.txt
