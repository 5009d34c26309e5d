/**
 * Limits that keep one client from starving others: requests a second, open event streams, bytes of bodies that are
 * being received, and uploads. Requests, streams and bodies are counted by credential, and also for all credentials of
 * a user together, because a user can create any number of credentials. Requests that need no credential are counted by
 * the client's address. Uploads are counted by user, and also for all users together. The limit on requests a second
 * does not apply to `getHealth`: it needs neither database nor hypervisor, and a monitor must be able to check that a
 * busy service is alive.
 *
 * The counts are in the memory of this process: several services on one database count separately.
 * Measured for one count: 0.15 µs of CPU a request (two million calls in a loop); a GET of one guest takes 260 µs
 * (test/bench/README.md).
 */
import type { IncomingMessage } from 'node:http';
import { addressGroup } from '../../app/access/address-group.js';
import { RateLimiter, TooManyRequests } from '../../domain/rate-limiter.js';
import type { Gate } from '../access/gate.js';
import { hasUnreadBody } from './body-deadline.js';
import { contentLengthOf } from '../contract/content-length.js';
import type { OperationContract } from '../contract/load-contract.js';
import type { RequestContext } from '../request-context.js';
import { JSON_BODY_MAX_BYTES } from '../contract/validate.js';

export interface LimitOptions {
  /** Requests a second of one credential, averaged over time; 0: no limit. Large bodies count as several requests. */
  readonly requestsPerSecond: number;
  /** Event streams that one credential can have open; 0: no limit. */
  readonly streamsMax: number;
}

export interface Limits {
  /** Must come after the check of the credential. `null` is for requests that match no operation. */
  requests(operation: OperationContract | null): Gate;
  /** For operations that can respond with a stream. Must come after the choice of the media type. */
  readonly streams: Gate;
  /** For bodies that are read as a whole. Must come before they are read. */
  readonly bodies: Gate;
  /** For bodies that are read as a stream, without a deadline. Must come before they are read. */
  readonly uploads: Gate;
}

/**
 * A body counts as one request per this size, rounded up, because the time that it costs the only thread grows with its
 * size. The content of images is not read as a whole, and counts as one request.
 */
const BYTES_A_REQUEST = 16 * 1024;
/** After a pause, a client can send the requests of this many seconds at once. */
const BURST_S = 2;
const CLIENTS_MAX = 10_000;
/** The limit for all credentials of a user together, as a multiple of the limit for one credential. */
const CREDENTIALS_A_USER = 4;
/** The `Retry-After` of a rejected stream. It is an estimate: clients decide when their streams end. */
const STREAM_WAIT_MS = 5_000;
const NEVER_REFUSED = 'getHealth';
/**
 * The limit for one credential. Without a limit, two thousand connections that each stop just before the end of a large
 * body would use up all memory.
 */
const BODIES_MAX_BYTES = 64 * 1024 * 1024;
const BODIES_WAIT_MS = 1_000;
/** An upload has no time limit. Parallel uploads are hardly faster, because they share the network and the disk. */
const UPLOADS_OF_USER_MAX = 4;
const UPLOADS_MAX = 32;
/** The `Retry-After` of a rejected upload. It is an estimate: clients decide when their uploads end. */
const UPLOAD_WAIT_MS = 10_000;

const passOn: Gate = () => undefined;

export function createLimits({ requestsPerSecond, streamsMax }: LimitOptions): Limits {
  const limited = requestsPerSecond === 0 ? null : limitRequests(requestsPerSecond);
  const takeOne = limited?.(() => 1) ?? passOn;
  const takeBySize = limited?.(requestsOf) ?? passOn;
  const limitOf = ({ operationId, takesStream }: OperationContract): Gate => {
    if (operationId === NEVER_REFUSED) return passOn;
    return takesStream ? takeOne : takeBySize;
  };
  return {
    requests: (operation) => (operation === null ? takeOne : limitOf(operation)),
    streams: streamsMax === 0 ? passOn : limitStreams(streamsMax),
    bodies: limitBodies(),
    uploads: limitUploads(),
  };
}

/** Returns a function that makes a gate; `countOf` returns how many requests a request counts as. */
function limitRequests(perSecond: number): (countOf: (request: IncomingMessage) => number) => Gate {
  const limiterOf = (rate: number): RateLimiter =>
    new RateLimiter({ perSecond: rate, burst: rate * BURST_S, keysMax: CLIENTS_MAX });
  const [clients, users] = [limiterOf(perSecond), limiterOf(perSecond * CREDENTIALS_A_USER)];
  return (countOf) => (request, context) => {
    const { userId } = context;
    const nowMs = performance.now();
    const count = countOf(request);
    const waitMs =
      clients.take(clientOf(context), nowMs, count) || (userId === null ? 0 : users.take(userId, nowMs, count));
    if (waitMs === 0) return;
    throw new TooManyRequests(
      `This credential sent more than ${perSecond} requests a second, or its user sent too many.`,
      waitMs,
    );
  };
}

function requestsOf(request: IncomingMessage): number {
  return Math.max(1, Math.ceil(bodyBytesOf(request) / BYTES_A_REQUEST));
}

/**
 * The length that `Content-Length` announces; without that header, the maximum length that is accepted. 0 without a
 * body.
 */
function bodyBytesOf(request: IncomingMessage): number {
  if (!hasUnreadBody(request)) return 0;
  return Math.min(contentLengthOf(request.headers) ?? Infinity, JSON_BODY_MAX_BYTES);
}

/** Small bodies never reach the limit. */
function limitBodies(): Gate {
  const hold = createHold(sharesOf(BODIES_MAX_BYTES));
  return (request, context) => {
    const bytes = bodyBytesOf(request);
    if (bytes === 0 || context.isClosed) return;
    const release = hold(context, bytes);
    if (release === null) {
      const detail = 'This credential, or its user, is sending too many bytes of large bodies at once.';
      throw new TooManyRequests(detail, BODIES_WAIT_MS);
    }
    request.once('close', release);
    context.onClose(release);
  };
}

function limitStreams(streamsMax: number): Gate {
  const hold = createHold(sharesOf(streamsMax));
  return (_request, context) => {
    // If the client disconnected during the lookup of its credential, no event would report the end of its stream.
    if (context.mediaType !== 'text/event-stream' || context.isClosed) return;
    const release = hold(context, 1);
    if (release === null) {
      const detail = `This credential has ${streamsMax} event streams open, or its user has too many.`;
      throw new TooManyRequests(detail, STREAM_WAIT_MS);
    }
    context.onClose(release);
  };
}

function limitUploads(): Gate {
  const hold = createHold([
    { max: UPLOADS_OF_USER_MAX, keyOf: (context) => context.userId ?? clientOf(context) },
    { max: UPLOADS_MAX, keyOf: () => 'everybody' },
  ]);
  return (request, context) => {
    if (!hasUnreadBody(request) || context.isClosed) return;
    const release = hold(context, 1);
    if (release === null) {
      const detail = `This user has ${UPLOADS_OF_USER_MAX} uploads in progress, or all users together have ${UPLOADS_MAX}.`;
      throw new TooManyRequests(detail, UPLOAD_WAIT_MS);
    }
    context.onClose(release);
  };
}

/** A limit on the total amount that all requests with the same key hold. A request without a key is not limited. */
interface Share {
  readonly max: number;
  readonly keyOf: (context: RequestContext) => string | null;
}

function sharesOf(max: number): readonly Share[] {
  return [
    { max, keyOf: clientOf },
    { max: max * CREDENTIALS_A_USER, keyOf: ({ userId }) => userId },
  ];
}

/**
 * Returns a function that reserves an amount for the caller. That function returns null if the caller would hold more
 * than one of the shares allows, otherwise a function that releases the amount. Only the first call of the release
 * function has an effect.
 */
function createHold(shares: readonly Share[]): (context: RequestContext, amount: number) => (() => void) | null {
  const holders = shares.map(({ max, keyOf }) => ({ held: new Held(max), keyOf }));
  return (context, amount) => {
    const places = holders.flatMap(({ held, keyOf }) => {
      const key = keyOf(context);
      return key === null ? [] : [{ held, key }];
    });
    if (!places.every(({ held, key }) => held.hasRoom(key, amount))) return null;
    for (const { held, key } of places) held.add(key, amount);
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      for (const { held, key } of places) held.add(key, -amount);
    };
  };
}

/** The amount that each key currently holds. A key that holds nothing is removed. */
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
  // One key space is enough: an address never has the form of a credential's hash.
  return credential ?? addressGroup(clientAddress);
}
