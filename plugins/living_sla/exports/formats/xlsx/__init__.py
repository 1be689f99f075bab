"""The program that reads a workbook of unknown origin: a process of its own, with the standard library alone."""
