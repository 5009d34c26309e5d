/**
 * A server on loopback whose responses a test defines, for responses that a real identity service does not send on
 * demand.
 */
import { once } from 'node:events';
import http from 'node:http';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

export class HttpPeer {
  readonly port: number;
  readonly requests: IncomingMessage[] = [];
  connections = 0;
  handler: RequestListener;
  readonly #server: http.Server;

  private constructor(server: http.Server, port: number, handler: RequestListener) {
    this.#server = server;
    this.port = port;
    this.handler = handler;
    server.on('connection', () => this.connections++);
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      this.requests.push(request);
      this.handler(request, response);
    });
  }

  static async start(handler: RequestListener = (_, response) => response.writeHead(500).end()): Promise<HttpPeer> {
    // Longer than any delay of a test between two requests on one connection.
    const server = http.createServer({ keepAliveTimeout: 120_000 }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new HttpPeer(server, (server.address() as { port: number }).port, handler);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

export function json(body: unknown, status = 200): RequestListener {
  return (_, response) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
