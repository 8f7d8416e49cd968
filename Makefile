# Two commands: `make run` lives a year, `make test` proves the house stands.

SAMPLE ?= binh-thuan-2021
PYTHON ?= $(shell command -v python3.11 || command -v python3)
UV     ?= $(shell command -v uv || echo $(PYTHON) -m uv)

BIN     := .venv/bin
PIP     := $(PYTHON) -m pip --python $(BIN)/python --disable-pip-version-check
# Said twice, only errors are told: a warning of pip is of no use to an official.
INSTALL := $(PIP) install --quiet --quiet --no-deps
LOCK    := $(UV) pip compile --quiet --generate-hashes --no-emit-index-url --no-header \
           --universal --python-version 3.11 pyproject.toml

# What is installed is named by what was asked for: a changed lock installs anew.
key      = $(shell cat pyproject.toml $(1) | sha256sum | cut -c-16)
RUNTIME := .venv/runtime-$(call key,requirements.txt)
TOOLS   := .venv/tools-$(call key,requirements.txt requirements-dev.txt)

.PHONY: run test lock clean
.DELETE_ON_ERROR:

run: $(RUNTIME)
	@$(BIN)/antq rehearse $(SAMPLE)

test: $(TOOLS)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/pytest

lock:
	$(LOCK) --group build --output-file requirements.txt
	$(LOCK) --group dev --constraint requirements.txt --output-file requirements-dev.txt

clean:
	rm -rf .venv out .*_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -m venv --without-pip .venv

$(RUNTIME): | $(BIN)/python
	@echo "Đang cài thư viện vào .venv (chỉ lần đầu, khoảng nửa phút)…"
	@$(INSTALL) --require-hashes --requirement requirements.txt
	@$(INSTALL) --no-build-isolation --editable .
	@touch $@

$(TOOLS): | $(RUNTIME)
	@$(INSTALL) --require-hashes --requirement requirements-dev.txt
	@touch $@
