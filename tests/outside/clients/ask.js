// Evaluates one query with Comunica and prints its solutions as JSON, one an array of names and values:
//   node ask.js '{"query": "…", "sources": [{"type": "sparql", "value": "http://…"}, "http://…"]}'
import { QueryEngine } from '@comunica/query-sparql';

const { query, sources } = JSON.parse(process.argv[2]);
const bindings = await new QueryEngine().queryBindings(query, { sources });
const rows = await bindings.toArray();
console.log(JSON.stringify(rows.map(row => Object.fromEntries([...row].map(([name, term]) => [name.value, term.value])))));
