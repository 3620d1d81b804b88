% Some combination of two combinators has a fixed point: the goal has variables.
cnf(double, axiom, app(w, X) = app(X, X)).
cnf(compose, axiom, app(app(app(b, X), Y), Z) = app(X, app(Y, Z))).
cnf(no_fixed_point, negated_conjecture, app(w, X) != app(f, app(w, X))).
