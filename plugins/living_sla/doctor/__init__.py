"""What a machine and a project have, and what is missing: each check asks the room that knows."""
