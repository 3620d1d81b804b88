"""The command line: argument parsing, exit codes and streams, and nothing else.

May import every other package, but only inside the functions that run a command, so that
`lemmata --help` costs no more than argparse. The outside uses `lemmata.cli.main.main`.
"""
