# Targets: demo, test, quick, lint, fast, clean. Needs Python 3.11 or newer, pip and make.

NEW_ENOUGH := -c 'import sys; sys.exit(sys.version_info < (3, 11))'
PYTHON ?= $(shell for p in python3.11 python3 python; do \
    "$$p" $(NEW_ENOUGH) 2>/dev/null && command -v "$$p" && break; done)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/installed
PYTEST := $(BIN)/python -m pytest

.DEFAULT_GOAL := help
.PHONY: help install demo test quick lint fast clean

help:
	@echo "make demo    what Lemmata does, one command at a time"
	@echo "make test    the whole test suite"
	@echo "make quick   the tests that take no more than two seconds each"
	@echo "make lint    formatting, types and the layers between packages"
	@echo "make fast    completion as machine code (needs a C compiler); again after each change of it"
	@echo "make clean   remove everything that these targets made"

install: $(STAMP)

$(STAMP): pyproject.toml
	@test -n "$(PYTHON)" && "$(PYTHON)" $(NEW_ENOUGH) || { \
	    echo "Lemmata needs Python 3.11 or newer; $(or $(PYTHON),python3) is" \
	        "$$("$(or $(PYTHON),python3)" --version 2>/dev/null || echo missing)." >&2; \
	    echo "Name another one: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)" >&2; exit 1; }
	"$(PYTHON)" -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[dev]"
	@touch $@

demo: $(STAMP)
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh .ci/demo.sh

test: $(STAMP)
	$(PYTEST) -n auto --dist loadgroup

quick: $(STAMP)
	$(PYTEST) -m "not slow and not needs_debian"

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict
	$(BIN)/lint-imports --no-logo

# The same results, about 2.8 times as fast. Without the compiled files the sources are used.
COMPLETION := cells exploring goal joining laws loop normal ordering overlaps queue rules
fast: $(STAMP)
	cd engine && $(CURDIR)/$(BIN)/mypyc $(COMPLETION:%=lemmata/search/completion/%.py)
	rm -rf engine/build

clean:
	find engine -name '*.so' -delete
	rm -rf $(VENV) dist build .coverage htmlcov .hypothesis .import_linter_cache \
	    .mypy_cache .pytest_cache .ruff_cache
	find engine tests -name __pycache__ -type d -prune -exec rm -rf {} +

# Prove every theorem of the shipped theories again and store the certificates.
THEORIES = nat bool group lattice int list tree instances real exponential powers trigonometry real exponential powers trigonometry
proofs: $(STAMP)
	for t in $(THEORIES); do \
	    $(BIN)/lemmata prove proofs/$$t.lem -q --timeout 60 --certificates proofs/$$t || exit 1; \
	done
	$(BIN)/python -m lemmata.compiling
	$(BIN)/lemmata check -q proofs

# Explore theories from their definitions alone, and store the laws that are found.
EXPLORED = nat list tree bool group lattice machine
libraries: $(STAMP)
	mkdir -p build/libraries
	for t in $(EXPLORED); do \
	    rm -f build/libraries/$$t.json; \
	    $(BIN)/lemmata explore $$t --library build/libraries/$$t.json --timeout 1800 -q \
	        --store proofs | tee build/libraries/$$t.txt || exit 1; \
	    grep -q 'refuted; complete$$' build/libraries/$$t.txt || exit 1; \
	done
	$(BIN)/python -m lemmata.compiling
	$(BIN)/lemmata check -q proofs

.PHONY: proofs libraries
