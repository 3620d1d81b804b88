"""False citations (FORMAT.md section 7)."""

from __future__ import annotations

from kernel.false_tools import LIBRARY, ONE, false, keep
from second_checker import check as second
from second_checker.build import (
    Certificate,
    Clause,
    Function,
    Json,
    app,
    forall,
    unit,
)
from second_checker.samples import NAT, ZERO, X, Y, arithmetic

# Citations.


def reflexive(c: Certificate) -> Json:
    """x = x, a certificate that may be cited."""
    c.theorem("same", [], forall([X], X, X), ["x"]).refl([], X)
    return c.data


def citing(c: Certificate, clause: Clause, statement: str, certificate: str) -> Json:
    """Uses a cited clause at 0 and S(0), in this order of its variables."""
    c.cite("cited", [], clause, statement, certificate)
    places = dict(enumerate([ZERO, ONE]))
    left, right = (places[side.index] for side in clause.conclusion)
    p = c.theorem("t", [], unit(left, right))
    p.rewrite([], left, right, ["theorem", 0, [], [ZERO, ONE][: len(clause.bound)]])
    return c.data


SAME, ANY = forall([X], X, X), forall([X, Y], X, Y)


def statement_of(c: Certificate, clause: Clause) -> str:
    """The digest of a statement under the declarations of a certificate."""
    from second_checker.certificate import Certificate as Read

    number = c.clause(clause)
    read = Read(c.data)
    return read.statement((), read.clauses[number])


@false("the statement has the digest that is given", "the statement has another digest")
def forged_statement(wrong: bool) -> Json:
    cited = reflexive(arithmetic())
    statement = str(second(cited)["statement"])
    return citing(arithmetic(), ANY if wrong else SAME, statement, keep(cited))


@false("the cited certificate proves the statement", "the cited certificate proves something else")
def citation_of_another_theorem(wrong: bool) -> Json:
    cited = reflexive(arithmetic())
    c = arithmetic()
    clause = ANY if wrong else SAME
    return citing(c, clause, statement_of(c, clause), keep(cited))


@false("what is found has the digest that is cited", "what was found is not the certificate")
def forged_certificate(wrong: bool) -> Json:
    # The resolver is not trusted: it returns another certificate, with true = false as an axiom.
    cited = arithmetic()
    c = arithmetic()
    clause = ANY if wrong else SAME
    if not wrong:
        return citing(c, clause, statement_of(c, clause), keep(reflexive(cited)))
    cited.structure("wrong", axioms={"any": ANY})
    p = cited.theorem("any", [], ANY, ["x", "y"])
    p.rewrite([], X, Y, ["axiom", "wrong", "any", [], [X, Y]])
    LIBRARY["f" * 64] = cited.data
    return citing(c, clause, statement_of(c, clause), "f" * 64)


@false("what is cited is there", "was not found", honest=False)
def citation_of_nothing(wrong: bool) -> Json:
    c = arithmetic()
    return citing(c, ANY, statement_of(c, ANY), "0" * 64)


@false("what is cited is valid", "the two sides are not the same term")
def citation_of_a_false_proof(wrong: bool) -> Json:
    cited, c = arithmetic(), arithmetic()
    clause = ANY if wrong else SAME
    if wrong:
        cited.theorem("any", [], ANY, ["x", "y"]).node("refl", [], X, Y)
    else:
        reflexive(cited)
    return citing(c, clause, statement_of(c, clause), keep(cited.data))


@false("what is cited declares nothing else", "the cited certificate declares something else")
def citation_with_a_hidden_axiom(wrong: bool) -> Json:
    cited, c = arithmetic(), arithmetic()
    for each in (cited, c)[: 1 if wrong else 2]:
        each.structure("wrong", axioms={"any": ANY})
    p = cited.theorem("any", [], ANY, ["x", "y"])
    p.rewrite([], X, Y, ["axiom", "wrong", "any", [], [X, Y]])
    return citing(c, ANY, statement_of(c, ANY), keep(cited.data))


@false("what is cited is about the same definitions", "the statement has another digest")
def citation_about_another_function(wrong: bool) -> Json:
    # f is 0 there and 1 here.
    cited, c = arithmetic(), arithmetic()
    for each, value in ((cited, ZERO), (c, ONE if wrong else ZERO)):
        each.functions(Function("f", [], NAT, [(app("f"), value)]))
    clause = unit(app("f"), ZERO)
    cited.theorem("zero", [], clause).case([], app("f"), ZERO, "f", 0, [])
    c.cite("zero", [], clause, str(second(cited.data)["statement"]), keep(cited.data))
    p = c.theorem("t", [], clause)
    p.rewrite([], app("f"), ZERO, ["theorem", 0, [], []])
    return c.data


@false("a refutation proves nothing", "a refutation is cited", honest=False)
def citation_of_a_refutation(wrong: bool) -> Json:
    cited, c = arithmetic("refutation"), arithmetic()
    values = [{"term": cited.term(ZERO)}, {"term": cited.term(ONE)}]
    cited.refute(ANY, values)
    return citing(c, ANY, str(second(cited.data)["statement"]), keep(cited.data))


@false("the last theorem is proved here", "the last theorem has no proof", honest=False)
def citation_at_the_end(wrong: bool) -> Json:
    c = arithmetic()
    cited = reflexive(arithmetic())
    c.cite("cited", [], SAME, str(second(cited)["statement"]), keep(cited))
    return c.data


@false("certificates do not cite each other", "what was found is not the certificate", False)
def citation_of_itself(wrong: bool) -> Json:
    # Only a resolver that lies can close the circle.
    c = arithmetic()
    data = citing(c, ANY, statement_of(c, ANY), "e" * 64)
    LIBRARY["e" * 64] = data
    return data
