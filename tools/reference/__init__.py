"""The reference pages of the documentation, written from the code: `make reference`.

One module a page. What a page says stands in the code, beside what it is about: the help of a verb, the text below a
member or a field, the table of field words. A test holds each page to what this would write.
"""
