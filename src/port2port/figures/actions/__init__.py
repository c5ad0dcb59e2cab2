"""What changes published figures: loading them, adding one, withdrawing one."""

from port2port.figures.actions.keeping import add_figure, withdraw_figure
from port2port.figures.actions.loading import Loaded, load_figures, load_packaged, load_series

__all__ = ["Loaded", "add_figure", "load_figures", "load_packaged", "load_series", "withdraw_figure"]
