/**
 * The size of the storage pool, for the description of the host. The description proves every two seconds that the host
 * responds, but storage can hang (a dead network share). So the size is read on a connection of its own, at most once a
 * minute, and a description never waits for it longer than `WAIT_MS`: until then it has the size that was read last.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { deadlineSignal } from '../../src/domain/deadline.js';
import type { Daemon } from './daemon.js';
import { POOL_RUNNING } from './dialect.js';
import { POOL_NAME } from './names.js';

const READ_EVERY_MS = 60_000;
/** The deadline of one reading. */
const READ_WITHIN_MS = 30_000;
/** A description has a deadline of 2 s when it proves that the host responds. */
const WAIT_MS = 500;
const BYTES_PER_MIB = 1024n * 1024n;

export class PoolSize {
  readonly #daemon: Daemon;
  #mib: number | null = null;
  #readAtMs = -Infinity;
  #reading: Promise<void> | null = null;

  constructor(daemon: Daemon) {
    this.#daemon = daemon;
  }

  /** The size in MiB; null if the pool does not exist yet, or could not be queried so far. */
  async read(): Promise<number | null> {
    if (this.#reading === null && performance.now() - this.#readAtMs >= READ_EVERY_MS) {
      this.#readAtMs = performance.now();
      this.#reading = this.#query().finally(() => (this.#reading = null));
    }
    if (this.#reading !== null) {
      const waited = new AbortController();
      await Promise.race([this.#reading, sleep(WAIT_MS, undefined, { signal: waited.signal }).catch(() => undefined)]);
      waited.abort();
    }
    return this.#mib;
  }

  /** Never rejects: if the pool cannot be queried, the size stays the one that was read last. */
  async #query(): Promise<void> {
    const signal = AbortSignal.any([this.#daemon.closing, deadlineSignal(READ_WITHIN_MS)]);
    try {
      const { pool } = await this.#daemon.queryApart('StoragePoolLookupByName', { name: POOL_NAME }, signal);
      const { state, capacity } = await this.#daemon.queryApart('StoragePoolGetInfo', { pool }, signal);
      if (state === POOL_RUNNING) this.#mib = Number(capacity / BYTES_PER_MIB);
    } catch {
      // No pool yet, or storage that does not respond. The calls that need the pool report it.
    }
  }
}
