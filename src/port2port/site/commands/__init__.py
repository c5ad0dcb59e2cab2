"""One module a command: HELP, EXAMPLE, `arguments(parser)` and `run(options)`."""
