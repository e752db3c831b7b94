"""The parts of scripts/acceptance.py: what is on the paper, what a case expects, the rows."""
