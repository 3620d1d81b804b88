!(>[k](in[k,N]) !(in3[k,k,n,+]))
