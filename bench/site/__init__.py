"""The benches of the site, and the programs that they run.

Each run is a process of its own that says what it took: starting Python and Django does not count on either side.
"""
