"""What the units of a province would have sent: the same files every time."""

from samples.writing import Summary, write
from samples.years import NAMES, SampleYear, Scale, label, sample_year

#: The samples there are: name, then the province and year it is about.
YEARS = {name: sample_year(name) for name in NAMES}

__all__ = ["YEARS", "SampleYear", "Scale", "Summary", "label", "write"]
