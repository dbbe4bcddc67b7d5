#!/bin/sh
# SPDX-License-Identifier: MIT
# Copies the sources, adds the packaging of conf/debian, and builds the Debian package: FOLDER/*.deb, *.dsc, build.log
# usage: conf/deb.sh FOLDER [VERSION]     DEB_BUILD_OPTIONS as for dpkg-buildpackage, such as "nocheck parallel=2"
# In FOLDER it removes only the files that its last run made; FOLDER/.made-by-deb.sh lists them
set -eu
root=$(dirname "$(dirname "$(realpath "$0")")")
mkdir -p "$1"
folder=$(realpath "$1")
source=$folder/autodiscover
list=$folder/.made-by-deb.sh

# All files that a run creates, and the folder in which it builds.
made() {
    for path in "$folder"/build.log "$folder"/autodiscover_* "$folder"/autodiscover-dbgsym_* "$source"; do
        [ ! -e "$path" ] && [ ! -L "$path" ] || basename "$path"
    done
}

if [ -f "$list" ]; then
    (cd "$folder" && xargs -d '\n' rm -f -- <"$list")
    rm "$list"
fi
foreign=$(made)
if [ -n "$foreign" ]; then
    echo "conf/deb.sh: in $folder are files that it did not make and would overwrite; move them, or name another folder:"
    echo "$foreign"
    exit 1
fi >&2
mkdir "$source"
trap 'rm -rf "$source" && made >"$list"' EXIT
trap 'exit 1' INT TERM HUP

# The files that git tracks, as they are in the working tree; without git, all files that are not build products.
cd "$root"
if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
    git -c core.quotePath=false ls-files --cached -z
else
    find . \( -path ./build -o -path ./.git -o -name __pycache__ -o -path ./debian \) -prune -o -type f -print0
fi | sort -z | tar -c --null --no-recursion -T - | tar -x -C "$source"
mv "$source/conf/debian" "$source/debian"
if [ $# -gt 1 ]; then # a later version of the same
    date=$(sed -n '1,/^ -- /s/^ -- //p' "$source/debian/changelog")
    printf 'autodiscover (%s) bookworm; urgency=medium\n\n  * Rebuilt.\n\n -- %s\n\n' "$2" "$date" |
        cat - "$source/debian/changelog" >"$source/changelog"
    mv "$source/changelog" "$source/debian/changelog"
fi

cd "$source"
unset MAKEFLAGS MAKELEVEL MFLAGS CXX CXXFLAGS CPPFLAGS LDFLAGS BUILD CI
umask 022
dpkg-buildpackage -us -uc -ui >"$folder/build.log" 2>&1 || {
    tail -n 40 "$folder/build.log"
    exit 1
}
ls "$folder"/autodiscover*_*.deb
