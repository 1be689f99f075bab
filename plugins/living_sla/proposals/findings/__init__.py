"""What stands out in a proposal: one function a finding, alike for both teams, worded as facts in `words/`."""
