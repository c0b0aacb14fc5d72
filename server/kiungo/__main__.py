"""`python -m kiungo` is the command `kiungo`."""

from kiungo.cli import main

if __name__ == "__main__":
    main()
