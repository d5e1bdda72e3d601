# Two commands matter: 'make serve' and 'make test'. Both set up what they need, once.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PORT   ?= 7860
READY  := $(VENV)/.installed
DATA   := $(BIN)/python -c "from assistant.settings import read_settings as s; print(s().data_dir)"
AXE    := tests/web/node_modules/.installed
JUDGES := tests/course/node_modules/.installed
OFFICE := libreoffice-impress libreoffice-writer poppler-utils libxml2-utils fonts-liberation
PANGO  := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0

.PHONY: help install serve test test-quick lint browser office pango lock clean

help:
	@echo "make serve    install, build the index and serve the chat on http://127.0.0.1:$(PORT)"
	@echo "make test     install and run every check and test"
	@echo "make test-quick  the same without a browser and LibreOffice"
	@echo "make install  only install: dependencies, the model, the index"
	@echo "make lock     pin the dependencies anew in requirements.lock"
	@echo "make clean    remove the virtual environment"

# pip of its own accord takes a CPU build of torch where the pin finds one. Bytecode is made at
# once and on all cores: where Python may not write it, every start would cost a second more.
$(READY): requirements.lock pyproject.toml
	@test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@$(BIN)/python -m compileall -qq -j 0 $(VENV)/lib || true
	@touch $@

install: $(READY)
	@$(BIN)/bricoleur model prepare
	@$(BIN)/bricoleur index sync

serve: install
	@exec $(BIN)/bricoleur serve --port $(PORT)

lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/bricoleur corpus check

# The browser tests drive Debian's Chromium and put axe into its pages.
$(AXE): tests/web/package-lock.json
	@cd tests/web && npm ci --silent --no-audit --no-fund
	@touch $@

browser:
	@command -v chromium >/dev/null || { \
	  echo "Installing Chromium for the browser tests"; \
	  (apt-get update -qq && apt-get install -qq -y chromium) >/dev/null 2>&1; \
	} || { echo "Install the package 'chromium', then run 'make test' again." >&2; exit 1; }

# The course files are judged by software of others: LibreOffice, Poppler, xmllint, Node packages.
$(JUDGES): tests/course/package-lock.json
	@cd tests/course && npm ci --silent --no-audit --no-fund --ignore-scripts
	@touch $@

office:
	@{ command -v soffice && command -v pdftotext && command -v xmllint; } >/dev/null || { \
	  echo "Installing LibreOffice for the tests of the course files"; \
	  (apt-get update -qq && apt-get install -qq -y --no-install-recommends $(OFFICE)) \
	    >/dev/null 2>&1; \
	} || { echo "Install the packages '$(OFFICE)', then run 'make test' again." >&2; exit 1; }

# What prints the PDFs of the course material.
pango: $(READY)
	@$(BIN)/python -W ignore -c "import weasyprint" >/dev/null 2>&1 || { \
	  echo "Installing Pango for the PDFs of the course material"; \
	  (apt-get update -qq && apt-get install -qq -y --no-install-recommends $(PANGO)) \
	    >/dev/null 2>&1; \
	} || { echo "Install the packages '$(PANGO)', then run 'make test' again." >&2; exit 1; }

# The tests copy the installation's model and index instead of making their own. A browser may
# miss its moment on a busy machine: such a test is run again, and pytest says so.
test: install lint $(AXE) browser $(JUDGES) office pango
	BRICOLEUR_TEST_DATA_DIR="$$($(DATA))" $(BIN)/python -m pytest
	BRICOLEUR_TEST_DATA_DIR="$$($(DATA))" $(BIN)/python -m pytest -m office
	BRICOLEUR_TEST_DATA_DIR="$$($(DATA))" $(BIN)/python -m pytest -m browser --reruns 2

test-quick: install lint pango
	BRICOLEUR_TEST_DATA_DIR="$$($(DATA))" $(BIN)/python -m pytest

lock:
	rm -rf build/lock && $(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install --quiet torch==2.13.0
	build/lock/bin/python -m pip install --quiet --editable '.[dev]'
	build/lock/bin/python -m pip freeze --exclude-editable | sed 's/+cpu$$//' > requirements.lock
	rm -rf build/lock

clean:
	rm -rf $(VENV)
