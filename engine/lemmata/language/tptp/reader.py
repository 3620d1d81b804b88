"""From words to terms and formulas, with stacks of its own instead of recursion."""

from __future__ import annotations

from dataclasses import dataclass, field

from lemmata.language.tptp import formulas
from lemmata.language.tptp.errors import inappropriate
from lemmata.language.tptp.formulas import Formula
from lemmata.language.tptp.signature import INDIVIDUAL, Signature, checked_name
from lemmata.language.tptp.tokens import Token
from lemmata.language.tptp.words import Words
from lemmata.terms.term import FALSE_TERM, TRUE_TERM, Term

BINARY = ("&", "|", "=>", "<=", "<=>", "<~>", "~|", "~&")
QUANTIFIERS = {"!": "forall", "?": "exists"}
MAX_BOUND = 1_000
TERM = ("a term",)
FORMULA = ("a formula",)


@dataclass(slots=True)
class _Level:
    """An open bracket (the outermost level has none) and what has been read since."""

    opening: Token | None
    connective: str = ""
    parts: list[Formula] = field(default_factory=list)
    prefixes: list[tuple[str, int, list[tuple[str, Term | None, Term]]]] = field(
        default_factory=list
    )


class Reader:
    """Reads the formulas of one text."""

    def __init__(self, words: Words, signature: Signature) -> None:
        self.words, self.signature = words, signature
        self.open = False
        self.scope: dict[str, Term] = {}
        self.used: set[str] = set()
        self.bound = 0

    # Terms

    def term(self) -> Term:
        """A term."""
        head = self._application()
        return head if isinstance(head, Term) else self._function(head)

    def _function(self, head: tuple[Token, tuple[Term, ...]]) -> Term:
        return self.signature.apply(self.words.source, *head, predicate=False)

    def _application(self) -> Term | tuple[Token, tuple[Term, ...]]:
        """A variable, or a symbol with its arguments: only what follows tells what it is."""
        words, calls = self.words, list[tuple[Token, list[Term]]]()
        while True:
            token = words.token
            self._check_head(token)
            words.next += 1
            found: Term | tuple[Token, tuple[Term, ...]]
            if token.kind == "upper":
                found = self._variable(token)
            elif words.accept("("):
                calls.append((token, []))
                continue
            else:
                found = (token, ())
            while calls:
                call, arguments = calls[-1]
                arguments.append(found if isinstance(found, Term) else self._function(found))
                if words.accept(","):
                    break
                if not words.accept(")"):
                    raise words.unexpected(",", ")")
                calls.pop()
                found = (call, tuple(arguments))
            else:
                return found

    def _check_head(self, token: Token) -> None:
        """Raise unless a term may begin with this word."""
        kind, source = token.kind, self.words.source
        if kind in ("lower", "quoted", "upper"):
            return
        if kind in ("number", "distinct"):
            what = "numbers" if kind == "number" else "distinct objects"
            message = f"{what} are not accepted in cnf and fof"
            raise inappropriate(source, message, token.start, token.end)
        if kind == "dollar" and token.text not in ("$true", "$false"):
            message = f"the defined symbol {token.text} is not accepted"
            raise inappropriate(source, message, token.start, token.end)
        raise self.words.unexpected(*TERM)

    def _variable(self, token: Token) -> Term:
        found = self.scope.get(token.text)
        if found is not None:
            return found
        checked_name(self.words.source, token)
        if not self.open:
            hint = f"fof formulas bind their variables: ! [{token.text}] : …"
            message = f"the variable {token.text} is not bound"
            raise self.words.source.error(message, token.start, token.end, hint=hint)
        found = self.scope[token.text] = Term.variable(token.text, INDIVIDUAL)
        return found

    # Formulas

    def formula(self, open_variables: bool) -> Formula:
        """A formula; its free variables are allowed (cnf) or errors (fof)."""
        self.open, self.scope, self.used, self.bound = open_variables, {}, set(), 0
        levels = [_Level(None)]
        while True:
            level = levels[-1]
            token = self.words.token
            if token.kind == "mark" and token.text == "~":
                self.words.next += 1
                level.prefixes.append(("not", token.start, []))
                continue
            if token.kind == "mark" and token.text in QUANTIFIERS:
                self.words.next += 1
                bound = self._bind()
                level.prefixes.append((QUANTIFIERS[token.text], token.start, bound))
                continue
            if token.kind == "mark" and token.text == "(":
                self.words.next += 1
                levels.append(_Level(token))
                continue
            self._add(level, self._atom())
            while not self._connective(level):
                whole = _whole(level)
                if level.opening is None:
                    return whole
                if not self.words.accept(")"):
                    expected = (level.connective,) if level.connective else BINARY
                    raise self.words.unexpected(*expected, ")")
                levels.pop()
                level = levels[-1]
                self._add(level, whole)

    def _add(self, level: _Level, part: Formula) -> None:
        """The formula with the prefixes before it, whose variables go out of scope."""
        while level.prefixes:
            kind, at, bound = level.prefixes.pop()
            if kind == "not":
                part = formulas.negation(part, at)
                continue
            part = formulas.quantified(kind, at, [v for _, _, v in bound], part)
            self.bound -= len(bound)
            for name, outer, _ in reversed(bound):
                if outer is None:
                    del self.scope[name]
                else:
                    self.scope[name] = outer
        level.parts.append(part)

    def _connective(self, level: _Level) -> bool:
        """Take a binary connective if one is next."""
        token = self.words.token
        if token.kind != "mark" or token.text not in BINARY:
            return False
        if level.connective and not (token.text == level.connective and token.text in "&|"):
            hint = f"{token.text} after {level.connective} needs brackets"
            raise self.words.unexpected(")", hint=hint)
        level.connective = token.text
        self.words.next += 1
        return True

    def _bind(self) -> list[tuple[str, Term | None, Term]]:
        """[X, Y] : with the outer meaning of each name and the new variable."""
        words, found = self.words, list[tuple[str, Term | None, Term]]()
        words.expect("[")
        while True:
            token = words.token
            if token.kind != "upper":
                raise words.unexpected("a variable, which begins with a capital letter")
            words.next += 1
            if words.token.text == ":":
                raise inappropriate(words.source, "typed variables are not accepted", token.start)
            name = fresh = checked_name(words.source, token)
            number = 0
            while fresh in self.used:
                number += 1
                fresh = f"{name}_{number}"
            self.used.add(fresh)
            variable = Term.variable(fresh, INDIVIDUAL)
            found.append((name, self.scope.get(name), variable))
            self.scope[name] = variable
            self.bound += 1
            if self.bound > MAX_BOUND:
                message = f"limit: {MAX_BOUND:,} variables bound around one place"
                raise inappropriate(words.source, message, token.start, token.end)
            if not words.accept(","):
                break
        if not words.accept("]"):
            raise words.unexpected(",", "]")
        words.expect(":")
        return found

    def _atom(self) -> Formula:
        token = self.words.token
        if token.kind == "dollar" and token.text in ("$true", "$false"):
            self.words.next += 1
            value = TRUE_TERM if token.text == "$true" else FALSE_TERM
            return formulas.atom(token.start, value, TRUE_TERM)
        if token.kind not in ("lower", "quoted", "upper", "number", "distinct", "dollar"):
            raise self.words.unexpected(*FORMULA)
        head = self._application()
        negative = self.words.accept("!=")
        if negative or self.words.accept("="):
            left = head if isinstance(head, Term) else self._function(head)
            equation = formulas.atom(token.start, left, self.term())
            return formulas.negation(equation, token.start) if negative else equation
        if isinstance(head, Term):
            raise self.words.unexpected("=", "!=", hint="a variable alone is not a formula")
        predicate = self.signature.apply(self.words.source, *head, predicate=True)
        return formulas.atom(token.start, predicate, TRUE_TERM)


def _whole(level: _Level) -> Formula:
    """The formula of a level."""
    parts = level.parts
    if len(parts) == 1:
        return parts[0]
    at = parts[0].at
    match level.connective:
        case "&":
            return formulas.join("and", at, parts)
        case "|":
            return formulas.join("or", at, parts)
        case "=>":
            return formulas.join("implies", at, parts)
        case "<=":
            return formulas.join("implies", at, parts[::-1])
        case "<=>":
            return formulas.join("iff", at, parts)
        case "<~>":
            return formulas.negation(formulas.join("iff", at, parts), at)
        case "~|":
            return formulas.negation(formulas.join("or", at, parts), at)
    return formulas.negation(formulas.join("and", at, parts), at)
