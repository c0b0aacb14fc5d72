// Reads a Linked Data Event Stream to its end and prints the IRIs of its members as JSON:
//   node replicate.js http://…/feed
import { replicateLDES } from 'ldes-client';

const client = replicateLDES({ url: process.argv[2] });
client.on('error', error => { console.error(error); process.exitCode = 1; });
const members = [];
for await (const member of client.stream()) members.push(member.id.value);
console.log(JSON.stringify(members));
