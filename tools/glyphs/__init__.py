"""The letters of badges as outlines, so that no badge depends on the fonts of whoever looks at it."""
