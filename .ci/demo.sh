#!/bin/sh
# What Lemmata does, one command at a time: each is printed before it runs, and must leave the
# exit code that it is shown with (0 proved or done, 1 refuted, 2 rejected, 3 unknown).
set -u
cd "$(dirname "$0")/.." || exit 1
out=build/demo
rm -rf "$out"
mkdir -p "$out"

say() { printf '\n# %s\n' "$*"; }

show() {
    expected=$1
    printf '$ %s\n' "$2"
    eval "$2"
    actual=$?
    if [ "$actual" -ne "$expected" ]; then
        printf 'the demo expected exit code %s and got %s\n' "$expected" "$actual" >&2
        exit 1
    fi
}

show 0 'lemmata --version'

say 'The four equations that define + and *, and nothing else that is known of them.'
show 0 'sed -n "/^fun (+)/,/^$/p; /^fun (\*)/,/^$/p" proofs/nat.lem'

say 'A proof, found from these equations, written down, and checked again from the file.'
show 0 "lemmata prove --theory nat 'x + y = y + x' --from-definitions --certificate $out/add_comm.json"
show 0 "lemmata check $out/add_comm.json"

say 'A false statement: values for which the two sides differ.'
show 1 "lemmata prove --theory nat 'x + y = x'"

say 'A true statement (the square root of 2 is irrational) that is too hard: no answer is made up.'
show 3 "lemmata prove --theory nat 'x * x = 2 * (y * y) ==> y = 0' --timeout 3"

say 'One step of the certificate is altered: the kernel says which step and which rule.'
show 0 "sed 's/\"reverse\":false/\"reverse\":true/' $out/add_comm.json > $out/altered.json"
show 2 "lemmata check $out/altered.json"

say 'Lists and groups: lemmas are found on the way; a finite group is the counterexample.'
show 0 "lemmata prove --theory list 'rev(rev(xs)) = xs' --from-definitions"
show 0 "lemmata prove --theory group 'inv(x * y) = inv(y) * inv(x)' --quiet"
show 1 "lemmata prove --theory group 'x * y = y * x'"

say 'Problems of other provers: an inductive one (TIP), equations with an SZS status (TPTP), relations (MPL).'
show 0 "lemmata prove tests/data/tip/lengths.smt2 --quiet"
show 0 "lemmata prove tests/data/tptp/involution.p --quiet"
show 0 "lemmata prove tests/data/mpl/gauss.mpl --goal le_elim --goal t3 --quiet"

say 'Two queries that look the same, and the database that tells them apart.'
show 1 "lemmata equiv sql --schema 'CREATE TABLE t (x INT PRIMARY KEY, y INT)' \
    'SELECT x FROM t WHERE NOT (y = 1)' 'SELECT x FROM t WHERE (y = 1) IS NOT TRUE'"

say 'Two that give the same rows on every database: a proof, and its check.'
show 0 "lemmata equiv sql --schema 'CREATE TABLE t (x INT PRIMARY KEY, y INT)' --certificate $out/equal.json \
    'SELECT DISTINCT x FROM t WHERE y > 1' 'SELECT x FROM t WHERE NOT (y <= 1)'"
show 0 "lemmata check $out/equal.json"

say 'Expressions: the simplest one that is equal everywhere, with its derivation; others under a condition.'
show 0 "lemmata simplify '(sin(x) + cos(x))^2 + (sin(x) - cos(x))^2' --steps"
show 0 "lemmata simplify '(x^2 - 1)/(x - 1)'"
show 1 "lemmata equiv expr 'sqrt(x^2)' 'x'"
show 0 "lemmata equiv expr 'sqrt(x^2)' 'x' --assume 'x > 0' --quiet"

say 'Laws that nobody stated: found, proved, put in order. A star marks those that imply the rest.'
show 0 "lemmata explore nat --only '+' --library $out/nat.json"
show 0 "lemmata explore nat --only '+' --library $out/nat.json --why add_left_comm"

say 'Every theorem that ships with Lemmata, checked again; and one for Coq.'
show 0 "lemmata check proofs --quiet | tail -n 1"
show 0 "lemmata export $out/add_comm.json --to coq -o $out/add_comm.v"

say 'The proof as a page for the browser.'
show 0 "lemmata prove --theory nat 'x * y = y * x' --from-definitions --quiet --html $out"
show 0 "ls $out/*.html"
