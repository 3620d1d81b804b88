"""Division of integers as SMT-LIB has it, for the problems that use it.

The remainder is never negative; nothing is said of division by zero. The quotient is found by
doubling the divisor, so the depth of the recursion is logarithmic.
"""

from __future__ import annotations

from typing import Final

NAMES: Final = frozenset({"div", "mod", "abs"})
TEXT: Final = """
(define-fun abs ((x Int)) Int (ite (< x 0) (- x) x))
(define-fun-rec |div by zero| ((x Int)) Int (|div by zero| x))
(define-fun-rec |mod by zero| ((x Int)) Int (|mod by zero| x))
(define-fun |div halved| ((q Int) (x Int) (y Int)) Int
  (ite (< (- x (* q (+ y y))) y) (+ q q) (+ (+ q q) 1)))
(define-fun-rec |div of naturals| ((x Int) (y Int)) Int
  (ite (or (< x y) (<= y 0)) 0 (|div halved| (|div of naturals| x (+ y y)) x y)))
(define-fun |div down| ((x Int) (y Int)) Int
  (ite (< x 0) (- (|div of naturals| (- (- y x) 1) y)) (|div of naturals| x y)))
(define-fun div ((x Int) (y Int)) Int
  (ite (= y 0) (|div by zero| x) (ite (< y 0) (- (|div down| x (- y))) (|div down| x y))))
(define-fun mod ((x Int) (y Int)) Int
  (ite (= y 0) (|mod by zero| x) (- x (* y (div x y)))))
"""
