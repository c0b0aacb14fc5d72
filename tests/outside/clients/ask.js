// Evaluates one query with Comunica and prints its solutions as JSON, one object of names and values a row:
//   node ask.js '{"query": "…", "context": {"sources": [{"type": "sparql", "value": "http://…"}]}}'
import { QueryEngine } from '@comunica/query-sparql';

const { query, context } = JSON.parse(process.argv[2]);
try {
  const rows = await (await new QueryEngine().queryBindings(query, context)).toArray();
  console.log(JSON.stringify(rows.map(row => Object.fromEntries([...row].map(([name, term]) => [name.value, term.value])))));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
