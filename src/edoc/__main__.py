"""``python -m edoc``."""

from edoc.cli.app import main

if __name__ == "__main__":
    main()
