# Every target but help and clean first sees to it that .venv is what uv.lock says (quick when it is).
# Variables: PYTHON (for a new .venv), ARGS (more words for the tool), WORKERS (for tests), FUZZ_SECONDS,
# FUZZ_TARGETS (of those that tests/fuzz/fuzz_reading.py --list names).

PYTHON ?= python3
ARGS ?=
FUZZ_SECONDS ?= 60
BIN := .venv/bin
# Plugins are named in pyproject.toml: what else is installed neither slows the suite nor changes it.
PYTEST := PYTEST_DISABLE_PLUGIN_AUTOLOAD=1 $(BIN)/pytest
# So many tests run beside each other, file by file, in the order of tests/web/conftest.py.
WORKERS ?= 2
BESIDE := -p xdist.plugin -n $(WORKERS) --dist loadfile --no-loadscope-reorder

.DEFAULT_GOAL := help
.PHONY: help setup demo test check lint format types contracts data bench bench-web bench-web-public bench-notices prove figures soak fuzz mutants mutants-web browser clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## make .venv: needs Python 3.11 or newer and, the first time, the network
	@$(PYTHON) tools/bootstrap.py

demo: setup ## start the application on this machine, filled: make demo ARGS="--port 8010 --fresh"
	@env -u PYTHONDONTWRITEBYTECODE $(BIN)/ketju demo $(ARGS)

test: setup ## run the tests, those of the application on SQLite and PostgreSQL: make test ARGS="-k dates"
	@$(PYTEST) -q $(BESIDE) $(ARGS)
	@test -n "$(ARGS)" || PYTEST_DISABLE_PLUGIN_AUTOLOAD=1 $(BIN)/python -m tests.web.postgres $(BIN)/pytest -q $(BESIDE) -m "database and not soak" tests/web

check: lint types contracts test ## everything that must pass before a commit

lint: setup ## look for bugs and style, changing nothing
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check

format: setup ## put imports and layout right
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

types: setup ## check types
	@$(BIN)/mypy

contracts: setup ## check that imports follow the layers
	@$(BIN)/lint-imports

data: setup ## compile vocabulary and catalogues, make the pages of docs/reference
	@$(BIN)/python tools/compile_vocabulary.py $(ARGS)
	@$(BIN)/python tools/compile_catalogues.py $(ARGS)
	@$(BIN)/python -m tools.make_reference $(ARGS)
	@$(BIN)/python -m tools.make_asvs $(ARGS)

bench: setup ## measure speed
	@$(BIN)/python -m benchmarks $(ARGS)

bench-web: setup ## measure the customer register on PostgreSQL: some minutes; make bench-web ARGS="--customers 10000"
	@$(BIN)/python -m benchmarks.web $(ARGS)
	@$(BIN)/python -m benchmarks.web_public
	@$(BIN)/python -m benchmarks.cases

bench-web-public: setup ## measure the public lists: publishing a version, serving it (wrk)
	@$(BIN)/python -m benchmarks.web_public $(ARGS)

bench-notices: setup ## measure notices to many on PostgreSQL: some minutes; make bench-notices ARGS="--customers 12000"
	@$(BIN)/python -m benchmarks.notices $(ARGS)

prove: setup ## live through half a year with 5,000 customers on PostgreSQL and have a judge recompute every date: half an hour
	@$(BIN)/python -m benchmarks.prove $(ARGS)

figures: setup ## measure everything and write docs/reference/performance.md: half an hour
	@$(BIN)/python -m benchmarks --page docs/reference/performance.md $(ARGS)

soak: setup ## run the long tests
	@$(PYTEST) -m soak $(ARGS)

fuzz: ## throw mutated bytes at the readers, FUZZ_SECONDS for each target
	@$(PYTHON) tools/bootstrap.py --group fuzz
	@$(BIN)/python -c 'import atheris' 2>/dev/null || { \
	  echo 'error: atheris is not installed: it has wheels for Linux on x86-64 only' >&2; exit 2; }
	@mkdir -p build/fuzz; for target in $${FUZZ_TARGETS:-$$($(BIN)/python tests/fuzz/fuzz_reading.py --list)}; do \
	  echo "fuzz: $$target"; \
	  $(BIN)/python tests/fuzz/fuzz_reading.py "$$target" -max_total_time=$(FUZZ_SECONDS) \
	    -artifact_prefix=build/fuzz/ $(ARGS) || exit 1; \
	done

mutants: ## change the modules that carry out rows and see whether tests notice: half an hour
	@$(PYTHON) tools/bootstrap.py --group mutants
	@rm -rf mutants && PYTEST_DISABLE_PLUGIN_AUTOLOAD=1 $(BIN)/mutmut run $(ARGS) && $(BIN)/mutmut results
	@PYTEST_DISABLE_PLUGIN_AUTOLOAD=1 $(BIN)/python -m tools.mutants --sample 40

mutants-web: setup ## the same for modules of the application: make mutants-web ARGS="--sample 40 ketju.web.apps.cases.gating"
	@$(PYTHON) tools/bootstrap.py --group mutants
	@PYTEST_DISABLE_PLUGIN_AUTOLOAD=1 $(BIN)/python -m tools.mutants $(ARGS)

browser: setup ## look at published pages and the application in Chromium, with axe-core: needs npm and the system's chromium
	@test -f .tools/axe/package/axe.min.js || { mkdir -p .tools/axe && cd .tools/axe && \
	  npm pack --silent axe-core@4.14.1 >/dev/null && tar xzf axe-core-4.14.1.tgz package/axe.min.js; }
	@.tools/uv-*/uv pip install --quiet --python $(BIN)/python 'playwright>=1.65,<2'
	@$(PYTEST) tests/browser -rs $(ARGS)

clean: ## remove what tools leave behind; .venv and .tools stay
	@rm -rf build dist htmlcov .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find src tests tools benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
