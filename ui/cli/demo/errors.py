"""How a demo can fail: each names the step."""

from app.errors import OutpostError


class DemoStepFailed(OutpostError):
    """A step did not come out as it must; ``step`` and ``detail`` say which and why."""

    code = "demo_step_failed"


class HeadquartersSilent(OutpostError):
    """Headquarters' process ended or did not say where it listens; ``detail`` is the end of what it said."""

    code = "hq_silent"
