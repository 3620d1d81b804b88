!(>[p](in[p,N]) !(in3[n,p,m,+]))
