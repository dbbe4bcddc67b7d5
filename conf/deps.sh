#!/bin/sh
# SPDX-License-Identifier: MIT
# Installs the missing ones of the given Debian packages. While another apt or dpkg holds a lock, as unattended-upgrades does
# on a new machine, it waits for at most ten minutes. (DPkg::Lock::Timeout does not wait for the lock of the package lists.)
# usage: conf/deps.sh PACKAGE...
set -eu
missing=
for package; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
errors=$(mktemp)
trap 'rm -f "$errors"' EXIT
end=$(($(date +%s) + 600))

apt() {
    waiting=
    until $([ "$(id -u)" = 0 ] || echo sudo) env LC_ALL=C DEBIAN_FRONTEND=noninteractive apt-get -q "$@" 2>"$errors"; do
        if ! grep -qi 'could not get lock\|lock is locked\|unable to acquire' "$errors" || [ "$(date +%s)" -ge $end ]; then
            cat "$errors" >&2
            exit 1
        fi
        [ -n "$waiting" ] || grep -i lock "$errors" | sed '1!d; s/^/waiting: /'
        waiting=yes
        sleep 1
    done
    cat "$errors" >&2
}

echo "installing:$missing"
apt update
# shellcheck disable=SC2086 # a list
apt install -y --no-install-recommends $missing
