% Satisfiable, in infinite models only: two different right inverses of a function.
cnf(left, axiom, f(l(X)) = X).
cnf(right, axiom, f(r(X)) = X).
cnf(differ, negated_conjecture, l(X) != r(X)).
