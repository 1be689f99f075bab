"""Living SLA: service level agreements between Sales and Marketing, kept alive by git and the CRM's exports."""

try:
    # A file that the build writes from the tags of git: to ask the installed packages takes 40 ms.
    from living_sla._version import __version__ as __version__
except ImportError:  # the sources as git has them, never built or installed
    __version__ = "0.1.0.dev0"
