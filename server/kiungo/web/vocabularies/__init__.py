"""Pages of vocabularies: ontologies, shapes, concept schemes."""
