/**
 * The checks of quotas. A transaction first writes what it adds to a project, and then calls `requireWithinQuota`,
 * which throws if the project has too much; then nothing of the transaction remains. This order keeps the lock of the
 * project short.
 *
 *   write ─► lock the project, if the resource has a limit ─► count, in a second statement ─► commit
 *
 * The second statement must be separate: a statement that waits for the lock would count what was there before the
 * wait.
 * Invariant: no number of concurrent requests exceeds a quota (test/http/quotas.test.ts).
 */
import type { Knex } from 'knex';
import type { GuesthouseError } from '../domain/errors.js';
import type { ProjectId } from '../domain/ids.js';
import { limitsOf, quotaExceeded, requireWithinLimits } from '../domain/quota.js';
import type { QuotaResource, Usage } from '../domain/quota.js';
import { query } from '../store/transaction.js';
import { findQuota, listUsage, lockQuota } from '../store/usage.js';
import type { App } from './app.js';

/** How many bytes of image content the project can still receive, and the refusal of a byte more. */
export interface RoomForContent {
  readonly bytes: number;
  readonly refusal: (requested: number | string) => GuesthouseError;
}

/** Null: no limit. Concurrent uploads share the room, so the transaction that ends an upload checks the quota again. */
export async function findRoomForContent(app: App, project: ProjectId): Promise<RoomForContent | null> {
  const quota = await query(app.db, (sql) => findQuota(sql, project));
  const limit = quota === null ? null : limitsOf(quota, app.quotaDefaults).image_bytes;
  if (limit === null) return null;
  const usage = await query(app.db, (sql) => listUsage(sql, [project], ['image_bytes']));
  const used = usage.get(project)?.image_bytes ?? 0;
  const refusal = (requested: number | string): GuesthouseError =>
    quotaExceeded('image_bytes', { limit, used, requested });
  return { bytes: Math.max(0, limit - used), refusal };
}

/** Throws `quota_exceeded` if the transaction has added more to the project than its quota allows. */
export async function requireWithinQuota(
  trx: Knex.Transaction,
  { quotaDefaults }: Pick<App, 'quotaDefaults'>,
  project: ProjectId,
  added: Partial<Usage>,
): Promise<void> {
  const resources = (Object.keys(added) as QuotaResource[]).filter((resource) => (added[resource] ?? 0) > 0);
  if (resources.length === 0) return;
  const isLimitedByDefault = resources.some((resource) => quotaDefaults[resource] !== null);
  const quota = await lockQuota(trx, project, resources, { isLimitedByDefault });
  if (quota === null) return;
  const used = (await listUsage(trx, [project], resources)).get(project);
  requireWithinLimits(limitsOf(quota, quotaDefaults), used ?? {}, added);
}
