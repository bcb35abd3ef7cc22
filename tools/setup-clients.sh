#!/bin/sh
# Adds to a virtual environment of tools/setup.sh what tests/clients wants: clients of other projects from their packages,
# and the collection junipernetworks.junos with what it depends on, out of the package `ansible`. That package asks for a
# newer ansible-core than the oldest that we support, so only its collections are taken.
#
#   tools/setup-clients.sh VENV
set -eu

repo=$(cd "$(dirname "$0")/.." && pwd)
venv=$1
ansible=ansible==13.8.0
wanted=$repo/tests/clients/requirements.txt
ready=$venv/.clients
if cmp -s "$wanted" "$ready" && [ "$venv/.ready" -ot "$ready" ]; then
    exit 0
fi
echo "adding the clients to $venv"
UV_PYTHON_DOWNLOADS=never "$venv/bin/uv" pip install --quiet --python "$venv/bin/python" --requirement "$wanted"
site=$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
"$venv/bin/python" -m pip download --quiet --disable-pip-version-check --no-deps --ignore-requires-python \
    --only-binary :all: --dest "$venv/packages" "$ansible"
"$venv/bin/python" - "$venv/packages" "$site" <<'PY'
import sys
import zipfile
from pathlib import Path

WANTED = tuple(f"ansible_collections/{name}/" for name in ("junipernetworks/junos", "ansible/netcommon", "ansible/utils"))
(wheel,) = Path(sys.argv[1]).glob("ansible-*.whl")
with zipfile.ZipFile(wheel) as package:
    package.extractall(sys.argv[2], [name for name in package.namelist() if name.startswith(WANTED)])
PY
rm -rf "$venv/packages"
# What the set-up of JSNAPy would do if it did not come as a wheel: its files, with a log where everybody may write.
mkdir -p "$venv/etc/jsnapy/log" "$venv/etc/jsnapy/snapshots"
for file in jsnapy.cfg logging.yml; do
    sed "s#/var/log/jsnapy#$venv/etc/jsnapy/log#; s#~/jsnapy/#$venv/etc/jsnapy/#" "$site/jnpr/jsnapy/$file" > "$venv/etc/jsnapy/$file"
done
cp "$wanted" "$ready"
