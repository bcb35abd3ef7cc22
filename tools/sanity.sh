#!/bin/sh
# The sanity tests of ansible-test, as Ansible Galaxy and Automation Hub run them, on what git tracks here.
#
# ansible-test wants a checkout at ansible_collections/statenet/junos, so it gets a copy. Left out: `import`, which imports
# the library without the packages of requirements.txt (plugins say themselves what is missing), `compile`, which wants
# every Python that a module could meet on a managed host (these run on the controller), and `pylint` (ruff and mypy do it).
set -eu

repo=$(cd "$(dirname "$0")/.." && pwd)
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
collection=$copy/ansible_collections/statenet/junos
mkdir -p "$collection"
cd "$repo"
git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents --no-dereference -t "$collection" --
cd "$collection"
git init --quiet
git add --all
unset ANSIBLE_CONFIG
python=$("$VENV/bin/python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
ansible-test sanity --requirements --color no --python "$python" \
    --skip-test import --skip-test compile --skip-test pylint --skip-test changelog "$@"
