"""What a review is: the frozen record of a period, the minutes of its meeting, and what checking it found."""
