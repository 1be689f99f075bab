"""Engines: the kernel of `measures/`, run where the records are, on a cluster that exists already.

An engine hands each part of an export to a worker; the worker types it as strictly as at home and measures it; what
the parts come to is merged. Figures are equal, whoever reads.
"""
