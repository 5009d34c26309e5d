/**
 * An HTTP client that gets JSON from one identity service, with limits on time, response size and concurrent requests.
 *
 * Every failure to receive a complete response is `identity_unreachable`; callers interpret the status. Redirects are
 * returned like any other response and never followed, so that a credential goes only to the configured service. This
 * file must never put a request header into an error or a log: one of the headers is the credential.
 */
import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import { GuesthouseError } from '../domain/errors.js';

export interface JsonResponse {
  readonly status: number;
  /** Undefined if it is not JSON. */
  readonly body: unknown;
}

/** Time limit for one exchange: it includes the wait for a socket, and ends with the last byte of the response. */
const DEADLINE_MS = 5_000;
/** A key set has a few KiB, and so does the description of a Keystone token with many roles. */
const BODY_MAX_BYTES = 1024 * 1024;
const SOCKETS_MAX = 32;
/** Requests beyond this number would not get a response in time anyway. */
const PENDING_MAX = 1_000;

export class JsonClient {
  readonly #http = new http.Agent({ keepAlive: true, maxSockets: SOCKETS_MAX });
  readonly #https: https.Agent;
  readonly #deadlineMs: number;
  /**
   * The requests that are in progress or wait for a socket. Each has its own controller: in Node 20, signals combined
   * with a long-lived signal leak memory.
   */
  readonly #pending = new Set<AbortController>();
  #isClosed = false;

  /**
   * `ca`: the certificate authority of the service, needed only if Node does not trust it. Node trusts the authorities
   * in NODE_EXTRA_CA_CERTS.
   */
  constructor({ deadlineMs = DEADLINE_MS, ca }: { readonly deadlineMs?: number; readonly ca?: string } = {}) {
    this.#deadlineMs = deadlineMs;
    this.#https = new https.Agent({ keepAlive: true, maxSockets: SOCKETS_MAX, ...(ca === undefined ? {} : { ca }) });
  }

  async get(url: URL, headers: Readonly<Record<string, string>> = {}): Promise<JsonResponse> {
    if (this.#isClosed) throw unreachable(url, 'the service is stopping');
    if (this.#pending.size >= PENDING_MAX) throw unreachable(url, 'too many requests are in progress');
    const over = new AbortController();
    const deadline = setTimeout(() => over.abort(), this.#deadlineMs);
    this.#pending.add(over);
    try {
      return await this.#send(url, headers, over.signal);
    } catch (error) {
      if (error instanceof GuesthouseError) throw error;
      const { code } = error as NodeJS.ErrnoException;
      throw unreachable(url, over.signal.aborted ? 'no response in time' : (code ?? String(error)), error);
    } finally {
      clearTimeout(deadline);
      this.#pending.delete(over);
    }
  }

  close(): void {
    this.#isClosed = true;
    // Must come first: otherwise requests that wait for a socket would get new sockets in place of the destroyed ones.
    for (const over of this.#pending) over.abort();
    this.#http.destroy();
    this.#https.destroy();
  }

  async #send(url: URL, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<JsonResponse> {
    const options = { headers: { accept: 'application/json', ...headers }, signal };
    const request =
      url.protocol === 'https:'
        ? https.get(url, { ...options, agent: this.#https })
        : http.get(url, { ...options, agent: this.#http });
    // A request that waits for a socket reports its abort only when it gets a socket. By then, only this listener is
    // left.
    request.on('error', () => undefined);
    try {
      const [response] = (await once(request, 'response', { signal })) as [http.IncomingMessage];
      const text = await readText(url, response);
      return { status: response.statusCode ?? 0, body: parse(text) };
    } catch (error) {
      // The service closed a kept-alive connection just as this request was sent on it. This happens only on reused
      // connections, of which there are at most SOCKETS_MAX, so the recursion ends.
      const isStale = request.reusedSocket && (error as NodeJS.ErrnoException).code === 'ECONNRESET';
      if (isStale && !signal.aborted) return await this.#send(url, headers, signal);
      throw error;
    }
  }
}

export function unreachable(url: URL, why: string, cause?: unknown): GuesthouseError {
  return new GuesthouseError('identity_unreachable', 'The identity service cannot be reached.', {
    logDetail: `${url.origin}${url.pathname}: ${why}`,
    cause,
  });
}

async function readText(url: URL, response: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > BODY_MAX_BYTES) throw unreachable(url, `the response has more than ${BODY_MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
