/**
 * Stops a service exactly between the commit of its change of a table and its next reading of the table.
 *
 *   hold   changes of the table wait, and the table can still be read
 *   seal   the waiting change continues and commits; then no other session can read the table
 *
 * The lock of `seal` waits behind the change, and every later reader waits behind that lock. So nothing can read the
 * table between the commit and the lock.
 */
import pg from 'pg';
import { eventually } from '../eventually.js';
import { countWaiting } from './waiting.js';

const SEAL = (table: string): string => `lock table ${table} in access exclusive mode`;

export class SealedTable {
  readonly #table: string;
  readonly #holding: pg.Client;
  readonly #sealing: pg.Client;

  private constructor(table: string, holding: pg.Client, sealing: pg.Client) {
    this.#table = table;
    this.#holding = holding;
    this.#sealing = sealing;
  }

  /** `table`: a constant of the test. */
  static async hold(config: pg.ClientConfig, table: string): Promise<SealedTable> {
    const clients: pg.Client[] = [];
    for (let count = 0; count < 2; count++) {
      const client = new pg.Client(config);
      await client.connect();
      await client.query('begin');
      clients.push(client);
    }
    const [holding, sealing] = clients as [pg.Client, pg.Client];
    await holding.query(`lock table ${table} in share mode`);
    return new SealedTable(table, holding, sealing);
  }

  /** Resolves when the change with this LIKE pattern waits. Changes that other parts of the service make also wait. */
  async whenWaiting(statement: string): Promise<void> {
    await eventually(async () => (await countWaiting(this.#holding, statement)) > 0);
  }

  /** Resolves when the waiting changes have been committed. */
  async seal(): Promise<void> {
    const sealed = this.#sealing.query(SEAL(this.#table));
    await this.whenWaiting(SEAL(this.#table));
    await this.#holding.query('rollback');
    await sealed;
  }

  /** The first column of the first row. Also works while the table is sealed. */
  async read<T>(sql: string, values: readonly unknown[]): Promise<T | undefined> {
    const { rows } = await this.#sealing.query<[T]>({ text: sql, values: [...values], rowMode: 'array' });
    return rows[0]?.[0];
  }

  async release(): Promise<void> {
    for (const client of [this.#holding, this.#sealing]) await client.end();
  }
}
