# SmartCut. `make help` lists what there is. Needs Python 3.11 or newer and make, nothing else.

SHELL := /bin/sh
BIN := .venv/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)
export npm_config_update_notifier := false

PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
DATA := $(or $(SMARTCUT_DATA_DIR),var)
PO := $(wildcard locale/*/LC_MESSAGES/*.po)
MO := $(PO:.po=.mo)

# Stamps remember what is installed, so that a second start needs neither network nor time
VENV := $(BIN)/python
WEB := .venv/.stamp-run
ONNX := .venv/.stamp-onnx
TORCH := .venv/.stamp-torch
DEV := .venv/.stamp-dev
READERS := .venv-readers/.stamp
NPM := node_modules/.stamp-run
NPM_DEV := node_modules/.stamp-dev

.PHONY: help install install-dev run run-all weights test test-fast test-firefox test-readers test-torch lint format bench bench-quality bench-variants bench-media bench-cutting wasm demo-video stress-video new-plugin messages clean

help:  ## lists these commands
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /	/' | expand -t 14

install: $(WEB) $(NPM) $(MO)  ## installs what `make run` needs
install-dev: $(DEV) $(NPM_DEV) $(MO)  ## installs what `make test` and `make lint` need

run: install  ## starts SmartCut and prints its address; Ctrl-C stops it
	@exec $(BIN)/python manage.py up

run-all: $(TORCH) run  ## the same with the neural plugins (torch: 5.6 GB more)

weights: $(ONNX)  ## downloads the detector of the recommender `objects` (onnxruntime: 70 MB, weights: 4 MB)
	$(BIN)/python -m workers.weights objects $(ARGS)

test: install-dev  ## all tests: JavaScript, Python, browser, faults; and the coverage gate
	@sh tests/chromium.sh
	npm test
	$(if $(ARGS),,$(BIN)/pytest -n 2 --dist loadfile tests/e2e/media)
	$(BIN)/pytest $(if $(ARGS),,--ignore tests/e2e/media) --cov --cov-report=term --durations=15 $(ARGS)

test-fast: install-dev  ## the tests that start neither a browser nor the whole stack
	npm test
	$(BIN)/pytest -m "not e2e and not faults" $(ARGS)

test-torch: install-dev $(TORCH)  ## the tests of the neural plugins (installs torch: 5.6 GB)
	$(BIN)/pytest tests/workers/plugins/test_novelty.py tests/workers/plugins/test_examples.py \
		tests/workers/plugins/test_rarity.py tests/workers/plugins/test_torchvision.py $(ARGS)

test-readers: install-dev $(READERS)  ## opens dataset packs with Datumaro and FiftyOne (installs both: 1.4 GB)
	@sh tests/chromium.sh
	$(BIN)/pytest tests/e2e/media/test_pack_readers.py $(ARGS)

test-firefox: install-dev  ## the journey in Firefox alone
	$(BIN)/pytest tests/e2e/test_firefox.py $(ARGS)

lint: install-dev  ## all checks, fastest first
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	npx biome check --error-on-warnings
	npx tsc
	$(BIN)/djlint --check --lint --quiet templates
	$(BIN)/lint-imports
	$(BIN)/deptry .
	DATABASE_URL=sqlite://:memory: $(BIN)/python manage.py makemigrations --check --dry-run
	SMARTCUT_HTTPS=1 SMARTCUT_HOSTS=smartcut.example SMARTCUT_SECRET_KEY=$$($(BIN)/python -c "import secrets; print(secrets.token_hex(40))") \
		$(BIN)/python manage.py check --deploy --fail-level WARNING
	$(BIN)/mypy .

format: install-dev  ## formats Python, templates and JavaScript
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/djlint --reformat --quiet templates
	npx biome check --write

bench: install-dev  ## measures sampling, scoring, its memory and the time to an answer; ARGS=--small for a quick look
	@sh tests/chromium.sh
	$(BIN)/python -m bench.worker $(ARGS)
	$(BIN)/python -m bench.day $(ARGS)
	$(BIN)/python -m bench.answer $(ARGS)
	$(BIN)/python -m bench.sampling $(ARGS)

bench-quality: install-dev  ## measures motion beside DVR-Scan; FOOTAGE=folder of X.mp4, X.json; ARGS=--small for a quick look
	$(BIN)/python -m bench.quality --data $(DATA)/quality $(if $(FOOTAGE),--footage $(FOOTAGE)) $(ARGS)

bench-variants: install-dev  ## measures motion on FOOTAGE=folder of X.mp4, X.json made to look otherwise; ARGS="--variants dark noisy", ARGS=--small
	$(BIN)/python -m bench.variants $(FOOTAGE) --data $(DATA)/variants $(ARGS)

bench-media: install-dev  ## measures a long recording from click to segments; FOOTAGE=clip.mp4 ARGS="--hours 24 --intervals 2 5 10", ARGS=--small
	@sh tests/chromium.sh
	$(BIN)/python -m bench.media $(if $(FOOTAGE),--clip $(FOOTAGE)) $(ARGS)

bench-cutting: install-dev  ## measures many clips out of a long recording; ARGS="FILE --segments 200", ARGS=--small
	@sh tests/chromium.sh
	$(BIN)/python -m bench.cutting $(ARGS)

wasm: $(NPM_DEV)  ## builds the browser's shrinking (WebAssembly) from wasm/shrink.wat
	node wasm/build.mjs

demo-video: $(WEB)  ## writes a synthetic camera clip with its truth; OUT=file.mp4 says where
	@mkdir -p $(dir $(or $(OUT),$(DATA)/demo/demo-camera.mp4))
	$(BIN)/python -m workers.demo_video $(or $(OUT),$(DATA)/demo/demo-camera.mp4)

stress-video: $(WEB)  ## writes synthetic footage of one disturbance with its truth; KIND=rain OUT=file.mp4 ARGS="--seed 2"
	$(BIN)/python -m workers.stress $(KIND) $(or $(OUT),$(DATA)/stress/$(KIND).mp4) $(ARGS)

new-plugin: $(WEB)  ## makes a recommender with its test; NAME=helmet says which
	@$(BIN)/python -m workers.new_plugin '$(subst ','\'',$(NAME))'

messages: install-dev  ## collects new texts into locale/ and compiles them (needs gettext)
	@command -v xgettext >/dev/null || { echo "make messages needs gettext: install the package gettext." >&2; exit 1; }
	$(BIN)/python manage.py makemessages --locale en --locale ru --no-obsolete --no-wrap --add-location file \
		--ignore node_modules --ignore tests --ignore 'var*' --ignore 'bench*'
	$(BIN)/python manage.py makemessages --domain djangojs --locale en --locale ru --no-obsolete --no-wrap --add-location file \
		--ignore node_modules --ignore tests --ignore 'var*' --ignore '.venv'
	$(MAKE) $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po))

clean:  ## removes what is installed and built; data in var/ stays
	rm -rf .venv .venv-readers node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage*
	rm -f $(MO)

# What is installed

$(VENV):
	@sh requirements/venv.sh .venv

$(WEB): requirements/base.txt requirements/web.txt requirements/worker.txt | $(VENV)
	$(PIP) -r requirements/web.txt -r requirements/worker.txt
	@touch $@

$(ONNX): requirements/worker-onnx.txt $(WEB)
	$(PIP) -r requirements/worker-onnx.txt
	@touch $@

$(TORCH): requirements/worker-torch.txt requirements/worker-onnx.txt $(WEB)
	$(PIP) -r requirements/worker-torch.txt
	@touch $@

$(DEV): requirements/dev.txt requirements/worker-onnx.txt $(WEB)
	$(PIP) -r requirements/dev.txt
	@touch $@

# In an environment of their own: they pin what SmartCut pins, otherwise
$(READERS): requirements/readers.txt | $(VENV)
	$(BIN)/python -m venv .venv-readers
	.venv-readers/bin/python -m pip install --quiet --disable-pip-version-check -r requirements/readers.txt
	@touch $@

# `npm ci` starts from nothing, so the small set must not remove the developers' one
$(NPM): package.json package-lock.json | $(WEB)
	@if [ $(NPM_DEV) -nt package-lock.json ]; then touch $@; else $(MAKE) --no-print-directory npm-run; fi

.PHONY: npm-run
npm-run:
	npm ci --omit=dev --no-audit --no-fund --loglevel=error
	@touch $(NPM)

$(NPM_DEV): package.json package-lock.json | $(WEB)
	npm ci --no-audit --no-fund --loglevel=error
	@touch $@ $(NPM)

%.mo: %.po | $(WEB)
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@
