# Two commands on a fresh machine with Python 3.11+ and make: `make run`, `make test`.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: run test check format help
help:            ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

run: .venv/run   ## the demo district in the browser, on this machine only
	@$(BIN)/python -m kpi serve --demo

test: check      ## everything: style, types, walls, tests on both databases, browser journeys
	@$(BIN)/python -m pytest -q

check: .venv/dev ## style, types and walls only
	@$(BIN)/ruff format --check --quiet . && $(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: .venv/dev ## format the code
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

.venv/run: requirements.txt
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or newer is needed")'
	@test -x $(BIN)/python || { echo "1/2 making the environment .venv"; $(PYTHON) -m venv .venv; }
	@echo "2/2 installing what the product needs (once, a minute or two)"
	@$(PIP) install -r requirements.txt
	@touch $@

.venv/dev: .venv/run requirements-dev.txt
	@echo "installing what the tests need (once)"
	@$(PIP) install -r requirements-dev.txt
	@touch $@
