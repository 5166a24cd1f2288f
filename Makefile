# Two commands: `make run` starts the atlas, `make test` says whether the project is sound. `make bench` says how fast it is.
PYTHON ?= python3
PORT ?= 8501
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: run test bench format clean

# The environment is made anew only when what it is made of has changed.
.venv/ready: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit("found Python %d.%d: expected 3.11 or later" % sys.version_info[:2] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv
	$(INSTALL) --upgrade pip  # older ones know no dependency groups
	$(INSTALL) --editable .
	@touch $@

.venv/ready-to-test: .venv/ready
	$(INSTALL) --editable . --group dev
	@touch $@

run: .venv/ready
	@$(BIN)/geo-alliance serve --port $(PORT)

test: .venv/ready-to-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/geo-alliance check
	$(BIN)/python tests/browser/find_chromium.py --install
	$(BIN)/python tests/browser/find_nginx.py --install
	$(BIN)/pytest --numprocesses 2 --dist loadfile -m "not browser"
	$(BIN)/pytest --numprocesses 2 --dist loadfile -m browser  # apart: the browser's driver keeps an event loop running

.venv/ready-to-bench: .venv/ready
	$(INSTALL) --editable . --group bench
	@touch $@

# About ten minutes; QUICK=1 takes about three, with fewer repetitions.
bench: .venv/ready-to-bench
	@CHROMIUM="$$($(BIN)/python tests/browser/find_chromium.py --install)" $(BIN)/python -m benchmarks $(if $(QUICK),--quick)

format: .venv/ready-to-test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .grimp_cache
