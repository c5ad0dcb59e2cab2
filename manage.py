"""Django's own command line, for those who know it; `port2port` is ours."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "port2port.site.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
