/**
 * Limits that keep one client from starving others: requests a second, open event streams, and how much of bodies that are on their way is
 * kept here. They are counted by credential, and for all credentials of a user together, since a user may make as many as it likes; what needs
 * none is counted by the client's address. `getHealth` is never refused: it asks nobody, and whoever watches the service must learn that it
 * lives while others keep it busy.
 *
 * In the memory of this process: several services on one database count each for itself.
 * Measured for one count: 0.15 µs of CPU a request (two million calls in a loop), where a GET of one guest takes 260 µs (test/bench/README.md).
 */
import { addressGroup } from '../../app/access/address-group.js';
import { RateLimiter, TooManyRequests } from '../../domain/rate-limiter.js';
import type { Gate } from '../access/gate.js';
import { hasUnreadBody } from './body-deadline.js';
import type { OperationContract } from '../contract/load-contract.js';
import type { RequestContext } from '../request-context.js';
import { JSON_BODY_MAX_BYTES } from '../contract/validate.js';

export interface LimitOptions {
  /** Requests of one credential, on the long run; 0: any number. */
  readonly requestsPerSecond: number;
  /** Event streams that one credential may have open; 0: any number. */
  readonly streamsMax: number;
}

export interface Limits {
  /** Comes after the credential; `null` for requests that match no operation. */
  requests(operation: OperationContract | null): Gate;
  /** For operations that can respond with a stream; comes after the choice of the media type. */
  readonly streams: Gate;
  /** For bodies that are read whole; comes before they are. */
  readonly bodies: Gate;
}

/** A client that has rested may send this many seconds' worth at once. */
const BURST_S = 2;
const CLIENTS_MAX = 10_000;
/** What a user's credentials may do together, as a multiple of what one may. */
const CREDENTIALS_A_USER = 4;
/** Streams end when their clients wish: there is no saying when. */
const STREAM_WAIT_MS = 5_000;
const NEVER_REFUSED = 'getHealth';
/** Of one credential: two thousand connections that each stop short of the end of a large body would else take all memory there is. */
const BODIES_MAX_BYTES = 64 * 1024 * 1024;
const BODIES_WAIT_MS = 1_000;

const passOn: Gate = () => undefined;

export function createLimits({ requestsPerSecond, streamsMax }: LimitOptions): Limits {
  const isWithout = requestsPerSecond === 0;
  const takeOne = isWithout ? passOn : limitRequests(requestsPerSecond);
  return {
    requests: (operation) => (operation?.operationId === NEVER_REFUSED ? passOn : takeOne),
    streams: streamsMax === 0 ? passOn : limitStreams(streamsMax),
    bodies: limitBodies(),
  };
}

function limitRequests(perSecond: number): Gate {
  const paceOf = (rate: number): RateLimiter =>
    new RateLimiter({ perSecond: rate, burst: rate * BURST_S, keysMax: CLIENTS_MAX });
  const [clients, users] = [paceOf(perSecond), paceOf(perSecond * CREDENTIALS_A_USER)];
  return (_request, context) => {
    const { userId } = context;
    const nowMs = performance.now();
    const waitMs = clients.take(clientOf(context), nowMs) || (userId === null ? 0 : users.take(userId, nowMs));
    if (waitMs === 0) return;
    throw new TooManyRequests(
      `This credential sent more than ${perSecond} requests a second, or there were too many of this user.`,
      waitMs,
    );
  };
}

/** As they were announced; one whose length is not told counts as the longest that is read. Small ones are never too many. */
function limitBodies(): Gate {
  const hold = createHold(BODIES_MAX_BYTES);
  return (request, context) => {
    if (!hasUnreadBody(request) || context.isClosed) return;
    const bytes = Math.min(Number(request.headers['content-length'] ?? Infinity), JSON_BODY_MAX_BYTES);
    const giveBack = hold(context, bytes);
    if (giveBack === null) {
      const detail = 'This credential, or its user, is sending too many bytes of large bodies at once.';
      throw new TooManyRequests(detail, BODIES_WAIT_MS);
    }
    request.once('close', giveBack);
    context.onClose(giveBack);
  };
}

function limitStreams(streamsMax: number): Gate {
  const hold = createHold(streamsMax);
  return (_request, context) => {
    // If the client left during the look-up, nothing would report the end of its stream.
    if (context.mediaType !== 'text/event-stream' || context.isClosed) return;
    const giveBack = hold(context, 1);
    if (giveBack === null) {
      const detail = `This credential has ${streamsMax} event streams open, or its user has too many.`;
      throw new TooManyRequests(detail, STREAM_WAIT_MS);
    }
    context.onClose(giveBack);
  };
}

/** Takes so much for whoever asks, and answers with what gives it back, once; null where it would have more than `max` at once. */
function createHold(max: number): (context: RequestContext, amount: number) => (() => void) | null {
  const ofClients = new Held(max);
  const ofUsers = new Held(max * CREDENTIALS_A_USER);
  return (context, amount) => {
    const client = clientOf(context);
    const { userId } = context;
    const hasRoom = ofClients.hasRoom(client, amount) && (userId === null || ofUsers.hasRoom(userId, amount));
    if (!hasRoom) return null;
    ofClients.add(client, amount);
    if (userId !== null) ofUsers.add(userId, amount);
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      ofClients.add(client, -amount);
      if (userId !== null) ofUsers.add(userId, -amount);
    };
  };
}

/** What each has at once; whoever has nothing is not kept. */
class Held {
  readonly #max: number;
  readonly #heldBy = new Map<string, number>();

  constructor(max: number) {
    this.#max = max;
  }

  hasRoom(key: string, amount: number): boolean {
    return (this.#heldBy.get(key) ?? 0) + amount <= this.#max;
  }

  add(key: string, amount: number): void {
    const held = (this.#heldBy.get(key) ?? 0) + amount;
    if (held > 0) this.#heldBy.set(key, held);
    else this.#heldBy.delete(key);
  }
}

function clientOf({ credential, clientAddress }: RequestContext): string {
  // No address looks like the hash of a credential.
  return credential ?? addressGroup(clientAddress);
}
