"""Pure RDF: no network and no Flask; terms are pyoxigraph's."""
