!(>[k](in[k,N]) !(in3[d,k,n,*]))
