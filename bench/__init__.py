"""Measures the server against its peers, over the same data in the same run: `make bench`."""
