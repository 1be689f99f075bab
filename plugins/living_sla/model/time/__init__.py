"""Time: zones, periods, working hours, and the clocks that run in them, as look-ups for whole columns."""
