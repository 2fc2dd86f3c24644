"""Pages of agreements: starting a fund, the terms of a year and their versions."""
