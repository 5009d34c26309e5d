/**
 * Reads image content from another service on the same database, over that service's API.
 *
 *   credential ─► GET /v1/images/{image}/content with Range ─► head of the response ─► bytes
 *
 * Every failure is `host_unreachable`: the other service cannot be reached, does not have the content either, or sends
 * something else. Redirects are never followed, so a credential goes only to the announced URL. This file does not
 * decide whether the bytes are right. It must never put a request header into an error or a log: one of the headers is
 * the credential.
 */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import { Readable } from 'node:stream';
import { deadlineSignal } from '../../domain/deadline.js';
import { GuesthouseError } from '../../domain/errors.js';
import type { Image } from '../../domain/image.js';
import { isSecureUrl } from '../../domain/secure-connection.js';
import type { ServiceCredentials } from '../service-credentials.js';

/** Time limit until the head of the response. */
const HEAD_WITHIN_MS = 5_000;
/** How long a service that is sending can send nothing while this service waits for bytes. */
const IDLE_MAX_MS = 10_000;

export interface PeerClientOptions {
  readonly credentials: ServiceCredentials;
  /** Whether unencrypted connections to other machines are allowed (GUESTHOUSE_INSECURE). */
  readonly isInsecure: boolean;
  /** PEM files of this service, with which it identifies itself to services that require client certificates. */
  readonly tls: { readonly certificate: string; readonly key: string } | null;
}

/** A range of the content of an image; both ends are inclusive. */
export interface ContentRange {
  readonly image: Pick<Image, 'id' | 'projectId'>;
  readonly sizeBytes: number;
  readonly start: number;
  readonly end: number;
}

export class PeerClient {
  readonly #options: PeerClientOptions;

  constructor(options: PeerClientOptions) {
    this.#options = options;
  }

  /**
   * Resolves when the other service begins to send the range; the stream fails if not all of it arrives. After an
   * abort, both fail with the reason of the signal. `base`: the URL that the other service has announced.
   */
  async read(base: string, { image, sizeBytes, start, end }: ContentRange, signal: AbortSignal): Promise<Readable> {
    signal.throwIfAborted();
    const path = `/v1/images/${image.id}/content`;
    const url = new URL(base.replace(/\/$/, '') + path);
    if (!this.#options.isInsecure && !isSecureUrl(url)) {
      throw unreachable(url, 'the URL is not encrypted; use https:// or set GUESTHOUSE_INSECURE=1');
    }
    const headers = {
      accept: 'application/octet-stream',
      authorization: `Bearer ${await this.#options.credentials.issue(path)}`,
      'x-project-id': image.projectId,
      range: `bytes=${start}-${end}`,
    };
    const response = await this.#send(url, headers, signal);
    const isExpected =
      response.statusCode === 206 &&
      response.headers['content-range'] === `bytes ${start}-${end}/${sizeBytes}` &&
      response.headers['content-encoding'] === undefined;
    if (isExpected) return new PeerStream(response, { url, bytes: end - start + 1, signal });
    response.destroy();
    throw unreachable(url, `status ${response.statusCode}, ${response.headers['content-range'] ?? 'no range'}`);
  }

  async #send(url: URL, headers: http.OutgoingHttpHeaders, signal: AbortSignal): Promise<http.IncomingMessage> {
    const { tls } = this.#options;
    const over = AbortSignal.any([signal, deadlineSignal(HEAD_WITHIN_MS)]);
    try {
      // A connection of its own for each request: requests are rare and long. The files are read again, because they
      // can have been renewed.
      const request =
        url.protocol === 'https:'
          ? https.get(url, {
              ...{ headers, agent: false },
              ...(tls === null ? {} : { cert: await readFile(tls.certificate), key: await readFile(tls.key) }),
            })
          : http.get(url, { headers, agent: false });
      request.on('error', () => undefined);
      try {
        const [response] = (await once(request, 'response', { signal: over })) as [http.IncomingMessage];
        return response;
      } catch (error) {
        request.destroy();
        throw error;
      }
    } catch (error) {
      signal.throwIfAborted();
      const { code } = error as NodeJS.ErrnoException;
      throw unreachable(url, over.aborted ? 'no response in time' : (code ?? String(error)), error);
    }
  }
}

interface PeerStreamOptions {
  readonly url: URL;
  readonly bytes: number;
  readonly signal: AbortSignal;
}

/** The body of a response. It fails if the body ends early or late, or if nothing arrives while bytes are wanted. */
class PeerStream extends Readable {
  readonly #response: http.IncomingMessage;
  readonly #options: PeerStreamOptions;
  readonly #onAbort: () => void;
  #leftBytes: number;
  #idle: NodeJS.Timeout | undefined;

  constructor(response: http.IncomingMessage, options: PeerStreamOptions) {
    super();
    this.#response = response;
    this.#options = options;
    this.#leftBytes = options.bytes;
    const { url, signal } = options;
    this.#onAbort = () => this.destroy(signal.reason as Error);
    // A reader that fails before it reads does not listen yet.
    this.on('error', () => undefined);
    if (signal.aborted) this.#onAbort();
    signal.addEventListener('abort', this.#onAbort, { once: true });
    response.pause();
    response.on('data', (chunk: Buffer) => this.#take(chunk));
    response.on('end', () => {
      if (this.#leftBytes === 0) this.push(null);
      else this.destroy(unreachable(url, `the content ended ${this.#leftBytes} bytes too early`));
    });
    response.on('error', (error) => this.destroy(unreachable(url, 'the connection was lost', error)));
    response.on('close', () => {
      if (!response.complete) this.destroy(unreachable(url, 'the connection was lost'));
    });
  }

  override _read(): void {
    this.#watch();
    this.#response.resume();
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    clearTimeout(this.#idle);
    this.#options.signal.removeEventListener('abort', this.#onAbort);
    this.#response.destroy();
    callback(error);
  }

  #take(chunk: Buffer): void {
    this.#leftBytes -= chunk.length;
    if (this.#leftBytes < 0) {
      this.destroy(unreachable(this.#options.url, 'the content is longer than announced'));
    } else if (this.push(chunk)) this.#watch();
    else {
      clearTimeout(this.#idle);
      this.#response.pause();
    }
  }

  #watch(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(
      () => this.destroy(unreachable(this.#options.url, `nothing arrived for ${IDLE_MAX_MS / 1_000} s`)),
      IDLE_MAX_MS,
    );
  }
}

function unreachable(url: URL, why: string, cause?: unknown): GuesthouseError {
  return new GuesthouseError(
    'host_unreachable',
    'Another service that has the content of the image cannot be reached.',
    {
      logDetail: `${url.origin}${url.pathname}: ${why}`,
      cause,
    },
  );
}
