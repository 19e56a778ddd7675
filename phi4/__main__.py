"""`python -m phi4`."""

from phi4.cli import main

main()
