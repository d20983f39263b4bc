"""`python -m policyrules`: the command line, also where the script is not on the path."""

from policyrules.cli import main

raise SystemExit(main())
