"""The parts of the side-by-side; `../race.py` puts them together. The standard library only."""
