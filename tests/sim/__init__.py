"""Deterministic simulation of the whole sync: real engine, handlers and SQLite, everything from one seed.

``python -m tests.sim --seeds 500`` runs it; see ``run.py``.
"""
