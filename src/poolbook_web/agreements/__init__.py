"""What the partners agreed: the terms of each fund-year, and the rules by which its extracts are read, as versions."""
