"""Common measures: written together, decided, tried, adopted facility by facility, looked at again."""
