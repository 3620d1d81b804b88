"""From s-expressions to sorted expressions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches

from lemmata.errors import InputError
from lemmata.language.tip import division, operators
from lemmata.language.tip.derived import is_constructor, selector
from lemmata.language.tip.expression import Arm, Expression, Function, call, match
from lemmata.language.tip.scope import Scope, atom
from lemmata.language.tip.sexpr import Node
from lemmata.terms.sorts import ARROW, BOOL, INT, Sort, match_sort
from lemmata.terms.symbols import APPLY, ITE, NOT, Kind, Symbol
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term

Environment = Mapping[str, Expression]
MAX_WORK = 200_000


class Specialise(Exception):
    """A type variable is used as Int: arithmetic of TIP is written for every type variable."""

    def __init__(self, variable: Sort) -> None:
        """`variable` is the type variable."""
        super().__init__(variable.name)
        self.variable = variable


class Reader:
    """Reads the expressions of one definition or goal."""

    def __init__(self, scope: Scope, types: Mapping[str, Sort]) -> None:
        """`types` are the type variables in scope."""
        self.scope, self.types = scope, dict(types)
        self._names: set[str] = set()
        self._work = 0

    def variable(self, node: Node, sort: Sort) -> Term:
        """A new variable, whose name is unique in the definition."""
        written = name = atom(node, self.scope)
        at = 0
        while name in self._names:
            at += 1
            name = f"{written}{at}"
        self._names.add(name)
        return Term.variable(name, sort)

    def binders(self, node: Node) -> list[tuple[str, Term]]:
        """The variables that `((x A) (y B))` binds."""
        found: list[tuple[str, Term]] = []
        for item in node.items:
            if len(item.items) != 2:
                raise self.scope.error("a variable and its sort are needed here", item)
            sort = self.scope.sort(item.items[1], self.types)
            written = atom(item.items[0], self.scope)
            if any(name == written for name, _ in found):
                raise self.scope.error(f"{written} is bound twice", item.items[0])
            found.append((written, self.variable(item.items[0], sort)))
        if node.text is not None:
            raise self.scope.error("variables with their sorts are needed here", node)
        return found

    def read(self, node: Node, env: Environment, wanted: Sort | None = None) -> Expression:
        """The expression that is written; of sort `wanted` if that is given."""
        self._work += 1
        if self._work > MAX_WORK:
            raise self.scope.error("the sorts here are too hard to find", node)
        found = self._read(node, env, wanted)
        if wanted is not None and found.sort is not wanted:
            self._specialise(found.sort, wanted)
            raise self.scope.error(
                f"this has the sort {_shown(found.sort)}, not {_shown(wanted)}", node
            )
        return found

    def _specialise(self, found: Sort, wanted: Sort) -> None:
        for one, other in ((found, wanted), (wanted, found)):
            if one.is_variable and other is INT and one in self.types.values():
                raise Specialise(one)

    def _read(self, node: Node, env: Environment, wanted: Sort | None) -> Expression:
        if node.text is not None:
            return self._atom(node, env, wanted)
        if not node.items:
            raise self.scope.error("this is empty", node)
        head = node.head
        if head is None:
            first = node.items[0]
            if first.text is None and first.head in ("_", "as"):
                return self._qualified(node, env, wanted)
            if first.kind == "string":
                raise self.scope.error("strings are not supported in a TIP problem", first)
        if first_symbol := self._named(node.items[0], env):
            return self._call(node, first_symbol, None, node.items[1:], env, wanted)
        special = self._special(head or "")
        if special is not None and head not in env:
            return special(node, env, wanted)
        function = self.read(node.items[0], env)
        return self._applied(node, function, node.items[1:], env)

    def _named(self, node: Node, env: Environment) -> Symbol | None:
        """The declared symbol of a name, unless a variable hides it."""
        if node.text is None or node.text in env:
            return None
        own = node.text in self.scope.own
        if node.text in division.NAMES and self.scope.divide and not own:
            self.scope.divide()
        found = self.scope.symbols.get(node.text)
        if found is None and not own and node.text in self.scope.selectors:
            found = selector(self.scope, node.text)
        return found

    def _special(self, head: str) -> Callable[[Node, Environment, Sort | None], Expression] | None:
        if head in operators.COMPARISONS or head in operators.ARITHMETIC:
            return self._arithmetic
        table = {
            "match": self._match,
            "ite": self._ite,
            "let": self._let,
            "lambda": self._lambda,
            "@": self._apply,
            "and": self._boolean,
            "or": self._boolean,
            "=>": self._boolean,
            "xor": self._boolean,
            "not": self._not,
            "=": self._equal,
            "distinct": self._equal,
            "_": self._indexed,
            "as": self._indexed,
            "forall": self._quantifier,
            "exists": self._quantifier,
        }
        return table.get(head)

    def _atom(self, node: Node, env: Environment, wanted: Sort | None) -> Expression:
        text = node.text or ""
        if text in env:
            return env[text]
        symbol = self._named(node, env)
        if symbol is not None:
            return self._call(node, symbol, None, (), env, wanted)
        if node.kind == "symbol" and text.isascii() and text.isdigit():
            if len(text) > 4000:
                raise self.scope.error("this number has more than 4,000 digits", node)
            return Term.integer(int(text))
        if text == "true":
            return TRUE_TERM
        if text == "false":
            return FALSE_TERM
        if text in self.scope.broken:
            raise self.scope.broken[text]
        known = [*env, *self.scope.symbols, *self.scope.selectors]
        close = get_close_matches(text, known, n=1) if len(text) < 80 else []
        hint = f"did you mean {close[0]}?" if close else None
        raise self.scope.error(f"there is no {node} here", node, hint)

    # Applications

    def _call(
        self,
        node: Node,
        symbol: Symbol,
        types: Sequence[Sort] | None,
        given: Sequence[Node],
        env: Environment,
        wanted: Sort | None,
    ) -> Expression:
        """A symbol applied to as many arguments as there are; too few make a function value."""
        scope = self.scope
        if len(given) > symbol.arity:
            whole = self._call(node, symbol, types, given[: symbol.arity], env, None)
            return self._applied(node, whole, given[symbol.arity :], env)
        binding: dict[Sort, Sort] = dict(zip(symbol.types, types or (), strict=False))
        result = symbol.result
        for sort in reversed(symbol.arguments[len(given) :]):
            result = Sort.of(ARROW, sort, result)
        if wanted is not None and types is None and result.has_variables:
            trial = dict(binding)
            if match_sort(result, wanted, trial):
                binding = trial
        args = self._arguments(node, symbol, given, env, binding)
        missing = [v for v in symbol.types if v not in binding]
        if missing:
            written = node if node.text is not None else node.items[0]
            hint = f"write (_ {written} …) with its sort arguments"
            raise scope.error(f"the sort of {written} is not determined", node, hint)
        extra = [
            self.variable(Node(f"y{i + 1}", (), node.start, node.end), s.substitute(binding))
            for i, s in enumerate(symbol.arguments[len(given) :])
        ]
        body = call(symbol, tuple(binding[v] for v in symbol.types), (*args, *extra))
        for variable in reversed(extra):
            body = Function(variable, body)
        return body

    def _arguments(
        self,
        node: Node,
        symbol: Symbol,
        given: Sequence[Node],
        env: Environment,
        binding: dict[Sort, Sort],
    ) -> list[Expression]:
        """The arguments; those that determine the sort arguments come first."""
        found: dict[int, Expression] = {}
        later: list[int] = []
        for i, arg in enumerate(given):
            declared = symbol.arguments[i]
            known = all(v in binding for v in declared.variables())
            try:
                wanted = declared.substitute(binding) if known else None
                found[i] = self.read(arg, env, wanted)
            except InputError:
                if known:
                    raise
                later.append(i)
                continue
            if not match_sort(declared, found[i].sort, binding):
                wanted = declared.substitute(binding)
                self._specialise(found[i].sort, wanted)
                shown = _shown(found[i].sort)
                raise self.scope.error(f"this has the sort {shown}, not {_shown(wanted)}", arg)
        for i in later:
            known = all(v in binding for v in symbol.arguments[i].variables())
            wanted = symbol.arguments[i].substitute(binding) if known else None
            found[i] = self.read(given[i], env, wanted)
        return [found[i] for i in range(len(given))]

    def _applied(
        self, node: Node, function: Expression, given: Sequence[Node], env: Environment
    ) -> Expression:
        """`(@ f x y)`, curried."""
        for arg in given:
            if function.sort.name != ARROW or function.sort.is_variable:
                raise self.scope.error(f"this applies a {_shown(function.sort)}", node)
            argument, result = function.sort.args
            value = self.read(arg, env, argument)
            function = call(APPLY, (argument, result), (function, value))
        return function

    def _apply(self, node: Node, env: Environment, wanted: Sort | None) -> Expression:
        self._count(node, 2, None)
        return self._applied(node, self.read(node.items[1], env), node.items[2:], env)

    def _indexed(self, node: Node, env: Environment, wanted: Sort | None) -> Expression:
        """`(_ nil a)` and `(as nil (list a))`."""
        return self._qualified(Node(None, (node,), node.start, node.end), env, wanted)

    def _qualified(self, node: Node, env: Environment, wanted: Sort | None) -> Expression:
        head, given = node.items[0], node.items[1:]
        self._count(head, 2, None)
        name = head.items[1]
        if name.text == "is" and "is" not in self.scope.symbols and len(head.items) == 3:
            constructor = self._named(head.items[2], {})
            if constructor is None or constructor.kind is not Kind.CONSTRUCTOR:
                raise self.scope.error(f"{head.items[2]} is no constructor", head.items[2])
            tester = is_constructor(self.scope, constructor)
            return self._call(node, tester, None, given, env, wanted)
        symbol = self._named(name, {})
        if symbol is None:
            if name.text in self.scope.broken:
                raise self.scope.broken[name.text]
            raise self.scope.error(f"there is no symbol {name}", name)
        sorts = [self.scope.sort(item, self.types) for item in head.items[2:]]
        if head.head == "as":
            return self._call(node, symbol, None, given, env, sorts[0])
        if len(sorts) != len(symbol.types):
            count = len(symbol.types)
            raise self.scope.error(f"{name} takes {count} sort arguments, not {len(sorts)}", head)
        return self._call(node, symbol, sorts, given, env, wanted)

    # Special forms

    def _count(self, node: Node, least: int, most: int | None) -> None:
        count = len(node.items) - 1
        if count < least or (most is not None and count > most):
            span = str(least) if least == most else f"at least {least}"
            raise self.scope.error(f"{node.items[0]} takes {span} arguments, not {count}", node)

    def _quantifier(self, node: Node, env: Environment, wanted: Sort | None) -> Expression:
        hint = "a goal may begin with forall, also behind =>" if node.head == "forall" else None
        raise self.scope.error(f"{node.head} is not supported inside a term", node, hint)

    def _ite(self, node: Node, env: Environment, wanted: Sort | None) -> Expression:
        self._count(node, 3, 3)
        condition = self.read(node.items[1], env, BOOL)
        then, other = self._alike(node.items[2:], env, wanted)
        return call(ITE, (then.sort,), (condition, then, other))

    def _alike(
        self, nodes: Sequence[Node], env: Environment, wanted: Sort | None
    ) -> list[Expression]:
        """Expressions of one sort; the first that has a sort of its own decides."""
        first: dict[int, Expression] = {}
        if wanted is None:
            problem: InputError | None = None
            for i, node in enumerate(nodes):
                try:
                    first = {i: self.read(node, env)}
                    wanted = first[i].sort
                    break
                except InputError as error:
                    problem = problem or error
            else:
                assert problem is not None
                raise problem
        found = [first.get(i) or self.read(node, env, wanted) for i, node in enumerate(nodes)]
        return found

    def _let(self, node: Node, env: Environment, wanted: Sort | None) -> Expression:
        self._count(node, 2, 2)
        inner = dict(env)
        for i, item in enumerate(node.items[1].items):
            if len(item.items) != 2:
                raise self.scope.error("a name and its value are needed here", item)
            written = atom(item.items[0], self.scope)
            if any(written == earlier.items[0].text for earlier in node.items[1].items[:i]):
                raise self.scope.error(f"{written} is bound twice", item.items[0])
            inner[written] = self.read(item.items[1], env)
        return self.read(node.items[2], inner, wanted)

    def _lambda(self, node: Node, env: Environment, wanted: Sort | None) -> Expression:
        self._count(node, 2, 2)
        binders = self.binders(node.items[1])
        if not binders:
            raise self.scope.error("a lambda binds at least one variable", node)
        inner = None
        if wanted is not None:
            inner = wanted
            for _ in binders:
                inner = inner.args[1] if inner and inner.name == ARROW else None
        body = self.read(node.items[2], {**env, **dict(binders)}, inner)
        for _, variable in reversed(binders):
            body = Function(variable, body)
        return body

    def _not(self, node: Node, env: Environment, wanted: Sort | None) -> Expression:
        self._count(node, 1, 1)
        return call(NOT, (), (self.read(node.items[1], env, BOOL),))

    def _boolean(self, node: Node, env: Environment, wanted: Sort | None) -> Expression:
        self._count(node, 1, None)
        args = [self.read(item, env, BOOL) for item in node.items[1:]]
        return operators.boolean(node.head or "", args)

    def _equal(self, node: Node, env: Environment, wanted: Sort | None) -> Expression:
        self._count(node, 2, None)
        return operators.equality(node.head or "", self._alike(node.items[1:], env, None))

    def _arithmetic(self, node: Node, env: Environment, wanted: Sort | None) -> Expression:
        head = node.head or ""
        self._count(node, 2 if head in operators.COMPARISONS else 1, None)
        args = [self.read(item, env, INT) for item in node.items[1:]]
        return operators.arithmetic(head, args)

    def _match(self, node: Node, env: Environment, wanted: Sort | None) -> Expression:
        self._count(node, 2, 2)
        scrutinee = self.read(node.items[1], env)
        constructors = self.scope.datatype(scrutinee.sort)
        if constructors is None:
            shown = _shown(scrutinee.sort)
            raise self.scope.error(f"a {shown} has no constructors to match", node.items[1])
        found: dict[Symbol, Arm] = {}
        for case in node.items[2].items:
            if len(case.items) != 2:
                raise self.scope.error("a pattern and its result are needed here", case)
            pattern, body = case.items
            if self._is_default(pattern):
                if pattern.text == "default" and "default" in env:
                    message = f"{pattern} is a default case and a variable outside of it"
                    raise self.scope.error(message, pattern, "write _ for the default case")
                for constructor in constructors:
                    if constructor not in found:
                        found[constructor] = self._arm(
                            case, constructor, scrutinee.sort, None, body, env, wanted
                        )
            else:
                name, names = self._pattern(pattern)
                constructor = self._constructor(name, constructors, scrutinee.sort)
                if constructor in found:
                    raise self.scope.error(f"there is a case for {name} already", pattern)
                found[constructor] = self._arm(
                    pattern, constructor, scrutinee.sort, names, body, env, wanted
                )
            wanted = wanted or next(iter(found.values())).body.sort
        missing = [c for c in constructors if c not in found]
        if missing:
            raise self.scope.error(f"a case for {missing[0].display} is missing", node)
        return match(scrutinee, tuple(found[c] for c in constructors))

    def _is_default(self, pattern: Node) -> bool:
        return pattern.text in ("_", "default") and pattern.text not in self.scope.symbols

    def _pattern(self, pattern: Node) -> tuple[Node, list[Node]]:
        if pattern.text is not None:
            return pattern, []
        if not pattern.items or any(item.text is None for item in pattern.items):
            raise self.scope.error("a pattern is a constructor with variables", pattern)
        return pattern.items[0], list(pattern.items[1:])

    def _constructor(self, name: Node, known: Sequence[Symbol], sort: Sort) -> Symbol:
        symbol = self.scope.symbols.get(name.text or "")
        if sort is BOOL and symbol is None:
            symbol = {c.name: c for c in known}.get(name.text or "")
        if symbol is None or symbol not in known:
            raise self.scope.error(f"{name} is no constructor of {_shown(sort)}", name)
        return symbol

    def _arm(
        self,
        node: Node,
        constructor: Symbol,
        sort: Sort,
        names: list[Node] | None,
        body: Node,
        env: Environment,
        wanted: Sort | None,
    ) -> Arm:
        """One case; without names the fields are not used."""
        binding = dict(zip(constructor.types, sort.args, strict=True))
        fields = [s.substitute(binding) for s in constructor.arguments]
        inner = dict(env)
        if names is None:
            blank = [Node(f"x{i + 1}", (), node.start, node.end) for i in range(len(fields))]
            variables = [self.variable(n, s) for n, s in zip(blank, fields, strict=True)]
        else:
            if len(names) != len(fields):
                shown = f"{constructor.display} has {len(fields)} fields, not {len(names)}"
                raise self.scope.error(shown, node)
            variables = [self.variable(n, s) for n, s in zip(names, fields, strict=True)]
            for i, (name, variable) in enumerate(zip(names, variables, strict=True)):
                if name.text != "_":
                    if any(name.text == earlier.text for earlier in names[:i]):
                        raise self.scope.error(f"{name} is bound twice", name)
                    inner[atom(name, self.scope)] = variable
        return Arm(constructor, tuple(variables), self.read(body, inner, wanted))


def _shown(sort: Sort) -> str:
    from lemmata.language.printer import show_sort

    return show_sort(sort)
