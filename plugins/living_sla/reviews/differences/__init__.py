"""What a frozen figure is today, and why: the export, the calendar, or the product."""
