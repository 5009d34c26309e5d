/**
 * Limits that keep one client from starving others: requests a second, open event streams, and how much of bodies that are on their way is
 * kept here. They are counted by credential; what needs none is counted by the client's address. `getHealth` is never refused: it asks
 * nobody, and whoever watches the service must learn that it lives while others keep it busy.
 *
 * In the memory of this process: several services on one database count each for itself.
 * Measured: 0.15 µs of CPU a request (two million calls in a loop), where a GET of one guest takes 260 µs (test/bench/README.md).
 */
import type { RequestHandler, Response } from 'express';
import { addressGroup } from '../app/address-group.js';
import { TooManyRequests } from '../app/too-many-requests.js';
import { Pace } from '../domain/pace.js';
import { hasUnreadBody } from './body-deadline.js';
import type { OperationContract } from './load-contract.js';
import type { RequestContext } from './request-context.js';
import { JSON_BODY_MAX_BYTES } from './validate.js';

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
  /** For bodies that are read whole; comes before they are. */
  readonly bodies: RequestHandler;
}

/** A client that has rested may send this many seconds' worth at once. */
const BURST_S = 2;
const CLIENTS_MAX = 10_000;
/** Streams end when their clients wish: there is no saying when. */
const STREAM_WAIT_MS = 5_000;
const NEVER_REFUSED = 'getHealth';
/** Of one credential: two thousand connections that each stop short of the end of a large body would else take all memory there is. */
const BODIES_MAX_BYTES = 64 * 1024 * 1024;
const BODIES_WAIT_MS = 1_000;

const passOn: RequestHandler = (_request, _response, next) => next();

export function createLimits({ requestsPerSecond, streamsMax }: LimitOptions): Limits {
  const pace =
    requestsPerSecond === 0
      ? null
      : new Pace({ perSecond: requestsPerSecond, burst: requestsPerSecond * BURST_S, keysMax: CLIENTS_MAX });
  const takeOne: RequestHandler = (_request, response, next) => {
    const waitMs = pace?.take(clientOf(response), performance.now()) ?? 0;
    if (waitMs === 0) next();
    else next(new TooManyRequests(`More than ${requestsPerSecond} requests a second.`, waitMs));
  };
  return {
    requests: (operation) => (pace === null || operation?.operationId === NEVER_REFUSED ? passOn : takeOne),
    streams: streamsMax === 0 ? passOn : limitStreams(streamsMax),
    bodies: limitBodies(),
  };
}

/** As they were announced; one whose length is not told counts as the longest that is read. Small ones are never too many. */
function limitBodies(): RequestHandler {
  const bytesOf = new Map<string, number>();
  return (request, response, next) => {
    if (!hasUnreadBody(request) || response.destroyed) {
      next();
      return;
    }
    const client = clientOf(response);
    const bytes = Math.min(Number(request.headers['content-length'] ?? Infinity), JSON_BODY_MAX_BYTES);
    const before = bytesOf.get(client) ?? 0;
    if (before + bytes > BODIES_MAX_BYTES) {
      next(new TooManyRequests('This credential has too much of large bodies on its way.', BODIES_WAIT_MS));
      return;
    }
    bytesOf.set(client, before + bytes);
    let isCounted = true;
    const giveBack = (): void => {
      if (!isCounted) return;
      isCounted = false;
      const left = (bytesOf.get(client) ?? bytes) - bytes;
      if (left > 0) bytesOf.set(client, left);
      else bytesOf.delete(client);
    };
    request.once('close', giveBack);
    response.once('close', giveBack);
    next();
  };
}

function limitStreams(streamsMax: number): RequestHandler {
  const openOf = new Map<string, number>();
  return (_request, response, next) => {
    // Of one whose client left while it was looked up nobody would tell the end.
    if (contextOf(response).mediaType !== 'text/event-stream' || response.destroyed) {
      next();
      return;
    }
    const client = clientOf(response);
    const open = openOf.get(client) ?? 0;
    if (open >= streamsMax) {
      next(new TooManyRequests(`This credential has ${open} event streams open.`, STREAM_WAIT_MS));
      return;
    }
    openOf.set(client, open + 1);
    response.once('close', () => {
      const left = (openOf.get(client) ?? 1) - 1;
      if (left > 0) openOf.set(client, left);
      else openOf.delete(client);
    });
    next();
  };
}

function contextOf(response: Response): RequestContext {
  return response.locals['context'] as RequestContext;
}

function clientOf(response: Response): string {
  const { credential, clientAddress } = contextOf(response);
  // No address looks like the hash of a credential.
  return credential ?? addressGroup(clientAddress);
}
