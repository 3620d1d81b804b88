; A queue of two lists, mutual recursion, default cases and a match inside a goal.
(declare-datatypes ((Pile 1) (Queue 1))
  ((par (a) ((empty) (push (top a) (below (Pile a)))))
   (par (a) ((queue (front (Pile a)) (back (Pile a)))))))
(declare-datatype Peano ((O) (N (prev Peano))))
(define-fun-rec
  ++
  (par (a) (((x (Pile a)) (y (Pile a))) (Pile a)))
  (match x ((empty y) ((push z zs) (push z (++ zs y))))))
(define-fun-rec
  turned
  (par (a) (((x (Pile a))) (Pile a)))
  (match x (((push z zs) (++ (turned zs) (push z (_ empty a)))) (_ x))))
(define-fun
  listed
  (par (a) (((q (Queue a))) (Pile a)))
  (match q (((queue f b) (++ f (turned b))))))
(define-fun
  enqueue
  (par (a) (((x a) (q (Queue a))) (Queue a)))
  (match q (((queue f b) (match f ((empty (queue (push x (_ empty a)) (_ empty a))) (_ (queue f (push x b)))))))))
(define-funs-rec
  ((is-even ((n Peano)) Bool) (is-odd ((n Peano)) Bool))
  ((match n ((O true) ((N m) (is-odd m))))
   (match n ((O false) ((N m) (is-even m))))))
(define-fun-rec
  size
  (par (a) (((x (Pile a))) Peano))
  (match x ((empty O) ((push z zs) (N (size zs))))))
(prove (par (a) (forall ((x a) (q (Queue a))) (= (size (listed (enqueue x q))) (N (size (listed q)))))))
(prove (forall ((n Peano)) (or (is-even n) (is-odd n))))
(prove (forall ((n Peano)) (=> (is-even n) (not (is-odd n)))))
(prove
  (par (a)
    (forall ((x (Pile a)) (y (Pile a)))
      (=> (= (++ x y) (_ empty a)) (match y ((empty true) ((push z zs) false)))))))
