"""Pure functions that both ends share: no files but the reference data, no store, no network, no Qt.

Nothing here guesses silently: a doubt comes back as a ``Reason``, a refusal is raised as a ``RuleError``.
"""
