/**
 * What a service asks of its database for one request, seen by a proxy in front of that; what it asks on its own account is left out.
 *
 * A transaction counts as a whole: it is the service's own if one of its statements is. One that is still open belongs to a later look: whatever
 * a request does has ended when its answer is here.
 */
import type { DatabaseProxy, SeenStatement } from './database-proxy.js';

/** By name, or by how their text begins. */
const OWN: readonly string[] = [
  // The queue's sweep and the host's lease.
  'requeue-lost',
  'claim-operation',
  'update host_leases',
  // Events are numbered and read for streams.
  'take-event-numbers',
  'number-events',
  'events-after',
  'event-numbers',
  // The sign of life of the listening connection.
  'select 1 as listening',
  // The looks at the host.
  'facts-of-host',
  'facts-of-guests',
  'write-observations',
  // Of a credential, when what was remembered of it has gone; and when it was last used.
  'token-by-hash',
  'token-used',
];

export class RequestStatements {
  readonly #proxy: DatabaseProxy;
  /** Transactions that have not ended, by their connections. */
  readonly #open = new Map<number, string[]>();

  constructor(proxy: DatabaseProxy) {
    this.#proxy = proxy;
  }

  /** Since the last time, in their order. */
  take(): string[] {
    return this.#proxy
      .takeStatements()
      .flatMap((seen) => this.#ended(seen))
      .filter((statements) => !statements.some(isOwn))
      .flat();
  }

  /** The transaction that it ends, or itself where it is in none. */
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
