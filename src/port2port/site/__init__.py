"""The room that knows every other: settings, root addresses, the Now page, the command line."""
