"""Every job that runs by itself, with its hour beside it."""
