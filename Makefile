# Everything that a reader, a writer or CI runs. Needs git, make and Python 3.11 or later; `make help` lists it.

PYTHON ?= python3
ADDR ?= 127.0.0.1:8000
BIN := .venv/bin
# Where nobody looks on, what takes long is quiet.
QUIET := $(shell test -t 2 || echo --quiet)
PIP := $(QUIET) --disable-pip-version-check --require-hashes
# The theme prints its end of life (2027-05-05) at every build; README and CONTRIBUTING say what follows.
export NO_MKDOCS_2_WARNING := 1
# Tests run side by side, the longest first, and the slowest ten are named. More than four workers wait for each other.
BESIDE := --numprocesses auto --maxprocesses 4 --dist loadscope --no-loadscope-reorder --durations 10

.PHONY: help serve note import test test-notes bench bench-search build offline links links-external check hooks symbols addresses source picture canary test-with lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' Makefile

serve: .venv/site ## read the notes at http://127.0.0.1:8000/ with live reload (ADDR=host:port for another address)
	$(BIN)/mkdocs serve --livereload --dev-addr $(ADDR)

# What is given to make is in the environment of its commands, so that the shell sees it as one word.
note: .venv/site ## begin a note; asks for what is not given: SECTION= GROUP= TITLE= SLUG= (CHINESE= for a new group)
	@$(BIN)/python scripts/new_note.py $${SECTION:+--section "$$SECTION"} $${GROUP:+--group "$$GROUP"} \
		$${CHINESE:+--chinese "$$CHINESE"} $${TITLE:+--title "$$TITLE"} $${SLUG:+--slug "$$SLUG"}

import: .venv/site ## turn a plain-text, Markdown or Obsidian export into notes to review: FILE=file-or-folder (TO=folder FACTS=folder SPLIT=level)
	@$(BIN)/python scripts/import_notes.py "$$FILE" $${TO:+--to "$$TO"} $${FACTS:+--facts "$$FACTS"} $${SPLIT:+--split "$$SPLIT"}

test: .venv/tests ## run every test, browser included (eight minutes on two cores)
	$(BIN)/pytest $(BESIDE) -m "not smaller"

test-notes: .venv/tests ## run the tests of what a note can break: its text, links, search, weight, access (a minute and a half)
	$(BIN)/pytest $(BESIDE) -m "notes or smaller"

bench: .venv/tests ## print what 67, 670 and 6,700 notes cost beside stock Material and Zensical: time, memory, bytes, reload (BASE=commit: and before)
	@PYTHONPATH=scripts:tests:tests/helpers $(BIN)/python tests/bench_growth.py $(if $(BASE),--base $(BASE))

bench-search: .venv/tests ## print what the search finds and costs with 1, 10 and 100 times the notes
	PYTHONPATH=scripts:tests:tests/helpers $(BIN)/python tests/bench_search.py

build: .venv/site ## write the site to site/
	$(BIN)/python scripts/build.py site

offline: .venv/site ## write the site to read from files to kernel-notes.zip
	$(BIN)/python scripts/offline.py kernel-notes.zip

links: .venv/site ## check every link of the notes, the templates and the settings without a network
	$(BIN)/python scripts/check_links.py

check: .venv/site ## check the notes without building them; a line a finding (FIX=1 mends what is safe)
	$(BIN)/python scripts/check_notes.py $(if $(FIX),--fix)

hooks: .venv/tests ## check the notes and the code before every commit
	$(BIN)/pre-commit install

symbols: .venv/site ## print the names in the notes' code that the index of symbols does not know
	$(BIN)/python scripts/symbols.py

links-external: .venv/tests ## ask every outside address of the notes whether it is still there
	$(BIN)/python scripts/external_links.py

addresses: build ## add the new addresses of the site to scripts/addresses.txt
	$(BIN)/python scripts/addresses.py site

source: .venv/site ## write docs/source.md, the page of the whole source
	$(BIN)/python scripts/source_page.py

picture: .venv/tests ## draw docs/assets/social.png, the picture that is shown with a link to the site
	PYTHONPATH=scripts:tests:tests/helpers $(BIN)/python scripts/social_picture.py

canary: .venv/tests ## build the notes with Zensical and ProperDocs, too, and print what differs
	$(BIN)/python scripts/canary.py

test-with: .venv/tests ## check links and run every test with the oldest packages that are allowed (RESOLUTION=highest: the newest)
	$(PYTHON) -m venv --clear $(OTHER)
	$(BIN)/uv pip compile $(LOCK) --resolution $(RESOLUTION) requirements.in --output-file $(OTHER)/site.txt >/dev/null
	$(BIN)/uv pip compile $(LOCK) --constraints $(OTHER)/site.txt tests/requirements.in --output-file $(OTHER)/tests.txt >/dev/null
	$(OTHER)/bin/pip install $(PIP) --requirement $(OTHER)/site.txt --requirement $(OTHER)/tests.txt
	$(MAKE) BIN=$(OTHER)/bin --old-file=.venv/site --old-file=.venv/tests links test

lock: .venv/tests ## pin and hash the newest versions that requirements.in and tests/requirements.in allow
	$(BIN)/uv pip compile $(LOCK) requirements.in --output-file requirements.txt >/dev/null
	$(BIN)/uv pip compile $(LOCK) --constraints requirements.txt tests/requirements.in --output-file tests/requirements.txt >/dev/null

RESOLUTION ?= lowest-direct
OTHER := .venv/$(RESOLUTION)
LOCK := $(QUIET) --upgrade --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url --no-emit-find-links

clean: ## remove what the other targets made
	rm -rf .venv .cache .site-build site kernel-notes.zip .mypy_cache .ruff_cache

.venv/site: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is not Python 3.11 or later; name one that is: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -m venv --clear .venv || { echo "Python came without venv; on Debian and Ubuntu type: sudo apt-get install python3-venv"; exit 1; }
	$(BIN)/pip install $(PIP) --requirement requirements.txt
	@touch $@

.venv/tests: .venv/site tests/requirements.txt
	$(BIN)/pip install $(PIP) --requirement tests/requirements.txt
	@touch $@
