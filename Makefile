# Two commands for a newcomer: `make demo` (try everything in a browser) and `make test`.
PYTHON ?= python3
VENV   ?= .venv
PY      = $(VENV)/bin/python
PIP     = $(PY) -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help demo init run test check cover bench crash docs pictures release lock clean

help:  ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/.run  ## the whole bot in your browser: no account, no key, no network
	$(PY) -m bot demo

init: $(VENV)/.run  ## ask for the three secrets, check them, and write .env
	$(PY) -m bot init

run: $(VENV)/.run  ## the bot on Discord (needs the three secrets in .env)
	$(PY) -m bot run

test: check  ## everything that CI checks
	$(PY) -m pytest --numprocesses=$${TEST_PROCESSES:-4} --dist=loadfile

check: $(VENV)/.dev  ## style and types only
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy

cover: $(VENV)/.dev  ## the tests again, with the lines and branches that none of them runs
	$(PY) -m coverage erase
	$(PY) -m coverage run -m pytest --numprocesses=$${TEST_PROCESSES:-4} --dist=loadfile $${TESTS:-tests}
	$(PY) -m coverage combine --quiet
	$(PY) -m coverage report

bench: $(VENV)/.dev  ## how fast the bot is, beside its peers; BENCH="notice --quick" measures a part
	$(PY) -m bench $(BENCH)

crash: $(VENV)/.dev  ## kill the bot at every call and transaction, once and in pairs (hours)
	CRASH_EVERY=1 CRASH_PAIRS_EVERY=1 CRASH_PLANTED_EVERY=1 CRASH_ROUNDS=$${CRASH_ROUNDS:-200} $(PY) -m pytest tests/crash tests/store

docs: $(VENV)/.run  ## write what the documents take from the code: settings and commands
	$(PY) -m bot docs --write

pictures: $(VENV)/.dev  ## make every picture that the repository ships again (needs Chromium)
	PYTHONPATH=. $(PY) tools/placeholders.py
	PYTHONPATH=. $(PY) tools/thumbnails.py
	PYTHONPATH=. $(PY) tools/schedule.py
	PYTHONPATH=. $(PY) tools/screenshots.py

release: $(VENV)/.dev  ## build what people install, checked, into dist/: docs/releasing.md
	rm -rf build dist
	$(PY) -m build --no-isolation
	$(PY) -m pytest tests/test_package.py

lock:  ## pin the dependencies anew (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --fork-strategy fewest --extra charts -c requirements.lock pyproject.toml -o requirements-charts.lock
	sed -n 's/^litestream = \["\(.*\)"\]$$/\1/p' pyproject.toml | uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header - -o requirements-litestream.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --fork-strategy fewest --extra charts --group dev -c requirements-charts.lock pyproject.toml -o requirements-dev.lock

clean:  ## remove what make made, never your data
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .coverage .coverage.*

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.13 demo")'
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/.run: requirements.lock | $(VENV)/bin/python
	$(PIP) install --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock | $(VENV)/bin/python
	$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@ $(VENV)/.run
