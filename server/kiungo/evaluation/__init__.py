"""Public queries, evaluated in confined processes: whoever may send any query may send a hostile one."""
