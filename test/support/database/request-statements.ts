/**
 * The statements that a service sends to its database for one request, seen by a proxy; those for its own background
 * work are left out.
 *
 * A transaction counts as a whole: it is background work if one of its statements is. An open transaction counts in a
 * later call, since everything that a request does has ended when its response is here.
 */
import type { DatabaseProxy, SeenStatement } from './database-proxy.js';

/** Background statements, by their name or the start of their text. */
const OWN: readonly string[] = [
  // The sweep of the queue and the lease of the host.
  'requeue-lost',
  'claim-operation',
  'update host_leases',
  // Numbering of events, and reading them for streams.
  'take-event-numbers',
  'number-events',
  'events-after',
  'event-numbers',
  // The setup of a new connection of the pool, which a request needs when background work holds the others.
  `select current_setting('server_version_num') as version`,
  // The heartbeat of the listening connection.
  'select 1 as listening',
  // Observations of the host.
  'facts-of-host',
  'facts-of-guests',
  'write-observations',
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

  /** The transaction that the statement ends, or the statement itself if it is in none. */
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
