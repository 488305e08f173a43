"""Deliberate bugs, each a patch that only these modules can switch on, and each caught by the simulation.

``python -m tests.sim.mutants`` runs seeds under each bug until one breaks a promise; a bug that survives
its seeds shows that the simulation is blind to it.
"""
