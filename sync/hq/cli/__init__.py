"""The administrator's command line."""

from sync.hq.cli.program import main

__all__ = ["main"]
