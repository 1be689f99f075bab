"""The one room that talks to a network: it posts the comment of a proposal to a forge."""
