"""What the agreement says, as data: read, checked, and asked by everything else."""
