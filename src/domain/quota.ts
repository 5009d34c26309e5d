/**
 * Quotas: how much a project can have, and how much it has. src/store/usage.ts counts; src/app/quota.ts rejects
 * requests that exceed a limit.
 */
import { hash } from 'node:crypto';
import { GuesthouseError } from './errors.js';

/**
 * The resources that a quota limits, with their names in the contract. The configuration and faults use the same names.
 */
export const QUOTA_RESOURCES = [
  'guests',
  'vcpus',
  'memory_mib',
  'disk_mib',
  'images',
  'image_bytes',
  'tokens',
] as const;
export type QuotaResource = (typeof QUOTA_RESOURCES)[number];

/** The value that means "no limit", even if the default is a limit. */
export const UNLIMITED = -1;

/** The limits that an administrator has set for a project. Null: the default applies; UNLIMITED: no limit. */
export type Quota = Readonly<Record<QuotaResource, number | null>>;

/** The limits that apply; null: no limit. Also the type of the service's defaults. */
export type QuotaLimits = Readonly<Record<QuotaResource, number | null>>;

export type Usage = Readonly<Record<QuotaResource, number>>;

/** The usage of a project and the limits that apply to it. */
export type ProjectUsage = Readonly<Record<QuotaResource, { readonly used: number; readonly limit: number | null }>>;

/**
 * The limits that protect only the database: rows of guests and images cost no capacity of a host, so without these
 * limits any member could fill the database.
 */
export const BUILT_IN_LIMITS: QuotaLimits = Object.freeze({
  guests: 10_000,
  vcpus: null,
  memory_mib: null,
  disk_mib: null,
  images: 10_000,
  image_bytes: null,
  tokens: null,
});

/** A record with a value for each resource. */
export function eachResource<T>(valueOf: (resource: QuotaResource) => T): Readonly<Record<QuotaResource, T>> {
  return Object.fromEntries(QUOTA_RESOURCES.map((resource) => [resource, valueOf(resource)])) as Record<
    QuotaResource,
    T
  >;
}

export function limitsOf(quota: Quota, defaults: QuotaLimits): QuotaLimits {
  return eachResource((resource) => {
    const limit = quota[resource];
    if (limit === null) return defaults[resource];
    return limit === UNLIMITED ? null : limit;
  });
}

export function usageWithLimits(used: Usage, limits: QuotaLimits): ProjectUsage {
  return eachResource((resource) => ({ used: used[resource], limit: limits[resource] }));
}

/** Fifteen digits that differ if the usage or the limits differ. Digits, because entity tags are numbers. */
export function fingerprintOf(usage: ProjectUsage): string {
  const values = QUOTA_RESOURCES.flatMap((resource) => [usage[resource].used, usage[resource].limit]);
  return hash('sha256', JSON.stringify(values), 'buffer').readUIntBE(0, 6).toString().padStart(15, '0');
}

/**
 * Throws `quota_exceeded` if something was added to a resource and the resource now exceeds its limit. `used` includes
 * what was added.
 */
export function requireWithinLimits(
  limits: Partial<QuotaLimits>,
  used: Partial<Usage>,
  added: Readonly<Partial<Record<QuotaResource, number>>>,
): void {
  for (const resource of QUOTA_RESOURCES) {
    const [limit = null, now = 0, more = 0] = [limits[resource], used[resource], added[resource]];
    if (limit === null || more <= 0 || now <= limit) continue;
    throw quotaExceeded(resource, { limit, used: now - more, requested: more });
  }
}

export function quotaExceeded(
  resource: QuotaResource,
  { limit, used, requested }: { readonly limit: number; readonly used: number; readonly requested: number | string },
): GuesthouseError {
  return new GuesthouseError(
    'quota_exceeded',
    `The quota of the project for ${resource} is ${limit}. The project uses ${used}, and this request needs ${requested}.`,
  );
}
