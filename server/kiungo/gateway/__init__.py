"""What a request meets first: the response cache, the limits of each client, and queries on the event loop.

All else goes on to the Flask application, in a thread. One implementation, two doors: what both need of a
query lies in `kiungo.evaluation`, what both say in a header in `kiungo.web.responses`.
ASGI: https://asgi.readthedocs.io/en/stable/specs/www.html
"""

from kiungo.gateway.application import Gateway

__all__ = ["Gateway"]
