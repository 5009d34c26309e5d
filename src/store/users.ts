/** Users in PostgreSQL: who does things. Today there is one, `admin`, whose token the first start makes. */
import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { fold } from '../domain/fold.js';
import { rows } from './statement.js';

/** The id of the user of that name, made if it is not there. */
export async function ensureUser(sql: Knex, name: string): Promise<string> {
  await sql('users')
    .insert({ id: randomUUID(), name, name_folded: fold(name) })
    .onConflict('name_folded')
    .ignore();
  const [row] = await rows<{ id: string }>(sql, 'select id from users where name_folded = ?', [fold(name)]);
  if (!row) throw new Error(`user ${name} is neither there nor could it be made`);
  return row.id;
}
