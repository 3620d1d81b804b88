"""Section 6 and the rule `eval`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations

from . import reals, vocabulary
from .errors import Budget, Invalid
from .objects import LITERALS, Clause, Equation, Sort, Symbol, Term, World, limited

AC_LAWS = ("associativity", "commutativity")
ATOMS = 12
MONOMIALS = 20_000


def arithmetic(name: str, values: list[Fraction]) -> Fraction | bool:
    """The value of a built-in arithmetic symbol."""
    sort, _, operation = name.partition(".")
    if operation not in vocabulary.ARITHMETIC.get(sort, ()):
        raise Invalid("not a built-in arithmetic symbol")
    if operation == "neg":
        return -values[0]
    one, two = values
    if operation == "^":
        return reals.exact_power(one, two)
    if operation == "/" and two == 0:
        raise Invalid("division by zero")
    table: dict[str, Callable[[], Fraction | bool]] = {
        "+": lambda: one + two,
        "-": lambda: one - two,
        "*": lambda: one * two,
        "/": lambda: one / two,
        "<": lambda: one < two,
        "<=": lambda: one <= two,
    }
    result = table[operation]()
    if isinstance(result, Fraction):
        limited(result.numerator)
        limited(result.denominator)
    return result


def evaluate(name: str, values: list[Fraction]) -> Fraction | bool:
    """Arithmetic, and what `eval` knows of the other functions of Real."""
    if name == "Real.integer":
        return values[0].denominator == 1
    if name == "Real.sqrt":
        root = reals.exact_root(values[0])
        if root is None:
            raise Invalid("not the square of a rational")
        return root
    return arithmetic(name, values)


def literal_value(term: Term) -> Fraction:
    """The value of a literal."""
    if term.kind not in LITERALS:
        raise Invalid("not a literal")
    top, bottom = term.ratio()
    return Fraction(top, bottom)


def check_eval(left: Term, right: Term) -> None:
    """Rule `eval`."""
    if left.symbol is None:
        raise Invalid("the left side is not an application")
    name = left.symbol.name
    is_eq = name == "eq" and left.sorts[0].name in vocabulary.ARITHMETIC
    if not (is_eq and not left.sorts[0].variable) and "." not in name:
        raise Invalid("not a built-in arithmetic symbol")
    if left.symbol.role != "builtin":
        raise Invalid("not a built-in arithmetic symbol")
    values = [literal_value(arg) for arg in left.args]
    result = values[0] == values[1] if is_eq else evaluate(name, values)
    if isinstance(result, bool):
        if not right.applies("true" if result else "false"):
            raise Invalid("the right side is not the value")
    elif literal_value(right) != result:
        raise Invalid("the right side is not the value")


def parents_first(root: Term, inner: Callable[[Term], bool]) -> list[Term]:
    """The nodes reachable through `inner` nodes, every node before its arguments."""
    order: list[Term] = []
    done: set[Term] = set()
    stack: list[Term] = [root]
    while stack:
        top = stack[-1]
        if top in done:
            stack.pop()
            continue
        waiting = [arg for arg in top.args if arg not in done] if inner(top) else []
        if waiting:
            stack.extend(waiting)
            continue
        stack.pop()
        done.add(top)
        order.append(top)
    order.reverse()
    return order


def is_law(world: World, clause: Clause, sort: Sort, size: int, *templates: Law) -> bool:
    """Is the clause a template up to renaming of bound variables and swapping of sides?"""
    if clause.bound != (sort,) * size:
        return False
    swapped = (clause.conclusion[1], clause.conclusion[0])
    for order in permutations(range(size)):
        names = [world.bound(index, sort) for index in order]
        for template in templates:
            if template(*names) in (clause.conclusion, swapped):
                return True
    return False


Law = Callable[..., Equation]


def check_ac(
    world: World,
    symbol: Symbol,
    sorts: tuple[Sort, ...],
    laws: Mapping[str, Clause],
    goal: Equation,
) -> None:
    """Rule `ac`."""
    arguments, sort = world.signature(symbol, sorts)
    if arguments != (sort, sort):
        raise Invalid("not a binary operation on one sort")

    def f(one: Term, two: Term) -> Term:
        return world.apply(symbol, sorts, (one, two))

    if not is_law(
        world, laws["associativity"], sort, 3, lambda x, y, z: (f(f(x, y), z), f(x, f(y, z)))
    ):
        raise Invalid("not the law of associativity")
    if not is_law(world, laws["commutativity"], sort, 2, lambda x, y: (f(x, y), f(y, x))):
        raise Invalid("not the law of commutativity")

    def built(term: Term) -> bool:
        return term.symbol is symbol and term.sorts == sorts

    if _multiset(goal[0], built) != _multiset(goal[1], built):
        raise Invalid("the sides are not the same multiset")


def _multiset(root: Term, built: Callable[[Term], bool]) -> dict[Term, int]:
    """How often each term occurs after flattening; shared parts are counted, not copied."""
    count: Counter[Term] = Counter({root: 1})
    leaves: dict[Term, int] = {}
    for term in parents_first(root, built):
        if built(term):
            for arg in term.args:
                count[arg] += count[term]
        else:
            leaves[term] = count[term]
    return leaves


def check_bool(left: Term, right: Term) -> None:
    """Rule `bool`: truth tables as integers, one bit an assignment."""
    if left.sort.variable or left.sort.name != "Bool":
        raise Invalid("the sides are not of sort Bool")
    both = [parents_first(side, _connective) for side in (left, right)]
    atoms = list(dict.fromkeys(term for order in both for term in order if not _connective(term)))
    if len(atoms) > ATOMS:
        raise Invalid("more than 12 atoms")
    rows = 1 << len(atoms)
    full = (1 << rows) - 1
    table: dict[Term, int] = {}
    for index, atom in enumerate(atoms):
        table[atom] = sum(1 << row for row in range(rows) if row >> index & 1)
    for order in both:
        for term in reversed(order):
            if _connective(term):
                table[term] = _truth(term, [table[arg] for arg in term.args], full)
    if table[left] != table[right]:
        raise Invalid("the sides differ under an assignment")


def _connective(term: Term) -> bool:
    if term.symbol is None:
        return False
    if term.symbol.name in ("ite", "eq"):
        return not term.sorts[0].variable and term.sorts[0].name == "Bool"
    return term.symbol.name in ("true", "false", "not", "and", "or")


def _truth(term: Term, args: list[int], full: int) -> int:
    name = term.symbol.name if term.symbol else ""
    if name in ("true", "false"):
        return full if name == "true" else 0
    if name == "not":
        return full ^ args[0]
    if name == "and":
        return args[0] & args[1]
    if name == "or":
        return args[0] | args[1]
    if name == "eq":
        return full ^ args[0] ^ args[1]
    return (args[0] & args[1]) | ((full ^ args[0]) & args[2])


Monomial = tuple[tuple[int, int], ...]
Polynomial = dict[Monomial, int]


@dataclass
class Ring:
    """The operations of rule `ring`."""

    world: World
    sort: Sort
    zero: Term
    one: Term
    symbols: Mapping[str, Symbol]
    literals: bool

    def law_names(self) -> list[str]:
        """The laws that must be cited."""
        found = [
            "add_associativity",
            "add_commutativity",
            "add_zero",
            "mul_associativity",
            "mul_commutativity",
            "mul_one",
            "mul_zero",
            "distributivity",
        ]
        found += ["add_neg"] if "neg" in self.symbols else []
        return found + (["sub_neg"] if "sub" in self.symbols else [])

    def _operation(self, key: str) -> Callable[..., Term]:
        symbol = self.symbols[key]
        return lambda *args: self.world.apply(symbol, (), args)

    def check_laws(self, laws: Mapping[str, Clause]) -> None:
        """Check that each law says what its name says."""
        add, mul, zero, one = self._operation("add"), self._operation("mul"), self.zero, self.one
        wanted: dict[str, tuple[int, list[Law]]] = {
            "distributivity": (
                3,
                [
                    lambda x, y, z: (mul(x, add(y, z)), add(mul(x, y), mul(x, z))),
                    lambda x, y, z: (mul(add(y, z), x), add(mul(y, x), mul(z, x))),
                ],
            ),
            "add_zero": (1, [lambda x: (add(x, zero), x), lambda x: (add(zero, x), x)]),
            "mul_one": (1, [lambda x: (mul(x, one), x), lambda x: (mul(one, x), x)]),
            "mul_zero": (1, [lambda x: (mul(x, zero), zero), lambda x: (mul(zero, x), zero)]),
        }
        for prefix, f in (("add", add), ("mul", mul)):
            wanted[f"{prefix}_associativity"] = (3, [_associativity(f)])
            wanted[f"{prefix}_commutativity"] = (2, [_commutativity(f)])
        if "neg" in self.symbols:
            neg = self._operation("neg")
            wanted["add_neg"] = (
                1,
                [lambda x: (add(x, neg(x)), zero), lambda x: (add(neg(x), x), zero)],
            )
            if "sub" in self.symbols:
                sub = self._operation("sub")
                wanted["sub_neg"] = (2, [lambda x, y: (sub(x, y), add(x, neg(y)))])
        for name, (size, templates) in wanted.items():
            if not is_law(self.world, laws[name], self.sort, size, *templates):
                raise Invalid(f"not the law {name}")

    def check_equal(self, left: Term, right: Term) -> None:
        """Are both sides the same polynomial?"""
        if left.sort is not self.sort:
            raise Invalid("the sides are not of the sort of the ring")
        reader = _Polynomials(self)
        if reader.read(left) != reader.read(right):
            raise Invalid("the sides are different polynomials")


def _associativity(f: Callable[..., Term]) -> Law:
    return lambda x, y, z: (f(f(x, y), z), f(x, f(y, z)))


def _commutativity(f: Callable[..., Term]) -> Law:
    return lambda x, y: (f(x, y), f(y, x))


def ring_of(
    world: World, sort: Sort, zero: Term, one: Term, symbols: Mapping[str, Symbol | None]
) -> Ring:
    """The ring, after the conditions on its operations have been checked."""
    if zero.sort is not sort or one.sort is not sort or zero.free or one.free:
        raise Invalid("zero and one must be terms of the sort without variables")
    if "sub" in symbols and "neg" not in symbols:
        raise Invalid("sub without neg")
    known: dict[str, Symbol] = {}
    for key, symbol in symbols.items():
        if symbol is None:
            raise Invalid("no such symbol")
        arguments = (sort,) if key == "neg" else (sort, sort)
        if symbol.types or symbol.arguments != arguments or symbol.result is not sort:
            raise Invalid(f"{symbol.name} is not an operation of the ring")
        known[key] = symbol
    if len({symbol.name for symbol in known.values()}) != len(known):
        raise Invalid("two operations of the ring are the same symbol")
    builtin = {"add": "Int.+", "mul": "Int.*", "neg": "Int.neg", "sub": "Int.-"}
    literals = all(symbol.name == builtin[key] for key, symbol in known.items())
    return Ring(world, sort, zero, one, known, literals)


class _Polynomials:
    """Reads terms as polynomials.

    Sums are flattened by pushing integer multiplicities from a root down to products and
    leaves; only products multiply polynomials.
    """

    def __init__(self, ring: Ring) -> None:
        self.ring = ring
        self.keys = {symbol: key for key, symbol in reversed(list(ring.symbols.items()))}
        self.atoms: dict[Term, int] = {}
        self.products: dict[Term, Polynomial] = {}
        self.sums: dict[Term, Polynomial] = {}
        self.budget = Budget(8_000_000, "ring")

    def _key(self, term: Term) -> str:
        """The operation that builds a term, or nothing."""
        if term is self.ring.zero or term is self.ring.one or term.symbol is None:
            return ""
        return self.keys.get(term.symbol, "")

    def read(self, root: Term) -> Polynomial:
        """The polynomial of a term."""
        for term in reversed(parents_first(root, lambda t: self._key(t) != "")):
            if self._key(term) == "mul" and term not in self.products:
                one, two = (self._sum(arg) for arg in term.args)
                self.products[term] = self._product(one, two)
        return self._sum(root)

    def _sum(self, root: Term) -> Polynomial:
        if root in self.sums:
            return self.sums[root]
        inner = ("add", "sub", "neg")
        count: Counter[Term] = Counter({root: 1})
        result: Polynomial = {}
        for term in parents_first(root, lambda t: self._key(t) in inner):
            self.budget.spend(1 + count[term].bit_length() // 64)
            key = self._key(term)
            if key in inner:
                signs = {"add": (1, 1), "sub": (1, -1), "neg": (-1,)}[key]
                for arg, sign in zip(term.args, signs, strict=True):
                    count[arg] += sign * count[term]
            else:
                for monomial, factor in self._parts(term, key):
                    self._add(result, monomial, factor * count[term])
        self.sums[root] = result
        return result

    def _parts(self, term: Term, key: str) -> Iterable[tuple[Monomial, int]]:
        if key == "mul":
            return self.products[term].items()
        if term is self.ring.zero:
            return ()
        if term is self.ring.one:
            return (((), 1),)
        if self.ring.literals and term.kind == "int":
            return (((), term.ratio()[0]),)
        return ((((self.atoms.setdefault(term, len(self.atoms)), 1),), 1),)

    def _add(self, result: Polynomial, monomial: Monomial, factor: int) -> None:
        self.budget.spend(1 + len(monomial) + factor.bit_length() // 64)
        total = limited(result.get(monomial, 0) + factor)
        if total:
            result[monomial] = total
            if len(result) > MONOMIALS:
                raise Invalid("more than 20,000 monomials")
        else:
            result.pop(monomial, None)

    def _product(self, one: Polynomial, two: Polynomial) -> Polynomial:
        result: Polynomial = {}
        for monomial, factor in self._pairs(one, two):
            self._add(result, monomial, factor)
        return result

    def _pairs(self, one: Polynomial, two: Polynomial) -> Iterator[tuple[Monomial, int]]:
        for m, a in one.items():
            for n, b in two.items():
                words = (a.bit_length() // 64 + 1) * (b.bit_length() // 64 + 1)
                self.budget.spend(len(m) + len(n) + words // 256)
                powers = Counter(dict(m))
                powers.update(dict(n))
                yield tuple(sorted(powers.items())), a * b
