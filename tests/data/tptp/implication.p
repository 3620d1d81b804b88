% A premise that is an equation: g is injective on the image of f.
cnf(injective, axiom, g(X) != g(Y) | X = Y).
cnf(same, axiom, g(f(X)) = g(h(X))).
cnf(goal, negated_conjecture, k(f(a), h(b)) != k(h(a), f(b))).
