"""Equality saturation by egglog in a child process, with proofs from recorded instances.

`program` writes the text, `worker` is the child, `client` starts and ends it, `replay` reads what
it recorded, `engine` is the searcher. Only the worker imports egglog. It imports terms and
`search.eqsat`. Outside use: `engine.saturate`, `client.close`.
"""
