#!/bin/sh
# What Lemmata does, one command at a time: each is printed before it runs, and must leave the
# exit code that it is shown with (0 proved or done, 1 refuted, 2 rejected, 3 unknown).
set -u

show() {
    expected=$1
    printf '\n$ %s\n' "$2"
    eval "$2"
    actual=$?
    if [ "$actual" -ne "$expected" ]; then
        printf 'the demo expected exit code %s and got %s\n' "$expected" "$actual" >&2
        exit 1
    fi
}

show 0 'lemmata --version'
