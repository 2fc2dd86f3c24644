"""The benchmarks: what Poolbook and its site cost beside the bare machine and beside its peers.

Run with ``python3 bootstrap.py bench``; docs/reference/benchmarks.md says what each measures, and what came
out of it on one machine.
"""
