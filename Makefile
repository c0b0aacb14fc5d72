# The verbs of the project; `make help` lists them. CI calls nothing else.
PORT ?= 8000
BASE ?= http://localhost:$(PORT)/
OUT  ?= releases
T    ?= tests
SIZE ?= 1m
ROUNDS ?= 3
PARTS ?= fresh,repeated,pages,attack,stops

VENV    := .venv
KIUNGO  := $(VENV)/bin/kiungo
PYTEST  := $(VENV)/bin/python -m pytest

# The tests start many processes, and each would compile the project again if none might keep what it has compiled.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help install serve build check test test-outside bench lint editor clean

help: ## List these verbs
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/installed: pyproject.toml
	python3 -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@

install: $(VENV)/installed ## Set up .venv with Kiungo and what its tests need

serve: install ## Check, build and serve the agency: http://localhost:8000/ (PORT=, BASE=)
	@$(MAKE) --no-print-directory editor || echo "The query editor could not be built; the query page stays a plain form."
	@$(KIUNGO) publish "$$($(KIUNGO) build --base $(BASE) --out releases/local)"
	@$(KIUNGO) serve --release releases/local/current --port $(PORT)

build: install ## Check and build a release under the canonical base (OUT=)
	@$(KIUNGO) build --out $(OUT) $(if $(filter command line environment,$(origin BASE)),--base $(BASE))

check: install ## Check the sources
	@$(KIUNGO) check

test: install ## Run the tests that need Python alone (T=tests/unit for a part)
	$(PYTEST) --numprocesses=auto --maxprocesses=4 --dist=loadfile $(T)

test-outside: install ## Run the tests that need Java, Chromium or Node; skips by name what is absent
	$(PYTEST) --override-ini=addopts= --import-mode=importlib --strict-markers --strict-config -ra tests/outside

bench/.venv/installed: bench/requirements.txt
	python3 -m venv bench/.venv
	bench/.venv/bin/python -m pip install --quiet --disable-pip-version-check --requirement $<
	@touch $@

# Trifid is one of many to be measured against: where npm is missing or fails, the bench goes on without it.
bench/trifid/node_modules: bench/trifid/package-lock.json
	-@! command -v npm >/dev/null || npm ci --prefix bench/trifid --ignore-scripts --no-audit --no-fund --loglevel error
	@[ ! -d $@ ] || touch $@

bench: install bench/.venv/installed bench/trifid/node_modules ## Measure the server against its peers, needs wrk (SIZE=100k, ROUNDS=1, PARTS=attack)
	$(VENV)/bin/python -m bench --size $(SIZE) --rounds $(ROUNDS) --parts $(PARTS)

lint: install ## Ruff and mypy, both strict
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy

EDITOR := server/kiungo/web/static/editor/editor.js

editor: ## Build the editor of the query page, where npm is there
	@command -v npm >/dev/null || echo "npm is not on the PATH: the query page stays a plain form."
	@! command -v npm >/dev/null || $(MAKE) --no-print-directory $(EDITOR)

$(EDITOR): server/editor/package-lock.json server/editor/src/editor.js server/editor/src/editor.css
	cd server/editor && npm ci --silent && npm run --silent build

clean: ## Remove what was set up and built here
	rm -rf $(VENV) releases/local server/editor/node_modules server/kiungo/web/static/editor bench/.data bench/.venv bench/trifid/node_modules
