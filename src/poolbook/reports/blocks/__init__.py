"""The blocks of a quarterly report, A to J, each made from a view of the Book.

Source: statute notes 6.1; SI 2000/617 reg 7(4)(b) (income, expenditure and effectiveness, quarterly, to the
partners).
"""
