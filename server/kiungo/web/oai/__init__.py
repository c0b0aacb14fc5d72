"""OAI-PMH 2.0 over the catalogue: each dataset a record. https://www.openarchives.org/OAI/openarchivesprotocol.html"""

from kiungo.web.oai.views import blueprint

__all__ = ["blueprint"]
