"""`prove`: a statement goes in, a checked verdict comes out."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lemmata.results import Verdict

if TYPE_CHECKING:
    from lemmata.language.tptp import Inappropriate
    from lemmata.proof.nodes import Law
    from lemmata.search.strategy import Attempt, Strategy
    from lemmata.terms.declarations import Clause, Theory


def prove(
    statement: str,
    theory: str | Path | Theory = "nat",
    timeout: float = 10,
    from_definitions: bool = False,
    **hints: Any,  # noqa: ANN401
) -> Verdict:
    """Prove or refute a statement of a theory; the kernel has accepted the certificate.

    `timeout` is in seconds. `from_definitions` forbids stored theorems. Hints: `induct` names of
    variables, `use` names of theorems, `seed` for the random tests; `oracles` names other provers
    to be asked for hints ("e", "z3", "cvc5"). Raises InputError for a
    statement or theory that cannot be read.

    >>> prove("x + y = y + x", theory="nat").verdict
    'proved'
    >>> prove("x + y = x", theory="nat").verdict
    'refuted'
    """
    from lemmata.language import parse_goal
    from lemmata.theories import theory as load

    extended, clause = parse_goal(statement, load(theory))
    session = Session(extended, timeout, from_definitions, **hints)
    return session.prove("goal", clause)


def prove_file(
    theory: str | Path | Theory,
    goals: Sequence[str] = (),
    timeout: float = 10,
    from_definitions: bool = False,
    **hints: Any,  # noqa: ANN401
) -> Iterator[Verdict]:
    """The theorems of a theory in order, or those named; earlier certified ones may be cited.

    A TPTP problem outside of what is accepted has one verdict, which is unknown.
    """
    from lemmata.language.tptp import Inappropriate
    from lemmata.theories import theory as load

    try:
        loaded = load(theory)
    except Inappropriate as error:
        yield inappropriate(str(theory), error)
        return
    session = Session(loaded, timeout, from_definitions, **hints)
    known = {law.name: law for law in session.library if law.owner == loaded.name}
    session.library = [law for law in session.library if law.owner != loaded.name]
    places = [(instance.line, instance.obligations) for instance in loaded.instances]
    places += [(theorem.line, (("", theorem),)) for theorem in loaded.theorems]
    for _, group in sorted(places, key=lambda place: place[0]):
        for axiom, theorem in group:
            if goals and theorem.name not in goals:
                session.library += [known[theorem.name]] if theorem.name in known else []
                continue
            verdict = session.prove(theorem.name, theorem.clause, keep=not from_definitions)
            if axiom and verdict.verdict != "proved":
                unusable = f"so the instance {theorem.name.partition('.')[0]} cannot be used"
                reason = f"{verdict.reason}; {unusable}" if verdict.reason else unusable
                verdict = replace(verdict, reason=reason)
            yield verdict
        if not from_definitions and group[0][0]:
            session.library += proved_instances(loaded, session.library)


class Session:
    """Proves statements of one theory one after the other, with what it may cite."""

    def __init__(
        self,
        theory: Theory,
        timeout: float = 10,
        from_definitions: bool = False,
        induct: Sequence[str] = (),
        use: Sequence[str] = (),
        seed: int = 0,
        oracles: Sequence[str] = (),
    ) -> None:
        """Load the stored theorems unless they are forbidden."""
        self.theory, self.timeout = theory, timeout
        self.induct, self.use, self.seed, self.oracles = induct, use, seed, oracles
        alone = from_definitions or bool(theory.problem)
        self.library: list[Law] = [] if alone else stored_laws(theory)
        self._strategy: Strategy | None = None

    @property
    def strategy(self) -> Strategy:
        """The search for this theory, made once."""
        from lemmata.search.strategy import Strategy

        if self._strategy is None:
            self._strategy = Strategy(
                self.theory, self.library, self.induct, self.use, self.seed, self.oracles
            )
        return self._strategy

    def prove(self, name: str, clause: Clause, keep: bool = False) -> Verdict:
        """The verdict on a clause; with `keep`, what is proved may be cited from now on."""
        from lemmata.language import show_clause, show_sort

        start = time.monotonic()
        deadline = start + self.timeout
        goal = show_clause(clause, self.theory.notation)
        self.strategy.library, self.strategy.use = self.library, self.use
        attempt = self.strategy.attack(
            name, clause, lambda: time.monotonic() > deadline, int(self.timeout)
        )
        variables = [str(v.head) for v in clause.variables]
        clock = lambda: time.monotonic() - start  # noqa: E731
        typed = tuple((str(v.head), show_sort(v.sort)) for v in clause.variables)
        verdict = _judge(attempt, goal, name, variables, self.theory, clock)
        verdict = replace(verdict, variables=typed)
        if verdict.verdict == "proved":
            verdict = replace(verdict, assumptions=self.theory.assumptions)
        elif verdict.verdict == "refuted" and self.strategy.asserted:
            verdict = replace(verdict, assumptions=("the assertions do not contradict themselves",))
        if self.theory.problem:
            verdict = replace(verdict, szs=_szs(verdict, clause, self.theory))
        if keep and verdict.verdict == "proved" and attempt.proof is not None:
            from lemmata.proof.nodes import Law

            self.library.append(Law("theorem", name, 0, clause, self.theory.name, attempt.proof))
        return verdict

    def cite(self, name: str, clause: Clause) -> Verdict | None:
        """The verdict on a clause that a law of the library or an axiom says; None if none does."""
        from lemmata.language import show_clause
        from lemmata.proof.encode import encode
        from lemmata.search.instances import by_law
        from lemmata.search.strategy import Attempt

        start = time.monotonic()
        theorem = by_law(name, clause, [*self.library, *self.strategy.axioms])
        if theorem is None:
            return None
        attempt = Attempt(theorem, encode(theorem, self.theory.declarations))
        variables = [str(v.head) for v in clause.variables]
        goal = show_clause(clause, self.theory.notation)
        clock = lambda: time.monotonic() - start  # noqa: E731
        return _judge(attempt, goal, name, variables, self.theory, clock)


def _judge(
    attempt: Attempt,
    goal: str,
    name: str,
    variables: Sequence[str],
    theory: Theory,
    clock: Callable[[], float],
) -> Verdict:
    """Only what the kernel accepts is proved or refuted."""
    from lemmata.checking import resolver
    from lemmata.kernel import Rejected, check
    from lemmata.language import show_clause
    from lemmata.search.speculation import clause_of

    if attempt.certificate is None:
        stuck = hint = ""
        if attempt.stuck is not None:
            at = attempt.stuck
            assumed = tuple(h.conclusion for h in at.hypotheses if h.is_unit)
            stuck = show_clause(clause_of(at.left, at.right, assumed), theory.notation)
        if attempt.hint is not None:
            hint = show_clause(clause_of(*attempt.hint), theory.notation)
        return Verdict(
            goal, "unknown", attempt.reason, name, seconds=clock(), stuck=stuck, hint=hint
        )
    try:
        report = check(json.dumps(attempt.certificate), resolver())
    except Rejected as error:
        reason = f"the kernel rejected what the search found ({error})"
        return Verdict(goal, "unknown", reason, name, seconds=clock())
    trusted = tuple(f"axiom {structure}.{axiom}" for structure, axiom in report.axioms)
    return Verdict(
        goal,
        "refuted" if attempt.refuted else "proved",
        "",
        name,
        certificate=attempt.certificate,
        witness=_witness(attempt.certificate, variables) if attempt.refuted else None,
        trusted=trusted,
        steps=report.all_steps,
        seconds=clock(),
    )


def inappropriate(path: str, error: Inappropriate) -> Verdict:
    """The verdict on a TPTP problem that is outside of what is accepted."""
    from lemmata.language.tptp.szs import INAPPROPRIATE

    first = error.diagnostics[0]
    place = f"{first.span}: " if first.span else ""
    hint = f"; {first.hint}" if first.hint else ""
    name = Path(path).stem
    return Verdict(name, "unknown", f"{place}{first.message}{hint}", name, szs=INAPPROPRIATE)


def _szs(verdict: Verdict, clause: Clause, theory: Theory) -> str:
    from lemmata.language.tptp.szs import szs_status

    return szs_status(theory.problem, verdict.verdict, verdict.reason, clause, verdict.trusted)


def _witness(certificate: dict[str, Any], variables: Sequence[str]) -> dict[str, Any]:
    """The values of the variables and of both sides, as text."""
    from lemmata.language import show_term
    from lemmata.proof.decode import decode
    from lemmata.proof.witness import evaluate

    found = evaluate(decode(certificate))
    left, right = found.sides[-1][1]
    shown: dict[str, Any] = {
        "values": {v: show_term(t) for v, (_, t) in zip(variables, found.values, strict=True)},
        "left": show_term(left),
        "right": show_term(right),
    }
    if found.sizes:
        shown["sizes"] = dict(found.sizes)
        shown["tables"] = {
            t.symbol.display: [[*map(show_term, row), show_term(result)] for row, result in t.rows]
            for t in found.tables
        }
    return shown


def stored_laws(theory: Theory) -> list[Law]:
    """The theorems of a theory and its imports that have a stored certificate."""
    from lemmata.proof.nodes import Law, Stored
    from lemmata.service.store import exists, origin

    found = []
    own = [(theory.name, theorem) for theorem in theory.theorems]
    own += [(theory.name, law) for each in theory.instances for _, law in each.obligations]
    for owner, theorem in (*theory.library, *own):
        if exists(owner, theorem.name):
            cited = Stored(
                f"{owner}.{theorem.name}", theorem.clause, partial(origin, owner, theorem.name)
            )
            found.append(Law("theorem", theorem.name, 0, theorem.clause, owner, cited))
    return found + proved_instances(theory, found)


def proved_instances(theory: Theory, library: Sequence[Law]) -> list[Law]:
    """The laws of a theory's instances whose axioms are all proved, without those in `library`."""
    from lemmata.proof.instances import instance_laws

    own = {law.name: law for law in library if law.owner == theory.name}
    found: list[Law] = []
    for instance in theory.instances:
        if all(law.name in own for _, law in instance.obligations):
            theorems = [law for law in library if law.owner == instance.owner]
            made = instance_laws(instance, theorems, own, theory.declarations, theory.name)
            found += [law for law in made if law.name not in own]
    return found
