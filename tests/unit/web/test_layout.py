"""The order that shapes give to a page."""

from __future__ import annotations

from pyoxigraph import NamedNode, RdfFormat, Store

from kiungo.engine.embedded import Embedded
from kiungo.engine.targets import Shapes
from kiungo.web.layout import REST, Layout

PREFIXES = """
PREFIX : <urn:x:>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""


def layout(turtle: str) -> Layout:
    store = Store()
    store.load(PREFIXES + turtle, format=RdfFormat.TURTLE)
    return Layout(Shapes(Embedded(store)))


def node(name: str) -> NamedNode:
    return NamedNode(f"urn:x:{name}")


def test_a_property_has_the_place_its_shape_gives_it() -> None:
    found = layout("""
        :S a sh:NodeShape ; sh:targetClass :C ; sh:property :P .
        :P sh:path :p ; sh:order 2.5 ; sh:group :G ; sh:name "name"@en . :G rdfs:label "Group"@en ; sh:order 7 .
    """).places(node("thing"), [node("C")])
    place = found["urn:x:p"]
    assert (place.order, place.section.order) == (2.5, 7.0)
    assert [each.value for each in (*place.names, *place.section.names)] == ["name", "Group"]
    assert "urn:x:q" not in found


def test_of_several_rules_for_a_property_the_first_in_order_names_it() -> None:
    found = layout("""
        :S a sh:NodeShape ; sh:targetClass :C ; sh:property :B , :A .
        :A sh:path :p ; sh:order 9 ; sh:name "ninth" . :B sh:path :p ; sh:order 1 ; sh:name "first" .
    """).places(node("thing"), [node("C")])
    assert (found["urn:x:p"].order, found["urn:x:p"].names[0].value) == (1.0, "first")


def test_a_shape_for_the_thing_outweighs_its_class_and_the_class_its_parent() -> None:
    found = layout("""
        :Own a sh:NodeShape ; sh:targetNode :thing ; sh:property [ sh:path :p ; sh:order 30 ] .
        :Class a sh:NodeShape ; sh:targetClass :C ; sh:property [ sh:path :p ; sh:order 20 ] , [ sh:path :q ; sh:order 21 ] .
        :Parent a sh:NodeShape ; sh:targetClass :D ;
            sh:property [ sh:path :p ; sh:order 1 ] , [ sh:path :q ; sh:order 2 ] , [ sh:path :r ; sh:order 3 ] .
        :C rdfs:subClassOf :D . :D rdfs:subClassOf :C .
    """)
    orders = {path[-1]: place.order for path, place in found.places(node("thing"), [node("C")]).items()}
    assert orders == {"p": 30.0, "q": 21.0, "r": 3.0}
    assert found.places(node("other"), [node("C")])["urn:x:p"].order == 20.0


def test_paths_that_are_no_property_and_orders_that_are_no_number_are_passed_over() -> None:
    found = layout("""
        :S a sh:NodeShape ; sh:targetClass :C ;
            sh:property [ sh:path ( :p :q ) ; sh:order 1 ] , [ sh:path :r ; sh:order "soon" ] .
    """).places(node("thing"), [node("C")])
    assert set(found) == {"urn:x:r"}
    assert found["urn:x:r"].order == REST.order
