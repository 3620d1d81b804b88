% A flip that is its own inverse, seen twice.
cnf(twice, axiom, flip(flip(X)) = X).
cnf(pairs, axiom, pair(X, flip(Y)) = flip(pair(Y, X))).
cnf(goal, negated_conjecture, pair(flip(a), flip(flip(b))) != pair(flip(a), b)).
