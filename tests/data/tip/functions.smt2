; Function values: arrows, application, lambdas that capture, functions passed by name.
(declare-datatype Row (par (a) ((end) (cell (item a) (more (Row a))))))
(declare-datatype Peano ((O) (N (prev Peano))))
(define-fun-rec
  each
  (par (a b) (((f (=> a b)) (x (Row a))) (Row b)))
  (match x ((end (_ end b)) ((cell y ys) (cell (@ f y) (each f ys))))))
(define-fun-rec
  keep
  (par (a) (((p (=> a Bool)) (x (Row a))) (Row a)))
  (match x ((end (_ end a)) ((cell y ys) (let ((rest (keep p ys))) (ite (@ p y) (cell y rest) rest))))))
(define-fun-rec
  plus
  ((x Peano) (y Peano)) Peano
  (match x ((O y) ((N z) (N (plus z y))))))
(define-fun twice (par (a) (((f (=> a a))) (=> a a))) (lambda ((x a)) (@ f (@ f x))))
(define-fun zero? ((x Peano)) Bool (match x ((O true) (_ false))))
(prove
  (par (a b c)
    (forall ((f (=> b c)) (g (=> a b)) (x (Row a)))
      (= (each f (each g x)) (each (lambda ((y a)) (@ f (@ g y))) x)))))
(prove
  (forall ((n Peano) (x (Row Peano)))
    (= (each (lambda ((y Peano)) (plus n (plus n y))) x)
       (each (twice (lambda ((y Peano)) (plus n y))) x))))
(prove (forall ((x (Row Peano))) (= (keep zero? (keep zero? x)) (keep zero? x))))
(prove
  (par (a) (forall ((p (=> a Bool)) (x (Row a))) (= (keep p (each (lambda ((y a)) y) x)) x))))
