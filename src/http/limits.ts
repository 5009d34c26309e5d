/**
 * Limits that keep one client from starving others: requests a second, and open event streams. They are counted by credential, and for all
 * credentials of a user together, since a user may make as many as it likes; what needs none is counted by the client's address. `getHealth` is never refused: it asks nobody, and whoever watches the service must learn that
 * it lives while others keep it busy.
 *
 * In the memory of this process: several services on one database count each for itself.
 * Measured for one count: 0.15 µs of CPU a request (two million calls in a loop), where a GET of one guest takes 260 µs (test/bench/README.md).
 */
import type { RequestHandler, Response } from 'express';
import { addressGroup } from '../app/address-group.js';
import { TooManyRequests } from '../app/too-many-requests.js';
import { Pace } from '../domain/pace.js';
import type { OperationContract } from './load-contract.js';
import type { RequestContext } from './request-context.js';

export interface LimitOptions {
  /** Requests of one credential, on the long run; 0: any number. */
  readonly requestsPerSecond: number;
  /** Event streams that one credential may have open; 0: any number. */
  readonly streamsMax: number;
}

export interface Limits {
  /** Comes behind the credential; of a request that no operation takes there is no operation. */
  requests(operation: OperationContract | null): RequestHandler;
  /** For operations that may answer a stream; comes behind the choice of the media type. */
  readonly streams: RequestHandler;
}

/** A client that has rested may send this many seconds' worth at once. */
const BURST_S = 2;
const CLIENTS_MAX = 10_000;
/** What a user's credentials may do together, as a multiple of what one may. */
const CREDENTIALS_A_USER = 4;
/** Streams end when their clients wish: there is no saying when. */
const STREAM_WAIT_MS = 5_000;
const NEVER_REFUSED = 'getHealth';

const passOn: RequestHandler = (_request, _response, next) => next();

export function createLimits({ requestsPerSecond, streamsMax }: LimitOptions): Limits {
  const isWithout = requestsPerSecond === 0;
  const takeOne = isWithout ? passOn : limitRequests(requestsPerSecond);
  return {
    requests: (operation) => (operation?.operationId === NEVER_REFUSED ? passOn : takeOne),
    streams: streamsMax === 0 ? passOn : limitStreams(streamsMax),
  };
}

function limitRequests(perSecond: number): RequestHandler {
  const paceOf = (rate: number): Pace => new Pace({ perSecond: rate, burst: rate * BURST_S, keysMax: CLIENTS_MAX });
  const [clients, users] = [paceOf(perSecond), paceOf(perSecond * CREDENTIALS_A_USER)];
  return (_request, response, next) => {
    const { userId } = contextOf(response);
    const nowMs = performance.now();
    const waitMs = clients.take(clientOf(response), nowMs) || (userId === null ? 0 : users.take(userId, nowMs));
    if (waitMs === 0) next();
    else next(new TooManyRequests(`More than ${perSecond} requests a second, or too many of this user.`, waitMs));
  };
}

function limitStreams(streamsMax: number): RequestHandler {
  const ofClients = new OpenStreams(streamsMax);
  const ofUsers = new OpenStreams(streamsMax * CREDENTIALS_A_USER);
  return (_request, response, next) => {
    const { mediaType, userId } = contextOf(response);
    if (mediaType !== 'text/event-stream') {
      next();
      return;
    }
    const client = clientOf(response);
    const isFree = ofClients.isFree(client) && (userId === null || ofUsers.isFree(userId));
    if (!isFree) {
      const detail = `This credential has ${streamsMax} event streams open, or its user too many.`;
      next(new TooManyRequests(detail, STREAM_WAIT_MS));
      return;
    }
    ofClients.open(client);
    if (userId !== null) ofUsers.open(userId);
    response.once('close', () => {
      ofClients.close(client);
      if (userId !== null) ofUsers.close(userId);
    });
    next();
  };
}

/** How many are open for each key; keys with none are not kept. */
class OpenStreams {
  readonly #max: number;
  readonly #openOf = new Map<string, number>();

  constructor(max: number) {
    this.#max = max;
  }

  isFree(key: string): boolean {
    return (this.#openOf.get(key) ?? 0) < this.#max;
  }

  open(key: string): void {
    this.#openOf.set(key, (this.#openOf.get(key) ?? 0) + 1);
  }

  close(key: string): void {
    const left = (this.#openOf.get(key) ?? 1) - 1;
    if (left > 0) this.#openOf.set(key, left);
    else this.#openOf.delete(key);
  }
}

function contextOf(response: Response): RequestContext {
  return response.locals['context'] as RequestContext;
}

function clientOf(response: Response): string {
  const { credential, clientAddress } = contextOf(response);
  // No address looks like the hash of a credential.
  return credential ?? addressGroup(clientAddress);
}
