"""Dates as public bodies in England count them: financial years and periods, working days, clocks.

No function here asks what day it is: time is always an argument.
"""
