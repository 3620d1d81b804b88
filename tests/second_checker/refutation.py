"""Section 8: finite models and evaluation."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product

from . import computation, reading
from .certificate import Certificate
from .declarations import Structure
from .errors import Budget, Invalid
from .inference import check_statement
from .objects import Clause, Sort, Substitution, Term
from .reals import Number, Reals, is_function

STEPS = 1_000_000
VALUATIONS = 2_000_000


class Value:
    """A value; equal values without functions and irrational numbers are the same object."""

    __slots__ = ("enclosed", "functional", "kind", "name", "number", "parts", "real")

    def __init__(
        self,
        kind: str,
        name: str = "",
        parts: tuple[Value, ...] = (),
        number: Fraction | None = None,
        real: Number | None = None,
    ) -> None:
        self.kind = kind  # constructor, literal, element, table, closure, real
        self.name = name
        self.parts = parts
        self.number = number
        self.real = real
        self.enclosed: bool = real is not None or any(part.enclosed for part in parts)
        self.functional: bool = kind in ("table", "closure") or any(
            part.functional for part in parts
        )


class Model:
    """The model of a refutation, and evaluation in it."""

    def __init__(self, certificate: Certificate, raw: object, types: Sequence[str]) -> None:
        self.certificate = certificate
        self.theory = certificate.theory
        self.interned: dict[tuple[object, ...], Value] = {}
        self.tables: dict[Value, tuple[dict[Value, Value], Value]] = {}
        self.work = Budget(60_000_000, "evaluation")
        self.reals = Reals()
        fields = reading.record(raw, "types", "sorts", "symbols", "values")
        self.types = self._read_types(fields["types"], types)
        self.sizes = self._read_sizes(fields["sorts"])
        self.symbols = self._read_symbols(fields["symbols"])
        self.values = fields["values"]

    # Values.

    def value(
        self,
        kind: str,
        name: str = "",
        parts: tuple[Value, ...] = (),
        number: Fraction | None = None,
        real: Number | None = None,
    ) -> Value:
        """A value, interned."""
        key = (kind, name, parts, number, real)
        return self.interned.get(key) or self.interned.setdefault(key, Value(*key))

    def boolean(self, truth: bool) -> Value:
        """true or false."""
        return self.value("constructor", "true" if truth else "false")

    def equal(self, one: Value, two: Value) -> bool:
        """Compare values that hold no function."""
        if one.functional or two.functional:
            raise Invalid("no value: functions are compared")
        if one.enclosed or two.enclosed:
            return self._separated(one, two)
        return one is two

    def _separated(self, first: Value, second: Value) -> bool:
        """False if some part differs; irrational numbers are never known to be equal."""
        stack, unknown = [(first, second)], False
        while stack:
            one, two = stack.pop()
            self.work.spend()
            if not (one.enclosed or two.enclosed):
                if one is not two:
                    return False
            elif one.kind == "constructor":
                if one.name != two.name:
                    return False
                stack.extend(zip(one.parts, two.parts, strict=True))
            else:
                try:
                    if not self.reals.equal(self.as_real(one), self.as_real(two)):
                        return False
                except Invalid:
                    unknown = True
        if unknown:
            raise Invalid("no value: two real numbers are not separated")
        return True

    def as_real(self, value: Value) -> Number:
        """The number of a value of sort Real."""
        if value.real is not None:
            return value.real
        if value.number is None:
            raise Invalid("not a value of sort Real")
        return self.reals.rational(value.number)

    def from_real(self, number: Number) -> Value:
        """A value of sort Real."""
        if number.exact is not None:
            return self.value("literal", number=number.exact)
        return self.value("real", real=number)

    # Reading the model.

    def _read_types(self, raw: object, types: Sequence[str]) -> dict[str, Sort]:
        table = reading.record(raw, *types)
        found = {name: self.certificate.sort(index) for name, index in table.items()}
        if any(sort.open for sort in found.values()):
            raise Invalid("a type of the model holds a type variable")
        return found

    def _read_sizes(self, raw: object) -> dict[str, int]:
        table = reading.record(raw, *self.theory.abstract)
        sizes = {name: reading.number(size) for name, size in table.items()}
        if any(size < 1 for size in sizes.values()):
            raise Invalid("an abstract sort without elements")
        return sizes

    def _size(self, sort: Sort) -> int:
        """The size of an abstract sort or of Bool."""
        if not sort.variable:
            if sort.name == "Bool":
                return 2
            if sort.name in self.sizes:
                return self.sizes[sort.name]
        raise Invalid("neither an abstract sort nor Bool")

    def _is_finite(self, sort: Sort) -> bool:
        return not sort.variable and (sort.name == "Bool" or sort.name in self.sizes)

    def _element(self, sort: Sort, index: int) -> Value:
        if sort.name == "Bool":
            return self.boolean(index == 1)
        return self.value("element", number=Fraction(index))

    def _read_symbols(self, raw: object) -> dict[str, tuple[list[int], list[Value]]]:
        declared = [
            symbol
            for structure in self.theory.structures.values()
            for symbol in structure.symbols
            if all(self._is_finite(sort) for sort in (*symbol.arguments, symbol.result))
        ]
        table = reading.record(raw, *(symbol.name for symbol in declared))
        result: dict[str, tuple[list[int], list[Value]]] = {}
        for symbol in declared:
            sizes = [self._size(sort) for sort in symbol.arguments]
            entries = reading.items(table[symbol.name])
            length = 1
            for size in sizes:
                length *= size
                if length > len(entries):
                    break
            if length != len(entries):
                raise Invalid(f"the table of {symbol.name} has the wrong length")
            result[symbol.name] = sizes, [self.read(entry, symbol.result) for entry in entries]
        return result

    def read(self, raw: object, sort: Sort) -> Value:
        """A value of section 8; recursion is bounded by the nesting of the JSON."""
        fields = reading.mapping(raw)
        if "term" in fields:
            term = self.certificate.term(reading.record(raw, "term")["term"])
            if term.sort is not sort:
                raise Invalid("a value of another sort")
            return self._ground(term)
        if "element" in fields:
            index = reading.number(reading.record(raw, "element")["element"])
            if sort.variable or sort.name not in self.sizes or index >= self.sizes[sort.name]:
                raise Invalid("no such element")
            return self._element(sort, index)
        fields = reading.record(raw, "table", "default")
        if sort.variable or sort.name != "->":
            raise Invalid("a table is no value of this sort")
        entries: dict[Value, Value] = {}
        for item in reading.items(fields["table"]):
            argument, result = reading.items(item, 2)
            key = self.read(argument, sort.args[0])
            if key.functional:
                raise Invalid("an argument in a table holds a function")
            if self._find(entries, key) is not None:
                raise Invalid("a table has an argument twice")
            entries[key] = self.read(result, sort.args[1])
        table = Value("table")
        self.tables[table] = entries, self.read(fields["default"], sort.args[1])
        return table

    def _ground(self, root: Term) -> Value:
        order = computation.parents_first(root, lambda term: True)
        done: dict[Term, Value] = {}
        for term in reversed(order):
            if term.symbol is not None and term.constructor:
                parts = tuple(done[arg] for arg in term.args)
                done[term] = self.value("constructor", term.symbol.name, parts)
            elif is_function(term):
                args = [self.as_real(done[arg]) for arg in term.args]
                done[term] = self.from_real(self.reals.number(term, args))
            else:
                done[term] = self.value("literal", number=computation.literal_value(term))
        return done[root]

    # Evaluation.

    def evaluate(self, root: Term, valuation: tuple[Value, ...]) -> Value:
        """The value of a term; a step is the evaluation of one application."""
        steps = 0
        out: list[Value] = []
        # A task is a term with an environment, to be evaluated; or a term with None, whose
        # arguments have been evaluated; or a term with True: the first argument has been.
        tasks: list[tuple[Term, tuple[Value, ...], str]] = [(root, valuation, "start")]
        while tasks:
            term, environment, stage = tasks.pop()
            symbol = term.symbol
            if symbol is None:
                out.append(self._leaf(term, environment))
            elif stage == "start":
                self.work.spend(1 + len(term.args))
                steps += 1
                if steps > STEPS:
                    raise Invalid("no value: more than 1,000,000 steps")
                if symbol.name in ("and", "or", "ite"):
                    tasks.append((term, environment, "branch"))
                    tasks.append((term.args[0], environment, "start"))
                else:
                    tasks.append((term, environment, "apply"))
                    tasks.extend((arg, environment, "start") for arg in reversed(term.args))
            elif stage == "branch":
                truth = out.pop() is self.boolean(True)
                if symbol.name == "ite":
                    tasks.append((term.args[1 if truth else 2], environment, "start"))
                elif truth == (symbol.name == "and"):
                    tasks.append((term.args[1], environment, "start"))
                else:
                    out.append(self.boolean(truth))
            else:
                start = len(out) - len(term.args)
                args = tuple(out[start:])
                del out[start:]
                result = self._apply(term, args)
                if isinstance(result, Value):
                    out.append(result)
                else:
                    tasks.append((*result, "start"))
        return out[0]

    def _leaf(self, term: Term, environment: tuple[Value, ...]) -> Value:
        if term.kind == "bound":
            return environment[term.index]
        return self.value("literal", number=computation.literal_value(term))

    def _apply(self, term: Term, args: tuple[Value, ...]) -> Value | tuple[Term, tuple[Value, ...]]:
        """The value of an application to values, or the term that it unfolds to."""
        symbol = term.symbol
        if symbol is None:
            raise Invalid("no value")
        name = symbol.name
        if symbol.role == "constructor":
            return self.value("constructor", name, args)
        if symbol.role == "function":
            return self._unfold(name, args)
        if symbol.role == "lambda":
            return Value("closure", name, args)
        if symbol.role == "abstract":
            return self._look_up(name, args)
        if name == "not":
            return self.boolean(args[0] is self.boolean(False))
        if name == "eq":
            return self.boolean(self.equal(*args))
        if name == "apply":
            return self._call(*args)
        if name.startswith("Real."):
            return self._real(term, [self.as_real(arg) for arg in args])
        numbers = [arg.number for arg in args if arg.number is not None]
        words = sum(1 + n.numerator.bit_length() + n.denominator.bit_length() for n in numbers)
        self.work.spend((words // 64) ** 2 // 256)
        result = computation.arithmetic(name, numbers)
        if isinstance(result, bool):
            return self.boolean(result)
        return self.value("literal", number=result)

    def _real(self, term: Term, args: list[Number]) -> Value:
        """A built-in function or comparison of Real."""
        if term.applies("Real.<"):
            return self.boolean(self.reals.less(*args))
        if term.applies("Real.<="):
            return self.boolean(self.reals.at_most(*args))
        if term.applies("Real.integer"):
            if args[0].exact is None:
                raise Invalid("no value: is an irrational number an integer?")
            return self.boolean(args[0].exact.denominator == 1)
        return self.from_real(self.reals.number(term, args))

    def _look_up(self, name: str, args: tuple[Value, ...]) -> Value:
        if name not in self.symbols:
            raise Invalid(f"no value: {name} has no table")
        sizes, results = self.symbols[name]
        place = 0
        for size, arg in zip(sizes, args, strict=True):
            index = int(arg.name == "true") if arg.number is None else int(arg.number)
            place = place * size + index
        return results[place]

    def _call(self, function: Value, arg: Value) -> Value | tuple[Term, tuple[Value, ...]]:
        if function.kind == "closure":
            [clause] = self.theory.cases[function.name][1]
            return clause.conclusion[1], (*function.parts, arg)
        entries, default = self.tables[function]
        if entries and arg.functional:
            raise Invalid("no value: functions are compared")
        return self._find(entries, arg) or default

    def _find(self, entries: dict[Value, Value], arg: Value) -> Value | None:
        """The entry of a table; irrational arguments must be separated from all others."""
        if arg in entries and not arg.enclosed:
            return entries[arg]
        for key in entries:
            self.work.spend()
            if (key.enclosed or arg.enclosed) and self.equal(key, arg):
                return entries[key]
        return None

    def _unfold(self, name: str, args: tuple[Value, ...]) -> tuple[Term, tuple[Value, ...]]:
        for clause in self.theory.cases[name][1]:
            found = self._match(clause.conclusion[0].args, args)
            if found is not None:
                values = tuple(found[index] for index in range(len(clause.bound)))
                return clause.conclusion[1], values
        raise Invalid(f"no value: no case of {name} matches")

    def _match(
        self, patterns: tuple[Term, ...], args: tuple[Value, ...]
    ) -> dict[int, Value] | None:
        found: dict[int, Value] = {}
        stack = list(zip(patterns, args, strict=True))
        work = 0
        while stack:
            work += 1
            if work % 1000 == 0:
                self.work.spend(1000)
            pattern, value = stack.pop()
            if pattern.symbol is None:
                found[pattern.index] = value
            elif pattern.symbol.name != value.name:
                return None
            else:
                stack.extend(zip(pattern.args, value.parts, strict=True))
        return found

    # Truth.

    def agree(self, equation: tuple[Term, Term], valuation: tuple[Value, ...]) -> bool:
        """Have both sides equal values?"""
        left, right = equation
        return self.equal(self.evaluate(left, valuation), self.evaluate(right, valuation))

    def check_axioms(self) -> None:
        """Every axiom that speaks about the model is true in it."""
        valuations = Budget(VALUATIONS, "valuations of axioms")
        for structure in self.theory.structures.values():
            for axiom in structure.axioms.values():
                if self._about_model(structure, axiom.clause):
                    self._check_axiom(axiom.clause, valuations)

    def _about_model(self, structure: Structure, clause: Clause) -> bool:
        """Structures with a sort or a symbol; and axioms of others that mention such names."""
        if structure.sorts or structure.symbols:
            return True
        for index in self.theory.closure(clause):
            declaration = self.theory.declarations[index]
            if declaration.kind == "structure":
                return True
        return False

    def _check_axiom(self, clause: Clause, valuations: Budget) -> None:
        sizes = [self._size(sort) for sort in clause.bound]
        amount = 1
        for size in sizes:
            amount *= size
            if amount > VALUATIONS:
                raise Invalid("too many valuations of axioms")
        valuations.spend(amount)
        domains = [
            [self._element(sort, index) for index in range(size)]
            for sort, size in zip(clause.bound, sizes, strict=True)
        ]
        for valuation in product(*domains):
            premises = all(self.agree(premise, valuation) for premise in clause.premises)
            if premises and not self.agree(clause.conclusion, valuation):
                raise Invalid("an axiom is false in the model")

    def check_counterexample(self, clause: Clause) -> None:
        """The premises are true and the conclusion is false under `values`."""
        put = Substitution(self.certificate.world, types=self.types)
        raw_values = reading.items(self.values, len(clause.bound))
        valuation = tuple(
            self.read(raw, put.sort(sort))
            for raw, sort in zip(raw_values, clause.bound, strict=True)
        )
        for premise in clause.premises:
            if not self.agree(premise, valuation):
                raise Invalid("a premise is false under the values")
        if self.agree(clause.conclusion, valuation):
            raise Invalid("the conclusion is true under the values")


def check_refutation(certificate: Certificate) -> str:
    """Check a refutation and return the digest of the refuted statement."""
    statement = reading.record(certificate.raw["statement"], "types", "clause")
    types = reading.names(statement["types"])
    clause = certificate.clause(statement["clause"])
    check_statement(types, clause)
    model = Model(certificate, certificate.raw["model"], types)
    model.check_axioms()
    model.check_counterexample(clause)
    return certificate.statement(types, clause)
