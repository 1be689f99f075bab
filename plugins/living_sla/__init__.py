"""Living SLA: service level agreements between Sales and Marketing, kept alive by git and the CRM's exports."""

__version__ = "0.1.0"
