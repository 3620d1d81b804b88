"""Odd certificates: citations and single inferences."""

from __future__ import annotations

from kernel.odd import LIBRARY, VALID, odd, trivial
from second_checker import samples
from second_checker.build import (
    BOOL,
    FALSE,
    TRUE,
    Certificate,
    Clause,
    Json,
    Term,
    app,
    digest,
    forall,
    unit,
    var,
)
from second_checker.samples import NAT, ZERO, P, Q, X, s

# Citations.


def citing(c: Certificate, *cited: Json) -> Certificate:
    from second_checker import check

    for data in cited:
        LIBRARY[digest(data)] = data
        title = data["theorems"][-1]["name"]
        statement = str(check(data, LIBRARY.get)["statement"])
        clause = Certificate.load(data)
        index = {number: key for key, number in clause._index.items() if isinstance(key, Clause)}
        found = index[data["theorems"][-1]["clause"]]
        c.cite(title, [], found, statement, digest(data))
    return c


def reflexive(name: str, term: Term) -> Json:
    c = samples.arithmetic()
    c.theorem(name, [], forall([X], term, term), ["x"]).refl([], term)
    return c.data


@odd(valid=True)
def two_citations_in_both_orders() -> Json:
    """The report sorts what is cited, whatever the order."""
    data = [reflexive("one", X), reflexive("two", s(X)), reflexive("three", s(s(X)))]
    data.sort(key=digest, reverse=True)
    return trivial(citing(samples.arithmetic(), *data))


@odd(valid=True)
def citation_of_a_citation() -> Json:
    inner = reflexive("inner", s(X))
    c = citing(samples.arithmetic(), inner)
    p = c.theorem("middle", [], forall([X], s(X), s(X)), ["x"])
    p.rewrite([], s(X), s(X), ["theorem", 0, [], [X]])
    return trivial(citing(samples.arithmetic(), c.data))


@odd(valid=False)
def citation_of_a_list() -> Json:
    c = samples.arithmetic()
    LIBRARY[digest([])] = []  # type: ignore[assignment]
    c.cite("list", [], unit(TRUE, TRUE), "0" * 64, digest([]))
    data = trivial(c)
    from second_checker.certificate import Certificate as Read

    read = Read(data)
    statement = read.statement((), read.clauses[data["theorems"][0]["clause"]])
    data["theorems"][0]["statement"] = statement
    return data


# Inferences.


@odd(valid=False)
def cong_of_variables() -> Json:
    c = samples.arithmetic()
    p = c.theorem("t", [], forall([X], X, X), ["x"])
    p.node("cong", [], X, X, from_=[])
    return c.data


@odd(valid=False)
def variable_called_eq() -> Json:
    c = Certificate()
    e = var("eq", BOOL)
    p = c.theorem("t", [], forall([e], TRUE, TRUE, [(e, TRUE)]), ["eq"])
    n = p.assume([unit(e, TRUE)], unit(e, TRUE))
    p.node("eq_elim", [unit(e, TRUE)], TRUE, TRUE, from_=n)
    return c.data


@odd(valid=False)
def variable_called_eq_introduced() -> Json:
    c = Certificate()
    e = var("eq", BOOL)
    p = c.theorem("t", [], forall([e], e, TRUE), ["eq"])
    p.node("eq_intro", [], e, TRUE, from_=p.refl([], TRUE))
    return c.data


@odd(valid=False)
def moved_twice() -> Json:
    c = Certificate.load(VALID["moved_hypotheses"])
    c.node("induction")["moved"] *= 2
    return c.data


@odd(valid=False)
def moved_with_a_premise() -> Json:
    c = Certificate.load(VALID["nat_induction"])
    clause = forall([], X, X, [(TRUE, FALSE)])
    c.node("induction") | {"moved": 0}
    node = c.node("induction")
    node["moved"], node["context"] = [c.clause(clause)], c.context([clause])
    return c.data


@odd(valid=False)
def moved_with_a_guard() -> Json:
    c = Certificate.load(VALID["nat_induction"])
    clause = Clause((), (), (X, X), ((ZERO,), (X,)))
    node = c.node("induction")
    node["moved"], node["context"] = [c.clause(clause)], c.context([clause])
    return c.data


@odd(valid=False)
def limit_with_one_bound_variable() -> Json:
    c = samples.arithmetic()
    places = forall([X], X, X).conclusion[0]
    c.clause(Clause((NAT,), (), (ZERO, ZERO), ((ZERO, ZERO), (X, places))))
    return trivial(c)


@odd(valid=False)
def injective_of_two_constructors() -> Json:
    c = Certificate()
    c.datatype("either", [], left=[BOOL], right=[BOOL])
    left, right = app("left", P), app("right", Q)
    p = c.theorem("t", [], forall([P, Q], P, Q, [(left, right)]), ["p", "q"])
    h = [unit(left, right)]
    p.node("injective", h, P, Q, from_=p.assume(h, h[0]), field=0)
    return c.data


@odd(valid=False)
def induction_hypothesis_without_values() -> Json:
    c = Certificate.load(VALID["moved_hypotheses"])
    c.node("rewrite", -1)["by"][2] = []
    return c.data


@odd(valid=False)
def position_just_beyond() -> Json:
    c = Certificate.load(VALID["nat_induction"])
    c.node("rewrite", -1)["at"] = [2]
    return c.data
