"""Equality saturation by egglog in a child process, with proofs from recorded instances.

`program` writes the text (`translating` a rule, `computing` arithmetic), `worker` is the child and
`reading` its answer, `client` starts and ends it, `replay` takes what it recorded, `shortening`
shortens chains, `engine` is the searcher. Only the worker imports egglog; the package imports terms
and `search.eqsat`. Outside use: `engine.saturate`, `client.prepare`, `client.close`.
"""
