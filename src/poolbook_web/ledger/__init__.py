"""What happened: entries made of transfers over lines, never edited, in one chain for each fund-year."""
