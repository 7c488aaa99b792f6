# Two targets for newcomers: `make demo` and `make test`. Each sets itself up in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help demo test check bench fuzz mutants docs generate format clean

help: ## Say what there is
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/	/'

$(BIN)/.base: pyproject.toml
	$(PYTHON) -m venv --without-pip $(VENV)  # Debian has no ensurepip unless python3-venv is there
	$(PYTHON) -m pip --python $(BIN)/python install --quiet --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(BIN)/.dev: $(BIN)/.base
	$(BIN)/python -m pip install --quiet --editable '.[all]' --group dev
	@touch $@

demo: $(BIN)/.base ## Build a package, judge it, show it, extract it, judge a broken copy
	$(BIN)/python examples/demo.py demo

test: $(BIN)/.dev ## Run the tests, with branch coverage
	rm -f .coverage .coverage.*
	$(BIN)/python -m pytest --numprocesses=auto --cov --cov-report=term --cov-fail-under=100

check: $(BIN)/.dev ## Lint, types, layers, generated files, docs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/pyright
	$(BIN)/python tools/generate.py --check
	$(BIN)/python -m sphinx -q -W -n --keep-going -b html docs docs/_build/html

fuzz: $(BIN)/.dev ## Fuzz each target for FUZZ_SECONDS (60), and compare the two ways of parsing
	$(BIN)/python -m pip install --quiet --group fuzz
	for target in $$($(BIN)/python -m fuzz names); do \
	  $(BIN)/python -m fuzz $$target --seconds $${FUZZ_SECONDS:-60} || exit 1; \
	done
	$(BIN)/python -m fuzz exactness --cases 100000

mutants: $(BIN)/.dev ## Put faults into a copy of the rules (FILES="trace.py ..."; all take hours): do the tests notice?
	$(BIN)/python -m pip install --quiet --group mutants
	rm -rf .mutants && git worktree prune && git worktree add --detach --force .mutants HEAD
	cd .mutants && PATH="$(CURDIR)/$(BIN):$$PATH" PYTHONPATH=src nice -n 15 python tools/mutants.py $(FILES)

docs: $(BIN)/.dev ## Build the documentation into docs/_build/html
	$(BIN)/python -m sphinx -W -n --keep-going -b html docs docs/_build/html

bench: $(BIN)/.dev ## Measure all, as ratios to floors of the same run; writes docs/performance.md (ten minutes, 6 GB)
	$(BIN)/python -m pip install --quiet --group picture
	-$(BIN)/python -m pip install --quiet --group differential  # without xmlsec its rows say that it is not there
	$(BIN)/python -m benchmarks --write

generate: $(BIN)/.dev ## Write the files that are made from the tables
	$(BIN)/python tools/generate.py

format: $(BIN)/.dev ## Format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean: ## Remove what was built
	rm -rf $(VENV) dist build demo docs/_build .fuzz .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage*
