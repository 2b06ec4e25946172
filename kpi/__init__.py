"""Red-Black Board (红黑榜): monthly rankings of a district, from spreadsheet to list."""

__version__ = "0.1.0"
