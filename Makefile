# make        environment, then tables, figures/ and exports/      make test   environment, then every check
# make lab    JupyterLab on the notebooks                          make bench  scores and speeds, as a table
# make lock   renew requirements.lock                              make clean  remove what was made
# make test-all  the heavy sweeps too, and that no speed has fallen to half against the others'

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PY := .venv/bin/python
CORPUS ?= seeds

.PHONY: all check test test-all lab bench lock clean env browser
.DELETE_ON_ERROR:

all: env
	@$(PY) -m analysis run --corpus $(CORPUS)

# The environment is rebuilt only when the lock's content differs from the one it was built from.
env:
	@test -n "$(PYTHON)" || { echo "make: Python 3.11 or newer is needed; none found on the PATH" >&2; exit 2; }
	@cmp -s requirements.lock .venv/built-from.lock || $(MAKE) --no-print-directory .venv/rebuild

.PHONY: .venv/rebuild
.venv/rebuild:
	@if [ -e .venv ] && [ ! -e .venv/made-by-make ] && [ ! -e .venv/built-from.lock ]; then \
		echo "make: .venv is here and make did not build it; move it away" >&2; exit 2; fi
	@echo "building .venv from requirements.lock"
	@rm -rf .venv
	@mkdir .venv && touch .venv/made-by-make
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "make: '$(PYTHON) -m venv' failed; on Debian: apt install python3-venv" >&2; exit 2; }
	@if command -v uv >/dev/null 2>&1; then \
		uv pip install --quiet --python $(PY) --require-hashes -r requirements.lock; \
	else \
		$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock; fi
	@# jieba warns, and imports slower, where setuptools is present
	@$(PY) -m pip uninstall --quiet --yes setuptools 2>/dev/null || true
	@$(PY) -c "import pathlib, sysconfig; pathlib.Path(sysconfig.get_path('purelib'), 'tifa.pth').write_text(str(pathlib.Path.cwd()))"
	@cp requirements.lock .venv/built-from.lock

browser: env
	@$(PY) -m tests.helpers.browser

check: env browser
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check --quiet . || { echo "make: not formatted: ruff format ." >&2; exit 1; }

# A file's tests stay in one process, so that what they share is made once.
test: check
	@$(PY) -m pytest -q -n 2 --dist loadfile -m "not slow"

# One session, so that what both kinds of tests look at, the exports above all, is made once.
test-all: check
	@$(PY) -m pytest -q -n 2 --dist loadfile
	@$(PY) -m benchmarks.scale --check

lab: env
	@$(PY) -m analysis.desk.lab

bench: env
	@$(PY) -m benchmarks

lock:
	@command -v uv >/dev/null || { echo "make lock needs uv (pip install uv)" >&2; exit 2; }
	@uv pip compile --quiet pyproject.toml --extra test --universal --python-version 3.11 --generate-hashes --no-annotate --no-header -o requirements.lock

clean:
	@PYTHONPATH=. $(PYTHON) -m analysis.table.result_folders exports
	@if [ -e .venv/built-from.lock ] || [ -e .venv/made-by-make ]; then rm -rf .venv; fi
	@rm -rf .tifa-store *.egg-info .pytest_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
