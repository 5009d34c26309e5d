/**
 * What projects have of the resources that a quota limits, and the lock that makes the count exact. The counts come
 * from the rows themselves, so nothing can make them wrong, and projects without a limit pay nothing for them.
 */
import type { Knex } from 'knex';
import type { ProjectId } from '../domain/ids.js';
import { QUOTA_RESOURCES } from '../domain/quota.js';
import type { Quota, QuotaResource, Usage } from '../domain/quota.js';
import { quotaFromColumn } from './rows.js';
import type { QuotaColumn } from './rows.js';
import { namedRows } from './statement.js';

/**
 * For each table that is counted, the resources that its rows use, and the statement about the project `p`. While an
 * operation changes the hardware of a guest, the larger one of the old and the new value counts: the operation can
 * succeed or fail. There are few open operations of a project (src/operations/enqueue.ts).
 */
const COUNTED = {
  guests: {
    resources: ['guests', 'vcpus', 'memory_mib', 'disk_mib'],
    statement: `select count(*) as guests, coalesce(sum(greatest(g.vcpus, change.vcpus)), 0) as vcpus,
        coalesce(sum(greatest(g.memory_mib, change.memory_mib)), 0) as memory_mib, coalesce(sum(g.disk_mib), 0) as disk_mib
      from guests g left join (
        select o.subject_id, max((o.params #>> '{changes,vcpus}')::int) as vcpus,
          max((o.params #>> '{changes,memoryMib}')::int) as memory_mib
        from operations o where o.project_id = p.id and o.state in ('queued', 'running') and o.kind = 'guest.update'
        group by o.subject_id) change on change.subject_id = g.id
      where g.project_id = p.id`,
  },
  images: {
    resources: ['images', 'image_bytes'],
    statement: `select count(*) as images, coalesce(sum(i.size_bytes), 0) as image_bytes from images i where i.project_id = p.id`,
  },
  tokens: {
    resources: ['tokens'],
    statement: `select count(*) as tokens from tokens k
      where k.project_id = p.id and (k.expires_at is null or k.expires_at > clock_timestamp())`,
  },
} as const satisfies Record<string, { resources: readonly QuotaResource[]; statement: string }>;

/** The usage of each project; without `resources` of all resources, otherwise at least of these. */
export async function listUsage<Resource extends QuotaResource = QuotaResource>(
  sql: Knex,
  projects: readonly ProjectId[],
  resources: readonly Resource[] = QUOTA_RESOURCES as unknown as readonly Resource[],
): Promise<ReadonlyMap<ProjectId, Pick<Usage, Resource>>> {
  const tables = Object.entries(COUNTED).filter(([, counted]) =>
    counted.resources.some((resource) => (resources as readonly QuotaResource[]).includes(resource)),
  );
  const found = await namedRows<Pick<Usage, Resource> & { readonly id: ProjectId }>(
    sql,
    `usage-of-${tables.map(([table]) => table).join('-')}`,
    `select p.*, ${tables.map(([table]) => `${table}_used.*`).join(', ')} from unnest(?::uuid[]) p (id)
     ${tables.map(([table, { statement }]) => `cross join lateral (${statement}) ${table}_used`).join('\n')}`,
    [[...projects]],
  );
  return new Map(found.map((row) => [row.id, row]));
}

/** Null if the project does not exist. */
export async function findQuota(sql: Knex, project: ProjectId): Promise<Quota | null> {
  const [row] = await namedRows<{ quota: QuotaColumn }>(sql, 'quota', 'select quota from projects where id = ?', [
    project,
  ]);
  return row === undefined ? null : quotaFromColumn(row.quota);
}

/**
 * The quota of the project if one of the resources has a limit; otherwise null. The row of the project is then locked
 * until the transaction ends: of the transactions that add to a limited resource, only one at a time can count and
 * commit. The lock conflicts neither with readers nor with the foreign keys of new rows.
 */
export async function lockQuota(
  trx: Knex.Transaction,
  project: ProjectId,
  resources: readonly QuotaResource[],
  { isLimitedByDefault }: { readonly isLimitedByDefault: boolean },
): Promise<Quota | null> {
  const [row] = await namedRows<{ quota: QuotaColumn }>(
    trx,
    'lock-quota',
    `select quota from projects where id = ? and (?::boolean or jsonb_exists_any(quota, ?::text[])) for no key update`,
    [project, isLimitedByDefault, [...resources]],
  );
  return row === undefined ? null : quotaFromColumn(row.quota);
}
