"""Rules that bind several fields: of a commitment, an agreement, a project; and what could be wiser."""
