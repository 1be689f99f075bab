"""What figures come to: outcomes, attainment, how things stand, what may be shown, what is due."""
