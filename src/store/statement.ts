/**
 * Execution of single statements, written as SQL text with `?` placeholders. The text comes only from this folder;
 * values are always bound. A named statement is prepared once per connection and then reused; the same name must always
 * mean the same text. Named statements run on knex's connection (of the pool or of the transaction) but bypass knex's
 * query builder and runner, which used more of this process's time than pg.
 */
import type { Knex } from 'knex';
import type pg from 'pg';
import { GuesthouseError } from '../domain/errors.js';

/** Runs a frequent statement as a prepared one, and returns its rows. */
export async function namedRows<Row>(
  sql: Knex,
  name: string,
  text: string,
  bindings: readonly Knex.RawBinding[],
): Promise<Row[]> {
  const client = sql.client as Knex.Client;
  const connection = (await client.acquireConnection()) as pg.ClientBase;
  try {
    const result = await connection.query({ name, text: numbered(text), values: bindings as unknown[] });
    return result.rows as Row[];
  } finally {
    await client.releaseConnection(connection);
  }
}

/** The maximum duration of a statement that is built for one request. */
export const SEARCH_TIMEOUT_MS = 3_000;

/** SQLSTATE of a statement that exceeded its timeout. */
const QUERY_CANCELED = '57014';

/**
 * Runs a read-only statement that was built for one request, and returns its rows. PostgreSQL plans the statement for
 * the values that are bound, with every kind of scan. The statement has its own timeout, after which it fails with
 * `query_timed_out`. Must never be called inside a transaction, because it opens one.
 */
export async function plannedRows<Row>(
  sql: Knex,
  text: string,
  bindings: readonly Knex.RawBinding[],
  timeoutMs: number,
): Promise<Row[]> {
  if (sql.isTransaction) throw new Error('a planned statement is a transaction of its own');
  const client = sql.client as Knex.Client;
  const connection = (await client.acquireConnection()) as pg.ClientBase;
  try {
    await connection.query(
      `begin read only; set local plan_cache_mode = force_custom_plan; set local enable_seqscan = on;
       set local statement_timeout = ${Math.ceil(timeoutMs)}`,
    );
    const result = await connection.query({ text: withNumbers(text), values: bindings as unknown[] });
    await connection.query('commit');
    return result.rows as Row[];
  } catch (error) {
    // If the rollback fails, the connection is lost, and the transaction with it.
    await connection.query('rollback').catch(() => undefined);
    if ((error as { code?: unknown }).code !== QUERY_CANCELED) throw error;
    throw new GuesthouseError(
      'query_timed_out',
      `The search took longer than ${timeoutMs / 1_000} s. Narrow it to what an index can find (name=web*, state=running).`,
      { cause: error },
    );
  } finally {
    await client.releaseConnection(connection);
  }
}

const numberedTexts = new Map<string, string>();

/**
 * Converts our placeholders to pg's: `$1` for the first `?`. There are few texts, all constants, so all conversions are
 * cached.
 */
function numbered(text: string): string {
  let known = numberedTexts.get(text);
  if (known === undefined) {
    known = withNumbers(text);
    numberedTexts.set(text, known);
  }
  return known;
}

function withNumbers(text: string): string {
  let count = 0;
  return text.replaceAll('?', () => `$${++count}`);
}

/** Runs an infrequent statement through knex, and returns its rows. */
export async function rows<Row>(sql: Knex, text: string, bindings: readonly Knex.RawBinding[] = []): Promise<Row[]> {
  const result = await sql.raw<{ rows: Row[] }>(text, bindings);
  return result.rows;
}

/** Resolves if the database responds. */
export async function ping(sql: Knex): Promise<void> {
  await namedRows(sql, 'ping', 'select 1', []);
}
