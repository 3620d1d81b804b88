"""What can be said of a Lean file without Lean: brackets, names, declarations before their use."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lemmata.export.lean.words import KEYWORDS

WORD = re.compile(r"[A-Za-z_][\w.]*")
START = re.compile(r"(?:def|theorem|axiom|inductive|mutual|open) ?")
KNOWN = frozenset(
    [
        "Type",
        "Prop",
        "Bool",
        "Int",
        "Rat",
        "String",
        "True",
        "False",
        "Eq.trans",
        "Eq.symm",
        "congrArg",
        "true",
        "false",
        "rfl",
        "and",
        "or",
        "not",
        "Eq.refl",
        "And.intro",
        "And.left",
        "And.right",
        "True.intro",
        "Bool.casesOn",
        "Iff.mp",
        "Iff.mpr",
        "False.elim",
        "Iff.intro",
        "of_decide_eq_true",
        "decide_eq_true",
        "decide",
        "mkRat",
        "Rat.add",
        "Rat.sub",
        "Rat.mul",
        "Rat.div",
        "Rat.neg",
        "sizeOf",
        "Prod.lex_def",
        "Classical",
        "Mathlib.Tactic.Ring",
        "h.mp",
        "h.mpr",
    ]
)
_TACTICS = (
    "mp mpr cases only using at autoImplicit simp_wf decreasing_tactic ring print Lemmata _ A"
)
SYNTAX = frozenset(f"{KEYWORDS} {_TACTICS}".split())


def plain(text: str) -> str:
    """The text without comments and strings."""
    return re.sub(r'"[^"]*"', "", re.sub(r"/-.*?-/", "", text, flags=re.DOTALL))


def balanced(text: str) -> bool:
    """Whether brackets close in order."""
    closing = {")": "(", "]": "[", "}": "{"}
    stack: list[str] = []
    for char in text:
        if char in "([{":
            stack.append(char)
        elif char in closing and (not stack or stack.pop() != closing[char]):
            return False
    return not stack


def units(text: str) -> Iterator[str]:
    """The declarations of a file; what is mutual is one of them."""
    unit: list[str] = []
    mutual = False
    for line in text.splitlines():
        if START.match(line) and not mutual:
            yield "\n".join(unit)
            unit = []
        unit.append(line)
        mutual = (mutual or line == "mutual") and line != "end"
    yield "\n".join(unit)


def declared(unit: str) -> list[str]:
    """The constants that a declaration declares."""
    found: list[str] = []
    owner = ""
    for line in unit.splitlines():
        if head := re.match(r"(def|theorem|axiom|inductive) (\S+)", line):
            found.append(head[2])
            owner = head[2] if head[1] == "inductive" else ""
        elif owner and (constructor := re.match(r"  \| (\w+) :", line)):
            found.append(f"{owner}.{constructor[1]}")
    return found


def bound(unit: str) -> set[str]:
    """The variables that a declaration binds somewhere."""
    found: set[str] = set()
    for expression in (
        r"\((?!fun |forall |by )((?:\w+ )+):(?!=)",
        r"\b(?:fun|forall) ((?:\w+ )+)(?:=>|:)",
        r"\bintro ((?:\w+ ?)+);",
        r"\b(?:let|match) (\w+) :",
        r"termination_by ((?:\w+ )+)=>",
    ):
        for names in re.findall(expression, unit):
            found.update(names.split())
    for pattern in re.findall(r"\| ([^|]*?) =>", unit):
        words = re.findall(r"[\w.]+", pattern)
        found.update(w for w in words if "." not in w and w not in ("true", "false"))
    return found


def problems(text: str) -> list[str]:
    """Words used before they are declared, names declared twice, reserved words as names."""
    seen: set[str] = set()
    wrong: list[str] = []
    for unit in units(plain(text)):
        new = declared(unit)
        names = bound(unit)
        wrong += [f"{name} is declared twice" for name in new if name in seen or name in names]
        wrong += [f"{name} is a reserved word" for name in {*new, *names} & set(KEYWORDS.split())]
        recursive = not unit.startswith("theorem ") or "\n  | " in unit
        usable = seen | names | KNOWN | SYNTAX | (set(new) if recursive else set())
        body = unit.replace(f"theorem {new[0]} ", "", 1) if new and not recursive else unit
        constructors = {name.rpartition(".")[2] for name in new}
        for word in WORD.findall(body):
            name = word.removesuffix(".casesOn")
            if name not in usable and name not in constructors:
                wrong.append(f"{name} is not declared")
        seen.update(new)
    return wrong
