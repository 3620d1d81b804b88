include('parts.ax', [first, second]).
cnf(goal, negated_conjecture, f(a) != h(a)).
