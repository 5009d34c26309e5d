/**
 * The use cases of networks. Callers see the networks that their project can use; administrators see all, and decide
 * which projects can use them. A network that a project must not use is "not found" for its callers.
 */
import type { Knex } from 'knex';
import { hasRight, visibilityOf } from '../domain/access.js';
import { GuesthouseError } from '../domain/errors.js';
import type { Mistake } from '../domain/errors.js';
import { requirePrecondition } from '../domain/etag.js';
import type { EventDetail, NewEvent } from '../domain/event.js';
import type { Guest } from '../domain/guest.js';
import type { NetworkId, ProjectId } from '../domain/ids.js';
import { networkVisibility, usableIn } from '../domain/networks.js';
import type { Network } from '../domain/networks.js';
import type { Page, PageRequest } from '../domain/page.js';
import { subjectOf } from '../domain/subject.js';
import type { EventKind } from '../domain/words.js';
import { isForeignKeyViolation } from '../store/database-failure.js';
import { withBallast } from '../store/database.js';
import { recordEvents } from '../store/events.js';
import * as store from '../store/networks.js';
import { inTransaction, query } from '../store/transaction.js';
import { visibilityOfList } from './access/caller.js';
import type { Caller, ProjectCaller } from './access/caller.js';
import type { App } from './app.js';

/** The maximum number of mistakes in an error: a list can name many unknown projects. */
const MISTAKES_MAX = 20;

export function listNetworks(
  app: App,
  caller: Caller,
  page: PageRequest,
  isOfAllProjects: boolean,
): Promise<Page<Network>> {
  const visibility = visibilityOfList(caller, isOfAllProjects);
  const networks = networkVisibility(visibility, app.allowedNetworks);
  return query(app.db.ofPage(caller, page), (sql) => store.listNetworks(sql, networks, visibility, page));
}

export async function getNetwork(app: App, caller: Caller, idOrName: string): Promise<Network> {
  const visibility = networkVisibility(visibilityOf(caller), app.allowedNetworks);
  const network = await query(app.db.of(caller), (sql) => store.findNetwork(sql, visibility, idOrName));
  if (network === null) throw noSuchNetwork();
  return network;
}

function noSuchNetwork(): GuesthouseError {
  return new GuesthouseError('network_not_found', 'The network does not exist.');
}

/**
 * The networks that the caller's project can use for a new guest, by the ids and names in the request; null for a
 * network that the project cannot use, or that no host has. Not even an administrator can use another network for a
 * guest of the project.
 */
export async function resolveNetworks(
  app: App,
  caller: ProjectCaller,
  idsOrNames: readonly string[],
): Promise<(store.NetworkToUse | null)[]> {
  if (idsOrNames.length === 0) return [];
  const usable = usableIn(caller.projectId, app.allowedNetworks);
  const found = await query(app.db.of(caller), (sql) => store.findNetworksToUse(sql, usable, idsOrNames));
  const byName = new Map(found.map((network) => [network.name, network]));
  const byId = new Map<string, store.NetworkToUse>(found.map((network) => [network.id, network]));
  return idsOrNames.map((each) => byId.get(each.toLowerCase()) ?? byName.get(each) ?? null);
}

/**
 * The ids of the networks of these guests, by their names. Everyone who can see a guest can see its networks, even if
 * the project cannot use them for new guests.
 */
export async function networkIdsOf(
  app: App,
  caller: Caller,
  guests: readonly Pick<Guest, 'nics'>[],
): Promise<ReadonlyMap<string, NetworkId>> {
  const names = new Set(guests.flatMap(({ nics }) => nics.map(({ network }) => network)));
  if (names.size === 0) return new Map();
  const found = await query(app.db.of(caller), (sql) => store.findNetworkIds(sql, [...names]));
  return new Map(found.map(({ id, name }) => [name, id]));
}

/** Whether the caller can choose a MAC address on the network. */
export function canChooseMac({ principal }: Caller, { macChoice }: Pick<Network, 'macChoice'>): boolean {
  return macChoice === 'members' || hasRight(principal, 'networks.change', { projectId: null });
}

/** The members of a network that clients can write. */
export interface WritableNetwork extends Pick<Network, 'description' | 'access' | 'macChoice'> {
  /** The complete list of projects, each by its id or name. */
  readonly projects: readonly string[];
}

/** `patch` gets the current network, whose row is locked, and returns the changed network. */
export async function updateNetwork(
  app: App,
  caller: Caller,
  idOrName: string,
  patch: (network: Network) => WritableNetwork,
): Promise<Network> {
  const { id } = await getNetwork(app, caller, idOrName);
  return inTransaction(app.db.of(caller), async (trx) => {
    const network = await store.lockNetwork(trx, id);
    if (network === null) throw noSuchNetwork();
    requirePrecondition(caller.precondition, network.version);
    const wanted = patch(network);
    const projects = await writeProjects(trx, network, wanted.projects);
    await store.writeNetwork(trx, { id, ...wanted });
    const after = (await store.findNetwork(trx, null, id)) ?? network;
    if (after.version === network.version) return after;
    const detail = { changed: changedMembers(network, after, projects), ...projects };
    await recordEvents(trx, [eventOfNetwork('network.changed', after, caller, detail)]);
    return after;
  });
}

function changedMembers(before: Network, after: Network, { added, removed }: ProjectsDetail): string {
  const isChanged = {
    description: before.description !== after.description,
    access: before.access !== after.access,
    projects: added !== '' || removed !== '',
    mac_choice: before.macChoice !== after.macChoice,
  };
  return Object.entries(isChanged)
    .filter(([, is]) => is)
    .map(([member]) => member)
    .join(' ');
}

function eventOfNetwork(
  kind: EventKind,
  { id, name }: Network,
  { userId, requestId, clientAddress }: Caller,
  more: EventDetail = {},
): NewEvent {
  const detail = { network_id: id, name, ...more };
  const subject = subjectOf('network', { id, name });
  return { kind, projectId: null, subject, operationId: null, userId, requestId, clientAddress, detail };
}

/** The ids of the added and removed projects, for an event. */
type ProjectsDetail = { readonly added: string; readonly removed: string };

/** Changes the projects to `wanted`. Throws `validation_failed` if one of them does not exist. */
async function writeProjects(
  trx: Knex.Transaction,
  { id, projects }: Network,
  wanted: readonly string[],
): Promise<ProjectsDetail> {
  const held = await store.holdProjects(trx, wanted);
  const listed = new Set<ProjectId>();
  const mistakes: Mistake[] = [];
  for (const [index, project] of held.entries()) {
    if (project === null) mistakes.push({ pointer: `/projects/${index}`, detail: 'is not a project' });
    else listed.add(project);
  }
  if (mistakes.length > 0) {
    throw new GuesthouseError('validation_failed', 'Some of the projects do not exist.', {
      mistakes: mistakes.slice(0, MISTAKES_MAX),
    });
  }
  const current = projects.map((project) => project.id);
  const added = [...listed].filter((project) => !current.includes(project));
  const removed = current.filter((project) => !listed.has(project));
  await store.removeProjects(trx, id, removed);
  await store.addProjects(trx, id, added);
  return { added: added.join(' '), removed: removed.join(' ') };
}

/** Deletes a network that no host has and no guest uses. */
export async function deleteNetwork(app: App, caller: Caller, idOrName: string): Promise<void> {
  const { id } = await getNetwork(app, caller, idOrName);
  try {
    await inTransaction(withBallast(app.db.of(caller)), async (trx) => {
      const network = await store.lockNetwork(trx, id);
      if (network === null) throw noSuchNetwork();
      requirePrecondition(caller.precondition, network.version);
      if (network.kind === 'user') throw inUse('Every host has the network user.');
      if (network.hostCount > 0)
        throw inUse(`The network is on ${network.hostCount} ${network.hostCount === 1 ? 'host' : 'hosts'}.`);
      await recordEvents(trx, [eventOfNetwork('network.removed', network, caller)]);
      await store.deleteNetwork(trx, id);
    });
  } catch (error) {
    if (isForeignKeyViolation(error, 'guest_networks_in_use')) throw inUse('A guest uses the network.', error);
    throw error;
  }
}

function inUse(detail: string, cause?: unknown): GuesthouseError {
  return new GuesthouseError('network_in_use', detail, cause === undefined ? {} : { cause });
}
