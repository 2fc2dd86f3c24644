"""The demonstration: two worlds out of the examples as a living site, for one person's own machine.

It loads them as anybody would, by the actions that every page uses, and is installed by the settings ``demo`` alone.
"""
