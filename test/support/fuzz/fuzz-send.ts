/**
 * Sends requests that fetch would not: paths unchanged, GET with a body, a header twice. Uses Node's own client, on
 * connections that stay open.
 *
 * It reads only the beginning of an event stream, which never ends.
 */
import http from 'node:http';
import type { ResponseToCheck } from '../conformance.js';
import type { FuzzRequest } from './fuzz-requests.js';

/** Longer than any response can take, because `Prefer: wait` waits at most 60 seconds. */
const RESPONSE_TIMEOUT_MS = 90_000;

export class FuzzClient {
  readonly url: string;
  readonly #agent: http.Agent;

  constructor(url: string, connections: number) {
    this.url = url;
    this.#agent = new http.Agent({ keepAlive: true, maxSockets: connections });
  }

  async send(request: FuzzRequest): Promise<ResponseToCheck> {
    try {
      return await this.#exchange(request);
    } catch (error) {
      // The service may close an idle connection just when the client uses it again. Then the service has read nothing
      // of the request.
      if ((error as NodeJS.ErrnoException & { wasReused?: boolean }).wasReused !== true) throw error;
      return this.#exchange(request);
    }
  }

  leave(): void {
    this.#agent.destroy();
  }

  #exchange({ method, target, headers, body }: FuzzRequest): Promise<ResponseToCheck> {
    const { hostname, port, host } = new URL(this.url);
    return new Promise((resolve, reject) => {
      const length: [string, string][] = body === null ? [] : [['Content-Length', String(body.length)]];
      const sent = http.request({
        method,
        host: hostname,
        port,
        path: target,
        agent: this.#agent,
        signal: AbortSignal.timeout(RESPONSE_TIMEOUT_MS),
        headers: [['Host', host], ...headers, ...length].flat(),
      });
      let response: http.IncomingMessage | undefined;
      sent.on('error', (error: NodeJS.ErrnoException) => {
        if (response !== undefined) return;
        const wasReused = sent.reusedSocket && error.code === 'ECONNRESET';
        reject(Object.assign(error, { wasReused }));
      });
      sent.on('response', (incoming) => {
        response = incoming;
        const settle = (bytes: Buffer | null): void => {
          const received = new Headers();
          for (const [name, values] of Object.entries(incoming.headersDistinct)) {
            for (const value of values ?? []) received.append(name, value);
          }
          const pathname = pathnameOf(target);
          resolve({ method, pathname, status: incoming.statusCode ?? 0, headers: received, bytes });
        };
        if (incoming.headers['content-type']?.startsWith('text/event-stream') === true) {
          settle(null);
          sent.destroy();
          return;
        }
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('end', () => settle(Buffer.concat(chunks)));
        incoming.on('error', reject);
      });
      sent.end(body ?? undefined);
    });
  }
}

/** Returns the path of a target, which can be an absolute URL (RFC 9112, 3.2.2). */
function pathnameOf(target: string): string {
  return target.replace(/^https?:\/\/[^/?#]*/i, '').split(/[?#]/, 1)[0] ?? '';
}
