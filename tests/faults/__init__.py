"""Faults with real processes and real files: kills, power cuts, bad disks, dying servers, bad links.

``python -m tests.faults`` runs everything and fails where it may not (no root, a tool missing);
``python -m tests.faults kill link --quick`` runs a short form of some. See ``run.py``.
"""
