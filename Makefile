.POSIX:
.SUFFIXES:

PYTHON = python3
BIN = .venv/bin

help:
	@echo "make run       set up what is missing, then run the server on the demonstration centre"
	@echo "make demo      the same with a lifelike day in fast motion"
	@echo "make cluster   the hosted form: PostgreSQL, Valkey, nginx and two server processes"
	@echo "make test      set up what is missing, then lint and all tests"
	@echo "make lint      ruff, mypy, import contracts, tsc, eslint"
	@echo "make audit     are all packages locked, and is a weakness known of one?"
	@echo "make bench     latency and throughput"
	@echo "make chaos     kill, disturb and fuzz a running centre, and see whether it keeps its word"
	@echo "make contract  write the websocket contract for the browser"
	@echo "make assets    copy browser packages, fonts and icons"
	@echo "make bundle    one archive in dist/ that installs OneDoor without any network"
	@echo "make clean     remove what set-up and tests made; data is kept"

run: set-up
	@exec $(BIN)/onedoor start

demo: set-up
	@exec $(BIN)/onedoor demo

cluster: set-up-for-cluster
	@exec $(BIN)/python -m tools.hosted.cluster

test: set-up-for-tests lint-here test-javascript test-python

lint: set-up-for-tests lint-here

audit: set-up-for-audit
	@PATH="$$PWD/$(BIN):$$PATH" $(BIN)/python -m tools.audit

bench: set-up-for-tests
	@$(BIN)/python -m benchmarks

chaos: set-up-for-tests
	@$(BIN)/python -m chaos
	@$(BIN)/python -m pytest -q --hypothesis-profile=long tests/web/test_fuzzing.py tests/integration/serving/test_packets.py

contract: set-up
	@$(BIN)/onedoor contract

assets: set-up

bundle: set-up
	@$(BIN)/python tools/make_bundle.py

clean:
	rm -rf .venv node_modules onedoor/static/vendor onedoor/printing/fonts onedoor/printing/icons data-demo data-cluster
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

set-up:
	@$(PYTHON) tools/set_up.py

set-up-for-cluster:
	@$(PYTHON) tools/set_up.py --cluster

set-up-for-audit:
	@$(PYTHON) tools/set_up.py --audit

set-up-for-tests:
	@$(PYTHON) tools/set_up.py --test

lint-here:
	@$(BIN)/ruff check --quiet
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo
	@PATH="$$PWD/$(BIN):$$PATH" npx --no-install tsc --project tsconfig.json
	@PATH="$$PWD/$(BIN):$$PATH" npx --no-install eslint .

test-javascript:
	@PATH="$$PWD/$(BIN):$$PATH" node --import ./tests/js/register.js --test tests/js/*.test.js

test-python:
	@$(BIN)/python -m pytest -m "not alone" --numprocesses=auto --maxprocesses=4 --dist=loadfile --no-loadscope-reorder
	@$(BIN)/python -m pytest -m alone

.PHONY: help run demo cluster test lint audit bench chaos contract assets bundle clean set-up set-up-for-cluster set-up-for-audit set-up-for-tests lint-here test-javascript test-python
