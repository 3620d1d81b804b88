; Integers, names that SMT-LIB knows already, recursion through a call, an unbounded recursion.
(declare-datatype List ((nil) (cons (head Int) (tail List))))
(define-fun-rec
  select
  ((x Int) (y List)) Bool
  (match y ((nil false) ((cons z zs) (or (= x z) (select x zs))))))
(define-fun-rec
  insert2
  ((x Int) (y List)) List
  (match y ((nil (cons x nil)) ((cons z zs) (ite (<= x z) (cons x y) (cons z (insert2 x zs)))))))
(define-fun-rec
  |sort-2|
  ((x List)) List
  (match x ((nil nil) ((cons y ys) (insert2 y (|sort-2| ys))))))
(define-fun-rec
  smaller
  ((x Int) (y List)) List
  (match y ((nil nil) ((cons z zs) (ite (< z x) (cons z (smaller x zs)) (smaller x zs))))))
(define-fun-rec
  larger
  ((x Int) (y List)) List
  (match y ((nil nil) ((cons z zs) (ite (>= z x) (cons z (larger x zs)) (larger x zs))))))
(define-fun-rec
  join
  ((x List) (y List)) List
  (match x ((nil y) ((cons z zs) (cons z (join zs y))))))
(define-fun-rec
  quick
  ((x List)) List
  (match x ((nil nil) ((cons y ys) (join (quick (smaller y ys)) (cons y (quick (larger y ys))))))))
(prove (forall ((x Int) (y List)) (= (select x (|sort-2| y)) (select x y))))
(prove (forall ((x List)) (= (quick x) (|sort-2| x))))
(prove (forall ((x Int) (y Int) (z List)) (=> (distinct x y) (= (select x (cons y z)) (select x z)))))
(prove (forall ((x Int) (y Int)) (=> (< x y) (not (= y x)))))
(prove (forall ((x Int) (y List)) (select x (insert2 (+ x (- 1)) y))))
