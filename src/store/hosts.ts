/**
 * Hosts in PostgreSQL. A service creates the host that its configuration names at its first start
 * (src/hosts/first-start.ts); requests create all others. host-places.ts has the statements about where hosts are.
 *
 * The name of a host that a configuration names comes from its hypervisor, until a request changes it. If another host
 * already has that name, a number is appended, because two hypervisors of one machine report the same name.
 */
import type { Knex } from 'knex';
import type { Visibility } from '../domain/access.js';
import { HOSTS } from '../domain/collections.js';
import { NOBODY } from '../domain/event.js';
import { GuesthouseError } from '../domain/errors.js';
import { fold } from '../domain/fold.js';
import type { Fault } from '../domain/guest.js';
import type { Host, HostCapabilities, HostDescription, HostPlace, HostSettings } from '../domain/host.js';
import type { HostId } from '../domain/ids.js';
import type { NetworkVisibility } from '../domain/networks.js';
import type { Metadata } from '../domain/metadata.js';
import type { HostState } from '../domain/words.js';
import type { ZoneReference } from '../domain/zone.js';
import type { Node } from '../domain/search/tree.js';
import { subjectOf } from '../domain/subject.js';
import { recordEvents } from './events.js';
import { foldedMetadata } from './folded.js';
import { placeColumns } from './host-places.js';
import { findByIdOrName } from './named.js';
import { referenceThrough } from './named-columns.js';
import { networkSeenBy } from './networks.js';
import { ALL_ROWS, buryRow, selectPage } from './paging.js';
import type { Page, PagedCollection, PageRequest } from './paging.js';
import { hostFromRow } from './rows.js';
import type { HostRow } from './rows.js';
import { conditionOf, sql as sqlOf } from './search.js';
import type { Sql } from './search.js';
import { isEveryRowVisible, seenBy } from './visibility.js';
import { namedRows, rows } from './statement.js';

/** Class of the advisory locks for identities of hypervisors; an arbitrary constant of Guesthouse. */
const HYPERVISOR_LOCK_CLASS = 0x67680003;

/**
 * What the guests of the host claim. A single value, not a join, so that PostgreSQL adds the claims of only those hosts
 * that a page shows.
 */
const TAKEN = `(select jsonb_build_array(sum(p.vcpus), sum(p.memory_mib), sum(p.disk_mib)) from placements p where p.host_id = t.id)`;

const COLUMNS = `t.id, t.name, t.backend, t.uri, t.machine_id, t.state, t.state_since, t.hypervisor_version, t.vcpus, t.memory_mib,
  t.capabilities, t.metadata, t.created_at, t.version, t.description, t.zone_id, z.name as zone_name, t.disk_mib, t.is_schedulable,
  t.vcpu_ratio, t.memory_ratio, t.disk_ratio, t.reserved_vcpus, t.reserved_memory_mib, t.reserved_disk_mib, t.fault, ${TAKEN} as taken`;
const FROM = 'from hosts t join zones z on z.id = t.zone_id';
const SELECT = `select ${COLUMNS} ${FROM}`;

const HOST_SORT: PagedCollection<typeof HOSTS>['sort'] = {
  created_at: { value: 't.created_at', type: 'timestamptz' },
  name: { value: 't.name_folded', type: 'text' },
  vcpus: { value: 't.vcpus', type: 'integer' },
  memory_mib: { value: 't.memory_mib', type: 'bigint' },
  disk_mib: {
    value: `coalesce(t.disk_mib::double precision, 'infinity'::double precision)`,
    type: 'double precision',
  },
};

/**
 * Every caller can see every host, but a search considers only visible guests and networks; otherwise it would reveal
 * others.
 * Only administrators see the URI of a host, so for other callers a search treats it as absent.
 */
function pagedHosts(visibility: Visibility, networks: NetworkVisibility): PagedCollection<typeof HOSTS> {
  const network = networkSeenBy(networks);
  const seen = seenBy(visibility, 't.id');
  const guests = `(select t.* from guests t where ${seen.text}) guest`;
  const through = sqlOf(`${guests} where guest.host_id = t.id`, ...seen.bindings);
  return {
    of: HOSTS,
    columns: COLUMNS,
    from: FROM,
    sort: HOST_SORT,
    search: {
      id: { type: 'id', value: 't.id' },
      name: { type: 'text', exact: 't.name', folded: 't.name_folded', isIndexed: true },
      backend: { type: 'word', value: 't.backend' },
      state: { type: 'word', value: 't.state' },
      uri: isEveryRowVisible(visibility)
        ? { type: 'text', exact: 't.uri', folded: 't.uri_folded' }
        : { type: 'text', exact: 'null::text', folded: 'null::text' },
      description: { type: 'text', exact: 't.description', folded: 't.description_folded' },
      zone: referenceThrough(sqlOf('zones named where named.id = t.zone_id')),
      vcpus: { type: 'number', value: 't.vcpus' },
      memory_mib: { type: 'number', value: 't.memory_mib' },
      disk_mib: { type: 'number', value: 't.disk_mib' },
      schedulable: { type: 'word', value: 't.is_schedulable::text' },
      hypervisor_version: { type: 'text', exact: 't.hypervisor_version', folded: 't.hypervisor_version_folded' },
      metadata: { type: 'map', exact: 't.metadata', folded: 't.metadata_folded' },
      network: referenceThrough(
        sqlOf(
          `network_hosts l join networks named on named.id = l.network_id where l.host_id = t.id and ${network.text}`,
          ...network.bindings,
        ),
      ),
      'guests.state': { type: 'word', value: { through, value: 'guest.state' } },
      'guests.name': {
        type: 'text',
        exact: { through, value: 'guest.name' },
        folded: { through, value: 'guest.name_folded' },
        isIndexed: true,
      },
      state_since: { type: 'time', value: 't.state_since' },
    },
  };
}

/**
 * The condition that the host `h` matches a search. `visibility` and `networks` limit the guests and networks that the
 * search considers.
 */
export function hostsMatching(visibility: Visibility, networks: NetworkVisibility, criteria: Node): Sql {
  const condition = conditionOf(criteria, HOSTS, pagedHosts(visibility, networks).search, false);
  return sqlOf(`exists (select from hosts t where t.id = h.id and ${condition.text})`, ...condition.bindings);
}

/** `visibility` and `networks` limit the guests and networks that a search considers. */
export function listHosts(
  sql: Knex,
  visibility: Visibility,
  networks: NetworkVisibility,
  page: PageRequest,
): Promise<Page<Host>> {
  return selectPage<HostRow, Host>(sql, pagedHosts(visibility, networks), ALL_ROWS, page, hostFromRow);
}

export async function findHost(sql: Knex, idOrName: string): Promise<Host | null> {
  const row = await findByIdOrName<HostRow>(sql, 'host', SELECT, idOrName);
  return row ? hostFromRow(row) : null;
}

/** Every host, the oldest first. */
export async function listEveryHost(sql: Knex): Promise<Host[]> {
  const found = await namedRows<HostRow>(sql, 'every-host', `${SELECT} order by t.created_at, t.id`, []);
  return found.map(hostFromRow);
}

/**
 * The host, with its row locked until the transaction ends, so that it gets no guest and no guest claims more of it.
 */
export async function lockHost(trx: Knex.Transaction, id: HostId): Promise<Host | null> {
  await rows(trx, 'select from hosts where id = ? for update', [id]);
  // Must be a second statement: the snapshot of the first one precedes its wait, and lacks claims made meanwhile.
  return await findHost(trx, id);
}

/** The zone of hosts for which no other zone was chosen: the one that was named `default` at first. */
export async function findFirstZone(sql: Knex): Promise<ZoneReference | null> {
  const text = 'select z.id, z.name from initial_rows join zones z on z.id = zone_id';
  const [zone] = await namedRows<ZoneReference>(sql, 'first-zone', text, []);
  return zone ?? null;
}

/** Writes what clients can set. */
export async function writeHostSettings(trx: Knex.Transaction, id: HostId, settings: HostSettings): Promise<void> {
  await trx('hosts').where({ id }).update(settingsColumns(settings));
}

function settingsColumns(settings: HostSettings): Record<string, unknown> {
  const { description, zone, isSchedulable, ratios, reserved, metadata } = settings;
  return {
    ...{ description, description_folded: fold(description), zone_id: zone.id, is_schedulable: isSchedulable },
    ...{ vcpu_ratio: ratios.vcpus, memory_ratio: ratios.memoryMib, disk_ratio: ratios.diskMib },
    reserved_vcpus: reserved.vcpus,
    reserved_memory_mib: reserved.memoryMib,
    reserved_disk_mib: reserved.diskMib,
    metadata: JSON.stringify(metadata),
    metadata_folded: foldedMetadata(metadata),
  };
}

/** The host that the configuration of a service names, after the host has described itself. */
export async function insertHost(
  trx: Knex.Transaction,
  host: HostPlace & HostDescription & Pick<Host, 'id' | 'state'>,
): Promise<void> {
  const { id, state } = host;
  await trx('hosts').insert({
    ...placeColumns(host),
    ...nameColumns(await findFreeName(trx, id, host.name)),
    ...describedColumns(host),
    id,
    state,
    zone_id: trx('initial_rows').select('zone_id'),
    metadata_folded: '{}',
  });
}

/** A host that a request creates, and that has not been reached yet. */
export async function insertRequestedHost(
  trx: Knex.Transaction,
  host: HostPlace & HostSettings & Pick<Host, 'id' | 'name'> & Pick<HostDescription, 'hypervisorId'>,
): Promise<void> {
  const { id, name, hypervisorId } = host;
  await trx('hosts').insert({
    ...placeColumns(host),
    ...nameColumns(name),
    ...describedColumns({ ...UNKNOWN, hypervisorId }),
    ...settingsColumns(host),
    ...{ id, state: 'away', origin: 'request', is_name_given: true },
  });
}

/** What is known of a host that has never been reached. */
const UNKNOWN: Omit<HostDescription, 'name' | 'hypervisorId'> = {
  hypervisorVersion: '',
  vcpus: 0,
  memoryMib: 0,
  diskMib: null,
  capabilities: {
    firmwares: [],
    diskBuses: [],
    nicModels: [],
    directKernelBoot: false,
    consoleLog: false,
    cpuMetrics: false,
    diskMetrics: false,
    nicMetrics: false,
    userNetworkIsolation: false,
  },
};

/** Fails on `hosts_name_unique`. The name no longer follows the hypervisor. */
export async function writeHostName(trx: Knex.Transaction, id: HostId, name: string): Promise<void> {
  await trx('hosts')
    .where({ id })
    .update({ ...nameColumns(name), is_name_given: true });
}

/** The row must be locked, and the host must have no guests. */
export async function deleteHost(trx: Knex.Transaction, id: HostId): Promise<void> {
  await rows(trx, `${buryRow({ of: HOSTS, sort: HOST_SORT }, 'null::uuid')} select id from gone`, [id]);
}

export async function clearHostFault(trx: Knex.Transaction, id: HostId): Promise<void> {
  await trx('hosts').where({ id }).update({ fault: null });
}

/** What came of a description that a host reported. */
export type Described =
  | { readonly isWritten: true; readonly earlierHypervisorId: string | null }
  /** The hypervisor is already this other host. */
  | { readonly isWritten: false; readonly other: Pick<Host, 'id' | 'name'> };

/**
 * Writes what the host reported about itself, unless its hypervisor is already another host. The name follows the
 * hypervisor only if no request has chosen it. Writes nothing if the row has all of it: a service with many hosts
 * reads their descriptions when it starts.
 */
export async function writeHostDescription(
  trx: Knex.Transaction,
  id: HostId,
  description: HostDescription,
): Promise<Described> {
  const { hypervisorId } = description;
  const before = await findDescribed(trx, id);
  if (before === null) throw new GuesthouseError('host_not_found', 'The host does not exist.');
  if (hypervisorId !== null && hypervisorId !== before.hypervisor_id) {
    // Two hosts that report the same identity at the same time must not both be written.
    await rows(trx, 'select pg_advisory_xact_lock(?, hashtext(?))', [HYPERVISOR_LOCK_CLASS, hypervisorId]);
    const [other] = await rows<Pick<Host, 'id' | 'name'>>(
      trx,
      'select id, name from hosts where hypervisor_id = ? and id <> ?',
      [hypervisorId, id],
    );
    if (other !== undefined) return { isWritten: false, other };
  }
  const isNamed = before.is_name_given || before.name === description.name;
  if (!isNamed || !isDescribedAs(before, description)) {
    await trx('hosts')
      .where({ id })
      .update({
        ...describedColumns(description),
        ...(isNamed ? {} : nameColumns(await findFreeName(trx, id, description.name))),
        fault: null,
      });
  }
  return { isWritten: true, earlierHypervisorId: before.hypervisor_id };
}

interface DescribedRow {
  readonly name: string;
  readonly is_name_given: boolean;
  readonly hypervisor_id: string | null;
  readonly hypervisor_version: string;
  readonly vcpus: number;
  readonly memory_mib: number;
  readonly disk_mib: number | null;
  readonly capabilities: HostCapabilities;
  readonly fault: unknown;
}

async function findDescribed(trx: Knex.Transaction, id: HostId): Promise<DescribedRow | null> {
  const [row] = await namedRows<DescribedRow>(
    trx,
    'described-host',
    `select name, is_name_given, hypervisor_id, hypervisor_version, vcpus, memory_mib, disk_mib, capabilities, fault
     from hosts where id = ? for no key update`,
    [id],
  );
  return row ?? null;
}

function isDescribedAs(row: DescribedRow, description: HostDescription): boolean {
  const { hypervisorId, hypervisorVersion, vcpus, memoryMib, diskMib, capabilities } = description;
  const isSameSize = row.vcpus === vcpus && row.memory_mib === memoryMib && row.disk_mib === diskMib;
  const isSameHypervisor = row.hypervisor_id === hypervisorId && row.hypervisor_version === hypervisorVersion;
  const members = Object.keys(capabilities) as (keyof HostCapabilities)[];
  const areSame = members.every(
    (each) => JSON.stringify(row.capabilities[each]) === JSON.stringify(capabilities[each]),
  );
  return isSameSize && isSameHypervisor && areSame && row.fault === null;
}

/** Writes why the host stays away although its hypervisor responds. */
export async function writeHostFault(trx: Knex.Transaction, id: HostId, fault: Fault): Promise<void> {
  await trx('hosts')
    .where({ id })
    .update({ fault: JSON.stringify(fault) });
}

/** `wanted`, or the first of the names `wanted-2`, `wanted-3`… that no other host has. */
async function findFreeName(trx: Knex.Transaction, id: HostId, wanted: string): Promise<string> {
  for (let number = 1; ; number++) {
    const name = number === 1 ? wanted : `${wanted}-${number}`;
    const taken = await rows(trx, 'select from hosts where name_folded = ? and id <> ?', [fold(name), id]);
    if (taken.length === 0) return name;
  }
}

function nameColumns(name: string): Record<string, unknown> {
  return { name, name_folded: fold(name) };
}

function describedColumns(host: Omit<HostDescription, 'name'>): Record<string, unknown> {
  return {
    hypervisor_id: host.hypervisorId,
    hypervisor_version: host.hypervisorVersion,
    hypervisor_version_folded: fold(host.hypervisorVersion),
    vcpus: host.vcpus,
    memory_mib: host.memoryMib,
    disk_mib: host.diskMib,
    capabilities: JSON.stringify(host.capabilities),
  };
}

/**
 * Writes the state, and returns whether it changed. Records a change as a single event, however many guests the host
 * has.
 */
export async function writeHostState(trx: Knex.Transaction, id: HostId, state: HostState): Promise<boolean> {
  const changed = await rows<{ id: string; name: string }>(
    trx,
    `update hosts set state = ?, state_since = clock_timestamp() where id = ? and state <> ? returning id, name`,
    [state, id, state],
  );
  const happened = { kind: `host.${state}`, projectId: null, operationId: null, ...NOBODY } as const;
  await recordEvents(
    trx,
    changed.map((host) => ({
      ...happened,
      subject: subjectOf('host', host),
      detail: { host_id: host.id, host: host.name },
    })),
  );
  return changed.length > 0;
}

export async function writeHostMetadata(trx: Knex.Transaction, id: HostId, metadata: Metadata): Promise<void> {
  await trx('hosts')
    .where({ id })
    .update({
      metadata: JSON.stringify(metadata),
      metadata_folded: foldedMetadata(metadata),
    });
}
