# Everything goes through .venv, which is made from the pinned versions in requirements.lock.
.DEFAULT_GOAL := help
.PHONY: help setup lab test testpages walk check notebooks pictures site lite bench lock clean

# The newest Python that TensorFlow has packages for; PYTHON=/path/to/python chooses another.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
READY := .venv/.ready
SITE_READY := .venv/.site-ready
TEST_READY := .venv/.test-ready
# JupyterLab wants to be told that it runs as root, as it does in a container.
AS_ROOT := $(if $(filter 0,$(shell id -u)),--allow-root)
# A learner's list of files has the notebooks, and not what they are built from.
HIDDEN := $(patsubst %,--ContentsManager.hide_globs=%,src build.py teachers.py __pycache__)
# what `make test` leaves to `make testpages` and `make walk`
USUAL := not pages and not walk
WORKERS = $(shell $(BIN)/python tests/workers.py)
PINNED := pyproject.toml requirements.lock $(wildcard jupyter/*.json)
# formats and checks the explorers' scripts and styles; npm has it, for every system
BIOME := @biomejs/biome@2.6.8
CHECK := $(BIN)/ruff check . && $(BIN)/ruff format --check . && PATH="$(CURDIR)/$(BIN):$$PATH" biome ci && $(BIN)/typos && $(BIN)/mypy
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint requirements.lock

help:  ## this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18

setup: $(READY)  ## make .venv with everything that the course needs, once

lab: $(READY)  ## open the course in JupyterLab
	$(BIN)/jupyter lab $(AS_ROOT) $(HIDDEN) --notebook-dir=notebooks --LabApp.default_url=/lab/tree/00_start_here.ipynb

test: $(TEST_READY)  ## run the tests, in a real browser too
	$(CHECK)
	$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist worksteal -m "not alone and $(USUAL)"
	$(BIN)/python -m pytest -m "alone and $(USUAL)" tests/browser

testpages: $(TEST_READY)  ## build what `make site` and `make lite` do, and test it in a browser
	$(BIN)/python -m pytest -m pages tests/site tests/browser

walk: $(TEST_READY)  ## go through every notebook in JupyterLab, fail and solve each exercise; pictures in build/walk
	$(BIN)/python -m pytest -m walk tests/browser

check: $(TEST_READY)  ## the tests that need neither a browser nor a notebook kernel
	$(CHECK)
	$(BIN)/python -m pytest --ignore=tests/browser --ignore=tests/notebooks -m "not slow and not alone and $(USUAL)"

notebooks: $(TEST_READY)  ## build notebooks/*.ipynb from notebooks/src/*.py
	$(BIN)/python notebooks/build.py

pictures: $(TEST_READY)  ## take the pictures of README.md and docs again, in a real browser
	PYTHONPATH=tests:tests/browser $(BIN)/python docs/pictures.py

site: $(SITE_READY)  ## the course as pages, alive with no kernel and no network, into build/site
	$(BIN)/python site/pages.py

lite: $(SITE_READY)  ## the course with Python in the browser, for a class that installs nothing, into build/lite
	$(BIN)/python site/lite.py $(if $(PYODIDE),--pyodide '$(PYODIDE)')

bench: $(READY)  ## measure the NumPy operations beside their peers
	$(BIN)/cnnteach bench

lock: $(READY)  ## choose the newest versions again, into requirements.lock
	$(PIP_INSTALL) uv
	$(BIN)/uv pip compile --quiet --universal --upgrade --no-header --no-annotate --python-version 3.11 \
		--extra lab --extra dev pyproject.toml --output-file requirements.lock

clean:  ## remove .venv and what the tests leave
	rm -rf .venv .pytest_cache .hypothesis .mypy_cache .ruff_cache

.venv/pyvenv.cfg:
	@test -n "$(PYTHON)" || { echo "cnnteach needs Python 3.11, 3.12 or 3.13 with venv."; \
		echo "Debian and Ubuntu: sudo apt install python3-venv    macOS: brew install python@3.13"; \
		echo "Already there under another name?  make PYTHON=/path/to/python3.13 $(MAKECMDGOALS)"; exit 1; }
	@echo "Making .venv with $(PYTHON)"
	@$(PYTHON) -m venv .venv

$(READY): .venv/pyvenv.cfg $(PINNED)
	@echo "Installing the course (about 2 GB, a minute or two; only this once)"
	@$(PIP_INSTALL) --editable '.[lab]'
	@touch $@

$(SITE_READY): $(READY)
	@echo "Installing what builds the pages"
	@$(PIP_INSTALL) --editable '.[site]'
	@touch $@

$(TEST_READY): $(READY)
	@echo "Installing what the tests need"
	@$(PIP_INSTALL) --editable '.[dev]'
	@PYTHONPATH=tests $(BIN)/python tests/browser/chromium.py
	@PYTHONPATH=tests $(BIN)/python tests/classroom/bubblewrap.py
	@$(BIN)/python -m cnnteach.classroom.proxy
	@PATH="$(CURDIR)/$(BIN):$$PATH" npm install --global --prefix .venv --no-fund --no-audit --silent $(BIOME)
	@touch $@
