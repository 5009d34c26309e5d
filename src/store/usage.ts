/**
 * How much projects have of the resources that a quota limits, and the lock that makes a count exact. The counts come
 * from the rows themselves, so they cannot diverge from the rows, and resources without a limit cost nothing.
 */
import type { Knex } from 'knex';
import type { ProjectId } from '../domain/ids.js';
import { QUOTA_RESOURCES } from '../domain/quota.js';
import type { Quota, QuotaResource, Usage } from '../domain/quota.js';
import { quotaFromColumn } from './rows.js';
import type { QuotaColumn } from './rows.js';
import { namedRows } from './statement.js';

/**
 * For each table that is counted: the resources that its rows use, each with its expression, and the rows of the
 * project `p`. While an operation changes the hardware of a guest, the larger of the old and the new value counts,
 * because the operation can succeed or fail. PostgreSQL omits the join with the operations if no expression needs it.
 */
const TABLES = [
  {
    values: {
      guests: 'count(*)',
      vcpus: 'coalesce(sum(greatest(g.vcpus, change.vcpus)), 0)',
      memory_mib: 'coalesce(sum(greatest(g.memory_mib, change.memory_mib)), 0)',
      disk_mib: 'coalesce(sum(g.disk_mib), 0)',
    },
    from: `from guests g left join (
        select o.subject_id, max((o.params #>> '{changes,vcpus}')::int) as vcpus,
          max((o.params #>> '{changes,memoryMib}')::int) as memory_mib
        from operations o where o.project_id = p.id and o.finished_at is null and o.kind = 'guest.update'
        group by o.subject_id) change on change.subject_id = g.id
      where g.project_id = p.id`,
  },
  {
    values: { images: 'count(*)', image_bytes: 'coalesce(sum(i.size_bytes), 0)' },
    from: 'from images i where i.project_id = p.id',
  },
  {
    values: { tokens: 'count(*)' },
    from: 'from tokens k where k.project_id = p.id and (k.expires_at is null or k.expires_at > clock_timestamp())',
  },
] as const satisfies readonly { values: Partial<Record<QuotaResource, string>>; from: string }[];

/** The lateral joins that count the resources of each project `p`, and the columns that they add. */
function counting(resources: readonly QuotaResource[]): { columns: string; joins: string } {
  const used: string[] = [];
  const joins = TABLES.flatMap(({ values, from }, nth) => {
    const wanted = Object.entries(values).filter(([resource]) => resources.includes(resource as QuotaResource));
    if (wanted.length === 0) return [];
    used.push(...wanted.map(([resource]) => `used_${nth}.${resource}`));
    const columns = wanted.map(([resource, value]) => `${value} as ${resource}`).join(', ');
    return [`cross join lateral (select ${columns} ${from}) used_${nth}`];
  });
  return { columns: used.map((column) => `, ${column}`).join(''), joins: joins.join(' ') };
}

/** The usage of each project: of all resources, or only of `resources`. */
export async function listUsage<Resource extends QuotaResource = QuotaResource>(
  sql: Knex,
  projects: readonly ProjectId[],
  resources: readonly Resource[] = QUOTA_RESOURCES as unknown as readonly Resource[],
): Promise<ReadonlyMap<ProjectId, Pick<Usage, Resource>>> {
  const { columns, joins } = counting(resources);
  const found = await namedRows<Pick<Usage, Resource> & { readonly id: ProjectId }>(
    sql,
    // PostgreSQL truncates the name of a statement after 63 characters.
    resources.length === QUOTA_RESOURCES.length ? 'usage' : `usage-${resources.join('-')}`,
    `select p.id${columns} from unnest(?::uuid[]) p (id) ${joins}`,
    [[...projects]],
  );
  return new Map(found.map((row) => [row.id, row]));
}

export interface QuotaAndUsage {
  readonly quota: Quota;
  /** The usage of the requested resources. */
  readonly used: Partial<Usage>;
}

/**
 * The quota of the project, and its usage of `resources`, which other transactions can change at any moment. Null if
 * the project has no limit for any of `limitable`: then nothing is counted.
 */
export async function findQuota(
  sql: Knex,
  project: ProjectId,
  limitable: readonly QuotaResource[],
  resources: readonly QuotaResource[],
  { isLimitedByDefault }: { readonly isLimitedByDefault: boolean },
): Promise<QuotaAndUsage | null> {
  const { columns, joins } = counting(resources);
  const [row] = await namedRows<Partial<Usage> & { readonly quota: QuotaColumn }>(
    sql,
    `quota-and-usage-${resources.join('-')}`,
    `select p.quota${columns} from (
       select id, quota from projects where id = ? and (?::boolean or jsonb_exists_any(quota, ?::text[]))) p ${joins}`,
    [project, isLimitedByDefault, [...limitable]],
  );
  return row === undefined ? null : { quota: quotaFromColumn(row.quota), used: row };
}

/**
 * Locks the row of the project until the transaction ends, and returns its quota. So only one of the transactions that
 * add to a limited resource can count and commit at a time. The lock conflicts neither with readers nor with the
 * foreign keys of new rows. Null if the project does not exist.
 */
export async function lockQuota(trx: Knex.Transaction, project: ProjectId): Promise<Quota | null> {
  const [row] = await namedRows<{ quota: QuotaColumn }>(
    trx,
    'lock-quota',
    'select quota from projects where id = ? for no key update',
    [project],
  );
  return row === undefined ? null : quotaFromColumn(row.quota);
}
