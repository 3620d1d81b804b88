% An existential conjecture: its negation is an axiom.
fof(step, axiom, ! [X] : (even(X) => even(s(s(X))))).
fof(zero, axiom, even(o)).
fof(some, conjecture, ? [X] : (even(s(s(X))) & X = s(s(o)))).
