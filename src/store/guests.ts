/**
 * Guests in PostgreSQL: one function per statement. Code that changes a guest must lock its row first (`lockGuest`), so
 * that its decision is still valid when it writes. Triggers set `version` and `updated_at`
 * (migrations/0003-native-api.ts).
 * Invariant: every written `state` is what `guestState` returns (src/domain/lifecycle.ts): here in `writeFacts` and
 * `insertGuest`, and in observations.ts, where one statement sets all guests of a host that is away to `unknown`.
 */
import type { Knex } from 'knex';
import type { Visibility } from '../domain/access.js';
import { GUESTS } from '../domain/collections.js';
import { fold } from '../domain/fold.js';
import { imagesOfGuest } from '../domain/guest.js';
import type { Drift } from '../domain/drift.js';
import type { Fault, Guest, GuestChanges, GuestNic, OpenOperation, SeenAddresses } from '../domain/guest.js';
import { GuesthouseError } from '../domain/errors.js';
import { isIdForm } from '../domain/ids.js';
import type { GuestId, HostId, ProjectId } from '../domain/ids.js';
import { guestState, powerState } from '../domain/lifecycle.js';
import { mergeMetadata } from '../domain/metadata.js';
import { OBSERVED_STATES } from '../domain/words.js';
import type { ObservedState, PowerTarget } from '../domain/words.js';
import { foldedMetadata, foldedNics } from './folded.js';
import { inStoredOrder } from './stored-order.js';
import { imageSeenBy } from './images.js';
import { writeNetworksOfGuest } from './networks.js';
import { nameThrough, projectColumn, referenceThrough, userNameColumn } from './named-columns.js';
import { buryRow, selectPage } from './paging.js';
import type { Page, PagedCollection, PageRequest } from './paging.js';
import { faultToColumn, guestFromRow } from './rows.js';
import type { GuestRow } from './rows.js';
import { sql as sqlOf } from './search.js';
import type { Source } from './search.js';
import { branchesOf, seenBy } from './visibility.js';
import { namedRows, rows } from './statement.js';

/** The class of advisory locks on MAC addresses. */
const MAC_LOCK_CLASS = 0x67680003;

const COLUMNS = `t.id, t.project_id, t.user_id, t.host_id, h.name as host_name, h.zone_id, z.name as zone_name,
  t.instance_type_id, t.instance_type_name, t.placement_group_id,
  (select g.name from placement_groups g where g.id = t.placement_group_id) as placement_group_name,
  t.name, t.description, t.vcpus, t.memory_mib, t.firmware, t.cpu_model, t.machine_type, t.boot, t.disks, t.nics,
  t.addresses, t.metadata, t.state, t.observed, t.target_power_state, t.open_operation_id, t.open_kind, t.open_state,
  t.fault, t.unresponsive_since, t.created_at, t.updated_at, t.launched_at, t.version, t.is_definition_stale,
  t.is_power_cycle_required, t.drift`;
const FROM = 'from guests t join hosts h on h.id = t.host_id join zones z on z.id = h.zone_id';
const SELECT = `select ${COLUMNS} ${FROM}`;

/** A guest keeps the id and the name of its instance type, because the type can be renamed or deleted. */
const INSTANCE_TYPE = `(
  select t.instance_type_id as id, t.instance_type_name as name, t.instance_type_name_folded as name_folded
) named where named.id is not null`;

/** The search column of a member of each NIC. */
function ofEachNic(member: 'network' | 'mac'): { type: 'text'; exact: Source; folded: Source } {
  const value = `nic.value ->> '${member}'`;
  return {
    type: 'text',
    exact: { through: sqlOf('jsonb_array_elements(t.nics) nic where true'), value },
    folded: { through: sqlOf('jsonb_array_elements(t.nics_folded) nic where true'), value },
  };
}

/** The search column of all addresses, which are stored in lower case. */
function ofEachAddress(): { type: 'text'; exact: Source; folded: Source } {
  const through = sqlOf('jsonb_each(t.addresses) nic, jsonb_array_elements_text(nic.value) seen (address) where true');
  return { type: 'text', exact: { through, value: 'seen.address' }, folded: { through, value: 'seen.address' } };
}

/** The search column of a name that consists of ASCII characters, so that PostgreSQL can fold it. */
function ofAscii(column: string): { type: 'text'; exact: Source; folded: Source } {
  return { type: 'text', exact: column, folded: `lower(${column} collate "C")` };
}

const PAGED_GUESTS: Omit<PagedCollection<typeof GUESTS>, 'search'> = {
  of: GUESTS,
  columns: COLUMNS,
  from: FROM,
  sort: {
    created_at: { value: 't.created_at', type: 'timestamptz' },
    name: { value: 't.name_folded', type: 'text' },
    updated_at: { value: 't.updated_at', type: 'timestamptz' },
    launched_at: { value: `coalesce(t.launched_at, 'infinity'::timestamptz)`, type: 'timestamptz' },
    vcpus: { value: 't.vcpus', type: 'integer' },
    memory_mib: { value: 't.memory_mib', type: 'integer' },
    state: { value: 't.state', type: 'text' },
  },
};

/** A search finds guests only by the names of images, users and projects that `visibility` allows. */
function pagedGuests(visibility: Visibility): PagedCollection<typeof GUESTS> {
  const image = imageSeenBy(visibility);
  return {
    ...PAGED_GUESTS,
    search: {
      id: { type: 'id', value: 't.id' },
      name: { type: 'text', exact: 't.name', folded: 't.name_folded', isIndexed: true },
      description: { type: 'text', exact: 't.description', folded: 't.description_folded' },
      state: { type: 'word', value: 't.state' },
      power_state: {
        type: 'word',
        value: 't.observed',
        storedAs: (power) => OBSERVED_STATES.filter((observed) => powerState(observed) === power),
      },
      'host.name': nameThrough(sqlOf('hosts named where named.id = t.host_id')),
      zone: referenceThrough(sqlOf('hosts of join zones named on named.id = of.zone_id where of.id = t.host_id')),
      vcpus: { type: 'number', value: 't.vcpus' },
      memory_mib: { type: 'number', value: 't.memory_mib' },
      cpu_model: ofAscii('t.cpu_model'),
      machine_type: ofAscii('t.machine_type'),
      metadata: { type: 'map', exact: 't.metadata', folded: 't.metadata_folded' },
      image: referenceThrough(
        sqlOf(
          `guest_images used join images named on named.id = used.image_id where used.guest_id = t.id and ${image.text}`,
          ...image.bindings,
        ),
      ),
      instance_type: referenceThrough(sqlOf(INSTANCE_TYPE)),
      placement_group: referenceThrough(sqlOf('placement_groups named where named.id = t.placement_group_id')),
      network: ofEachNic('network'),
      mac: ofEachNic('mac'),
      address: ofEachAddress(),
      project: projectColumn(visibility),
      'user.name': userNameColumn(visibility),
      created_at: { type: 'time', value: 't.created_at' },
      updated_at: { type: 'time', value: 't.updated_at' },
      launched_at: { type: 'time', value: 't.launched_at' },
    },
  };
}

export function listGuests(sql: Knex, visibility: Visibility, page: PageRequest): Promise<Page<Guest>> {
  return selectPage<GuestRow, Guest>(sql, pagedGuests(visibility), branchesOf(visibility, 't.id'), page, guestFromRow);
}

/** Finds a guest by id in every visible project, or by name in one project. */
export async function findGuest(
  sql: Knex,
  visibility: Visibility,
  project: ProjectId,
  idOrName: string,
): Promise<Guest | null> {
  const { name, text, bindings } = namedBy(visibility, project, idOrName);
  const [row] = await namedRows<GuestRow>(sql, `guest-${name}`, `${SELECT} where ${text}`, bindings);
  return row ? guestFromRow(row) : null;
}

/** The members of a guest that are needed before the guest is locked, or if only its host is queried. */
export type GuestSummary = Pick<Guest, 'id' | 'name' | 'projectId' | 'hostId' | 'state'>;

/** Like `findGuest`, without the members that can be large. */
export async function findGuestSummary(
  sql: Knex,
  visibility: Visibility,
  project: ProjectId,
  idOrName: string,
): Promise<GuestSummary | null> {
  const { name, text, bindings } = namedBy(visibility, project, idOrName);
  const [summary] = await namedRows<GuestSummary>(
    sql,
    `guest-summary-${name}`,
    `select t.id, t.name, t.project_id as "projectId", t.host_id as "hostId", t.state from guests t where ${text}`,
    bindings,
  );
  return summary ?? null;
}

/** The condition that finds a guest by its id or name. `name` is the end of the statement's name. */
function namedBy(
  visibility: Visibility,
  project: ProjectId,
  idOrName: string,
): { readonly name: string; readonly text: string; readonly bindings: Knex.RawBinding[] } {
  const { name, text, bindings } = seenBy(visibility, 't.id');
  return isIdForm(idOrName)
    ? { name: `by-id${name}`, text: `${text} and t.id = ?`, bindings: [...bindings, idOrName] }
    : {
        name: `by-name${name}`,
        text: `${text} and t.project_id = ? and t.name_folded = ?`,
        bindings: [...bindings, project, fold(idOrName)],
      };
}

/** Finds a guest only by id, for the worker, which can see every project. */
export async function findGuestById(sql: Knex, id: GuestId): Promise<Guest | null> {
  const [row] = await namedRows<GuestRow>(sql, 'guest-of-worker', `${SELECT} where t.id = ?`, [id]);
  return row ? guestFromRow(row) : null;
}

/** The guest, with its row locked until the transaction ends. */
export async function lockGuest(trx: Knex.Transaction, id: GuestId): Promise<Guest | null> {
  const [row] = await namedRows<GuestRow>(trx, 'guest-lock', `${SELECT} where t.id = ? for update of t`, [id]);
  return row ? guestFromRow(row) : null;
}

/** An open operation as stored in a guest's row. */
export interface OpenOperationOfGuest extends OpenOperation {
  /** The value of `target_power_state` while the operation is open. */
  readonly target: PowerTarget | null;
}

export interface NewGuest extends Omit<
  Guest,
  | 'hostName'
  | 'zone'
  | 'cpuModel'
  | 'machineType'
  | 'state'
  | 'observed'
  | 'targetPowerState'
  | 'fault'
  | 'unresponsiveSince'
  | 'drift'
  | 'createdAt'
  | 'updatedAt'
  | 'launchedAt'
  | 'version'
  | 'isDefinitionStale'
  | 'isPowerCycleRequired'
  | 'openOperation'
> {
  readonly openOperation: OpenOperationOfGuest;
}

/**
 * Inserts the guest and its references to images and networks. The guest shows the state of its first operation
 * (`openOperation`), which is open. Fails on `guests_name_unique`.
 */
export async function insertGuest(trx: Knex.Transaction, guest: NewGuest): Promise<void> {
  const { openOperation } = guest;
  await trx('guests').insert({
    id: guest.id,
    project_id: guest.projectId,
    user_id: guest.userId,
    host_id: guest.hostId,
    ...instanceTypeColumns(guest.instanceType),
    placement_group_id: guest.placementGroup?.id ?? null,
    name: guest.name,
    name_folded: fold(guest.name),
    description: guest.description,
    description_folded: fold(guest.description),
    vcpus: guest.vcpus,
    memory_mib: guest.memoryMib,
    firmware: guest.firmware,
    boot: guest.boot === null ? null : JSON.stringify(guest.boot),
    disks: JSON.stringify(guest.disks),
    nics: JSON.stringify(guest.nics.map(({ device, network, model, mac }) => ({ device, network, model, mac }))),
    nics_folded: foldedNics(guest.nics),
    metadata: JSON.stringify(guest.metadata),
    metadata_folded: foldedMetadata(guest.metadata),
    state: guestState({ observed: null, openState: openOperation.state, isHostAway: false }),
    target_power_state: openOperation.target,
    open_operation_id: openOperation.id,
    open_kind: openOperation.kind,
    open_state: openOperation.state,
  });
  const images = imagesOfGuest(guest);
  if (images.length > 0) {
    await trx('guest_images').insert(images.map((image) => ({ guest_id: guest.id, image_id: image })));
  }
  const networks = [...new Set(guest.nics.map(({ network }) => network))];
  if (networks.length > 0 && (await writeNetworksOfGuest(trx, guest.id, networks)) < networks.length)
    throw new GuesthouseError('validation_failed', 'A network of the guest was deleted in the meantime.');
}

function instanceTypeColumns(type: Guest['instanceType']): Record<string, string | null> {
  return {
    instance_type_id: type?.id ?? null,
    instance_type_name: type?.name ?? null,
    instance_type_name_folded: type === null ? null : fold(type.name),
  };
}

export interface GuestFactsToWrite {
  readonly observed: ObservedState | null;
  /** Absent: the addresses stay as they are, unless the guest has lost its power. */
  readonly addresses?: SeenAddresses | undefined;
  readonly openOperation: OpenOperationOfGuest | null;
  readonly isHostAway: boolean;
  readonly fault: Fault | null;
  /** Whether the guest's machine has just responded, so that it does not count as unresponsive any more. */
  readonly hasResponded?: boolean;
  /** Whether the guest has just been powered on. */
  readonly isLaunched?: boolean;
  /** Whether the host's definition of the guest is now the same as the row. */
  readonly isDefined?: boolean;
}

/** Writes the facts of a guest whose row is locked, and the `state` that follows from them. */
export async function writeFacts(trx: Knex.Transaction, id: GuestId, facts: GuestFactsToWrite): Promise<void> {
  const open = facts.openOperation;
  await namedRows(
    trx,
    'guest-facts',
    `update guests set observed = ?, observed_seq = observed_seq + 1, state = ?, target_power_state = ?, open_operation_id = ?,
       open_kind = ?, open_state = ?, fault = ?::jsonb, addresses = coalesce(?::jsonb, addresses),
       unresponsive_since = case when ?::boolean then null else unresponsive_since end, launched_at = case when ?::boolean then clock_timestamp() else launched_at end,
       is_definition_stale = is_definition_stale and not ?::boolean
     where id = ?`,
    [
      facts.observed,
      guestState({ observed: facts.observed, openState: open?.state ?? null, isHostAway: facts.isHostAway }),
      open?.target ?? null,
      open?.id ?? null,
      open?.kind ?? null,
      open?.state ?? null,
      faultToColumn(facts.fault),
      facts.addresses === undefined ? null : JSON.stringify(facts.addresses),
      facts.hasResponded ?? false,
      facts.isLaunched ?? false,
      facts.isDefined ?? false,
      id,
    ],
  );
}

/**
 * Writes a client's changes of a guest whose row is locked, and returns the changed guest. Fails on
 * `guests_name_unique`. Throws `validation_failed` if there is too much metadata.
 *
 * The changed guest is not read again: metadata can have 64 KiB, which the database would unpack and send.
 */
export async function writeChanges(trx: Knex.Transaction, guest: Guest, changes: GuestChanges): Promise<Guest> {
  const { name, description, vcpus, memoryMib } = changes;
  const metadata = changes.metadata === undefined ? undefined : mergeMetadata(guest.metadata, changes.metadata);
  // The guest no longer has the size of its type.
  const isResized = (vcpus ?? guest.vcpus) !== guest.vcpus || (memoryMib ?? guest.memoryMib) !== guest.memoryMib;
  const columns = {
    ...(name === undefined ? {} : { name, name_folded: fold(name) }),
    ...(description === undefined ? {} : { description, description_folded: fold(description) }),
    ...(vcpus === undefined ? {} : { vcpus }),
    ...(memoryMib === undefined ? {} : { memory_mib: memoryMib }),
    ...(isResized ? instanceTypeColumns(null) : {}),
    ...(metadata === undefined
      ? {}
      : { metadata: JSON.stringify(metadata), metadata_folded: foldedMetadata(metadata) }),
  };
  if (Object.keys(columns).length === 0) return guest;
  const [written] = await trx('guests')
    .where({ id: guest.id })
    .update(columns)
    .returning<Pick<GuestRow, 'version' | 'updated_at'>[]>(['version', 'updated_at']);
  if (written === undefined) throw new GuesthouseError('internal', 'The locked guest is gone.');
  return {
    ...guest,
    ...{ name: name ?? guest.name, description: description ?? guest.description },
    ...{ vcpus: vcpus ?? guest.vcpus, memoryMib: memoryMib ?? guest.memoryMib },
    instanceType: isResized ? null : guest.instanceType,
    metadata: metadata === undefined ? guest.metadata : inStoredOrder(metadata),
    ...{ version: written.version, updatedAt: written.updated_at },
  };
}

/** Records that the host's definition of the guest may differ from its row. */
export async function markDefinitionStale(trx: Knex.Transaction, id: GuestId): Promise<void> {
  await trx('guests').where({ id }).update({ is_definition_stale: true });
}

/** Records the CPU model and the machine type of a guest whose row is locked. Null keeps what is known. */
export async function writeMachine(
  trx: Knex.Transaction,
  id: GuestId,
  { cpuModel, machineType }: { readonly cpuModel: string | null; readonly machineType: string | null },
): Promise<void> {
  await namedRows(
    trx,
    'guest-machine',
    `update guests set cpu_model = coalesce(?, cpu_model), machine_type = coalesce(?, machine_type)
     where id = ? and (coalesce(?, cpu_model), coalesce(?, machine_type)) is distinct from (cpu_model, machine_type)`,
    [cpuModel, machineType, id, cpuModel, machineType],
  );
}

/** The guests of a host that have been observed, for a round of comparisons with their baselines. */
export async function listGuestsToCompare(sql: Knex, host: HostId): Promise<GuestId[]> {
  const found = await namedRows<{ id: GuestId }>(
    sql,
    'guests-to-compare',
    `select id from guests where host_id = ? and observed <> 'absent' order by id`,
    [host],
  );
  return found.map(({ id }) => id);
}

export interface WithBaseline<T> {
  readonly guest: Guest;
  /** Null if the guest has none (baselines.ts). */
  readonly baseline: T | null;
}

/** The guests with these ids, with their baselines. */
export async function listWithBaselines<T>(sql: Knex, ids: readonly GuestId[]): Promise<WithBaseline<T>[]> {
  const found = await namedRows<GuestRow & { baseline: T | null }>(
    sql,
    'guests-with-baselines',
    `select ${COLUMNS}, b.baseline ${FROM} left join guest_baselines b on b.guest_id = t.id where t.id = any(?::uuid[])`,
    [[...ids]],
  );
  return found.map((row) => ({ guest: guestFromRow(row), baseline: row.baseline }));
}

/** Writes the drift of a guest whose row is locked, and the fault that the guest shows. */
export async function writeDrift(
  trx: Knex.Transaction,
  id: GuestId,
  drift: Drift | null,
  fault: Fault | null,
): Promise<void> {
  await namedRows(trx, 'write-drift', 'update guests set drift = ?::jsonb, fault = ?::jsonb where id = ?', [
    drift === null ? null : JSON.stringify(drift),
    faultToColumn(fault),
    id,
  ]);
}

/**
 * Returns a NIC of the guest whose MAC address a powered guest of the host has on the same network. Until the
 * transaction ends, other transactions with one of these MAC addresses wait here.
 */
export async function findPoweredMac(
  trx: Knex.Transaction,
  { id, hostId, nics }: Pick<Guest, 'id' | 'hostId' | 'nics'>,
): Promise<Pick<GuestNic, 'network' | 'mac'> | null> {
  // Every transaction uses the same order, so that two transactions never wait for each other.
  for (const { network, mac } of [...nics].sort((a, b) => (a.mac < b.mac ? -1 : 1))) {
    await rows(trx, 'select pg_advisory_xact_lock(?, hashtext(?))', [MAC_LOCK_CLASS, mac]);
    // Must be a second statement: the snapshot of the first statement precedes its wait.
    const powered = await rows(
      trx,
      `select 1 as found from guests where host_id = ? and id <> ? and nics @> ?::jsonb
         and (observed in ('running', 'suspended') or open_kind in ('guest.start', 'guest.create', 'guest.reboot')) limit 1`,
      [hostId, id, JSON.stringify([{ network, mac }])],
    );
    if (powered.length > 0) return { network, mac };
  }
  return null;
}

/** Removes the row; its tombstone keeps the id valid as a marker for a while. */
export async function deleteGuest(trx: Knex.Transaction, id: GuestId): Promise<void> {
  await rows(trx, `${buryRow(PAGED_GUESTS)} select id from gone`, [id]);
}

/**
 * Returns the NICs whose MAC address another guest of the host already has on the same network. Until the transaction
 * ends, other transactions with one of these MAC addresses wait here.
 */
export async function findMacsInUse(
  trx: Knex.Transaction,
  host: HostId,
  nics: readonly Pick<GuestNic, 'network' | 'mac'>[],
): Promise<Pick<GuestNic, 'network' | 'mac'>[]> {
  const used: Pick<GuestNic, 'network' | 'mac'>[] = [];
  // Every transaction uses the same order, so that two transactions never wait for each other.
  for (const { network, mac } of [...nics].sort((a, b) => (a.mac < b.mac ? -1 : 1))) {
    await rows(trx, 'select pg_advisory_xact_lock(?, hashtext(?))', [MAC_LOCK_CLASS, mac]);
    // Must be a second statement: the snapshot of the first statement precedes its wait.
    if (await hasNic(trx, host, { network, mac })) used.push({ network, mac });
  }
  return used;
}

/**
 * Whether a guest of the host has a NIC with these members. `offset 0` makes PostgreSQL use the index of the NICs, and
 * not read all guests of the host.
 */
export async function hasNic(sql: Knex, host: HostId, nic: Pick<GuestNic, 'network' | 'mac'>): Promise<boolean> {
  const found = await namedRows(
    sql,
    'has-nic',
    'select from (select host_id from guests where nics @> ?::jsonb offset 0) g where host_id = ? limit 1',
    [JSON.stringify([nic]), host],
  );
  return found.length > 0;
}

/** What the guests of a host have, as far as it decides from which addresses they can connect. */
export interface GuestNetworks {
  /** Those of the networks of the query that guests of the host have a NIC on. */
  readonly networks: readonly string[];
  /** Whether the host isolates the network `user`. */
  readonly isIsolating: boolean;
  /** Whether a guest of the host needs a power cycle; null if the query does not name the host as isolating. */
  readonly isPowerCycleRequired: boolean | null;
}

/**
 * One statement, however many hosts and networks exist. It reads only guests with a NIC on one of the `networks`, by
 * the index of the NICs (`offset 0`, as for `hasNic`), and guests of hosts in `isolating`. A host without a row is left
 * out.
 */
export async function findGuestNetworks(
  sql: Knex,
  of: {
    readonly hosts: readonly HostId[];
    readonly networks: readonly string[];
    readonly isolating: readonly HostId[];
  },
): Promise<ReadonlyMap<HostId, GuestNetworks>> {
  const found = await namedRows<{ id: HostId } & GuestNetworks>(
    sql,
    'guest-networks',
    `with used as (
       select distinct g.host_id, n.name from unnest(?::text[]) n (name)
       cross join lateral (
         select host_id from guests where nics @> jsonb_build_array(jsonb_build_object('network', n.name)) offset 0) g)
     select h.id, coalesce((h.capabilities ->> 'userNetworkIsolation')::boolean, false) as "isIsolating",
       array(select u.name from used u where u.host_id = h.id) as networks,
       case when h.id = any(?::uuid[])
         then exists (select from guests g where g.host_id = h.id and g.is_power_cycle_required) end as "isPowerCycleRequired"
     from hosts h where h.id = any(?::uuid[])`,
    [[...of.networks], [...of.isolating], [...of.hosts]],
  );
  return new Map(found.map(({ id, ...facts }) => [id, facts]));
}

/** Whether the host has a guest that was observed on it, and has not vanished. */
export async function hasObservedGuest(sql: Knex, host: HostId): Promise<boolean> {
  const observed = `select from guests where host_id = ? and observed <> 'absent' limit 1`;
  return (await rows(sql, observed, [host])).length > 0;
}

export async function countGuestsOfHost(sql: Knex, host: string): Promise<number> {
  const [row] = await rows<{ count: number }>(sql, 'select count(*)::int as count from guests where host_id = ?', [
    host,
  ]);
  return row?.count ?? 0;
}
