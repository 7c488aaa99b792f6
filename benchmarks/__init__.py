"""How fast edoc is, as ratios to floors that are measured in the same run.

``python -m benchmarks`` measures the targets; ``python -m pytest benchmarks`` times every case
with pytest-benchmark.
"""
