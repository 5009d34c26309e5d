/**
 * One statement, as SQL text with `?` placeholders. Text comes from this folder only; values are always bound.
 * A named statement is prepared once a connection and then reused; the same name must always mean the same text. It goes to the
 * connection that knex has (its pool's, or the transaction's) without knex's building and running of a query, which cost more of this
 * process than pg's own part.
 */
import type { Knex } from 'knex';
import type pg from 'pg';
import { GuesthouseError } from '../domain/errors.js';

/** Rows of a statement that is run often. */
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

/** SQLSTATE of a statement that ran longer than it may. */
const QUERY_CANCELED = '57014';

/**
 * Rows of a statement that was put together for one request: planned for its very values, and given a time of its own, after which it
 * is `query_timed_out`. Reads only. Must never be called inside a transaction: it is one.
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
      `begin read only; set local plan_cache_mode = force_custom_plan; set local statement_timeout = ${Math.ceil(timeoutMs)}`,
    );
    const result = await connection.query({ text: withNumbers(text), values: bindings as unknown[] });
    await connection.query('commit');
    return result.rows as Row[];
  } catch (error) {
    // Should it not get through, the connection is lost, and the transaction with it.
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

/** pg's placeholders for ours: `$1` for the first `?`. The texts are constants, so few that all are kept. */
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

/** Rows of a statement that is run now and then. */
export async function rows<Row>(sql: Knex, text: string, bindings: readonly Knex.RawBinding[] = []): Promise<Row[]> {
  const result = await sql.raw<{ rows: Row[] }>(text, bindings);
  return result.rows;
}
