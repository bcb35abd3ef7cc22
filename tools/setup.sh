#!/bin/sh
# Makes the virtual environment that every make target runs in: locked packages, and this checkout linked in as the
# collection statenet.junos, whatever its folder is called. Needs a Python of 3.11 to 3.13 and nothing else.
#
#   tools/setup.sh VENV [PYTHON]
set -eu

repo=$(cd "$(dirname "$0")/.." && pwd)
venv=$1
python=${2:-python3}
# With a name of its own the lock can be checked for staleness by comparing two files.
ready=$venv/.ready

"$python" - <<'PY' || exit 1
import sys
if not (3, 11) <= sys.version_info[:2] <= (3, 13):
    sys.exit(f"statenet.junos needs Python 3.11 to 3.13, this is {sys.version.split()[0]} ({sys.executable}).\n"
             "Name another one: make PYTHON=python3.12 ...")
PY

if ! cmp -s "$repo/requirements-dev.txt" "$ready"; then
    echo "setting up $venv (once; again only when the locked packages change)"
    # A pip that refuses to install outside a virtual environment (PEP 668) does not matter inside one. Where a
    # distribution splits ensurepip from Python, its pip still makes one for us.
    "$python" -m venv --clear "$venv" 2>/dev/null || {
        rm -rf "$venv" "$venv.bootstrap"
        "$python" -m pip install --quiet --target "$venv.bootstrap" virtualenv
        PYTHONPATH="$venv.bootstrap" "$python" -m virtualenv --quiet "$venv"
        rm -rf "$venv.bootstrap"
    }
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check uv
    UV_PYTHON_DOWNLOADS=never "$venv/bin/uv" pip install --quiet --python "$venv/bin/python" \
        --require-hashes --requirement "$repo/requirements-dev.txt" ||
        "$venv/bin/python" -m pip install --quiet --require-hashes --requirement "$repo/requirements-dev.txt"
    cp "$repo/requirements-dev.txt" "$ready"
fi

site=$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
mkdir -p "$site/ansible_collections/statenet"
ln -sfn "$repo" "$site/ansible_collections/statenet/junos"
