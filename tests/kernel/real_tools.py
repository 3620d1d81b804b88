"""Real numbers for handwritten certificates: literals, functions, axioms, strict claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from second_checker.build import (
    TRUE,
    Certificate,
    Clause,
    Equation,
    Json,
    Proof,
    Sort,
    Term,
    app,
    eq,
    forall,
    unit,
    var,
)

REAL = Sort("Real")
X, Y, Z, N = (var(name, REAL) for name in "xyzn")
AXIOMS = "field"


class RealCertificate(Certificate):
    """A certificate with literals of sort Real."""

    def term(self, term: Term) -> int:
        """The index of a term."""
        if term.kind == "real":
            return self._add("terms", term, ["real", term.name, term.denominator])
        return super().term(term)

    def claim(self, clause: Clause, equal: int, domain: int) -> Json:
        """State a strict equality; returns the certificate."""
        self.data["strict"] = {"clause": self.clause(clause), "equal": equal, "domain": domain}
        return self.data


def real(value: Fraction | int) -> Term:
    """A literal of sort Real."""
    return Term("real", str(value.numerator), denominator=str(value.denominator))


def op(name: str, *args: Term) -> Term:
    """A function of real numbers."""
    return app(f"Real.{name}", *args)


def add(a: Term, b: Term) -> Term:
    return op("+", a, b)


def sub(a: Term, b: Term) -> Term:
    return op("-", a, b)


def mul(a: Term, b: Term) -> Term:
    return op("*", a, b)


def div(a: Term, b: Term) -> Term:
    return op("/", a, b)


def power(a: Term, b: Term) -> Term:
    return op("^", a, b)


def neg(a: Term) -> Term:
    return op("neg", a)


def nonzero(term: Term) -> Term:
    return app("not", eq(term, ZERO, REAL))


def given(term: Term) -> Equation:
    """The premise that a Bool term is true."""
    return term, TRUE


ZERO, ONE, TWO = real(0), real(1), real(2)
LAWS: dict[str, Clause] = {
    "add_associativity": forall([X, Y, Z], add(add(X, Y), Z), add(X, add(Y, Z))),
    "add_commutativity": forall([X, Y], add(X, Y), add(Y, X)),
    "add_zero": forall([X], add(X, ZERO), X),
    "mul_associativity": forall([X, Y, Z], mul(mul(X, Y), Z), mul(X, mul(Y, Z))),
    "mul_commutativity": forall([X, Y], mul(X, Y), mul(Y, X)),
    "mul_one": forall([X], mul(ONE, X), X),
    "mul_zero": forall([X], ZERO, mul(X, ZERO)),
    "distributivity": forall([X, Y, Z], mul(add(X, Y), Z), add(mul(X, Z), mul(Y, Z))),
    "add_neg": forall([X], add(neg(X), X), ZERO),
    "sub_neg": forall([X, Y], sub(X, Y), add(X, neg(Y))),
    "div_mul": forall([X, Y], div(X, Y), mul(X, div(ONE, Y)), [given(nonzero(Y))]),
    "mul_inverse": forall([X], mul(X, div(ONE, X)), ONE, [given(nonzero(X))]),
    "pow_zero": forall([X], power(X, ZERO), ONE),
    "pow_succ": forall(
        [N, X],
        power(X, add(N, ONE)),
        mul(power(X, N), X),
        [given(op("integer", N)), given(op("<=", ZERO, N))],
    ),
    "pow_neg": forall(
        [X, N],
        power(X, neg(N)),
        div(ONE, power(X, N)),
        [given(nonzero(X)), given(op("integer", N))],
    ),
}


def field_file(axioms: Mapping[str, Clause] | None = None) -> RealCertificate:
    """A certificate with the axioms of a field, some replaced."""
    c = RealCertificate()
    c.structure(AXIOMS, axioms={**LAWS, **(axioms or {})})
    return c


def field_step(
    p: Proof,
    h: Sequence[Clause],
    left: Term,
    right: Term,
    premises: Sequence[int] = (),
    laws: Mapping[str, Sequence[object]] | None = None,
    without: Sequence[str] = (),
) -> int:
    """A step by `field`, some laws cited in another way or not at all."""
    cited: dict[str, Sequence[object]] = {
        name: ["axiom", AXIOMS, name, [], []] for name in LAWS if name not in without
    }
    return p.node("field", h, left, right, laws=cited | {**(laws or {})}, premises=list(premises))


def fractions(
    left: Term,
    right: Term,
    denominators: Sequence[Term] = (),
    *,
    axioms: Mapping[str, Clause] | None = None,
    laws: Mapping[str, Sequence[object]] | None = None,
    without: Sequence[str] = (),
) -> Json:
    """left = right by one `field` step, where the denominators are assumed not to be zero."""
    c = field_file(axioms)
    premises = [given(nonzero(d)) for d in denominators]
    p = c.theorem("t", [], forall([X, Y], left, right, premises), ["x", "y"])
    h = [unit(*premise) for premise in premises]
    numbers = [p.assume(h, clause) for clause in h]
    field_step(p, h, left, right, numbers, laws, without)
    return c.data
