/**
 * Existing names that a new resource could not have, because a client that does not encode them in a path reaches
 * another resource. Earlier versions accepted them, or they come from a hypervisor or an identity service.
 */
import type { Knex } from 'knex';
import { UNSAFE_IN_PATHS } from '../domain/name.js';
import { rows } from './statement.js';

/** The tables of the resources that a path can name. */
const TABLES = {
  guest: 'guests',
  host: 'hosts',
  network: 'networks',
  zone: 'zones',
  instance_type: 'instance_types',
  placement_group: 'placement_groups',
  image: 'images',
  project: 'projects',
  user: 'users',
  group: 'groups',
};
const ALL = Object.entries(TABLES)
  .map(([kind, table]) => `select '${kind}' as kind, id, name from ${table}`)
  .join(' union all ');

export interface UnsafeNames {
  readonly count: number;
  readonly examples: readonly { readonly kind: string; readonly id: string; readonly name: string }[];
}

export async function findUnsafeNames(sql: Knex, examplesMax: number): Promise<UnsafeNames> {
  const found = await rows<{ kind: string; id: string; name: string; count: number }>(
    sql,
    `select kind, id, name, (count(*) over ())::int as count from (${ALL}) named where name ~ ? order by kind, name, id limit ?`,
    [`[${UNSAFE_IN_PATHS}]`, examplesMax],
  );
  return { count: found[0]?.count ?? 0, examples: found.map(({ kind, id, name }) => ({ kind, id, name })) };
}
