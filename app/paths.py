"""Where this user's data lies on this computer."""

import os
from pathlib import Path

import platformdirs

APPLICATION = "outpost"
PROFILE_VARIABLE = "OUTPOST_PROFILE"


def data_folder() -> Path:
    """The folder of this user's data; it need not exist yet."""
    return platformdirs.user_data_path(APPLICATION, appauthor=False)


def default_profile() -> Path:
    """The profile that is opened when none is named."""
    return data_folder() / "profile"


def profile_folder(named: str = "") -> Path:
    """The profile meant: the one that is named here, or in the environment, or the default."""
    told = named or os.environ.get(PROFILE_VARIABLE)
    return Path(told) if told else default_profile()


def demo_folder() -> Path:
    """Where guided demos make their fresh folders."""
    return data_folder() / "demo"
