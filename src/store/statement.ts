/**
 * One statement, as SQL text with `?` placeholders. Text comes from this folder only; values are always bound.
 * A named statement is prepared once a connection and then reused; the same name must always mean the same text. It goes to the
 * connection that knex has (its pool's, or the transaction's) without knex's building and running of a query, which cost more of this
 * process than pg's own part.
 */
import type { Knex } from 'knex';
import type pg from 'pg';

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

const numberedTexts = new Map<string, string>();

/** pg's placeholders for ours: `$1` for the first `?`. The texts are constants, so few that all are kept. */
function numbered(text: string): string {
  let known = numberedTexts.get(text);
  if (known === undefined) {
    let count = 0;
    known = text.replaceAll('?', () => `$${++count}`);
    numberedTexts.set(text, known);
  }
  return known;
}

/** Rows of a statement that is run now and then. */
export async function rows<Row>(sql: Knex, text: string, bindings: readonly Knex.RawBinding[] = []): Promise<Row[]> {
  const result = await sql.raw<{ rows: Row[] }>(text, bindings);
  return result.rows;
}
