/**
 * The statements that a service sends to its database for one request, as a proxy sees them, without the statements of
 * background work.
 *
 * A whole transaction is background work if one of its statements is. A transaction that is still open is included in a
 * later call: it cannot belong to the request, because all work of a request has ended when its response arrives.
 */
import type { DatabaseProxy, SeenStatement } from './database-proxy.js';

/** Background statements, identified by their name or by the start of their text. */
const OWN: readonly string[] = [
  // The sweep of the queue and the lease of the host.
  'requeue-lost',
  'hosts-with-work',
  'claim-operation',
  'update host_leases',
  // Numbering of events, and reading them for streams.
  'take-event-numbers',
  'number-events',
  'events-after',
  'event-numbers',
  // The setup of a new connection of the pool, which a request needs when background work uses the others.
  `select current_setting('server_version_num') as version`,
  // The heartbeat of the listening connection.
  'select 1 as listening',
  // The announcement of the service to other services.
  'insert into content_stores',
  // Observations of the host.
  'facts-of-host',
  'facts-of-guests',
  'write-observations',
  // The networks and the images of the host.
  'reported-networks',
  'ready-copies',
  'unrecorded-images',
  'kept-images',
  // Which addresses guests can use.
  'guest-networks',
  // The comparison of guests with what was last written to the host.
  'guests-to-compare',
  'guest-of-worker',
  'baseline-of-guest',
  'guests-with-baselines',
  // The lookup of a credential that is not in the cache, and the time of its last use.
  'token-by-hash',
  'token-used',
];

export class RequestStatements {
  readonly #proxy: DatabaseProxy;
  /** Open transactions, by connection. */
  readonly #open = new Map<number, string[]>();

  constructor(proxy: DatabaseProxy) {
    this.#proxy = proxy;
  }

  /** The statements since the last call, in order. */
  take(): string[] {
    return this.#proxy
      .takeStatements()
      .flatMap((seen) => this.#ended(seen))
      .filter((statements) => !statements.some(isOwn))
      .flat();
  }

  /** Returns the transaction that the statement ends, or the statement itself if it is in no transaction. */
  #ended({ connection, statement }: SeenStatement): string[][] {
    const before = this.#open.get(connection);
    if (before === undefined && !/^begin\b/i.test(statement)) return [[statement]];
    const all = [...(before ?? []), statement];
    if (/^(commit|rollback)\b/i.test(statement)) {
      this.#open.delete(connection);
      return [all];
    }
    this.#open.set(connection, all);
    return [];
  }
}

function isOwn(statement: string): boolean {
  return OWN.some((own) => statement.startsWith(own));
}
