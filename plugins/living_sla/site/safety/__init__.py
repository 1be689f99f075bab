"""Nothing on a page does more than a page should: text stays text, and the finished site is read back."""
