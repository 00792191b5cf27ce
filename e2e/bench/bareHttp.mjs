/** The smallest server of Node.js. Together with bareKoa.mjs, the yardstick for every figure. */
import { createServer } from 'node:http'

createServer((_request, response) => {
  response.setHeader('Content-Type', 'text/plain; charset=utf-8')
  response.end('hello\n')
}).listen(Number(process.env.PORT), '127.0.0.1')
