"""Rules whose condition is missing are refused with a witness; the shipped packs are justified."""

from __future__ import annotations

from pathlib import Path

import pytest

from lemmata import check
from lemmata.justifying import justify
from lemmata.language.load import parse_theory
from lemmata.search.screening import exact, screen
from lemmata.search.simplify import real
from lemmata.terms.symbols import BUILT_IN
from lemmata.terms.term import Term
from lemmata.theories import theory

RULES = Path(__file__).resolve().parents[2] / "rules"

PLANTED = [
    "x / x => 1",
    "x / x => 1 when 0 <= x",
    "x * (1 / x) => 1",
    "0 * (1 / x) => 0",
    "1 / (1 / x) => x",
    "(x ^ 2 - 1) / (x - 1) => x + 1",
    "log(x * y) => log(x) + log(y)",
    "log(x / y) => log(x) - log(y)",
    "log(x ^ 2) => 2 * log(x)",
    "log(x) - log(x) => 0",
    "exp(log(x)) => x",
    "(a ^ b) ^ c => a ^ (b * c)",
    "(x * y) ^ z => x ^ z * y ^ z",
    "x ^ y * x ^ z => x ^ (y + z)",
    "sqrt(x ^ 2) => x",
    "sqrt(x) ^ 2 => x",
    "sqrt(x * y) => sqrt(x) * sqrt(y)",
    "abs(x) => x",
    "x / abs(x) => sign(x)",
    "sign(x) ^ 2 => 1",
    "min(x, y) => x when x <= y + 1",
    "asin(sin(x)) => x",
    "sin(asin(x)) => x",
    "acos(cos(x)) => x",
    "atan(tan(x)) => x",
    "cos(x) => sqrt(1 - sin(x) ^ 2)",
]
AT_SPECIAL_VALUES = [
    "sinh(x) / sinh(x) => 1",
    "tanh(x) / tanh(x) => 1",
    "tan(x) * cos(x) => sin(x)",
    "sin(x) / sin(x) => 1",
    "csc(x) * sin(x) => 1",
]


def verdict_on(rule: str) -> tuple[str, str, dict[str, str], object]:
    pack = parse_theory(f"import trigonometry\nrules planted over Real\n  bad: {rule}\n", "planted")
    [(_, verdict)] = justify(pack)
    assert verdict.witness is not None
    return verdict.verdict, verdict.reason, verdict.witness["values"], verdict.certificate


@pytest.mark.parametrize("rule", PLANTED)
def test_planted_rule_is_refuted(rule: str) -> None:
    word, reason, values, certificate = verdict_on(rule)
    assert word == "refuted"
    assert reason.startswith("it fails at")
    assert values
    assert isinstance(certificate, dict)
    assert check(certificate).kind == "refutation"


@pytest.mark.parametrize("rule", AT_SPECIAL_VALUES)
def test_planted_rule_is_refused_at_a_special_value(rule: str) -> None:
    word, reason, values, _ = verdict_on(rule)
    assert word != "proved"
    assert "no value" in reason or "only the right side has a value" in reason
    assert values


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(p.name for p in RULES.glob("*.lem")))
def test_no_shipped_rule_is_screened_out(name: str) -> None:
    pack = theory(RULES / name)
    for rule in (rule for each in pack.packs for rule in each.rules):
        assert screen(rule.clause, pack.declarations) is None, rule.name


@pytest.mark.slow
@pytest.mark.parametrize("name", ["absolute.lem", "field.lem", "hyperbolic.lem"])
def test_shipped_rules_are_justified(name: str) -> None:
    for rule, verdict in justify(RULES / name):
        assert verdict.verdict == "proved", (rule.name, verdict.reason)


def test_exact_values_of_waves() -> None:
    pi = Term.apply(real.PI)
    wave = Term.apply(BUILT_IN["Real.sin"], real.div(real.mul(real.number(5), pi), real.number(6)))
    assert str(exact(wave)) == "1/2"
    assert exact(Term.apply(BUILT_IN["Real.cos"], pi)) is real.number(-1)
    third = Term.apply(BUILT_IN["Real.sin"], real.div(pi, real.number(3)))
    assert exact(third) is third
