"""``python -m edoc`` and the command ``edoc``."""

import sys

from edoc._version import __version__

__all__ = ["main"]


def main() -> None:
    """Run the command line; its version is said without importing the rest of it."""
    if sys.argv[1:] == ["--version"]:
        print(f"edoc, version {__version__}")  # noqa: T201 - what click would print
        return
    from edoc.cli.app import main as run  # noqa: PLC0415 - 40 ms

    run()


if __name__ == "__main__":
    main()
