; Which list comes first does not matter for the length.
(declare-datatype list (par (a) ((nil) (cons (head a) (tail (list a))))))
(declare-datatype Nat ((Z) (S (pred Nat))))
(define-fun-rec ++
  (par (a) (((x (list a)) (y (list a))) (list a)))
  (match x ((nil y) ((cons z zs) (cons z (++ zs y))))))
(define-fun-rec len
  (par (a) (((x (list a))) Nat))
  (match x ((nil Z) ((cons z zs) (S (len zs))))))
(prove (par (a) (forall ((x (list a)) (y (list a))) (= (len (++ x y)) (len (++ y x))))))
