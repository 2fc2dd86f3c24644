"""The blocks of a quarterly report, A to J, each made from a view of the Book.

Source: SI 2000/617 reg 7(4)(b) (income, expenditure and effectiveness, quarterly, to the partners);
docs/reference/reports.md, "The blocks of the quarterly report".
"""
