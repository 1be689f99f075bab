"""What a proposal of other terms is: its changes, what the past would have been, what stands out, who has to sign."""
