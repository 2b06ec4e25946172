"""Red-Black Board (红黑榜): monthly KPI rankings of a district's units, from spreadsheet to list."""

__version__ = "0.1.0"
