#!/usr/bin/env bash
# The main job: designs the network of an inventory, plans its replacement, and carries the plan out on the twin.
#
#   tools/rehearse.sh [INVENTORY]      oklahoma (the default) or lab in inventories/, or a directory of your own
#
# Exits with the code of the first verb that fails. The twin belongs to the rehearsal and ends with it, however it ends.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
name=${1:-oklahoma}
inventory=inventories/$name
if [ ! -d "$inventory" ] && [ -d "$name" ]; then
    inventory=$name
fi
if [ ! -d "$inventory" ]; then
    echo "$inventory does not exist. Name a directory of inventories/, or the path of one of your own." >&2
    exit 2
fi

PATH=$PWD/.venv/bin:$PATH
if [ -n "${VENV:-}" ]; then
    PATH=$VENV/bin:$PATH
fi
export PATH
export ANSIBLE_CONFIG=$PWD/ansible.cfg
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
    export ANSIBLE_FORCE_COLOR=true
fi

# What a verb says, without what Ansible says about the one task that it is, so that the last lines are the summary.
own_words() {
    trap '' INT # the verb ends at Ctrl-C, and this when the verb has
    local line gap=""
    while IFS= read -r line; do
        case $line in
        *"PLAY RECAP "*) break ;;
        *"PLAY ["* | *"TASK ["* | *"changed: ["* | *"ok: ["*) gap="" ;;
        "") gap=$'\n' ;;
        *)
            printf '%s%s\n' "$gap" "$line"
            gap=""
            ;;
        esac
    done
    cat >/dev/null
}

step() {
    local title=$1
    shift
    printf '\n== %s\n   ansible-playbook -i %s %s\n' "$title" "$inventory" "$*"
    ansible-playbook -i "$inventory" "$@" 2>&1 | own_words
}

step "1/3 build: the intent becomes device models and configurations" statenet.junos.build
step "2/3 plan: from the network as it is, wave by wave" statenet.junos.plan -e statenet_baseline=as-is
step "3/3 rehearse: the very same plan on an emulated copy of the network, in virtual time" statenet.junos.rehearse
