(&(naturals[N,i0,s,+,*])
  (in2[i0,i1,s]))
