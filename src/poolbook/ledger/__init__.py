"""What happened: entries made of transfers, three layers, never edited."""
