/**
 * The smallest server that can respond: node:http, one named statement, a prepared body. Its parent process sends the
 * statement and the body.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import type { BareServerTask } from './http.js';

process.once('message', (task: BareServerTask) => {
  const pool = new pg.Pool({ connectionString: task.connectionString, max: 10 });
  const { name, text, values } = task.statement;
  const server = createServer((_request, response) => {
    pool.query({ name, text, values: [...values] }).then(
      () => {
        response.setHeader('Content-Type', 'application/json');
        response.setHeader('Content-Length', Buffer.byteLength(task.body));
        response.end(task.body);
      },
      () => response.destroy(),
    );
  });
  server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
});
process.once('disconnect', () => process.exit());
