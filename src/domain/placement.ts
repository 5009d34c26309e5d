/**
 * The choice of a host for a new guest. Pure: app/placement.ts reads the hosts, and claims the room on the chosen one.
 *
 *   every host ─► the first reason why it is out, or none ─► by the policy of the group
 *              ─► by the dominant share, and by how much of the guest's images it lacks
 *              ─► a random one of the best three, so that concurrent requests do not all claim the same host
 *
 * `away` comes last: such a host would fit if it were up.
 */
import { dominantShare, freeOf, missingOf } from './capacity.js';
import type { Amounts, CapacityOfHost, Resource } from './capacity.js';
import type { HostCapabilities } from './host.js';
import type { HostOut } from './host-out.js';
import type { HostId } from './ids.js';
import type { DiskBus, Firmware, HostOutReason, HostState, NicModel, PlacementPolicy } from './words.js';

/** A host, as a choice reads it. */
export interface Candidate extends CapacityOfHost {
  readonly id: HostId;
  readonly name: string;
  readonly state: HostState;
  readonly isSchedulable: boolean;
  /** Whether the host was reached at least once, so that its size and its capabilities are known. */
  readonly isDescribed: boolean;
  /** Whether the request allows this host: by its name, its zone, or a search. */
  readonly isSelected: boolean;
  readonly taken: Amounts;
  /** The networks that the guest needs and the host lacks. */
  readonly missingNetworks: readonly string[];
  /** Null: the host has all capabilities that the guest needs. */
  readonly capabilities: HostCapabilities | null;
}

/** What a guest needs of its host. */
export interface Needs {
  readonly amounts: Amounts;
  readonly firmware: Firmware;
  readonly hasKernel: boolean;
  readonly diskBuses: readonly DiskBus[];
  readonly nicModels: readonly NicModel[];
}

/** How a group of guests wants its guests to be placed. */
export interface GroupPolicy {
  readonly policy: PlacementPolicy;
  /** Whether a host that violates the policy is out. Otherwise it is only less preferred. */
  readonly isStrict: boolean;
  /** How many guests of the group each host has. */
  readonly guestsByHost: ReadonlyMap<HostId, number>;
}

export interface Choice {
  /** The hosts that fit, the best first. */
  readonly fitting: readonly Candidate[];
  readonly out: readonly HostOut[];
}

/**
 * `imageBytes`: how many bytes of the guest's images each host already has; hosts with none can be missing. `random`
 * returns a number from 0 to 1, without 1.
 */
export function choose(
  candidates: readonly Candidate[],
  needs: Needs,
  group: GroupPolicy | null,
  imageBytes: ReadonlyMap<HostId, number>,
  random: () => number,
): Choice {
  const mostBytes = Math.max(1, ...imageBytes.values());
  const out: HostOut[] = [];
  const fitting: { readonly candidate: Candidate; readonly rank: number; readonly share: number }[] = [];
  for (const candidate of shuffled(candidates, random)) {
    const why = reasonOf(candidate, needs, group);
    if (why !== null) out.push({ host: { id: candidate.id, name: candidate.name }, ...why });
    else {
      const lacking = imageBytes.size === 0 ? 0 : 1 - (imageBytes.get(candidate.id) ?? 0) / mostBytes;
      const share = dominantShare(candidate, candidate.taken, needs.amounts) + IMAGE_WEIGHT * lacking;
      fitting.push({ candidate, rank: rankIn(group, candidate.id), share });
    }
  }
  fitting.sort((a, b) => a.rank - b.rank || a.share - b.share);
  const best = fitting.filter(({ rank }) => rank === fitting[0]?.rank).length;
  const first = Math.floor(random() * Math.min(BEST, best));
  const [chosen] = fitting.splice(first, 1);
  const order = new Map(candidates.map(({ id }, index) => [id, index]));
  return {
    fitting: [...(chosen === undefined ? [] : [chosen]), ...fitting].map(({ candidate }) => candidate),
    out: out.sort((a, b) => (order.get(a.host.id) ?? 0) - (order.get(b.host.id) ?? 0)),
  };
}

/** Among how many of the best hosts one is drawn. */
const BEST = 3;

/** A host without the images of the guest counts as if this share of it were taken in addition. */
const IMAGE_WEIGHT = 0.2;

/** So that a random one of several equally good hosts comes first. */
function shuffled<T>(list: readonly T[], random: () => number): T[] {
  const result = [...list];
  for (let last = result.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [result[last], result[other]] = [result[other] as T, result[last] as T];
  }
  return result;
}

function reasonOf(
  candidate: Candidate,
  needs: Needs,
  group: GroupPolicy | null,
): { readonly reason: HostOutReason; readonly detail: string } | null {
  if (!candidate.isSelected) return { reason: 'not_selected', detail: 'is excluded by the placement of the request' };
  if (!candidate.isSchedulable) return { reason: 'cordoned', detail: 'gets no new guests' };
  if (!candidate.isDescribed) return { reason: 'away', detail: 'has never been reached' };
  const unsupported = unsupportedBy(candidate.capabilities, needs);
  if (unsupported !== null) return { reason: 'unsupported', detail: `does not support ${unsupported}` };
  const { missingNetworks } = candidate;
  if (missingNetworks.length > 0)
    return { reason: 'network', detail: `does not have the network ${missingNetworks.join(', ')}` };
  if (violates(group, candidate.id)) return { reason: 'group', detail: 'is excluded by the placement group' };
  const exceeded = exceededOf(candidate, needs.amounts);
  if (exceeded !== null) return { reason: 'too_small', detail: exceeded };
  const missing = shortageOf(candidate, candidate.taken, needs.amounts);
  if (missing !== null) return { reason: 'full', detail: missing };
  if (candidate.state === 'away') return { reason: 'away', detail: 'does not respond' };
  return null;
}

/** The first feature that the guest needs and the host lacks. */
export function unsupportedBy(capabilities: HostCapabilities | null, needs: Needs): string | null {
  if (capabilities === null) return null;
  const missing = [
    capabilities.firmwares.includes(needs.firmware) ? null : `the firmware ${needs.firmware}`,
    needs.hasKernel && !capabilities.directKernelBoot ? 'booting a kernel directly' : null,
    ...needs.diskBuses.map((bus) => (capabilities.diskBuses.includes(bus) ? null : `the disk bus ${bus}`)),
    ...needs.nicModels.map((model) => (capabilities.nicModels.includes(model) ? null : `the NIC model ${model}`)),
  ];
  return missing.find((what) => what !== null) ?? null;
}

/**
 * Why a guest of this size would be too large for the host, even if the ratios of the host allow it: the host could
 * never run it well. Null if it is not too large.
 */
export function exceededOf(
  { vcpus, memoryMib }: Pick<CapacityOfHost, 'vcpus' | 'memoryMib'>,
  size: { readonly vcpus?: number; readonly memoryMib?: number },
): string | null {
  const { vcpus: wantedVcpus = 0, memoryMib: wantedMib = 0 } = size;
  const exceeded = [
    wantedVcpus > vcpus ? `${vcpus} vCPUs, and the guest would have ${wantedVcpus}` : null,
    wantedMib > memoryMib ? `${memoryMib} MiB of memory, and the guest would have ${wantedMib} MiB` : null,
  ].filter((each) => each !== null);
  return exceeded.length === 0 ? null : `has ${exceeded.join('; it has ')}`;
}

/** What the host does not have free for these amounts; null if it has everything. */
export function shortageOf(host: CapacityOfHost, taken: Amounts, wanted: Amounts): string | null {
  const free = freeOf(host, taken);
  const missing = missingOf(host, taken, wanted).map(
    (resource) => `${free[resource] ?? 0}${UNIT[resource]} free, and the guest needs ${wanted[resource]}`,
  );
  return missing.length === 0 ? null : `has ${missing.join('; it has ')}`;
}

const UNIT = { vcpus: ' vCPUs', memoryMib: ' MiB of memory', diskMib: ' MiB of storage' } as const satisfies Record<
  Resource,
  string
>;

/** Whether a strict policy excludes the host. */
export function violates(group: GroupPolicy | null, host: HostId): boolean {
  if (group === null || !group.isStrict) return false;
  const guests = group.guestsByHost.get(host) ?? 0;
  return group.policy === 'spread' ? guests > 0 : guests === 0 && isStarted(group);
}

/** Whether the group has a guest, so that `together` means one of the hosts that have one. */
function isStarted({ guestsByHost }: GroupPolicy): boolean {
  return [...guestsByHost.values()].some((guests) => guests > 0);
}

/** Hosts with a smaller rank are preferred, whatever their shares. */
function rankIn(group: GroupPolicy | null, host: HostId): number {
  if (group === null) return 0;
  const guests = group.guestsByHost.get(host) ?? 0;
  return group.policy === 'spread' ? guests : -guests;
}
