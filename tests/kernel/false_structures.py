"""False theories: structures, and names that look built-in (FORMAT.md section 3)."""

from __future__ import annotations

from kernel.false_tools import ONE, absurd, apart, both, done, false
from second_checker.build import (
    BOOL,
    FALSE,
    INT,
    TRUE,
    Certificate,
    Function,
    Json,
    Sort,
    Term,
    app,
    eq,
    forall,
    num,
    unit,
    var,
)
from second_checker.samples import NAT, ZERO, N, arithmetic

# Structures.


@false("an axiom is closed", "a free variable in a closed clause")
def open_axiom(wrong: bool) -> Json:
    c = arithmetic()
    clause = unit(N, N) if not wrong else unit(app("k"), N)
    c.structure("constant", [], {"k": ([], NAT)}, {"any": clause if wrong else forall([N], N, N)})
    if not wrong:
        return done(c)
    p = absurd(c)
    n = p.rewrite([], app("k"), N, ["axiom", "constant", "any", [], []])
    nodes = [
        p.node("instantiate", [], app("k"), v, variables=[N], terms=[v], from_=n)
        for v in (ZERO, ONE)
    ]
    apart(p, both(p, *nodes))
    return c.data


@false("an axiom has its name to itself", "axiom one stated twice")
def axiom_twice(wrong: bool) -> Json:
    c = arithmetic()
    c.structure("s", axioms={"one": unit(ZERO, ZERO), "two": unit(ZERO, ONE)})
    if wrong:
        c.data["declarations"][-1]["axioms"][1]["name"] = "one"
    return done(c)


@false("eval is for built-in symbols", "not a built-in operation", honest=False)
def function_called_like_arithmetic(wrong: bool) -> Json:
    # A dot in a name does not make a symbol built-in.
    c = Certificate()
    i, j = var("i", INT), var("j", INT)
    c.functions(Function("Int.eq", [INT, INT], BOOL, [(app("Int.eq", i, j), TRUE)]))
    left = app("Int.eq", num(1), num(2))
    p = absurd(c)
    one = p.case([], left, TRUE, "Int.eq", 0, [num(1), num(2)])
    both(p, one, p.node("eval", [], left, FALSE))
    return c.data


@false("eval is for built-in symbols, division of Int is none", "not a built-in operation", False)
def function_called_like_division(wrong: bool) -> Json:
    c = Certificate()
    i, j = var("i", INT), var("j", INT)
    half = Term("rational", "1", denominator="2")
    none = Term("rational", "0", denominator="1")
    sort = Sort("Rational")
    c.functions(Function("Int./", [INT, INT], sort, [(app("Int./", i, j), none)]))
    left = app("Int./", num(1), num(2))
    p = absurd(c)
    n = both(
        p, p.case([], left, none, "Int./", 0, [num(1), num(2)]), p.node("eval", [], left, half)
    )
    n = p.node("eq_intro", [], eq(none, half, sort), TRUE, from_=n)
    both(p, n, p.node("eval", [], eq(none, half, sort), FALSE))
    return c.data
