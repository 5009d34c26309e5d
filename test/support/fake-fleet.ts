/**
 * Fills a fleet of simulated hosts with guests, much faster than through the API: copies one guest to each host, its
 * rows as well as its machine in the journal of the simulation. Neither the service nor the simulation may run.
 */
import { appendFile, readFile } from 'node:fs/promises';
import path from 'node:path';
import type pg from 'pg';

/** Hosts with this origin get the copies: the host of the configuration, or those that requests created. */
export type Origin = 'environment' | 'request';

const SELECTED = { environment: `h.origin = 'environment'`, request: `h.origin = 'request'` };

export async function copyGuest(
  sql: pg.Client,
  dataFolder: string,
  guest: string,
  { to, perHost }: { readonly to: Origin; readonly perHost: number },
): Promise<void> {
  await sql.query(
    `create temp table copies as select gen_random_uuid() as id, h.id as host_id, h.uri
     from hosts h, generate_series(1, $1) where ${SELECTED[to]}`,
    [perHost],
  );
  const named = `'copy-' || c.id`;
  await copyRows(sql, guest, 'guests', {
    ...{ id: 'c.id', host_id: 'c.host_id', version: 'draw_mark()' },
    ...{ name: named, name_folded: named },
  });
  await copyRows(sql, guest, 'guest_baselines', { guest_id: 'c.id' });
  await copyRows(sql, guest, 'placements', { guest_id: 'c.id', host_id: 'c.host_id' });
  const { rows: copies } = await sql.query<{ id: string; uri: string }>('select id, uri from copies');
  await sql.query('drop table copies');
  // As autovacuum does within a minute.
  await sql.query('vacuum analyze');
  const journal = path.join(dataFolder, 'fake/journal.jsonl');
  const records = (await readFile(journal, 'utf8')).split('\n');
  const machine = JSON.parse(records.findLast((line) => line.includes(guest)) ?? '{}') as object;
  const lines = copies.map(({ id, uri }) => {
    const host = /^fake:\/\/\/([^?]+)/.exec(uri)?.[1];
    return JSON.stringify({ ...machine, ...(host === undefined ? {} : { host }) }).replaceAll(guest, id);
  });
  await appendFile(journal, `${lines.join('\n')}\n{"at":1,"end":"orderly"}\n`);
}

/** Copies the rows of the guest in one table. `values`: the SQL of the columns that differ. */
async function copyRows(
  sql: pg.Client,
  guest: string,
  table: string,
  values: Readonly<Record<string, string>>,
): Promise<void> {
  const { rows } = await sql.query<{ name: string }>(
    `select column_name as name from information_schema.columns where table_name = $1 and is_generated = 'NEVER'`,
    [table],
  );
  const columns = rows.map(({ name }) => name);
  const key = table === 'guests' ? 'id' : 'guest_id';
  await sql.query(
    `insert into ${table} (${columns.join(', ')})
     select ${columns.map((name) => values[name] ?? `g.${name}`).join(', ')} from ${table} g, copies c where g.${key} = $1`,
    [guest],
  );
}
