/** A network that no host has, as after its removal from the last host. No request can create one. */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { uniqueName } from '../api.js';

export async function makeAbsentNetwork(
  sql: pg.Client,
  name = uniqueName('network'),
): Promise<{ readonly id: string; readonly name: string; readonly href: string }> {
  const id = randomUUID();
  await sql.query(`insert into networks (id, name, name_folded, kind) values ($1, $2, lower($2), 'bridge')`, [
    id,
    name,
  ]);
  return { id, name, href: `/v1/networks/${id}` };
}
