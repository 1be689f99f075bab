"""What a frozen review holds: its record, figures and calendar as tables, and the terms that judged."""
