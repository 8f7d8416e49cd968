"""Workbooks for units to fill in: a cover, a sheet a form, and a sealed mark."""
