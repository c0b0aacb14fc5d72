"""The words of SPARQL 1.1, for telling a name that somebody misspelt from one that does not exist.

https://www.w3.org/TR/sparql11-query/#sparqlGrammar
"""

from __future__ import annotations

AGGREGATES = frozenset({"AVG", "COUNT", "GROUP_CONCAT", "MAX", "MIN", "SAMPLE", "SUM"})

FUNCTIONS = AGGREGATES | frozenset({
    "ABS", "BNODE", "BOUND", "CEIL", "COALESCE", "CONCAT", "CONTAINS", "DATATYPE", "DAY", "ENCODE_FOR_URI", "FLOOR",
    "HOURS", "IF", "IRI", "ISBLANK", "ISIRI", "ISLITERAL", "ISNUMERIC", "ISURI", "LANG", "LANGMATCHES", "LCASE", "MD5",
    "MINUTES", "MONTH", "NOW", "RAND", "REGEX", "REPLACE", "ROUND", "SAMETERM", "SECONDS", "SHA1", "SHA256", "SHA384",
    "SHA512", "STR", "STRAFTER", "STRBEFORE", "STRDT", "STRENDS", "STRLANG", "STRLEN", "STRSTARTS", "STRUUID", "SUBSTR",
    "TIMEZONE", "TZ", "UCASE", "URI", "UUID", "YEAR",
})
"""Those that are called by a word, the aggregates among them."""

KEYWORDS = frozenset({
    "AS", "ASC", "ASK", "BASE", "BIND", "BY", "CONSTRUCT", "DESC", "DESCRIBE", "DISTINCT", "EXISTS", "FILTER", "FROM",
    "GRAPH", "GROUP", "HAVING", "IN", "LIMIT", "MINUS", "NAMED", "NOT", "OFFSET", "OPTIONAL", "ORDER", "PREFIX",
    "REDUCED", "SELECT", "SEPARATOR", "SERVICE", "UNDEF", "UNION", "VALUES", "WHERE",
})

CLAUSES = ("WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES")
"""The keywords that begin what follows SELECT, in their order; LIMIT and OFFSET may change places."""

ELSEWHERE = {
    "LEN": "STRLEN", "LENGTH": "STRLEN", "LOWER": "LCASE", "UPPER": "UCASE", "TOLOWER": "LCASE", "TOUPPER": "UCASE",
    "SUBSTRING": "SUBSTR", "STARTSWITH": "STRSTARTS", "ENDSWITH": "STRENDS", "LIKE": "CONTAINS", "ILIKE": "CONTAINS",
    "CEILING": "CEIL", "IFNULL": "COALESCE", "ISNULL": "BOUND", "TYPE": "DATATYPE", "MATCHES": "REGEX",
    "STRINGLENGTH": "STRLEN", "LOWERCASE": "LCASE", "UPPERCASE": "UCASE", "SUBSTRINGBEFORE": "STRBEFORE",
    "SUBSTRINGAFTER": "STRAFTER",
}
"""What functions of other languages are called here."""

LOOKALIKES = {
    **dict.fromkeys("“”„‟«»", '"'), **dict.fromkeys("‘’‚‛‹›´", "'"), **dict.fromkeys("‐‑‒–—−", "-"),
    "≤": "<=", "≥": ">=", "≠": "!=", "×": "*", "÷": "/", "∧": "&&", "∨": "||", "¬": "!",
}
"""What a keyboard has in the place of characters that word processors write; wide forms and the like are as Unicode has them."""

CASTS = ("boolean", "dateTime", "decimal", "double", "float", "integer", "string")
"""The functions that have IRIs, those of these types of XML Schema: https://www.w3.org/TR/sparql11-query/#FunctionMapping"""

DERIVED = {"byte": "integer", "int": "integer", "long": "integer", "short": "integer"}
"""Types of XML Schema that have no cast, and the one to write: https://www.w3.org/TR/xmlschema11-2/#built-in-datatypes"""
