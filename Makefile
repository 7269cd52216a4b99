# Everything that a reader, a writer or CI runs. Needs git, make and Python 3.11 or later; `make help` lists it.

PYTHON ?= python3
ADDR ?= 127.0.0.1:8000
BIN := .venv/bin
# The theme prints its end of life (2027-05-05) at every build; README and CONTRIBUTING say what follows.
export NO_MKDOCS_2_WARNING := 1

.PHONY: help serve test bench-search build offline links links-external check symbols addresses source picture canary test-with lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' Makefile

serve: .venv/site ## read the notes at http://127.0.0.1:8000/ with live reload (ADDR=host:port for another address)
	$(BIN)/mkdocs serve --livereload --dev-addr $(ADDR)

test: .venv/tests ## run every test, browser included
	$(BIN)/pytest

bench-search: .venv/tests ## print what the search finds and costs with 1, 10 and 100 times the notes
	PYTHONPATH=scripts:tests $(BIN)/python tests/bench_search.py

build: .venv/site ## write the site to site/
	$(BIN)/python scripts/build.py site

offline: .venv/site ## write the site to read from files to kernel-notes.zip
	$(BIN)/python scripts/offline.py kernel-notes.zip

links: .venv/site ## check every link of the notes, the templates and the settings without a network
	$(BIN)/python scripts/check_links.py

check: .venv/site ## check the notes: front matter, headings, slugs, numbers, navigation
	$(BIN)/python scripts/check_notes.py

symbols: .venv/site ## print the names in the notes' code that the index of symbols does not know
	$(BIN)/python scripts/symbols.py

links-external: .venv/tests ## ask every outside address of the notes whether it is still there
	$(BIN)/python scripts/external_links.py

addresses: build ## add the new addresses of the site to scripts/addresses.txt
	$(BIN)/python scripts/addresses.py site

source: .venv/site ## write docs/source.md, the page of the whole source
	$(BIN)/python scripts/source_page.py

picture: .venv/tests ## draw docs/assets/social.png, the picture that is shown with a link to the site
	PYTHONPATH=scripts:tests $(BIN)/python scripts/social_picture.py

canary: .venv/tests ## build the notes with Zensical, too, and print what differs
	$(BIN)/python scripts/canary.py

test-with: .venv/tests ## check links and run every test with the oldest packages that are allowed (RESOLUTION=highest: the newest)
	$(PYTHON) -m venv --clear $(OTHER)
	$(BIN)/uv pip compile $(LOCK) --resolution $(RESOLUTION) requirements.in --output-file $(OTHER)/site.txt
	$(BIN)/uv pip compile $(LOCK) --constraints $(OTHER)/site.txt tests/requirements.in --output-file $(OTHER)/tests.txt
	$(OTHER)/bin/pip install --quiet --disable-pip-version-check --require-hashes --requirement $(OTHER)/site.txt --requirement $(OTHER)/tests.txt
	$(MAKE) BIN=$(OTHER)/bin --old-file=.venv/site --old-file=.venv/tests links test

lock: .venv/tests ## pin and hash the newest versions that requirements.in and tests/requirements.in allow
	$(BIN)/uv pip compile $(LOCK) requirements.in --output-file requirements.txt
	$(BIN)/uv pip compile $(LOCK) --constraints requirements.txt tests/requirements.in --output-file tests/requirements.txt

RESOLUTION ?= lowest-direct
OTHER := .venv/$(RESOLUTION)
LOCK := --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url --no-emit-find-links

clean: ## remove what the other targets made
	rm -rf .venv .site-build site kernel-notes.zip .mypy_cache .ruff_cache

.venv/site: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is not Python 3.11 or later; name one that is: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -m venv --clear .venv || { echo "Python came without venv; on Debian and Ubuntu type: sudo apt-get install python3-venv"; exit 1; }
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.txt
	@touch $@

.venv/tests: .venv/site tests/requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement tests/requirements.txt
	@touch $@
