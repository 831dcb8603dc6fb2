"""The parts of the measurement of conversion; `../conversion.py` puts them together. The standard library only."""
