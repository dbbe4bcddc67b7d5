#!/bin/sh
# SPDX-License-Identifier: MIT
# Lays the packaging of conf/debian into a copy of the sources and builds the Debian package: FOLDER/*.deb, *.dsc, build.log
# usage: conf/deb.sh FOLDER [VERSION]     DEB_BUILD_OPTIONS as for dpkg-buildpackage, such as "nocheck parallel=2"
set -eu
root=$(dirname "$(dirname "$(realpath "$0")")")
mkdir -p "$1"
folder=$(realpath "$1")
rm -rf "${folder:?}"/*
source=$folder/autodiscover
mkdir "$source"

# What git knows, as it is in the working tree; without git, all that is no product.
cd "$root"
if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
    git -c core.quotePath=false ls-files --cached -z
else
    find . \( -path ./build -o -path ./.git -o -name __pycache__ -o -path ./debian \) -prune -o -type f -print0
fi | sort -z | tar -c --null --no-recursion -T - | tar -x -C "$source"
mv "$source/conf/debian" "$source/debian"
if [ $# -gt 1 ]; then # a later version of the same
    date=$(sed -n '1,/^ -- /s/^ -- //p' "$source/debian/changelog")
    printf 'autodiscover (%s) bookworm; urgency=medium\n\n  * Built anew.\n\n -- %s\n\n' "$2" "$date" |
        cat - "$source/debian/changelog" >"$folder/changelog"
    mv "$folder/changelog" "$source/debian/changelog"
fi

cd "$source"
unset MAKEFLAGS MAKELEVEL MFLAGS CXX CXXFLAGS CPPFLAGS LDFLAGS BUILD CI
umask 022
dpkg-buildpackage -us -uc -ui >"$folder/build.log" 2>&1 || {
    tail -n 40 "$folder/build.log"
    exit 1
}
ls "$folder"/*.deb
