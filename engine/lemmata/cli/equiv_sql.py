"""`lemmata equiv sql`: whether two queries give the same rows on every database; batches."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

from lemmata.cli.options import paint, print_json
from lemmata.cli.runner import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator
    from io import FileIO
    from typing import Any

    from lemmata.querying import QueryAnswer

BATCH = "--batch"
ONLY_SQL = ("schema", "dialect", "witness", "batch", "output", "strict")


def add_sql(parser: argparse.ArgumentParser) -> None:
    """--schema, --dialect, --witness, --strict, --batch and the like."""
    group = parser.add_argument_group("queries (equiv sql)")
    group.add_argument("--schema", metavar="DDL", help="DDL, a file with it, or a DuckDB file")
    group.add_argument("--dialect", metavar="NAME", help="what the texts are; default calcite")
    group.add_argument("--witness", metavar="FILE.sql", help="write the database as a script")
    group.add_argument("--strict", action="store_true", help="an error at run time is a result")
    group.add_argument("--seed", type=int, default=0, metavar="N", help="of the search, default 0")
    group.add_argument(
        BATCH, metavar="FILE.jsonl", help="rows {id, schema|schema_file, sql1, sql2}; `-` reads"
    )
    group.add_argument(
        "-o", "--output", metavar="FILE.jsonl", help="with --batch: write here, resume if it exists"
    )


def check_options(args: argparse.Namespace) -> None:
    """Refuse options that the kind of question does not have."""
    if args.kind == "expr":
        for name in ONLY_SQL:
            if getattr(args, name):
                raise UsageError(f"--{name} goes with equiv sql")
        return
    if args.assume or args.var:
        raise UsageError("--assume and --var go with equiv expr", hint="use a CHECK in the schema")
    if args.output and not args.batch:
        raise UsageError("--output goes with --batch")
    if args.batch and (args.witness or args.certificate or args.html):
        raise UsageError("--witness, --certificate and --html go with one pair of queries")
    if not args.batch and not args.schema:
        raise UsageError("queries are compared over a schema", hint="--schema FILE.sql")


def run_sql(args: argparse.Namespace) -> int:
    """Compare two queries, or the pairs of a batch."""
    from lemmata.sql import postgres

    problem = postgres.problem()
    if problem:
        hint = f"unset {postgres.VARIABLE} to do without PostgreSQL"
        raise UsageError(f"{postgres.VARIABLE}: {problem}", hint=hint)
    return _run_batch(args) if args.batch else _run_pair(args)


def _run_pair(args: argparse.Namespace) -> int:
    from dataclasses import replace

    from lemmata.querying import compare_queries, without_solvers
    from lemmata.results import summary_exit_code
    from lemmata.service.files import write_whole

    if [args.left, args.right, args.schema].count("-") > 1:
        raise UsageError("standard input can be read once")
    answer = compare_queries(
        args.left,
        args.right,
        args.schema,
        args.dialect,
        args.timeout,
        args.seed,
        args.strict,
    )
    found = without_solvers(answer.verdict) if args.trust else answer.verdict
    answer = replace(answer, verdict=found)
    if args.certificate and found.certificate is not None:
        found.save(args.certificate)
        answer = replace(answer, verdict=replace(found, path=args.certificate))
    if args.witness and answer.script:
        write_whole(Path(args.witness), answer.script)
    if args.html and found.certificate is not None:
        print(f"page: {found.to_html(args.html)}", file=sys.stderr)
    if args.json:
        print_json(answer.verdict.to_dict())
    else:
        _print(answer, args)
    return summary_exit_code([found])


def _print(answer: QueryAnswer, args: argparse.Namespace) -> None:
    found = answer.verdict
    print(f"{paint(found.verdict)}  {found.goal}")
    if not args.quiet:
        for line in found.to_text().splitlines():
            print(f"  {line}".rstrip())
    if args.verbose:
        print(f"  {found.seconds:.2f} s")
    sys.stdout.flush()
    if not args.quiet:
        _print_notices(answer.notices)


def _print_notices(notices: tuple[str, ...], most: int = 5) -> None:
    for notice in notices[:most]:
        print(f"note: schema {notice}", file=sys.stderr)
    if len(notices) > most:
        print(f"note: schema: {len(notices) - most} more statements skipped", file=sys.stderr)


def _run_batch(args: argparse.Namespace) -> int:
    from lemmata.errors import read_source
    from lemmata.service.sql_batch import BatchOptions, answers
    from lemmata.sql.schema_files import looks_like_sql

    folder = Path.cwd() if args.batch == "-" else Path(args.batch).resolve().parent
    options = BatchOptions(
        folder,
        args.schema if args.schema and looks_like_sql(args.schema) else None,
        args.schema if args.schema and not looks_like_sql(args.schema) else None,
        args.dialect,
        args.timeout,
        args.seed,
        args.strict,
    )
    lines = [line for line in read_source(args.batch).text.splitlines() if line.strip()]
    done = _finished(args.output) if args.output else []
    _check_resumable(done, lines, args)
    counts: dict[str, int] = {}
    for found in _written(answers(lines[len(done) :], options, len(done)), args):
        counts[found["verdict"]] = counts.get(found["verdict"], 0) + 1
        _progress(len(done) + sum(counts.values()), len(lines), args)
    if not args.quiet:
        told = ", ".join(f"{count} {word}" for word, count in sorted(counts.items()))
        print(f"{len(lines)} rows: {told or 'nothing left to do'}", file=sys.stderr)
    return 0


def _finished(output: str) -> list[Any]:
    from lemmata.service.sql_batch import finished

    try:
        return finished(Path(output))
    except ValueError as problem:
        raise UsageError(f"{output} is not an output of --batch: {problem}") from None


def _written(found: Iterator[dict[str, Any]], args: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """Write each verdict as soon as it is there."""
    import contextlib
    import json

    from lemmata.querying import query_verdict, without_solvers

    with contextlib.ExitStack() as stack:
        write: Callable[[str], None] = _to_standard_output
        if args.output:
            file = stack.enter_context(open(args.output, "ab", buffering=0))
            write = partial(_append, file, args.output)
        for row in found:
            texts = (str(row.get("sql1", "")), str(row.get("sql2", "")))
            verdict = query_verdict(row, texts, row.get("seconds", 0.0))
            told = (without_solvers(verdict) if args.trust else verdict).to_dict()
            write(json.dumps({"id": row["id"], **told}) + "\n")
            yield told


def _to_standard_output(line: str) -> None:
    sys.stdout.write(line)
    sys.stdout.flush()


def _append(file: FileIO, name: str, line: str) -> None:
    """Write a line whole; if that fails, what is there of it is cut off by the next run."""
    left = memoryview(line.encode())
    try:
        while left:
            left = left[file.write(left) :]
    except OSError as problem:
        hint = "the same command goes on from here"
        raise UsageError(f"cannot write {name}: {problem.strerror}", hint=hint) from None


def _check_resumable(done: list[Any], lines: list[str], args: argparse.Namespace) -> None:
    """Refuse an output file that answers other rows than the first ones of the input."""
    import contextlib
    import json

    for number, (name, line) in enumerate(zip(done, lines, strict=False), 1):
        wanted = None
        with contextlib.suppress(ValueError, AttributeError):
            wanted = json.loads(line).get("id")
        if name != wanted:
            raise UsageError(f"row {number} of {args.output} is {name!r}, the input has {wanted!r}")
    if len(done) > len(lines):
        raise UsageError(f"{args.output} has more rows than {args.batch}")


def _progress(count: int, total: int, args: argparse.Namespace) -> None:
    if sys.stderr.isatty() and not args.quiet:
        end = "\n" if count == total else ""
        print(f"\r{count} of {total}", end=end, file=sys.stderr, flush=True)
