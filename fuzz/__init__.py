"""Fuzzing of edoc: what strangers send must give a package, findings or one clear error.

``python -m fuzz list`` names the targets; ``make fuzz`` runs each for a while under atheris.
``python -m fuzz exactness`` compares the two ways of parsing on many mutated packages.
"""
