# Living SLA. `make demo`, `make serve` and `make test` do all the set-up: git, Python 3.11 to 3.13 and make are enough.

VENV := .venv
BIN := $(VENV)/bin
RUN := $(VENV)/.run
READY := $(VENV)/.ready
# The lock files are complete, so nothing is resolved.
PIP := $(BIN)/python -m pip install --disable-pip-version-check --no-compile --no-deps
PORT ?= 8000
DEMO ?= build/demo

# The first Python that runs and fits; a name on the PATH can be a shim for a version that is not there.
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11 python; do \
	"$$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && echo "$$python" && break; done)

# Whoever counts lines as they run makes this one slower than it may be.
TIMED := --deselect tests/agreements/test_body.py::test_the_most_complex_page_that_is_allowed_takes_half_a_second

LOCK := uv pip compile --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --quiet
# The same versions as in requirements.lock, wherever that has one.
LOCK_LIKE := $(LOCK) --constraint requirements.lock --no-annotate

.DEFAULT_GOAL := help

# Tests and measurements start hundreds of processes; with this, each of them would compile the product again.
unexport PYTHONDONTWRITEBYTECODE
.PHONY: help demo serve test quick cover golden crosscheck lint build screenshots drawings bench data schemas reference engines lock dist tryout changelog clean

help: ## this list
	@grep -E '^[a-z%-]+:.*## ' Makefile | sed -E 's/^([a-z%-]+):.*## (.*)/make \1\t\2/' | expand -t 18

demo: ## a demonstration with five quarters of history, on http://127.0.0.1:8000
	@echo "The demonstration will be on http://127.0.0.1:$(PORT)/ (elsewhere: make demo PORT=8001)"
	@$(MAKE) --no-print-directory $(RUN)
	@test -e $(DEMO)/.git || $(BIN)/sla demo $(DEMO)
	$(BIN)/sla serve --project $(DEMO) --port $(PORT)

serve: $(RUN) ## the site on http://127.0.0.1:8000, rebuilt as files change
	$(BIN)/sla serve --port $(PORT)

test: lint ## lint, types and every test
	$(BIN)/pytest

quick: lint ## lint, types and the tests that take milliseconds (under a minute)
	$(BIN)/pytest -m "not slow"

test-%: $(READY) ## the tests of one room: make test-measures
	$(BIN)/pytest $(or $(wildcard tests/$* tests/test_$*.py tests/faults/test_$*.py),$(error no tests of "$*" below tests/))

cover: $(READY) ## every test, and which lines of the package they run
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest $(TIMED)
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

golden: $(READY) ## every golden file, made again: read the difference before you commit it
	$(BIN)/python -m tests.demo.told
	$(BIN)/python -m tests.pages.told
	$(BIN)/python -m tests.pages.told_reviews
	$(BIN)/python -m tests.browser.states

crosscheck: $(READY) ## 20,000 terms drawn at random, each against plain loops over records and minutes (a quarter of an hour)
	SLA_EXAMPLES=575 $(BIN)/pytest -n 2 tests/measures/test_random_terms.py

lint: $(READY) ## formatting, lint and types
	$(BIN)/ruff format --check plugins tests bench tools
	$(BIN)/ruff check plugins tests bench tools
	$(BIN)/mypy

build: $(RUN) ## the site in site/
	$(BIN)/sla build

screenshots: $(READY) build ## pictures of the site, and the one in the README
	$(BIN)/python -m tests.browser.screenshots

drawings: $(READY) ## the drawings of the documentation, by the product's own clock
	$(BIN)/python -m tools.drawings docs/assets

bench: $(READY) ## what figures, history and pages cost, beside what people use (10 minutes)
	$(BIN)/python -m bench
	$(BIN)/python -m bench.scale
	$(BIN)/python -m bench.history --rounds 3
	$(BIN)/python -m bench.site --agreements 50 --commits 2500 --rounds 2
	$(BIN)/python -m bench.proposals
	@if $(BIN)/python -c 'import pyspark, dask, distributed' 2>/dev/null; then set -x; $(BIN)/python -m bench.engines; \
	else echo "Spark and Dask are not installed (make engines), so they were not measured."; fi
	@echo; echo "Large sizes: python -m bench.scale --rows 10000000, python -m bench.engines --rows 10000000, python -m bench.site"

data: $(READY) ## the demonstration: its exports, its page in the documentation and its bundle, made again
	$(BIN)/python -m tools.demo data/exports
	$(BIN)/python -m tools.demo.page > docs/demo.md
	$(BIN)/python -m tools.demo.bundle

schemas: $(READY) ## the JSON Schemas that editors use, written again
	$(BIN)/sla schema agreement > agreement.schema.json
	$(BIN)/sla schema sources > sources.schema.json
	$(BIN)/sla schema minutes > minutes.schema.json
	$(BIN)/python -m tools.reference.record_schema

reference: $(READY) ## the reference pages of the documentation, written again from the code
	$(BIN)/python -m tools.reference

engines: $(READY) ## Spark and Dask beside the rest, so that their tests run (Spark needs Java 17)
	@if command -v uv >/dev/null 2>&1; then \
		set -e -x; uv pip install --quiet --python $(VENV) --require-hashes --requirement requirements-engines.lock; \
	else \
		set -e -x; \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-engines.lock; \
	fi

lock: ## every lock file anew from pyproject.toml (needs uv)
	$(LOCK) pyproject.toml --group dev --upgrade --output-file requirements.lock
	$(LOCK_LIKE) pyproject.toml --output-file requirements-run.lock
	$(LOCK_LIKE) --group build --output-file requirements-build.lock
	$(LOCK_LIKE) --group release --upgrade --output-file requirements-release.lock
	printf '%s\n' 'pyspark>=4,<5' 'dask>=2025.1' 'distributed>=2025.1' | \
		$(LOCK_LIKE) - --upgrade --output-file requirements-engines.lock

dist: $(READY) ## what is published: sdist, wheel and the list of what they need (SBOM), made twice and checked, in dist/
	$(BIN)/python -m tools.release

changelog: $(READY) ## what is unreleased becomes a release: make changelog VERSION=0.2.0
	$(BIN)/python -m tools.release.changelog $(VERSION)

tryout: ## the wheel of dist/ in an empty environment, from an export to a page, with the times that it took
	"$(PYTHON)" tools/release/tryout.py

clean: ## everything that was made here
	rm -rf $(VENV) site .site-* build dist .coverage* .pytest_cache .mypy_cache .ruff_cache .hypothesis

# What the product needs, which is enough for the demonstration and for a site. Modules are compiled when they are first
# imported: most never are.
$(RUN): requirements-run.lock requirements-build.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Living SLA needs Python 3.11, 3.12 or 3.13 on the PATH."; exit 3; }
	@echo "Setting up $(VENV), once: what requirements-run.lock pins is fetched, which takes a minute or less."
	@if command -v uv >/dev/null 2>&1; then \
		set -e -x; \
		uv venv --quiet --clear --python "$$("$(PYTHON)" -c 'import sys; print(sys.executable)')" $(VENV); \
		uv pip install --python $(VENV) --require-hashes --requirement requirements-run.lock; \
		uv pip install --python $(VENV) --require-hashes --requirement requirements-build.lock; \
		uv pip install --python $(VENV) --no-deps --no-build-isolation --editable .; \
	else \
		set -e -x; \
		"$(PYTHON)" -m venv --clear $(VENV); \
		$(PIP) --require-hashes --requirement requirements-run.lock --requirement requirements-build.lock; \
		$(PIP) --no-build-isolation --editable .; \
	fi
	@touch $@

# What tests, lint and types need besides.
$(READY): $(RUN) requirements.lock
	@echo "Adding to $(VENV) what the tests need: requirements.lock."
	@if command -v uv >/dev/null 2>&1; then \
		set -e -x; uv pip install --python $(VENV) --require-hashes --requirement requirements.lock; \
	else \
		set -e -x; $(PIP) --require-hashes --requirement requirements.lock; \
	fi
	@touch $@
