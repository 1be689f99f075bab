"""What the page of a review says, and every other place that names one."""
