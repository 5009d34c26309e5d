/**
 * The placement of a new guest: the choice of its host, and its claim there.
 *
 *   read every host ─► choose (domain/placement.ts) ─► create the guest and claim the room, in one transaction
 *         ▲                └─ no host is left: 507 or 503, with a reason for each host    │
 *         └────────────────────── another request claimed the room first ────────────────┘
 *
 * The choice only advises: it reads without locks. Only the claim decides (store/placements.ts).
 */
import type { Knex } from 'knex';
import { visibilityOf } from '../domain/access.js';
import { GuesthouseError } from '../domain/errors.js';
import type { Mistake } from '../domain/errors.js';
import { HOSTS } from '../domain/collections.js';
import type { HostOut } from '../domain/host-out.js';
import type { Host } from '../domain/host.js';
import type { HostId, ImageId, ZoneId } from '../domain/ids.js';
import { networkVisibility } from '../domain/networks.js';
import type { PlacementGroup } from '../domain/placement-group.js';
import { choose, exceededOf, unsupportedBy, violates } from '../domain/placement.js';
import type { Candidate, GroupPolicy, Needs } from '../domain/placement.js';
import { parseSearch } from '../domain/search/parse.js';
import type { Search } from '../domain/search/tree.js';
import { findHost } from '../store/hosts.js';
import { bytesOnHosts } from '../store/image-copies.js';
import { findNamed } from '../store/named.js';
import { countGuestsByHost, lockPlacementGroup } from '../store/placement-groups.js';
import { listCandidates } from '../store/placements.js';
import { findProject } from '../store/projects.js';
import { query } from '../store/transaction.js';
import type { ProjectCaller } from './access/caller.js';
import type { App } from './app.js';
import { findGroupOfGuest } from './placement-groups.js';

/** Which hosts a request allows; null: any. */
export interface Placement {
  /** The id or name of the only host. */
  readonly host: string | null;
  /** The id or name of the only zone. */
  readonly zone: string | null;
  /** A search over hosts. */
  readonly hosts: string | null;
  /** The id or name of a placement group. */
  readonly group: string | null;
}

/** A guest to place. */
export interface GuestToPlace {
  readonly placement: Placement;
  readonly needs: Needs;
  /** The networks of its NICs, in their order. */
  readonly networks: readonly string[];
  readonly images: readonly ImageId[];
}

/** The number of hosts that a fault lists. */
const HOSTS_SHOWN = 100;

/**
 * How often a choice is repeated because another request claimed the room first. Each repetition means that another
 * guest was placed, so many of them mean that nearly nothing is free.
 */
const CLAIMS_MAX = 50;

/** Rolls back a transaction that could not claim the room. */
export class RoomClaimedMeanwhile extends Error {}

/**
 * Chooses a host, and calls `create` with it. `create` runs the transaction that creates the guest and claims the room,
 * and throws `RoomClaimedMeanwhile` if the room is gone; then the next host is chosen. Throws `capacity_exhausted`,
 * `host_unreachable`, `unsupported_by_backend` or `validation_failed`.
 */
export async function placeGuest<T>(
  app: App,
  caller: ProjectCaller,
  guest: GuestToPlace,
  create: (host: HostId, group: PlacementGroup | null) => Promise<T>,
): Promise<T> {
  const wanted = await resolvePlacement(app, caller, guest.placement);
  for (let attempt = 1; ; attempt++) {
    const host = await chooseHost(app, caller, guest, wanted);
    try {
      return await create(host.id, wanted.group);
    } catch (error) {
      if (!(error instanceof RoomClaimedMeanwhile)) throw error;
      if (attempt < CLAIMS_MAX) continue;
      throw new GuesthouseError('capacity_exhausted', 'Other requests claimed the room meanwhile. Try again.', {
        hosts: [{ host: { id: host.id, name: host.name }, reason: 'full', detail: 'had room, which is now claimed' }],
      });
    }
  }
}

/** A placement whose names are resolved. */
interface ResolvedPlacement {
  readonly host: HostId | null;
  readonly zone: ZoneId | null;
  readonly search: Search['criteria'];
  readonly group: PlacementGroup | null;
}

async function resolvePlacement(app: App, caller: ProjectCaller, placement: Placement): Promise<ResolvedPlacement> {
  const mistakes: Mistake[] = [];
  const resolve = async <T>(
    member: 'host' | 'zone' | 'group',
    what: string,
    find: (idOrName: string) => Promise<T | null>,
  ): Promise<T | null> => {
    const idOrName = placement[member];
    if (idOrName === null) return null;
    const found = await find(idOrName);
    if (found === null) mistakes.push({ pointer: `/placement/${member}`, detail: `does not name a ${what}` });
    return found;
  };
  const db = app.db.of(caller);
  const host = await resolve('host', 'host', (name) => query(db, (sql) => findHost(sql, name)));
  const zone = await resolve('zone', 'zone', (name) => query(db, (sql) => findNamed(sql, 'zones', name)));
  const group = await resolve('group', 'placement group', (name) => findGroupOfGuest(app, caller, name));
  const search = readSearch(placement.hosts, mistakes);
  if (mistakes.length > 0) {
    throw new GuesthouseError('validation_failed', 'The placement of the guest is not valid.', { mistakes });
  }
  // A request that names a host has chosen its zone.
  const isZoneChosen = zone !== null || host !== null;
  const zoneId = isZoneChosen ? (zone?.id ?? null) : await findZoneOfProject(app, caller);
  return { host: host?.id ?? null, zone: zoneId, search, group };
}

/** The zone of the guests of the caller's project, if the request names none. */
async function findZoneOfProject(app: App, caller: ProjectCaller): Promise<ZoneId | null> {
  const project = await query(app.db.of(caller), (sql) => findProject(sql, caller.projectId));
  return project?.zone?.id ?? null;
}

async function policyOf(sql: Knex, group: PlacementGroup | null): Promise<GroupPolicy | null> {
  if (group === null) return null;
  const { policy, isStrict } = group;
  return { policy, isStrict, guestsByHost: await countGuestsByHost(sql, group.id) };
}

/**
 * For the transaction that creates a guest of the group; must come first. Throws `RoomClaimedMeanwhile` if the policy
 * of a strict group no longer allows the host. The row of a strict group stays locked until the transaction ends, so
 * that no other guest of the group gets a host meanwhile.
 * Invariant: a strict policy holds however many requests create guests of the group at the same time
 * (test/http/placement-groups.test.ts).
 */
export async function requireGroupAllows(
  trx: Knex.Transaction,
  group: PlacementGroup | null,
  host: HostId,
): Promise<void> {
  if (group === null || !group.isStrict) return;
  const locked = await lockPlacementGroup(trx, group.id);
  if (locked === null) throw groupGone();
  // Must be a second statement: the snapshot of the first one precedes its wait.
  if (violates(await policyOf(trx, locked), host)) throw new RoomClaimedMeanwhile();
}

/** The fault if the placement group was deleted after the request had found it. */
export function groupGone(cause?: unknown): GuesthouseError {
  return new GuesthouseError('validation_failed', 'The placement group was deleted in the meantime.', {
    mistakes: [{ pointer: '/placement/group', detail: 'does not name a placement group' }],
    ...(cause === undefined ? {} : { cause }),
  });
}

function readSearch(text: string | null, mistakes: Mistake[]): Search['criteria'] {
  if (text === null) return null;
  const pointer = '/placement/hosts';
  try {
    const { criteria, sortBy, page } = parseSearch(text, HOSTS, { now: new Date() });
    if (sortBy !== null || page !== null) mistakes.push({ pointer, detail: 'must not have `sortby` or `page`' });
    return criteria;
  } catch (error) {
    if (!(error instanceof GuesthouseError) || error.kind !== 'search_syntax') throw error;
    mistakes.push(...error.mistakes.map(({ detail }) => ({ pointer, detail })));
    return null;
  }
}

async function chooseHost(
  app: App,
  caller: ProjectCaller,
  { needs, networks, images }: GuestToPlace,
  { group, ...filter }: ResolvedPlacement,
): Promise<Candidate> {
  const { firmware, hasKernel, diskBuses, nicModels } = needs;
  const capabilities = {
    ...{ firmwares: [firmware], diskBuses, nicModels },
    ...(hasKernel ? { directKernelBoot: true } : {}),
  };
  const visibility = visibilityOf(caller);
  const seenNetworks = networkVisibility(visibility, app.allowedNetworks);
  const { candidates, policy, imageBytes } = await query(app.db.of(caller), async (sql) => {
    const found = await listCandidates(sql, { ...filter, visibility, seenNetworks, capabilities, networks });
    const hosts = found.length > 1 ? found.map(({ id }) => id) : [];
    return {
      candidates: found,
      policy: await policyOf(sql, group),
      imageBytes: await bytesOnHosts(sql, hosts, images),
    };
  });
  const { fitting, out } = choose(candidates, needs, policy, imageBytes, Math.random);
  if (fitting[0] !== undefined) return fitting[0];
  throw noHostFor(candidates, needs, out);
}

/** The fault if no host is left. `out` has a reason for each host. */
function noHostFor(candidates: readonly Candidate[], needs: Needs, out: readonly HostOut[]): GuesthouseError {
  if (candidates.length === 0) return new GuesthouseError('host_unreachable', 'The service has no host.');
  const unsupported = candidates
    .filter(({ isDescribed }) => isDescribed)
    .map((host) => unsupportedBy(host.capabilities, needs));
  const [lacks] = unsupported;
  if (unsupported.length > 0 && lacks !== undefined && unsupported.every((what) => what !== null)) {
    const whose = candidates.length === 1 ? 'The host does not support' : 'No host supports';
    return new GuesthouseError('unsupported_by_backend', `${whose} ${lacks}.`);
  }
  const isShownLast = ({ reason }: HostOut): number => (reason === 'not_selected' ? 1 : 0);
  const hosts = [...out].sort((a, b) => isShownLast(a) - isShownLast(b)).slice(0, HOSTS_SHOWN);
  const considered = out.filter(({ reason }) => reason !== 'not_selected');
  const [only] = considered;
  // Whether a host that was never reached could have the guest is not known.
  const reached = new Set(candidates.filter(({ isDescribed }) => isDescribed).map(({ id }) => id));
  const away = considered.filter(({ reason }) => reason === 'away');
  if (away.some(({ host }) => reached.has(host.id)) || (only !== undefined && away.length === considered.length)) {
    const message =
      considered.length === 1
        ? 'The host of the guest is away. Try again when it is up.'
        : 'Every host that could have the guest is away. Try again when one of them is up.';
    return new GuesthouseError('host_unreachable', message, { hosts });
  }
  if (only === undefined) {
    return new GuesthouseError('capacity_exhausted', 'The placement of the request excludes every host.', { hosts });
  }
  const message =
    considered.length === 1
      ? `The host ${only.host.name} ${only.detail}.`
      : `None of ${considered.length} hosts can have the guest; \`hosts\` has the reasons.`;
  return new GuesthouseError('capacity_exhausted', message, { hosts });
}

/** Throws `capacity_exhausted` if a guest of this size is larger than the host: the host could never run it well. */
export function requireFits(host: Host, size: { readonly vcpus?: number; readonly memoryMib?: number }): void {
  const exceeded = exceededOf(host, size);
  if (exceeded !== null) throw roomMissing(host, 'too_small', exceeded);
}

/** The fault if the host of an existing guest does not have room for what a request adds. */
export function roomMissing(
  { id, name }: Pick<Host, 'id' | 'name'>,
  reason: 'too_small' | 'full',
  detail: string,
): GuesthouseError {
  return new GuesthouseError('capacity_exhausted', `The host ${name} ${detail}.`, {
    hosts: [{ host: { id, name }, reason, detail }],
  });
}
