"""The built-in sorts and symbols of sections 1 and 2."""

from __future__ import annotations

from .objects import Clause, Equation, Sort, Symbol, World

SORTS = {"Bool": 0, "Int": 0, "Rational": 0, "Real": 0, "String": 0, "->": 2}
ARITHMETIC = {
    "Int": ("+", "-", "*", "neg", "<=", "<"),
    "Rational": ("+", "-", "*", "/", "neg", "<=", "<"),
    "Real": ("+", "-", "*", "/", "^", "neg", "<=", "<"),
}
REAL_FUNCTIONS = ("sqrt", "exp", "log", "sin", "cos", "asin", "acos", "atan")
PARTIAL = frozenset(
    ["Rational./", "Real./", "Real.^", "Real.log", "Real.sqrt", "Real.asin", "Real.acos"]
)


def symbols(world: World) -> dict[str, Symbol]:
    """All built-in symbols by name."""
    bool_ = world.sort("Bool")
    a, b = world.type_variable("a"), world.type_variable("b")
    found: list[Symbol] = []

    def add(
        name: str,
        types: tuple[str, ...],
        arguments: tuple[Sort, ...],
        result: Sort,
        role: str = "builtin",
    ) -> None:
        found.append(Symbol(name, types, arguments, result, role))

    add("true", (), (), bool_, "constructor")
    add("false", (), (), bool_, "constructor")
    add("not", (), (bool_,), bool_)
    add("and", (), (bool_, bool_), bool_)
    add("or", (), (bool_, bool_), bool_)
    add("ite", ("a",), (bool_, a, a), a)
    add("eq", ("a",), (a, a), bool_)
    add("apply", ("a", "b"), (world.sort("->", (a, b)), a), b)
    for sort_name, operations in ARITHMETIC.items():
        sort = world.sort(sort_name)
        for operation in operations:
            arguments = (sort,) if operation == "neg" else (sort, sort)
            result = bool_ if operation.startswith("<") else sort
            add(f"{sort_name}.{operation}", (), arguments, result)
    real = world.sort("Real")
    add("Real.pi", (), (), real)
    for function in REAL_FUNCTIONS:
        add(f"Real.{function}", (), (real,), real)
    add("Real.integer", (), (real,), bool_)
    return {symbol.name: symbol for symbol in found}


def equations(world: World, table: dict[str, Symbol]) -> dict[str, list[Clause]]:
    """The equations of the table in section 2."""
    bool_, a = world.sort("Bool"), world.type_variable("a")
    true = world.apply(table["true"], (), ())
    false = world.apply(table["false"], (), ())
    x = world.bound(0, bool_)
    p, q = world.bound(0, a), world.bound(1, a)
    negate, both, either, choose = (table[name] for name in ("not", "and", "or", "ite"))

    def make(*pairs: Equation, bound: tuple[Sort, ...]) -> list[Clause]:
        return [world.clause(bound, (), pair) for pair in pairs]

    return {
        "not": make(
            (world.apply(negate, (), (true,)), false),
            (world.apply(negate, (), (false,)), true),
            bound=(),
        ),
        "and": make(
            (world.apply(both, (), (true, x)), x),
            (world.apply(both, (), (false, x)), false),
            bound=(bool_,),
        ),
        "or": make(
            (world.apply(either, (), (true, x)), true),
            (world.apply(either, (), (false, x)), x),
            bound=(bool_,),
        ),
        "ite": make(
            (world.apply(choose, (a,), (true, p, q)), p),
            (world.apply(choose, (a,), (false, p, q)), q),
            bound=(a, a),
        ),
    }
