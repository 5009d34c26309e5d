/**
 * The address that a service announces, through which other services reach it on any port, and a test can intervene.
 */
import http from 'node:http';
import type { Service } from '../service.js';
import { HttpPeer } from './http-peer.js';

/** Forwards every request to the service, wherever it listens now. */
export class Gateway {
  service: Service | null = null;
  /** Whether transfers stop after the first bytes. */
  isHolding = false;
  readonly credentials: string[] = [];
  readonly #peer: HttpPeer;
  readonly #held: (() => void)[] = [];

  private constructor(peer: HttpPeer) {
    this.#peer = peer;
  }

  static async start(): Promise<Gateway> {
    const peer = await HttpPeer.start();
    const gateway = new Gateway(peer);
    peer.handler = (request, response) => gateway.#forward(request, response);
    return gateway;
  }

  get url(): string {
    return this.#peer.url;
  }
  get transfers(): number {
    return this.#peer.requests.length;
  }
  get held(): number {
    return this.#held.length;
  }

  release(): void {
    this.isHolding = false;
    for (const resume of this.#held.splice(0)) resume();
  }

  stop(): Promise<void> {
    return this.#peer.stop();
  }

  #forward(request: http.IncomingMessage, response: http.ServerResponse): void {
    this.credentials.push(request.headers.authorization ?? '');
    const headers = { ...request.headers, connection: 'close' };
    const onward = http.get(this.service?.url + (request.url ?? ''), { headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.on('error', () => response.destroy());
      if (!this.isHolding) return void answer.pipe(response);
      answer.once('data', (chunk: Buffer) => {
        answer.pause();
        response.write(chunk);
        this.#held.push(() => answer.pipe(response));
      });
    });
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
  }
}
