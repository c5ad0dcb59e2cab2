"""What must be said wherever a figure of a certain kind stands or leaves."""

from django.utils.translation import gettext_lazy as _

# Said wherever mass seized is shown or leaves: kilograms follow single large finds and how much is checked.
MASS_IS_NO_CRIME = _(
    "Mass seized is no measure of crime: it follows single large finds and how much is checked. In the first half of "
    "2025 less cocaine was seized in Antwerp than a year before, in more seizures."
)
