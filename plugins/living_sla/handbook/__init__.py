"""The pages of the documentation, which a message may name: found by a topic, and laid out for a terminal."""
