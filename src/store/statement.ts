/**
 * One statement, as SQL text with `?` placeholders. Text comes from this folder only; values are always bound.
 * A named statement is prepared once a connection and then reused, which more than pays for knex; the same name must always mean
 * the same text.
 */
import type { Knex } from 'knex';

/** Rows of a statement that is run often. */
export async function namedRows<Row>(
  sql: Knex,
  name: string,
  text: string,
  bindings: readonly Knex.RawBinding[],
): Promise<Row[]> {
  const result = (await sql.raw(text, bindings).options({ name })) as { rows: Row[] };
  return result.rows;
}

/** Rows of a statement that is run now and then. */
export async function rows<Row>(sql: Knex, text: string, bindings: readonly Knex.RawBinding[] = []): Promise<Row[]> {
  const result = (await sql.raw(text, bindings)) as { rows: Row[] };
  return result.rows;
}
