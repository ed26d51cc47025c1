# Everything there is to do here, each needing no more than make and a Python 3.11 or newer.
# The first run makes the environment `.venv`; the next starts at once.
#
#   make test                      with the Python found
#   make test PYTHON=python3.12    with that one, in an environment of its own
#   make test WORKERS=2            in two processes (pytest-xdist)
#   make test ARGS="-k relaunch"   with pytest's own options

ARGS    ?=
WORKERS ?= 0

ifdef PYTHON
FOUND := $(shell .ci/pythons '$(PYTHON)')
VENV  ?= .venv-$(firstword $(FOUND))
else
FOUND := $(shell .ci/pythons first)
VENV  ?= .venv
endif

IN     := $(VENV)/bin/python
PIP    := $(IN) -m pip install -qq --disable-pip-version-check
PYTEST := $(IN) -m pytest -n $(WORKERS) $(ARGS)
TYPED  := urlsession_mock pytest_urlsession

# pyright asks the registry for a newer release unless told not to.
export PYRIGHT_PYTHON_IGNORE_WARNINGS := 1

.PHONY: help demo test check bench format clean lint types test-oldest test-others
# Suites share two cores badly, and the last line printed must be pytest's.
.NOTPARALLEL:

help:
	@echo 'make demo     watch a downloader be killed and relaunched, a server be recorded, a Mac script run as it is, a test in every order'
	@echo 'make test     run the test suite'
	@echo 'make check    format, lint, types, and the suite on every Python here: what CI runs'
	@echo 'make bench    measure what it costs, beside its peers'
	@echo 'make format   put the source in shape'
	@echo 'make clean    remove environments and caches'

demo: $(VENV)/.test
	@$(IN) examples/02_background_relaunch/demo.py
	@$(IN) examples/03_recorded_server/demo.py
	@$(IN) examples/04_unmodified_pyobjc/demo.py
	@$(IN) examples/06_every_order/demo.py

test: $(VENV)/.test
	@$(PYTEST)

check: lint types test test-oldest test-others

# In an environment of its own: the peers are pytest plugins, and some cannot be loaded together.
bench: $(VENV)-bench/.bench
	@$(VENV)-bench/bin/python -m benchmarks $(ARGS)

format: $(VENV)/.dev
	@$(IN) -m ruff check --fix-only --quiet .
	@$(IN) -m ruff format --quiet .

clean:
	rm -rf .venv .venv-* .hypothesis .mypy_cache .pytest_cache .ruff_cache build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

lint: $(VENV)/.dev
	$(IN) -m ruff format --check .
	$(IN) -m ruff check .

# Each example is a program of its own, so each is checked on its own.
# pyright looks for the environment it verifies on PATH, and nowhere else.
types: $(VENV)/.dev
	$(IN) -m mypy
	cd stubs && $(CURDIR)/$(IN) -m mypy
	@for folder in examples/[0-9]*/; do \
		[ -d "$$folder" ] || continue; \
		echo "mypy $$folder"; \
		$(IN) -m mypy --no-explicit-package-bases "$$folder" || exit 1; \
	done
	$(IN) -m pyright --pythonpath $(IN)
	@PATH="$(CURDIR)/$(VENV)/bin:$$PATH"; for package in $(TYPED); do \
		echo "pyright --verifytypes $$package"; \
		said=$$(python -m pyright --ignoreexternal --verifytypes $$package) || \
			{ echo "$$said"; exit 1; }; \
		echo "$$said" | grep score; \
	done

# The suite with the oldest pytest and friends that pyproject.toml promises.
test-oldest: $(VENV)-oldest/.oldest
	@$(VENV)-oldest/bin/python -m pytest -n $(WORKERS) $(ARGS)

# The suite on every other CPython here, each in an environment of its own.
test-others:
	@.ci/pythons | while read -r version python; do \
		[ "$$version" = '$(firstword $(FOUND))' ] || \
		$(MAKE) --no-print-directory test PYTHON="$$python" VENV=".venv-$$version" </dev/null || exit 1; \
	done

# One stamp for each set of packages: made again when pyproject.toml changes.
$(VENV)/.test: pyproject.toml | $(VENV)/.made
	@echo 'installing what the tests need'
	@$(PIP) -e '.[test]'
	@touch $@

$(VENV)/.dev: stubs/pyproject.toml $(VENV)/.test
	@echo 'installing what the checks need'
	@$(PIP) -e '.[dev,stubs]' -e ./stubs
	@touch $@

$(VENV)-bench/.bench: pyproject.toml | $(VENV)-bench/.made
	@echo 'installing the peers to measure'
	@$(VENV)-bench/bin/python -m pip install -qq --disable-pip-version-check -e '.[bench]'
	@touch $@

$(VENV)-oldest/.oldest: pyproject.toml .ci/oldest.py | $(VENV)-oldest/.made
	@echo 'installing the oldest that the tests run with'
	@$(VENV)-oldest/bin/python .ci/oldest.py >$(VENV)-oldest/oldest.txt
	@$(VENV)-oldest/bin/python -m pip install -qq --disable-pip-version-check \
		-c $(VENV)-oldest/oldest.txt -e '.[test]'
	@touch $@

# --clear: one that was left half made starts afresh.
%/.made:
	@[ -n '$(FOUND)' ] || { \
		echo 'Found no CPython 3.11 or newer with venv and pip$(if $(PYTHON), as "$(PYTHON)").'; \
		echo 'Install one, or name it: make PYTHON=/path/to/python'; exit 1; } >&2
	@echo 'making $* with Python $(firstword $(FOUND))'
	@$(lastword $(FOUND)) -m venv --clear $*
	@touch $@
