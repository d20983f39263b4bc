# The two commands a newcomer needs are `make demo` and `make test`. Each makes the virtual environment it needs.

# The first Python on this machine that the library supports (3.11 to 3.13); set PYTHON=... to choose another.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && { echo $$p; break; }; done)
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: help demo test check-python lint types floors pytest bench differential prove spark pictures clean

help:
	@echo "make demo   judge both examples, show what came out, write reports to build/reports"
	@echo "make test   run everything that must hold: style, types, floors, tests, coverage"
	@echo "make bench  measure speed and print medians and ratios"
	@echo "make differential N=400 SEED=0 JOBS=2  compare all engines with the reference on N fresh rules"
	@echo "make prove  put every question to the shipped rulesets and print proofs and counterexamples"
	@echo "make clean  remove what the other commands made"

check-python:
	@test -n "$(PYTHON)" || { echo "policyrules needs Python 3.11, 3.12 or 3.13; none was found. Install one, or set PYTHON=/path/to/python"; exit 1; }

# A stamp per set of dependencies, so that a second run starts at once and a changed pyproject.toml reinstalls.
$(VENV)/.base: pyproject.toml | check-python
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.dev: pyproject.toml | check-python
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev]"
	@touch $@ $(VENV)/.base

$(VENV)/.bench: pyproject.toml | $(VENV)/.dev
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[bench]"
	@touch $@

# Spark is large and needs Java: its tests run where it is installed and say so where it is not.
$(VENV)/.spark: pyproject.toml | $(VENV)/.dev
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[spark]"
	@touch $@

spark: $(VENV)/.spark

# durable-rules is built from source: without a C compiler, or on Python 3.13, its tests are skipped and say so.
$(VENV)/.durable: pyproject.toml | $(VENV)/.dev
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[durable]" \
		&& $(BIN)/python -c 'import durable.engine' 2>/dev/null \
		|| echo "!!!! durable-rules CANNOT BE HAD HERE (it takes a C compiler and Python 3.11 or 3.12): its tests are skipped"
	@touch $@

# What draws pictures and writes workbooks and Word documents.
$(VENV)/.report: pyproject.toml | $(VENV)/.base
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[report,excel,docx]"
	@touch $@

SCHOOL := hunan/yongzhou-vocational examples/yongzhou --as-of 2023-11-11
PROVINCE := henan examples/henan --as-of 2023-12-31
BULLETIN := henan examples/henan --period 2021
REPORTS := build/reports

demo: $(VENV)/.report
	$(BIN)/policyrules evaluate $(SCHOOL)
	$(BIN)/policyrules evaluate $(PROVINCE)
	@mkdir -p $(REPORTS)
	$(BIN)/policyrules evaluate $(SCHOOL) --format html -o $(REPORTS)/yongzhou.html
	$(BIN)/policyrules evaluate $(SCHOOL) --format xlsx -o $(REPORTS)/yongzhou.xlsx
	$(BIN)/policyrules evaluate $(PROVINCE) --format html -o $(REPORTS)/henan.html
	$(BIN)/policyrules evaluate $(PROVINCE) --format xlsx -o $(REPORTS)/henan.xlsx
	$(BIN)/policyrules bulletin $(BULLETIN) -o $(REPORTS)/bulletin.html
	$(BIN)/policyrules bulletin $(BULLETIN) -o $(REPORTS)/bulletin.docx
	@echo && echo "Reports to open in a browser, a spreadsheet and a word processor:" \
		&& ls -1 $(CURDIR)/$(REPORTS)/*.html $(CURDIR)/$(REPORTS)/*.xlsx $(CURDIR)/$(REPORTS)/*.docx

# The pictures in docs/reports.md, taken of the reports that `make demo` writes (needs Debian's chromium).
pictures: demo $(VENV)/.dev
	$(BIN)/python -m docs.pictures.take $(REPORTS)

test: lint types floors pytest

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

floors: $(VENV)/.dev
	$(BIN)/lint-imports

pytest: $(VENV)/.dev $(VENV)/.durable
	$(BIN)/pytest -n auto --cov --cov-report=term

bench: $(VENV)/.bench
	$(BIN)/python -m benchmarks

# Every proof about the shipped rulesets with its witnesses; then the prover held against the reference on 1,500 rules a
# test instead of 60 (some ten minutes). The tests ask the same questions of the rulesets, and hold only what is found.
prove: $(VENV)/.dev
	@for ruleset in national henan hunan hunan/yongzhou-vocational; do \
		$(BIN)/policyrules prove $$ruleset --seconds 60 || [ $$? = 1 ] || exit 1; done
	$(BIN)/pytest -q -n auto --hypothesis-profile=long tests/prover/test_agreement.py

# All engines against the reference on N fresh rules, with JOBS processes; the same SEED draws the same rules.
N ?= 400
SEED ?= 0
JOBS ?= 2
differential: $(VENV)/.dev
	$(BIN)/python -m tests.differential $(N) --seed $(SEED) --jobs $(JOBS)

clean:
	rm -rf $(VENV) build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage*
