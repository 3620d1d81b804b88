"""Sorts as written, and what they mean in a scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lemmata.errors import Source
from lemmata.language.headers import MAX_NESTING, Branch, parse, qualified, retag
from lemmata.language.scope import Quiet, Scope
from lemmata.language.tokens import Token
from lemmata.terms.sorts import ARROW, Sort


@dataclass(slots=True)
class SortTree:
    """A sort as written."""

    name: str
    args: list[SortTree]
    start: int
    end: int


def sort_tree(branch: Branch) -> SortTree:
    """A sort; its depth is at most MAX_NESTING brackets and the arrows of one line."""
    parts = [sort_tree(part) for part in branch.branches]
    if branch.rule == "bracket":
        return parts[0]
    if branch.rule == "arrow":
        return SortTree(ARROW, parts, parts[0].start, parts[1].end)
    token = branch.tokens[0]
    return SortTree(token.text, parts, token.start, token.end)


def parse_sort(tokens: Sequence[Token], scope: Scope, source: Source, at: int) -> Sort:
    """The sort written by some tokens, as in an annotation that starts at an offset."""
    if not tokens:
        raise source.error("a sort is missing", at, at + 1, expected=("a sort",))
    if sum(t.text == "->" for t in tokens) > MAX_NESTING:
        raise source.error("this sort has too many arrows", tokens[0].start, tokens[-1].end)
    marked: list[Token] = [Token("RULES", "", 0), Token("NAME", "_", 0), Token("OVER", "", 0)]
    depth = 0
    for token in qualified(tokens):
        depth += (token.kind == "LPAR") - (token.kind == "RPAR")
        if depth > MAX_NESTING:
            raise source.error("brackets are nested too deeply", token.start, token.end)
        marked.append(retag(token, "", depth, [Token("NAME", "", 0)]))
    tree = parse(marked, False, source, tokens[-1].end)
    return resolve_sort(sort_tree(tree.branches[-1]), scope, source)


def resolve_sort(
    tree: SortTree, scope: Scope, source: Source, types: Sequence[Sort] | None = None
) -> Sort:
    """The sort that a tree means; undeclared lower-case names are type variables.

    With `types`, only those are allowed.
    """
    args = tuple(resolve_sort(a, scope, source, types) for a in tree.args)
    if tree.name == ARROW:
        return Sort(ARROW, args)
    found = scope.sorts.get(tree.name, [])
    if len(found) > 1:
        mine = [n for n in found if n.startswith(f"{scope.theory}.")]
        if len(mine) != 1:
            raise source.error(
                f"the sort {tree.name} is ambiguous", tree.start, tree.end, expected=tuple(found)
            )
        found = mine
    if not found:
        if tree.name in scope.broken:
            raise Quiet
        variable = Sort.variable(tree.name)
        lower = tree.name[0].islower() and "." not in tree.name
        if lower and not args and (types is None or variable in types):
            return variable
        names = tuple(s.name for s in types) if types else ()
        hint = scope.close_sorts(tree.name)
        raise source.error(
            f"unknown sort {tree.name}", tree.start, tree.end, expected=names, hint=hint
        )
    name = found[0]
    if len(args) != scope.arities[name]:
        wanted = scope.arities[name]
        plural = "sort" if wanted == 1 else "sorts"
        problem = f"{tree.name} takes {wanted} {plural}, not {len(args)}"
        raise source.error(problem, tree.start, tree.end)
    return Sort(name, args)
