# Every target sets up what it needs: a fresh machine with make, git and a Python of 3.11 to 3.13 is enough.
SHELL := /bin/sh
PYTHON ?= python3
PYTHON_NEWEST ?= $(shell tools/find-python newest)
VENV ?= $(CURDIR)/.venv
INVENTORY ?= oklahoma
export PATH := $(VENV)/bin:$(PATH)
export VENV
export ANSIBLE_CONFIG := $(CURDIR)/ansible.cfg

.PHONY: help setup rehearse test test-newest test-clients lint sanity bench lock clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

setup: ## the virtual environment, made once
	@tools/setup.sh "$(VENV)" "$(PYTHON)"

test: setup ## every test: units, golden files, the oracle, the twin under real clients, Molecule
	pytest -n 2 --dist loadfile $(PYTEST)

test-newest: ## the same on the newest supported Python, and so the newest ansible-core
	$(MAKE) test PYTHON="$(PYTHON_NEWEST)" VENV="$(CURDIR)/.venv-newest"

test-clients: ## clients of other projects, unmodified, at work on the twin: NAPALM, scrapli, JSNAPy, ncclient, PyEZ, junos_*
	@tools/setup.sh "$(CURDIR)/.venv-clients" "$(PYTHON)"
	@tools/setup-clients.sh "$(CURDIR)/.venv-clients"
	$(CURDIR)/.venv-clients/bin/pytest -q tests/clients

lint: setup ## ruff, mypy, ansible-lint, documentation and changelog
	ruff check .
	mypy
	ansible-lint --offline
	antsibull-changelog lint
	antsibull-docs lint-collection-docs --plugin-docs --validate-collection-refs=self --skip-rstcheck .

sanity: setup ## ansible-test's own checks, as Galaxy runs them (fetches what it needs from the internet)
	@tools/sanity.sh

bench: setup ## measures the speed that the documentation claims
	python tests/benchmark/run.py

rehearse: setup ## the main job: the whole state of Oklahoma on the twin, from the legacy network to the new one
	@tools/rehearse.sh "$(INVENTORY)"

lock: setup ## resolves the dependencies of pyproject.toml anew, for every supported Python
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --upgrade \
	    --no-header --quiet --output-file requirements-dev.txt

clean: ## removes what the other targets made
	rm -rf .venv .venv-* artifacts .ansible
