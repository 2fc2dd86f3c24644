"""Files that look like what finance systems send, with the same faults, made up and the same each time.

No council's data is in them: names are invented, figures drawn from a seeded generator. Tests and benchmarks use them.
"""
