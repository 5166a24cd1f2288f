"""Where ``geo-alliance`` and ``python -m geo_alliance`` start."""

import sys

_STOPPED = 130  # 128 and the number of the signal, as shells have it


def main() -> int:
    """Run the command line and return its exit code; Ctrl-C is one line on standard error, whenever it comes."""
    try:
        from geo_alliance import cli  # its libraries take a second, in which it may be stopped too

        return cli.main()
    except KeyboardInterrupt:
        print("geo-alliance: stopped", file=sys.stderr)
        return _STOPPED


if __name__ == "__main__":
    sys.exit(main())
