#!/bin/sh
# Installs OneDoor from the folder of this script, without any network: ./install.sh [--systemd] [PREFIX]
#
# PREFIX (/opt/onedoor) gets each version side by side in releases/, and the link `current` to the one in use.
# With --systemd, as root, OneDoor becomes a service: a user, /etc/onedoor/onedoor.env, /var/lib/onedoor, onedoor@.service,
# onedoor-backup.timer, and the command `onedoor`. Without it, data and settings (onedoor.toml) are in PREFIX.
# An older version is upgraded: its servers are stopped, the database is migrated, and they start again.
set -eu
umask 022

SETTINGS=/etc/onedoor/onedoor.env
STATE=/var/lib/onedoor
UNITS=/etc/systemd/system
COMMAND=/usr/local/bin/onedoor
PYTHONS='python3.13 python3.12 python3.11 python3 /usr/bin/python3'

main() {
    read_arguments "$@"
    cd "$(dirname "$0")"
    version=$(cat VERSION)
    release=$prefix/releases/$version
    before=$(readlink "$prefix/current" || true)
    install_release
    if [ "$systemd" = yes ]; then
        install_service
        running=$(systemctl list-units --plain --no-legend --state=active 'onedoor@*' | cut -d ' ' -f 1)
        [ -z "$running" ] || systemctl stop $running
    fi
    refuse_while_serving
    run_onedoor migrate || fail "the database was not migrated; $prefix/current still names the version before"
    ln -sfn "releases/$version" "$prefix/current"
    say "OneDoor $version is installed in $prefix."
    [ "$systemd" = no ] || [ -z "$running" ] || systemctl start $running
    say_what_is_next
}

read_arguments() {
    systemd=no
    prefix=/opt/onedoor
    for argument in "$@"; do
        case $argument in
            --systemd) systemd=yes ;;
            -*) fail "usage: ./install.sh [--systemd] [PREFIX]" ;;
            /*) prefix=${argument%/} ;;
            *) prefix=$PWD/${argument%/} ;;
        esac
    done
    [ "$systemd" = no ] || [ "$(id -u)" = 0 ] || fail "--systemd needs root"
    [ "$systemd" = no ] || [ -d /run/systemd/system ] || fail "--systemd needs a machine that runs systemd"
}

# The list of packages is written last: a release that has it is whole.
install_release() {
    if cmp -s requirements.txt "$release/requirements.txt"; then
        return
    fi
    [ ! -e "$release/requirements.txt" ] || fail "another build of version $version is in $release: remove it first"
    find_python
    say "Installing OneDoor $version with $("$python" --version) ..."
    rm -rf "$release"
    mkdir -p "$prefix/releases"
    "$python" -m venv --without-pip "$release"
    pip=$(echo wheelhouse/pip-*.whl)/pip
    "$release/bin/python" "$pip" --quiet --disable-pip-version-check --isolated --no-cache-dir \
        install --no-index --find-links wheelhouse --require-hashes --requirement requirements.txt
    cp -R deploy operations.md "$release/"
    cp requirements.txt "$release/"
}

find_python() {
    for python in ${PYTHON:-$PYTHONS}; do
        if "$python" -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            return
        fi
    done
    fail "OneDoor needs Python 3.11 or newer; the variable PYTHON names one that is not found by itself"
}

install_service() {
    id onedoor >/dev/null 2>&1 ||
        useradd --system --user-group --home-dir "$STATE" --no-create-home --shell /usr/sbin/nologin onedoor
    install -d -m 0700 -o onedoor -g onedoor "$STATE"
    install -d "${SETTINGS%/*}"
    [ -e "$SETTINGS" ] || install -m 0640 -g onedoor deploy/systemd/onedoor.env "$SETTINGS"
    for unit in onedoor@.service onedoor-backup.service onedoor-backup.timer; do
        for_prefix "deploy/systemd/$unit" >"$UNITS/$unit"
    done
    for_prefix deploy/systemd/onedoor-command >"$COMMAND"
    chmod 755 "$COMMAND"
    systemctl daemon-reload
}

for_prefix() {
    sed "s|/opt/onedoor/|$prefix/|g" "$1"
}

# A server that works on the SQLite file holds its lock.
refuse_while_serving() {
    if [ "$systemd" = yes ]; then lock=$STATE/onedoor.sqlite3.lock; else lock=$prefix/data/onedoor.sqlite3.lock; fi
    if [ -e "$lock" ] && ! flock --nonblock "$lock" true; then
        fail "a server is running on this database: stop it, then run this again"
    fi
}

run_onedoor() (
    if [ "$systemd" = no ]; then
        cd "$prefix"
        exec "$release/bin/onedoor" "$@"
    fi
    set -a
    . "$SETTINGS"
    set +a
    cd "$STATE"
    exec setpriv --reuid onedoor --regid onedoor --init-groups "$release/bin/onedoor" "$@"
)

say_what_is_next() {
    if [ "$systemd" = yes ] && [ -n "$running" ]; then
        say "Started again:" $running
    elif [ -n "$before" ]; then
        say "Start its servers again. The way back is $prefix/$before"
    elif [ "$systemd" = yes ]; then
        say "Next:  look at $SETTINGS, then  onedoor seed --demo  and  systemctl enable --now onedoor@8080"
    else
        say "Next:  cd $prefix && current/bin/onedoor seed --demo && current/bin/onedoor serve"
    fi
    say "$release/operations.md tells the rest."
}

say() {
    printf '%s\n' "$*"
}

fail() {
    printf 'install.sh: %s\n' "$*" >&2
    exit 1
}

main "$@"
