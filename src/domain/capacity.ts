/**
 * How much guests can claim of a host. Pure: store/placements.ts writes the claims, and repeats `capacityOf` in SQL.
 *
 *   capacity = (what the host has − what is reserved) × ratio        rounded down, never negative
 *   free     = capacity − the claims of all guests                    never negative: a capacity can be lowered below them
 *
 * A resource that the host does not report (its storage, for example) has no capacity, and is not limited.
 */

export const RESOURCES = ['vcpus', 'memoryMib', 'diskMib'] as const;
export type Resource = (typeof RESOURCES)[number];
/** An amount of each resource; memory and disk in MiB. */
export type Amounts = Readonly<Record<Resource, number>>;

export interface CapacityOfHost {
  readonly vcpus: number;
  readonly memoryMib: number;
  /** Null: the host does not report it. */
  readonly diskMib: number | null;
  readonly ratios: Amounts;
  readonly reserved: Amounts;
}

/** The ratios and reserves of a host for which an administrator has set none; the columns have the same defaults. */
export const DEFAULT_RATIOS: Amounts = Object.freeze({ vcpus: 4, memoryMib: 1, diskMib: 1 });
export const DEFAULT_RESERVED: Amounts = Object.freeze({ vcpus: 0, memoryMib: 1024, diskMib: 0 });

export const NOTHING: Amounts = Object.freeze({ vcpus: 0, memoryMib: 0, diskMib: 0 });

/** A record with a value for each resource. */
export function eachAmount<T>(valueOf: (resource: Resource) => T): Readonly<Record<Resource, T>> {
  return { vcpus: valueOf('vcpus'), memoryMib: valueOf('memoryMib'), diskMib: valueOf('diskMib') };
}

/** Null: not limited. */
export function capacityOf(host: CapacityOfHost): Readonly<Record<Resource, number | null>> {
  return eachAmount((resource) => {
    const total = host[resource];
    if (total === null) return null;
    return Math.max(0, Math.floor((total - host.reserved[resource]) * host.ratios[resource]));
  });
}

/** How much new guests can claim; null: not limited. */
export function freeOf(host: CapacityOfHost, taken: Amounts): Readonly<Record<Resource, number | null>> {
  const capacity = capacityOf(host);
  return eachAmount((resource) => {
    const limit = capacity[resource];
    return limit === null ? null : Math.max(0, limit - taken[resource]);
  });
}

/** The resources of which the host does not have `wanted` free. */
export function missingOf(host: CapacityOfHost, taken: Amounts, wanted: Amounts): Resource[] {
  const free = freeOf(host, taken);
  return RESOURCES.filter((resource) => {
    const left = free[resource];
    return wanted[resource] > 0 && left !== null && wanted[resource] > left;
  });
}

/** The largest share of a resource that would be taken. Hosts with a smaller share are preferred. */
export function dominantShare(host: CapacityOfHost, taken: Amounts, wanted: Amounts): number {
  const capacity = capacityOf(host);
  const shares = RESOURCES.map((resource) => {
    const limit = capacity[resource];
    const amount = taken[resource] + wanted[resource];
    if (limit === null || amount === 0) return 0;
    return limit === 0 ? Infinity : amount / limit;
  });
  return Math.max(...shares);
}
