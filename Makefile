# Two commands do everything: `make up` and `make test`.
PY ?= python3
V := .venv/bin
APT_TEST := chromium fonts-noto-cjk libreoffice-writer libreoffice-calc gettext poppler-utils postgresql openjdk-17-jre-headless
export DJANGO_SETTINGS_MODULE := junheng.shell.settings

.PHONY: up test check bench lock front clean shots

up: $(V)/.base front
	JUNHENG_DB="$(DB)" $(V)/junheng up --demo $(if $(PORT),--port $(PORT)) --no-open

$(V)/python:
	@$(PY) -c 'import sys; assert sys.version_info >= (3, 11), "python3 3.11 or newer is needed"'
	@$(PY) -m venv .venv 2>/dev/null || { tools/apt.sh python3-venv && rm -rf .venv && $(PY) -m venv .venv; }

$(V)/.base: $(V)/python requirements/base.txt requirements/build.txt pyproject.toml
	$(V)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/build.txt
	$(V)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/base.txt
	$(V)/python -m pip install -q --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@

$(V)/.test: $(V)/.base requirements/test.txt
	$(V)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/test.txt
	@touch $@

front: src/junheng/shell/static/vendor/echarts.min.js

src/junheng/shell/static/vendor/echarts.min.js: package-lock.json tools/vendor.py
	@command -v npm >/dev/null || tools/apt.sh npm
	npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	$(PY) tools/vendor.py
	@touch $@

check: $(V)/.test
	$(V)/ruff check .
	$(V)/mypy
	$(V)/lint-imports
	JUNHENG_HOME=$$(mktemp -d) $(V)/python -m django makemigrations --check --dry-run
	$(V)/python tools/messages_check.py

test: $(V)/.test front
	@tools/apt.sh $(APT_TEST)
	$(MAKE) --no-print-directory check
	$(V)/python -m pytest -n 4 -p no:cacheprovider
	tools/postgres.sh $(V)/python -m pytest -n 2 -p no:cacheprovider

bench: $(V)/.test build/peers/.done build/peers-import/.done front
	$(V)/python -m bench.read_plans
	$(V)/python -m bench.systems_score
	$(V)/python -m bench.placement
	$(V)/python -m bench.pages
	$(V)/python -m bench.matching
	$(V)/python -m bench.importing
	$(V)/python -m bench.comparing
	$(V)/python -m bench.lake
	$(V)/python -m bench.measuring
	$(V)/python -m bench.fitness

build/peers/.done: bench/requirements-peers.txt
	$(PY) -m venv build/peers
	build/peers/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r $<
	@touch $@

build/peers-import/.done: bench/requirements-peers-import.txt | $(V)/python
	rm -rf build/peers-import
	$(V)/python -m pip install -q --disable-pip-version-check --require-hashes --target build/peers-import -r $<
	@touch $@

shots: $(V)/.test front
	$(V)/python tools/shots.py

lock: $(V)/python
	$(V)/python -m pip install -q uv
	for part in "requirements/base pyproject.toml" "requirements/test pyproject.toml --extra postgres --extra spark --group test" \
	  "requirements/build requirements/build.in" "bench/requirements-peers bench/requirements-peers.in" \
	  "bench/requirements-peers-import bench/requirements-peers-import.in"; do \
	  set -- $$part; out=$$1; shift; \
	  $(V)/uv pip compile --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header \
	    --python-version 3.11 "$$@" -o $$out.txt -q; done

clean:
	rm -rf .venv node_modules src/junheng/shell/static/vendor build dist
	find . -name '*.mo' -delete
