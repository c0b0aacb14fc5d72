// Trifid with its entity renderer over a SPARQL endpoint: node server.js PORT ENDPOINT BASE
import trifid from 'trifid-core'

const [port, endpoint, base] = process.argv.slice(2)

const instance = await trifid({
  server: { logLevel: 'error', listener: { host: '127.0.0.1', port: Number(port) } },
  globals: { datasetBaseUrl: base, endpoints: { default: { url: '/query' } } },
  plugins: {
    renderer: { module: '@zazuko/trifid-entity-renderer', config: { followRedirects: true } },
    proxy: { module: '@zazuko/trifid-plugin-sparql-proxy', paths: '/query', config: { endpointUrl: endpoint } },
  },
})
await instance.start()
