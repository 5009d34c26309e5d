/**
 * GET of JSON from one identity service: bounded in time, in size, and in how much may be under way at once.
 *
 * Everything that keeps an answer from arriving whole is `identity_unreachable`; which status is what, its callers know. Redirections
 * are answers like others and never followed: a credential goes where the configuration says, and nowhere else. Must never put a
 * header of a request into an error or a log: one of them is the credential.
 */
import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import { GuesthouseError } from '../domain/errors.js';

export interface JsonAnswer {
  readonly status: number;
  /** Undefined where it is no JSON. */
  readonly body: unknown;
}

/** For one answer, from the first byte sent to the last one read. */
const DEADLINE_MS = 5_000;
/** A set of keys has some KiB, a token of Keystone with many roles too. */
const BODY_MAX_BYTES = 1024 * 1024;
const SOCKETS_MAX = 32;
/** More than that will not be answered in time anyway. */
const PENDING_MAX = 1_000;

export class JsonClient {
  readonly #http = new http.Agent({ keepAlive: true, maxSockets: SOCKETS_MAX });
  readonly #https: https.Agent;
  readonly #deadlineMs: number;
  /** Under way or waiting for a socket. One controller each: combined signals of Node 20 leave something behind in a long-lived one. */
  readonly #pending = new Set<AbortController>();
  #isClosed = false;

  /** `ca`: who signs the service's certificate, where Node does not know them (it knows those of NODE_EXTRA_CA_CERTS). */
  constructor({ deadlineMs = DEADLINE_MS, ca }: { readonly deadlineMs?: number; readonly ca?: string } = {}) {
    this.#deadlineMs = deadlineMs;
    this.#https = new https.Agent({ keepAlive: true, maxSockets: SOCKETS_MAX, ...(ca === undefined ? {} : { ca }) });
  }

  async get(url: URL, headers: Readonly<Record<string, string>> = {}): Promise<JsonAnswer> {
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
    // Must come first: those that wait for a socket would get new ones in place of the destroyed.
    for (const over of this.#pending) over.abort();
    this.#http.destroy();
    this.#https.destroy();
  }

  async #send(url: URL, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<JsonAnswer> {
    const options = { headers: { accept: 'application/json', ...headers }, signal };
    const request =
      url.protocol === 'https:'
        ? https.get(url, { ...options, agent: this.#https })
        : http.get(url, { ...options, agent: this.#http });
    // One that waits for a socket says only when it gets one that it was aborted, and then nobody listens any more.
    request.on('error', () => undefined);
    try {
      const [response] = (await once(request, 'response', { signal })) as [http.IncomingMessage];
      const text = await readText(url, response);
      return { status: response.statusCode ?? 0, body: parse(text) };
    } catch (error) {
      // The service closed a kept connection just when we sent on it. Happens to kept ones only, of which there are SOCKETS_MAX at
      // most, so this ends.
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
