"""How a proposal is told: against which commit, what the past would have been, what stands out, who has to sign."""
