"""Normal forms that filter conjectures."""

from __future__ import annotations

import pytest

from search.inductive.helpers import clause, discovery, law


@pytest.mark.parametrize(
    ("known", "text", "joins"),
    [
        ([], "S(x) + y = S(x + y)", True),
        ([], "x + y = y + x", False),
        (["x + y = y + x"], "double(x) + y = y + double(x)", True),
        (
            ["x + y = y + x", "(x + y) + z = x + (y + z)", "x + (y + z) = y + (x + z)"],
            "(x + y) + z = (z + x) + y",
            True,
        ),
        (["same(x, x)"], "member(x, cons(y, cons(x, zs)))", True),
        ([], "member(x, cons(y, cons(z, us))) = member(x, cons(z, cons(y, us)))", True),
        (["x + 0 = x"], "x + y = x", False),
    ],
)
def test_joins(known: list[str], text: str, joins: bool) -> None:
    simplifier = discovery().simplifier
    for each in known:
        simplifier.learn(law(each))
    assert simplifier.joins(*clause(text).conclusion) is joins


def test_rules_that_run_in_circles_end() -> None:
    simplifier = discovery().simplifier
    for each in ("rev(append(xs, ys)) = append(rev(ys), rev(xs))", "append(xs, nil) = xs"):
        simplifier.learn(law(each))
    left, right = clause("rev(cons(x, rev(rev(xs)))) = qrev(xs, nil)").conclusion
    assert simplifier.normal(left) is simplifier.normal(simplifier.normal(left))
    assert simplifier.normal(right) is right
