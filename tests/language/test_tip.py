"""Problems in the TIP format: what they mean, and what is refused where."""

from __future__ import annotations

from pathlib import Path

import pytest

from lemmata.errors import InputError, Source
from lemmata.language import show_clause, show_term
from lemmata.language.tip import Problem, read_tip
from lemmata.language.tip.sexpr import MAX_DEPTH, read
from lemmata.proving import prove_file
from lemmata.search.evaluation import Evaluator
from lemmata.terms.declarations import DatatypeGroup, Function, FunctionGroup, Lambda, Structure
from lemmata.terms.sorts import BOOL, INT, Sort
from lemmata.terms.symbols import APPLY
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term

NAT = "(declare-datatype N ((z) (s (pred N))))"
LIST = "(declare-datatype L (par (a) ((nil) (cons (head a) (tail (L a))))))"
ADD = """(define-fun-rec +2 ((x N) (y N)) N (match x ((z y) ((s w) (s (+2 w y))))))"""
MAP = """(define-fun-rec map (par (a b) (((f (=> a b)) (l (L a))) (L b)))
  (match l ((nil (_ nil b)) ((cons x xs) (cons (@ f x) (map f xs))))))"""


def problem(*parts: str) -> Problem:
    return read_tip(Source("t.smt2", "\n".join(parts)), "t")


def functions(found: Problem) -> dict[str, Function]:
    groups = [d for d in found.theory.declarations if isinstance(d, FunctionGroup)]
    return {f.symbol.display: f for group in groups for f in group.members}


def cases(found: Problem, name: str) -> list[str]:
    notation = found.theory.notation
    shown = [
        f"{show_term(c.left, notation)} = {show_term(c.right, notation)}"
        for c in functions(found)[name].cases
    ]
    return shown


def goal(found: Problem, i: int = 0) -> str:
    return show_clause(found.goals[i].clause, found.theory.notation)


def refused(*parts: str) -> tuple[str, int, int]:
    with pytest.raises(InputError) as caught:
        problem(*parts)
    first = caught.value.diagnostics[0]
    assert first.span is not None
    return first.message, first.span.line, first.span.column


def value(found: Problem, name: str, *args: object) -> str:
    """The value of a function at numerals, lists of integers and Booleans."""
    evaluator = Evaluator(found.theory.declarations, fuel=20_000)
    symbol = found.theory.symbols[f"t.{name}"]
    result = evaluator.compile(_call(found, symbol.name, args), ())(())
    return str(result)


def _call(found: Problem, name: str, args: tuple[object, ...]) -> Term:
    def build(item: object, sort: Sort) -> Term:
        if isinstance(item, bool):
            return TRUE_TERM if item else FALSE_TERM
        if isinstance(item, int) and sort is INT:
            return Term.integer(item)
        if isinstance(item, int):
            zero, successor = found.theory.datatypes[sort.name].constructors
            term = Term.apply(zero)
            for _ in range(item):
                term = Term.apply(successor, term)
            return term
        raise AssertionError(item)

    symbol = found.theory.symbols[name]
    return Term.apply(symbol, *map(build, args, symbol.arguments))


# Definitions


def test_a_match_on_parameters_becomes_cases() -> None:
    found = problem(NAT, ADD, "(prove (forall ((x N)) (= (+2 x z) x)))")
    assert cases(found, "+2") == ["(+2)(z, y) = y", "(+2)(s(w), y) = s((+2)(w, y))"]
    assert goal(found) == "(+2)(x, z) = x"
    assert found.notices == ()


def test_a_match_below_ite_splits_the_patterns_too() -> None:
    found = problem(
        NAT,
        """(define-fun-rec f ((b Bool) (x N)) N
          (ite b (match x ((z z) ((s y) (f b y)))) x))
        (prove (forall ((x N)) (= (f true x) z)))""",
    )
    assert cases(found, "f") == [
        "f(b, z) = if b then z else z",
        "f(b, s(y)) = if b then f(b, y) else s(y)",
    ]
    assert not found.notices


def test_a_default_case_stands_for_the_other_constructors() -> None:
    found = problem(
        "(declare-datatype C ((red) (green) (blue (depth Int))))",
        "(define-fun warm ((c C)) Bool (match c ((red true) (_ false))))",
        "(prove (forall ((c C)) (warm c)))",
    )
    assert cases(found, "warm") == [
        "warm(red) = true",
        "warm(green) = false",
        "warm(blue(x1)) = false",
    ]
    assert goal(found) == "warm(c)"


def test_a_match_on_another_term_becomes_an_auxiliary_function() -> None:
    found = problem(
        NAT,
        ADD,
        """(define-fun f ((x N) (y N)) N
          (match (+2 x y) ((z x) ((s w) (+2 w y)))))
        (prove (forall ((x N)) (= (f x x) x)))""",
    )
    assert cases(found, "f") == ["f(x, y) = f.case((+2)(x, y), x, y)"]
    assert cases(found, "f.case") == ["f.case(z, x, y) = x", "f.case(s(w), x, y) = (+2)(w, y)"]


def test_recursion_through_an_auxiliary_function_is_seen_to_terminate() -> None:
    found = problem(
        NAT,
        LIST,
        """(define-fun-rec even ((x N)) Bool
          (match x ((z true) ((s y) (not (even y))))))
        (define-fun-rec evens ((l (L N))) (L N)
          (match l ((nil (_ nil N))
            ((cons x xs) (match (even x) ((true (cons x (evens xs))) (false (evens xs))))))))
        (prove (forall ((l (L N))) (= (evens (evens l)) (evens l))))""",
    )
    assert not found.notices
    assert "evens.case" in functions(found)


def test_a_matched_parameter_is_passed_on_as_a_whole() -> None:
    found = problem(
        NAT,
        """(define-fun-rec half ((x N)) N
          (match x ((z z) ((s y) (match y ((z z) ((s w) (s (half w)))))))))
        (define-fun-rec down ((x N) (y N)) N
          (match y ((z x) ((s w) (match (half y) ((z x) ((s v) (down x w))))))))
        (prove (forall ((x N)) (= (down x x) x)))""",
    )
    assert not found.notices
    assert cases(found, "down")[1] == "down(x, s(w)) = down.case(half(s(w)), x, w)"


def test_inner_matches_on_a_known_constructor_are_chosen() -> None:
    found = problem(
        NAT,
        """(define-fun f ((x N)) N (match x ((z z) ((s y) (match x ((z z) ((s w) w)))))))
        (define-fun g ((x N)) N (match (s x) ((z z) ((s w) w))))
        (prove (forall ((x N)) (= (f x) (g x))))""",
    )
    assert cases(found, "f") == ["f(z) = z", "f(s(y)) = y"]
    assert cases(found, "g") == ["g(x) = x"]


def test_let_shadows_and_is_not_recursive() -> None:
    found = problem(
        "(define-fun f ((x Int)) Int (let ((x (+ x 1)) (y x)) (let ((x (* x 2))) (- x y))))",
        "(prove (= (f 3) 5))",
    )
    assert value(found, "f", 3) == "5"


def test_mutual_recursion_stays_in_one_group_and_only_there() -> None:
    found = problem(
        NAT,
        """(define-funs-rec ((even ((x N)) Bool) (odd ((x N)) Bool) (one () N))
          ((match x ((z true) ((s y) (odd y)))) (match x ((z false) ((s y) (even y)))) (s z)))
        (prove (forall ((x N)) (or (even x) (odd x) (= x one))))""",
    )
    groups = [d for d in found.theory.declarations if isinstance(d, FunctionGroup)]
    names = sorted(sorted(f.symbol.display for f in group.members) for group in groups)
    assert names == [["even", "odd"], ["one"]]


def test_type_arguments_are_inferred_or_given() -> None:
    found = problem(
        LIST,
        "(define-fun one (par (a) (((x a)) (L a))) (cons x nil))",
        "(define-fun empty (par (a) (() (L a))) (_ nil a))",
        "(prove (par (b) (forall ((x b)) (= (tail (one x)) (_ empty b)))))",
        "(prove (= (as nil (L Int)) (tail (cons 1 nil))))",
    )
    assert found.goals[0].clause.types == (Sort.variable("b"),)
    assert [g.name for g in found.goals] == ["t", "t_2"]
    assert found.goals[1].clause.types == ()


def test_arithmetic_on_a_type_variable_makes_it_int() -> None:
    found = problem(
        "(define-fun larger (par (t) (((x t) (y t)) t)) (ite (<= x y) y x))",
        "(prove (forall ((x Int)) (= (larger x x) x)))",
    )
    assert found.goals[0].clause.types == ()
    assert "larger is read for t = Int only" in found.notices[0]


def test_operators_of_arithmetic() -> None:
    found = problem(
        "(define-fun f ((x Int) (y Int)) Bool (and (< x y 9) (>= y x) (> y (- x)) (distinct x y)))",
        "(prove (f 1 2))",
    )
    evaluator = Evaluator(found.theory.declarations)
    results = [evaluator.value(_call(found, "t.f", p)) for p in ((1, 2), (2, 1), (1, 9), (-3, 2))]
    assert results == [evaluator.true, evaluator.false, evaluator.false, evaluator.false]


@pytest.mark.parametrize("x", [-7, -6, -1, 0, 1, 5, 6, 1234567])
@pytest.mark.parametrize("y", [-3, -1, 1, 2, 7, 100])
def test_division_is_euclidean(x: int, y: int) -> None:
    found = problem("(prove (forall ((x Int) (y Int)) (= (+ (* y (div x y)) (mod x y)) x)))")
    evaluator = Evaluator(found.theory.declarations, fuel=20_000)
    bound = found.theory.datatypes["t.Bound"]
    depth = Term.apply(bound.constructors[0])
    for _ in range(40):
        depth = Term.apply(bound.constructors[1], depth)
    given = (depth, Term.integer(x), Term.integer(y))
    quotient, rest = (
        evaluator.value(Term.apply(found.theory.symbols[name], *given))
        for name in ("t.div", "t.mod")
    )
    assert isinstance(quotient, int)
    assert isinstance(rest, int)
    assert x == y * quotient + rest
    assert 0 <= rest < abs(y)


# Higher order


def test_function_values_are_lifted_and_shared() -> None:
    found = problem(
        LIST,
        MAP,
        """(define-fun up ((n Int) (l (L Int))) (L Int) (map (lambda ((x Int)) (+ x n)) l))
        (define-fun up2 ((m Int) (l (L Int))) (L Int) (map (lambda ((y Int)) (+ y m)) l))
        (prove (forall ((n Int) (l (L Int))) (= (up n l) (up2 n l))))""",
    )
    lambdas = [d for d in found.theory.declarations if isinstance(d, Lambda)]
    assert len(lambdas) == 1
    assert [str(s) for s in lambdas[0].symbol.arguments] == ["Int"]


def test_a_function_is_a_value_and_applies_partially() -> None:
    found = problem(
        NAT,
        LIST,
        ADD,
        MAP,
        """(prove (forall ((n N) (l (L N))) (= (map (+2 n) l) (map (lambda ((x N)) (+2 n x)) l))))
        (prove (forall ((f (=> N N N)) (x N)) (= (@ f x x) (@ (@ f x) x))))""",
    )
    first, second = found.goals
    assert first.clause.left is first.clause.right
    assert second.clause.left is second.clause.right


# Goals


def test_premises_of_a_goal() -> None:
    found = problem(
        NAT,
        "(declare-fun p (N) Bool)",
        """(prove (forall ((x N)) (=> (and (p x) (not (p z))) (forall ((y N))
          (=> (distinct x y) (= x z) (not (= y x)))))))""",
    )
    clause = found.goals[0].clause
    assert [str(v) for v in clause.variables] == ["x", "y"]
    assert [f"{a} = {b}" for a, b in clause.premises] == [
        "p(x) = true",
        "p(z) = false",
        "eq(x, y) = false",
        "x = z",
    ]
    assert f"{clause.left} = {clause.right}" == "eq(y, x) = false"


def test_a_match_in_a_goal_becomes_a_function() -> None:
    found = problem(NAT, "(prove (forall ((x N)) (match x ((z true) ((s y) (distinct x y))))))")
    assert goal(found) == "goal.case(x)"
    assert functions(found)["goal.case"].symbol.arguments == (
        found.goals[0].clause.variables[0].sort,
    )


def test_a_sort_that_only_goals_mention_is_any_sort() -> None:
    found = problem(
        "(declare-sort Thing 0)", LIST, "(prove (forall ((l (L Thing))) (= l (_ nil Thing))))"
    )
    assert [s.name for s in found.goals[0].clause.types] == ["thing"]
    assert not any(isinstance(d, Structure) for d in found.theory.declarations)


def test_uninterpreted_symbols_make_a_structure() -> None:
    found = problem(
        "(declare-sort Thing 0)",
        "(declare-fun f (Thing) Thing)",
        "(declare-const c Thing)",
        "(prove (= (f c) c))",
    )
    structures = [d for d in found.theory.declarations if isinstance(d, Structure)]
    assert [[s.display for s in d.symbols] for d in structures] == [[], ["f", "c"]]


def test_only_what_is_needed_is_declared() -> None:
    found = problem(
        NAT, LIST, ADD, MAP, "(define-fun id ((x N)) N x)", "(prove (forall ((x N)) (= (id x) x)))"
    )
    assert list(functions(found)) == ["id"]
    datatypes = [d for d in found.theory.declarations if isinstance(d, DatatypeGroup)]
    assert [d.members[0].name for d in datatypes] == ["t.N"]


def test_assertions_are_assumptions() -> None:
    found = problem(
        NAT,
        ADD,
        "(prove (forall ((x N)) (= (+2 x z) x)))",
        "(assert (forall ((x N) (y N)) (= (+2 x y) (+2 y x))))",
        "(assert (forall ((x N)) (exists ((y N)) (= x y))))",
    )
    assert [a.name for a in found.assumptions] == ["1"]
    structure = found.theory.declarations[-1]
    assert isinstance(structure, Structure)
    assert structure.name == "assumed"
    assert "assertion left out" in found.notices[0]


def test_assertions_about_uninterpreted_symbols_are_axioms_of_their_structure(
    tmp_path: Path,
) -> None:
    path = tmp_path / "still.smt2"
    path.write_text(
        """(declare-sort Thing 0) (declare-fun f (Thing) Thing) (declare-const c Thing)
        (assert (forall ((x Thing)) (= (f x) x)))
        (prove (= (f c) c)) (prove (forall ((x Thing)) (= x c)))"""
    )
    first, second = prove_file(path, timeout=5)
    assert (first.verdict, first.trusted) == ("proved", ("axiom abstract.1",))
    assert second.verdict == "refuted"


@pytest.mark.parametrize(
    "assertion",
    [
        "(assert (forall ((x N)) (= (f x) (+2 x x))))",
        "(assert (= (g z) z))",
        "(assert (exists ((x N)) (= (f x) x)))",
    ],
)
def test_an_assertion_that_cannot_be_kept_beside_uninterpreted_symbols_is_refused(
    assertion: str,
) -> None:
    _, line, _ = refused(
        NAT + ADD,
        "(declare-fun f (N) N) (define-fun g ((x N)) N (f x))",
        "(prove (forall ((x N)) (= (f x) x)))",
        assertion,
    )
    assert line == 4


# Recursion without a visible end


def test_a_function_not_seen_to_terminate_gets_a_bound() -> None:
    found = problem(
        LIST,
        """(define-fun-rec count ((x Int) (y Int)) (L Int)
          (ite (> x y) (_ nil Int) (cons x (count (+ x 1) y))))
        (define-fun digits ((x Int)) (L Int) (count 0 x))
        (prove (forall ((x Int)) (= (digits x) (cons 0 (_ nil Int)))))""",
    )
    assert cases(found, "count") == [
        "count(more(bound), x, y) = if y < x then nil else cons(x, count(bound, x + 1, y))"
    ]
    assert cases(found, "digits") == ["digits(bound, x) = count(bound, 0, x)"]
    assert functions(found)["count"].partial
    assert not functions(found)["digits"].partial
    assert goal(found) == "digits(bound, x) = cons(0, nil)"
    assert "with a bound on its recursion: count" in found.notices[0]


def test_contradictory_equations_prove_nothing(tmp_path: Path) -> None:
    path = tmp_path / "loop.smt2"
    path.write_text(
        "(define-fun-rec f ((x Int)) Int (+ 1 (f x)))(prove (forall ((x Int)) (= 0 1)))"
        "(prove (forall ((x Int)) (= (f x) (+ 1 (f x)))))"
    )
    verdicts = [v.verdict for v in prove_file(path, timeout=2)]
    assert "proved" not in verdicts
    assert verdicts[0] == "refuted"


# Verdicts


def test_files_are_proved_and_refuted(tmp_path: Path) -> None:
    path = tmp_path / "add.smt2"
    text = "\n".join(
        [
            NAT,
            ADD,
            "(prove (forall ((x N) (y N)) (= (+2 x y) (+2 y x))))",
            "(assert-not (forall ((x N) (y N)) (= (+2 x y) (s x))))",
            "(check-sat)",
        ]
    )
    path.write_text(text)
    first, second = prove_file(path)
    assert (first.name, first.verdict, second.name, second.verdict) == (
        "add",
        "proved",
        "add_2",
        "refuted",
    )


def test_an_assumption_that_is_used_is_named(tmp_path: Path) -> None:
    path = tmp_path / "given.smt2"
    fast = """(define-fun-rec f ((x N) (y N)) N (match x ((z y) ((s v) (f v (s y))))))"""
    path.write_text(
        "\n".join(
            [
                NAT,
                ADD,
                fast,
                "(prove (forall ((x N) (y N)) (= (f x y) (f y x))))",
                "(assert (forall ((x N) (y N)) (= (f x y) (+2 x y))))",
                "(assert (forall ((x N) (y N)) (= (+2 x y) (+2 y x))))",
            ]
        )
    )
    (verdict,) = prove_file(path)
    assert verdict.verdict == "proved"


def test_a_false_assumption_decides_nothing(tmp_path: Path) -> None:
    path = tmp_path / "odd.smt2"
    path.write_text(
        f"{NAT}{ADD}(prove (forall ((x N)) (= (+2 x x) z)))"
        "(assert (forall ((x N) (y N)) (= (+2 x y) z)))"
    )
    (verdict,) = prove_file(path, timeout=2)
    assert verdict.verdict == "unknown"
    assert "assumption is false" in verdict.reason


# What is refused


@pytest.mark.parametrize(
    ("text", "message", "line", "column"),
    [
        ("(prove (= 1 1)", "never closed", 1, 1),
        ("(prove (= 1 1)))", "closes nothing", 1, 16),
        ("(prove\n (= 1 |x))", "symbol has no end", 2, 7),
        ('(prove (= 1 "x))', "string has no end", 1, 13),
        ("(prove (= 1 \0))", "'\\x00' has no place", 1, 13),
        ("", "no goal", 1, 1),
        ("; nothing\n", "no goal", 2, 1),
        ("(push 1)(prove true)", "push is no command", 1, 1),
        ("prove", "prove is no command", 1, 1),
        ("(prove (forall ((x Int)) (exists ((y Int)) (= x y))))", "exists is not", 1, 26),
        ("(prove (forall ((x Real)) (= x x)))", "Real is not supported", 1, 20),
        ("(prove (= 1 true))", "has the sort Bool, not Int", 1, 13),
        ("(prove 1)", "has the sort Int, not Bool", 1, 8),
        ("(prove (= x x))", "there is no x", 1, 11),
        ("(prove (not true false))", "takes 1 arguments", 1, 8),
        (f"{NAT}(prove (forall ((x N)) (= (s x x) x)))", "applies a N", 1, 66),
        (f"{NAT}(prove (forall ((x N)) (match x ((z true)))))", "case for s is missing", 1, 63),
        (f"{NAT}(prove (forall ((x N)) (match x ((q true)))))", "q is no constructor", 1, 74),
        (f"{NAT}(prove (forall ((x N)) (= x y)))", "there is no y", 1, 68),
        (f"{NAT}{NAT}(prove (= z z))", "N is declared twice", 1, 58),
        (
            "(define-fun f () Int 1)(define-fun f () Int 2)(prove (= f 2))",
            "f is declared twice",
            1,
            36,
        ),
        ("(define-fun and ((x Int)) Int x)(prove (= (and 1) 1))", "part of the language", 1, 13),
        ("(prove (= (let ((x 1) (x 2)) x) 2))", "x is bound twice", 1, 24),
        (
            "(declare-datatype P ((c (l Int) (r Int))))(prove (= (match (c 1 2) (((c x x) x))) 2))",
            "x is bound twice",
            1,
            75,
        ),
        (
            f"{NAT}(prove (forall ((default N)) (match default ((default true)))))",
            "default is a default case and a variable",
            1,
            86,
        ),
        (f"{LIST}(prove (= nil nil))", "sort of nil is not determined", 1, 78),
        ('(prove (= "a" "a"))', "no ", 1, 11),
        ("(prove ())", "empty", 1, 8),
        ("(define-fun f ((x Int)) Int y)(prove (= (f 1) 1))", "there is no y", 1, 29),
        ("(declare-datatype E ((c (d E))))(prove (forall ((x E)) (= x x)))", "empty", 1, 19),
    ],
)
def test_errors_have_positions(text: str, message: str, line: int, column: int) -> None:
    found = refused(text)
    assert message in found[0]
    assert found[1:] == (line, column)


def test_a_function_hides_a_selector_wherever_it_is_defined() -> None:
    use, own = "(define-fun f ((x N)) N (pred x))", "(define-fun pred ((x N)) N z)"
    goal = "(prove (forall ((x N)) (= (pred (s x)) z)))"
    for parts in ((own, use), (use, own)):
        assert len(functions(problem(NAT, *parts, goal))["pred"].cases) == 1


def test_a_selector_of_what_was_left_out_is_left_out() -> None:
    assert "empty" in refused("(declare-datatype E ((c (d E))))(prove (= (d 3) 3))")[0]


def test_division_does_not_use_what_a_problem_defines() -> None:
    own = "(define-fun div ((x Int) (y Int)) Int 0)"
    use = "(define-fun f ((x Int)) Int (mod x 2))"
    goals = "(prove (= (f 7) 7))", "(prove (= (div 7 2) 0))"
    for parts in ((own, use), (use, own)):
        found = functions(problem(*parts, *goals))
        assert "div_of_naturals" in found
    found = functions(problem(NAT, "(define-fun div ((x N)) N x)", "(prove (= (mod 7 2) 1))"))
    assert "div_of_naturals" in found


def test_a_variable_hides_a_built_in_symbol() -> None:
    (goal,) = problem("(prove (forall ((+ (=> Int (=> Int Int)))) (= (+ 1 2) 3)))").goals
    assert goal.clause.left.head is APPLY


def test_a_variable_that_an_arm_gives_back_is_not_split_again() -> None:
    text = """(define-fun f ((x N) (u N)) N (match x ((z z)
      ((s y) (match (match u ((z x) ((s k) z))) ((z (s z)) ((s w) w)))))))"""
    found = functions(problem(NAT, text, "(prove (forall ((y N)) (= (f (s y) z) y)))"))
    cases = [show_clause(case) for case in found["f"].cases]
    assert cases == ["f(z, u) = z", "f(s(y), z) = y", "f(s(y), s(k)) = s(z)"]


def test_what_is_wrong_elsewhere_is_a_notice() -> None:
    found = problem("(define-fun f ((x Int)) Int y)", "(prove (= 1 1))")
    assert "1:29: left out: there is no y" in found.notices[0]


def test_a_function_value_that_mentions_its_function_is_refused() -> None:
    message, line, _ = refused(
        LIST,
        MAP,
        "(declare-datatype T ((node (kids (L Int)))))",
        """(define-fun-rec f ((l (L Int))) (L Int) (map (lambda ((x Int)) (head (f l))) l))
        (prove (forall ((l (L Int))) (= (f l) l)))""",
    )
    assert "function value that mentions f" in message
    assert line == 5


@pytest.mark.parametrize("depth", [100_000])
def test_great_depth_is_refused(depth: int) -> None:
    message, line, column = refused("(prove " + "(not " * depth + "true" + ")" * depth + ")")
    assert "brackets are open" in message
    assert (line, column) == (1, 8 + 5 * (MAX_DEPTH - 1))


@pytest.mark.parametrize(
    ("before", "inner", "after"),
    [
        ("(not ", "true", ")"),
        ("(ite true ", "true", " true)"),
        ("(let ((q true)) ", "q", ")"),
        ("(and true ", "true", ")"),
        ("(match true ((true ", "true", ") (false true)))"),
        ("(= true ", "true", ")"),
        ("(@ (lambda ((x Bool)) x) ", "true", ")"),
        ("(@ (lambda ((x Bool)) ", "true", ") true)"),
    ],
)
def test_what_is_allowed_is_read(before: str, inner: str, after: str) -> None:
    each = before.count("(") - before.count(")")
    depth = (MAX_DEPTH - 6) // each
    text = before * depth + inner + after * depth
    found = problem(f"(prove (forall ((b Bool)) (or b {text})))")
    assert len(found.goals) == 1


def test_symbols_comments_and_bars() -> None:
    nodes = read(Source("t", '(a |b ; c| "d""e" ; f)\n :g)'))
    assert [n.text for n in nodes[0].items] == ["a", "b ; c", '"d""e"', ":g"]
    assert [n.kind for n in nodes[0].items] == ["symbol", "quoted", "string", "symbol"]


def test_odd_names_are_made_fit() -> None:
    found = problem(
        "(declare-datatype |a b| ((|x\ty|) (|x y|)))",
        "(prove (forall ((v |a b|)) (= v |x y|)))",
    )
    (group,) = [d for d in found.theory.declarations if isinstance(d, DatatypeGroup)]
    assert [c.name for c in group.members[0].constructors] == ["t.x_y", "t.x_y_2"]


def test_predicates_are_boolean_functions() -> None:
    found = problem("(declare-fun p (Int) Bool)", "(prove (forall ((x Int)) (= (p x) (p 0))))")
    assert found.goals[0].clause.left.sort is BOOL


def test_a_model_refutes_nothing_beside_a_false_assumption(tmp_path: Path) -> None:
    path = tmp_path / "false.smt2"
    path.write_text(
        "(declare-sort A 0)(declare-const a A)(declare-const b A)(assert (= 1 2))(prove (= a b))"
    )
    (verdict,) = prove_file(path, timeout=30)
    assert verdict.verdict == "unknown"
    path.write_text(path.read_text().replace("(assert (= 1 2))", ""))
    (verdict,) = prove_file(path, timeout=30)
    assert verdict.verdict == "refuted"
