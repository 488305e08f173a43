"""Where this user's data lies on this computer."""

from pathlib import Path

import platformdirs

APPLICATION = "outpost"


def data_folder() -> Path:
    """The folder of this user's data; it need not exist yet."""
    return platformdirs.user_data_path(APPLICATION, appauthor=False)


def default_profile() -> Path:
    """The profile that is opened when none is named."""
    return data_folder() / "profile"


def demo_folder() -> Path:
    """Where guided demos make their fresh folders."""
    return data_folder() / "demo"
