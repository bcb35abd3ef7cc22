# Every target sets up what it needs: a fresh machine with make, git and a Python of 3.11 to 3.13 is enough.
SHELL := /bin/sh
PYTHON ?= python3
VENV ?= $(CURDIR)/.venv
INVENTORY ?= oklahoma
export PATH := $(VENV)/bin:$(PATH)
export ANSIBLE_CONFIG := $(CURDIR)/ansible.cfg

.PHONY: help setup rehearse test lint bench lock clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

setup: ## the virtual environment, made once
	@tools/setup.sh "$(VENV)" "$(PYTHON)"

lock: setup ## resolves the dependencies of pyproject.toml anew, for every supported Python
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --upgrade \
	    --no-header --quiet --output-file requirements-dev.txt

clean: ## removes what the other targets made
	rm -rf .venv .venv-* artifacts .ansible
