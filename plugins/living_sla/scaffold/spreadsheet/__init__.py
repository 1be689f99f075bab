"""A spreadsheet in which two teams wrote down what they owe each other, read into the draft of an agreement."""
