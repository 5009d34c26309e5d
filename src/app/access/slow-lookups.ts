/**
 * Looks up tokens that come from an address with too many wrong credentials. Five times a second, one statement finds
 * which of all waiting tokens exist. So the number of invented tokens does not change the number of statements, and a
 * good token waits only for the next statement. Each waiting token belongs to an open request, and the number of open
 * connections is limited. A token must never wait for a token that came later.
 */
import { setTimeout as sleep } from 'node:timers/promises';

const EVERY_MS = 200;

/** The tokens of one statement, and the tokens that this statement finds, by hash (latin1). */
interface Batch {
  readonly hashes: Buffer[];
  readonly found: Promise<ReadonlySet<string>>;
}

export class SlowLookups {
  readonly #findExisting: (hashes: readonly Buffer[]) => Promise<readonly Buffer[]>;
  readonly #everyMs: number;
  #next: Batch | null = null;
  /** Settles when no statement is in progress. */
  #last: Promise<unknown> = Promise.resolve();

  /** `findExisting` returns the hashes that belong to a token. */
  constructor(findExisting: (hashes: readonly Buffer[]) => Promise<readonly Buffer[]>, everyMs = EVERY_MS) {
    this.#findExisting = findExisting;
    this.#everyMs = everyMs;
  }

  /** Whether a token with this hash exists. */
  async exists(hash: Buffer): Promise<boolean> {
    this.#next ??= this.#prepare();
    this.#next.hashes.push(hash);
    return (await this.#next.found).has(hash.toString('latin1'));
  }

  #prepare(): Batch {
    const hashes: Buffer[] = [];
    const found = this.#find(hashes);
    this.#last = found.catch(() => undefined);
    return { hashes, found };
  }

  async #find(hashes: readonly Buffer[]): Promise<ReadonlySet<string>> {
    await Promise.all([sleep(this.#everyMs), this.#last]);
    this.#next = null;
    return new Set((await this.#findExisting(hashes)).map((hash) => hash.toString('latin1')));
  }
}
