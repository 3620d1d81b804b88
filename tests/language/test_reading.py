"""What the language means: items, overloading, lines, imports, elaborated forms."""

from __future__ import annotations

from pathlib import Path

import pytest

from lemmata.errors import InputError
from lemmata.language import (
    load_theory,
    parse_goal,
    parse_statement,
    parse_theory,
    shipped,
    show_clause,
)
from lemmata.terms.declarations import (
    Datatype,
    DatatypeGroup,
    Function,
    FunctionGroup,
    Lambda,
    Structure,
    Theory,
)
from lemmata.terms.sorts import BOOL, INT, Sort
from lemmata.terms.symbols import Kind

NAMES = {
    "nat": ["nat.0", "nat.S", "nat.+", "nat.*", "nat.<=", "nat.^", "nat.-", "nat.max", "nat.even"],
    "list": ["list.nil", "list.cons", "list.append", "list.rev", "list.map", "list.length"],
    "tree": ["tree.leaf", "tree.node", "tree.mirror", "tree.flatten", "tree.size"],
    "group": ["group.*", "group.inv", "group.e"],
    "lattice": ["lattice.meet", "lattice.join"],
}
CORE = [
    "add_zero add_succ add_comm add_assoc mul_zero mul_one mul_succ mul_comm mul_add mul_assoc",
    "add_cancel",
]


def functions(theory: Theory) -> dict[str, Function]:
    groups = [d for d in theory.declarations if isinstance(d, FunctionGroup)]
    return {member.symbol.name: member for group in groups for member in group.members}


def datatypes(theory: Theory) -> dict[str, Datatype]:
    groups = [d for d in theory.declarations if isinstance(d, DatatypeGroup)]
    return {member.name: member for group in groups for member in group.members}


@pytest.mark.parametrize("name", sorted(NAMES))
def test_shipped_names(name: str) -> None:
    symbols = load_theory(name).symbols
    assert [n for n in NAMES[name] if n not in symbols] == []


def test_shipped_theories_are_listed_and_the_core_laws_come_first() -> None:
    assert {"nat", "list", "tree", "bool", "group", "lattice", "int"} <= set(shipped())
    assert [t.name for t in load_theory("nat").theorems][:11] == " ".join(CORE).split()


def test_a_theory_is_elaborated() -> None:
    nat = load_theory("nat")
    plus = functions(nat)["nat.+"]
    assert [show_clause(c, nat.notation) for c in plus.cases] == [
        "0 + y = y",
        "S(x) + y = S(x + y)",
    ]
    assert plus.symbol.arguments == (Sort.of("nat.Nat"),) * 2
    assert nat.notation[plus.symbol].fixity == "infixl"
    assert nat.notation[plus.symbol].precedence == 60
    assert nat.theorems[0].line == nat_line("theorem add_zero")
    assert functions(nat)["nat.pred"].partial
    cancel = next(t.clause for t in nat.theorems if t.name == "add_cancel")
    assert [v.head for v in cancel.variables] == ["x", "y", "z"]
    assert len(cancel.premises) == 1


def nat_line(start: str) -> int:
    text = (Path(__file__).parents[2] / "proofs" / "nat.lem").read_text(encoding="utf-8")
    return next(i for i, line in enumerate(text.splitlines(), 1) if line.startswith(start))


def test_imports_are_complete_and_shared() -> None:
    tree = load_theory("tree")
    assert tree.imports == ("list",)
    assert tree.symbols["nat.+"] is load_theory("nat").symbols["nat.+"]
    assert {name for name, _ in tree.library} == {"nat", "list"}
    assert tree.datatypes["nat.Nat"].constructors[1].name == "nat.S"


def test_structures() -> None:
    group = next(d for d in load_theory("group").declarations if isinstance(d, Structure))
    assert (group.name, [s.name for s in group.sorts]) == ("group", ["group.G"])
    assert [a.name for a in group.axioms] == ["left_unit", "left_inverse", "assoc"]
    assert all(s.kind is Kind.ABSTRACT for s in group.symbols)
    integers = next(d for d in load_theory("int").declarations if isinstance(d, Structure))
    assert not integers.sorts
    assert not integers.symbols
    assert [a.name for a in integers.axioms] == [
        "add_associativity", "add_commutativity", "add_zero", "mul_associativity",
        "mul_commutativity", "mul_one", "mul_zero", "distributivity", "add_neg", "sub_neg",
    ]  # fmt: skip


def test_function_values_are_lambdas() -> None:
    theory = load_theory("list")
    values = {d.symbol.name: d for d in theory.declarations if isinstance(d, Lambda)}
    compose = values["list.compose"]
    assert str(compose.case.left) == "apply(compose(f, g), x)"
    assert str(compose.case.right) == "apply(f, apply(g, x))"
    assert str(values["nat.+.fn"].case.left) == "apply(+.fn, x1)"
    assert all(v.symbol.kind is Kind.LAMBDA for v in values.values())


def test_mutual_definitions() -> None:
    theory = parse_theory(
        """
        theory t
        import nat
        datatype Tree = node(Nat, Forest)
          and Forest = none | more(Tree, Forest)
        fun even : Nat -> Bool
          even(0) = true
          even(S(x)) = odd(x)
        and fun odd : Nat -> Bool
          odd(0) = false
          odd(S(x)) = even(x)
        fun size : Tree -> Nat
          size(node(n, f)) = S(sizes(f))
        and fun sizes : Forest -> Nat
          sizes(none) = 0
          sizes(more(t, f)) = size(t) + sizes(f)
        """
    )
    assert [len(d.members) for d in theory.declarations[-3:]] == [2, 2, 2]  # type: ignore[union-attr]
    assert datatypes(theory)["t.Forest"].constructors[1].arity == 2


@pytest.mark.parametrize(
    ("statement", "sorts"),
    [
        ("length(append(xs, ys)) = length(xs) + length(ys)", ["List(a)", "List(a)"]),
        ("x + y = y + x", ["Nat", "Nat"]),
        ("x + y = (y : Int) + x", ["Int", "Int"]),
        ("x - 3 < y + 1", ["Nat", "Nat"]),
        ("x - 0.5 < y", ["Rational", "Rational"]),
        ("(x : Rational) / 2 < 1", ["Rational"]),
        ("-(x : Int) < y", ["Int", "Int"]),
        ("p and q ==> p", ["Bool", "Bool"]),
        ("map(f, map(g, xs)) = ys", ["b -> a", "c -> b", "List(c)", "List(a)"]),
        ("0 = -(x : Int)", ["Int"]),
        ("f(x) = f(y) ==> map(f, cons(x, nil)) = map(f, cons(y, nil))", None),
        ("f @ x = y", ["b -> a", "b", "a"]),
    ],
)
def test_sorts_are_inferred(statement: str, sorts: list[str] | None) -> None:
    from lemmata.language import show_sort

    if sorts is None:
        assert parse_statement(statement, load_theory("list")).premises
        return
    clause = parse_statement(statement, load_theory("list"))
    found = [show_sort(v.sort) for v in clause.variables]
    assert len(found) == len(sorts)
    renaming: dict[str, str] = {}
    for mine, theirs in zip(" ".join(found), " ".join(sorts), strict=True):
        assert renaming.setdefault(mine, theirs) == theirs


def test_the_only_common_sort_of_overloaded_names_is_found() -> None:
    theory = load_theory("list")
    with pytest.raises(InputError, match="ambiguous"):
        parse_statement("0 + x < -y", theory)
    clause = parse_statement("0 + x < (y : Int) * -1", theory)
    assert {v.sort for v in clause.variables} == {INT}


def test_own_declarations_win_over_imported_ones() -> None:
    theory = parse_theory(
        "theory t\nimport nat\nsort G\nop (+) : G, G -> G infixl 60\ntheorem a: x + y = y + x\n"
        "theorem b: x + 0 = x"
    )
    first, second = (t.clause for t in theory.theorems)
    assert first.variables[0].sort == Sort.of("t.G")
    assert second.variables[0].sort == Sort.of("nat.Nat")


def test_numerals_of_any_natural_numbers() -> None:
    theory = parse_theory(
        "theory mine\ndatatype N = 0 | S(N)\nfun double : N -> N\n"
        "  double(0) = 0\n  double(S(x)) = S(S(double(x)))\ntheorem a: double(2) = 4"
    )
    clause = theory.theorems[0].clause
    assert clause.right.size == 5
    assert show_clause(clause) == "double(2) = 4"


def test_lines_are_joined() -> None:
    theory = parse_theory(
        "theory t\r\nimport nat  # a comment\r\n\r\n"
        "theorem a: x +\n  y = y\n  + x\n"
        "theorem b: x <= y\n  ==> y <= x\n  ==> x = y\n"
        "theorem c: max(x,\n    y) = max(y,\n  x)\n"
        "datatype Colour = red\n  | green\n  | blue\n"
        "theorem d: S(x) = S(y) ==>\n\n  x = y"
    )
    assert [t.name for t in theory.theorems] == list("abcd")
    assert [t.line for t in theory.theorems] == [4, 7, 10, 16]


def test_words_are_names_where_no_item_starts() -> None:
    theory = parse_theory(
        "theory t\nimport list\n"
        "fun sort : List(Nat) -> List(Nat)\n"
        "  sort(nil) = nil\n  sort(cons(op, rules)) = sort(rules)\n"
        "theorem sort: sort(sort(theory)) = sort(theory)"
    )
    assert theory.theorems[0].clause.variables[0].head == "theory"


def test_operators_are_cut_at_known_ones() -> None:
    integers = load_theory("int")
    assert parse_statement("x*-y=-(x*y)", integers) == parse_statement(
        "x * (-y) = -(x * y)", integers
    )
    theory = parse_theory(
        "theory t\nimport nat\nfun (<+>) : Nat, Nat -> Nat infixr 65\n  x<+>y = x+y\n"
        "theorem a: x<+>y<+>z = z"
    )
    left = theory.theorems[0].clause.left
    assert str(left) == "<+>(x, <+>(y, z))"


def test_statement_forms() -> None:
    nat = load_theory("nat")
    clause = parse_statement("x <= y and not y <= z ==> x != z ==> even(x)", nat)
    shown = [f"{left} = {right}" for left, right in (*clause.premises, clause.conclusion)]
    assert shown == ["<=(x, y) = true", "<=(y, z) = false", "eq(x, z) = false", "even(x) = true"]


def test_definitions_infer_sorts() -> None:
    theory = parse_theory(
        "theory t\nimport list\ndef twice(x) = x + x\ndef single(x) = cons(x, nil)\ndef two = 2\n"
        "def choose(p, x, y) = if p then x else y\ntheorem a: twice(two) = 4"
    )
    symbols = theory.symbols
    assert symbols["t.twice"].arguments == (Sort.of("nat.Nat"),)
    assert len(symbols["t.single"].types) == 1
    assert symbols["t.choose"].arguments[0] is BOOL


def test_rule_packs() -> None:
    theory = parse_theory(
        "import nat\nrules r over Nat\n  a: x + 0 => x by theorem add_zero\n"
        "  b: x + (y - x) => y when x <= y, x != 0\n     by solver\n  c: x * 0 => 0"
    )
    pack = theory.packs[0]
    assert (pack.name, pack.over) == ("r", Sort.of("nat.Nat"))
    assert [(r.name, r.justification) for r in pack.rules] == [
        ("a", "theorem nat.add_zero"),
        ("b", "solver"),
        ("c", "solver"),
    ]
    assert len(pack.rules[1].clause.premises) == 2


def test_imports_beside_the_file_come_first(tmp_path: Path) -> None:
    (tmp_path / "nat.lem").write_text("theory nat\ndatatype Nat = zero | next(Nat)\n")
    (tmp_path / "a.lem").write_text("theory a\nimport nat\ntheorem t: zero = zero\n")
    theory = load_theory(tmp_path / "a.lem")
    assert "nat.zero" in theory.symbols


def test_cyclic_imports_name_the_cycle(tmp_path: Path) -> None:
    for name, other in (("a", "b"), ("b", "c"), ("c", "a")):
        (tmp_path / f"{name}.lem").write_text(f"theory {name}\nimport {other}\n")
    with pytest.raises(InputError) as caught:
        load_theory(tmp_path / "a.lem")
    assert "cyclic imports: a -> b -> c -> a" in str(caught.value)
    assert caught.value.diagnostics[0].span is not None


def test_errors_of_an_imported_file_point_into_it(tmp_path: Path) -> None:
    (tmp_path / "b.lem").write_text("theory b\ntheorem t: x =\n")
    (tmp_path / "a.lem").write_text("theory a\nimport b\n")
    with pytest.raises(InputError) as caught:
        load_theory(tmp_path / "a.lem")
    span = caught.value.diagnostics[0].span
    assert span is not None
    assert (Path(span.source).name, span.line) == ("b.lem", 2)


def test_a_new_function_value_extends_the_theory() -> None:
    theory = load_theory("list")
    text = r"map(\x. x + 1, xs) = ys"
    with pytest.raises(InputError, match="function value"):
        parse_statement(text, theory)
    extended, clause = parse_goal(text, theory)
    assert parse_statement(text, extended) == clause
    assert parse_goal("xs = xs", theory)[0] is theory


def test_integers_in_statements() -> None:
    clause = parse_statement("x * 123456789012345678901234567890 = 0", load_theory("int"))
    assert clause.variables[0].sort is INT
