/**
 * Checks quotas. A transaction first writes what it adds to a project, and then calls `requireWithinQuota`. If the
 * project has too much, the call throws and the transaction is rolled back. With this order, the project is locked only
 * for a short time.
 *
 *   write ─► read the quota ─┬─► no limit, or far from it ──────────────────────────────► commit
 *                            └─► lock the project ─► count again, in a new statement ──► commit
 *
 * The count after the lock must be a separate statement: a statement that waits for the lock would count the rows of
 * the time before the wait. Invariant: no number of concurrent requests exceeds a quota (test/http/quotas.test.ts).
 */
import type { Knex } from 'knex';
import type { GuesthouseError } from '../domain/errors.js';
import type { ProjectId } from '../domain/ids.js';
import { limitsOf, QUOTA_RESOURCES, quotaExceeded, requireWithinLimits } from '../domain/quota.js';
import type { QuotaResource, Usage } from '../domain/quota.js';
import { query } from '../store/transaction.js';
import { findQuota, listUsage, lockQuota } from '../store/usage.js';
import type { Caller } from './access/caller.js';
import type { App } from './app.js';

/** How many bytes of image content the project can still receive, and the error for more bytes. */
export interface RoomForContent {
  readonly bytes: number;
  readonly refusal: (requested: number | string) => GuesthouseError;
}

/**
 * Null means no limit. Concurrent uploads share what is left, so the transaction that ends an upload checks the quota
 * again.
 */
export async function findRoomForContent(app: App, caller: Caller, project: ProjectId): Promise<RoomForContent | null> {
  const resources = ['image_bytes'] as const;
  const isLimitedByDefault = app.quotaDefaults.image_bytes !== null;
  const found = await query(app.db.of(caller), (sql) =>
    findQuota(sql, project, resources, resources, { isLimitedByDefault }),
  );
  if (found === null) return null;
  const limit = limitsOf(found.quota, app.quotaDefaults).image_bytes;
  if (limit === null) return null;
  const { image_bytes: used = 0 } = found.used;
  const refusal = (requested: number | string): GuesthouseError =>
    quotaExceeded('image_bytes', { limit, used, requested });
  return { bytes: Math.max(0, limit - used), refusal };
}

/** The resources of which a transaction adds at most one. */
const ADDED_ONE_BY_ONE: readonly QuotaResource[] = ['guests', 'images', 'tokens'];

/**
 * If a project is further than this from a limit on rows, it is not locked. Transactions that have not committed are
 * not counted; there are never this many, because each needs a database session, and a service has about ten. Creations
 * in one project would otherwise wait for each other's commits: with 8 clients, an image took 1.4 times as long.
 */
const FAR = 1_000;

/** Throws `quota_exceeded` if the transaction has added more to the project than its quota allows. */
export async function requireWithinQuota(
  trx: Knex.Transaction,
  { quotaDefaults }: Pick<App, 'quotaDefaults'>,
  project: ProjectId,
  added: Partial<Usage>,
): Promise<void> {
  const resources = QUOTA_RESOURCES.filter((resource) => (added[resource] ?? 0) > 0);
  if (resources.length === 0) return;
  const oneByOne = resources.filter((resource) => ADDED_ONE_BY_ONE.includes(resource));
  const isLimitedByDefault = resources.some((resource) => quotaDefaults[resource] !== null);
  const found = await findQuota(trx, project, resources, oneByOne, { isLimitedByDefault });
  if (found === null) return;
  const before = limitsOf(found.quota, quotaDefaults);
  const isFar = (resource: QuotaResource): boolean => {
    const [limit, used] = [before[resource], found.used[resource]];
    return limit === null || (used !== undefined && limit - used > FAR);
  };
  if (resources.every(isFar)) return;
  const quota = await lockQuota(trx, project);
  if (quota === null) return;
  const limits = limitsOf(quota, quotaDefaults);
  const limited = resources.filter((resource) => limits[resource] !== null);
  const used = (await listUsage(trx, [project], limited)).get(project);
  requireWithinLimits(limits, used ?? {}, added);
}
