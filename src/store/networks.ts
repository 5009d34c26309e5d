/**
 * Networks in PostgreSQL: one function per statement, except `writeNetworksOfHost`. Hosts report their networks
 * (src/hosts/observer.ts). Nothing here queries a hypervisor, so a list costs one statement with any number of hosts.
 *
 * A network shows the number of its hosts and the names of its projects, so triggers change its version with them. Code
 * that locks several networks must lock them in the order of their ids, after the host, if it locks the host too.
 * Invariant: every network that a guest uses has a row (test/http/networks.test.ts).
 */
import type { Knex } from 'knex';
import type { Visibility } from '../domain/access.js';
import { NETWORKS } from '../domain/collections.js';
import { NOBODY } from '../domain/event.js';
import type { EventDetail, NewEvent } from '../domain/event.js';
import { fold } from '../domain/fold.js';
import { isIdForm } from '../domain/ids.js';
import type { HostId, NetworkId, ProjectId } from '../domain/ids.js';
import type { Network, NetworkVisibility, ReportedNetwork } from '../domain/networks.js';
import { subjectOf } from '../domain/subject.js';
import type { Timestamp } from '../domain/timestamp.js';
import type { EventKind, MacChoice, NetworkAccess, NetworkKind } from '../domain/words.js';
import { recordEvents } from './events.js';
import { referenceThrough } from './named-columns.js';
import type { NamedRow } from './named.js';
import { ALL_ROWS, buryRow, selectPage } from './paging.js';
import type { Branches, Page, PagedCollection, PageRequest } from './paging.js';
import { sql as sqlOf } from './search.js';
import type { Sql } from './search.js';
import { namedRows, rows } from './statement.js';
import { projectSeenBy } from './visibility.js';

const COLUMNS = `t.id, t.name, t.kind, t.description, t.access, t.mac_choice, t.host_count, t.is_present, t.created_at, t.version,
  (select coalesce(json_agg(json_build_object('id', p.id, 'name', p.name) order by p.name_folded, p.id), '[]')
   from network_projects l join projects p on p.id = l.project_id where l.network_id = t.id) as projects`;
const SELECT = `select ${COLUMNS} from networks t`;

interface NetworkRow {
  readonly id: NetworkId;
  readonly name: string;
  readonly kind: NetworkKind;
  readonly description: string;
  readonly access: NetworkAccess;
  readonly mac_choice: MacChoice;
  readonly host_count: number;
  readonly is_present: boolean;
  readonly created_at: Timestamp;
  readonly version: number;
  readonly projects: readonly NamedRow<ProjectId>[];
}

function networkFromRow(row: NetworkRow): Network {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    state: row.is_present ? 'present' : 'absent',
    description: row.description,
    access: row.access,
    projects: row.projects,
    macChoice: row.mac_choice,
    hostCount: row.host_count,
    createdAt: row.created_at,
    version: row.version,
  };
}

const PAGED_NETWORKS: Omit<PagedCollection<typeof NETWORKS>, 'search'> = {
  of: NETWORKS,
  columns: COLUMNS,
  from: 'from networks t',
  sort: {
    name: { value: 't.name_folded', type: 'text' },
    created_at: { value: 't.created_at', type: 'timestamptz' },
  },
};

/** A search finds networks only by the names of projects that `visibility` allows. */
function pagedNetworks(visibility: Visibility): PagedCollection<typeof NETWORKS> {
  const { text, bindings } = projectSeenBy(visibility);
  const projects = 'network_projects l join projects named on named.id = l.project_id where l.network_id = t.id';
  return {
    ...PAGED_NETWORKS,
    search: {
      id: { type: 'id', value: 't.id' },
      name: { type: 'text', exact: 't.name', folded: 't.name_folded', isIndexed: true },
      kind: { type: 'word', value: 't.kind' },
      state: {
        type: 'word',
        value: 't.is_present::text',
        storedAs: (state) => [String(state === 'present')],
      },
      description: { type: 'text', exact: 't.description', folded: 't.description_folded' },
      access: { type: 'word', value: 't.access' },
      project: referenceThrough(sqlOf(`${projects} and ${text}`, ...bindings)),
      mac_choice: { type: 'word', value: 't.mac_choice' },
      host: referenceThrough(
        sqlOf('network_hosts l join hosts named on named.id = l.host_id where l.network_id = t.id'),
      ),
      created_at: { type: 'time', value: 't.created_at' },
    },
  };
}

/** SQL that is true if the network whose row has this alias is visible; `name` is a suffix for names of statements. */
function seenBy(visibility: NetworkVisibility, alias: 't' | 'named'): Sql & { readonly name: string } {
  if (visibility === null) return { name: '-all', ...sqlOf('true') };
  const { projectId, permitted } = visibility;
  const isListed = `exists (select 1 from network_projects l where l.network_id = ${alias}.id and l.project_id = ?)`;
  const conditions = [
    projectId === null
      ? { name: '-of-none', ...sqlOf(`${alias}.access = 'all'`) }
      : { name: '', ...sqlOf(`(${alias}.access = 'all' or ${isListed})`, projectId) },
    permitted === null
      ? { name: '-any', ...sqlOf('true') }
      : { name: '', ...sqlOf(`${alias}.name = any(?::text[])`, texts(permitted)) },
  ];
  return {
    name: conditions.map(({ name }) => name).join(''),
    text: conditions.map(({ text }) => text).join(' and '),
    bindings: conditions.flatMap(({ bindings }) => bindings),
  };
}

/** SQL that is true if the caller can see the network whose row has the alias `named`. */
export function networkSeenBy(visibility: NetworkVisibility): Sql {
  return seenBy(visibility, 'named');
}

const texts = (list: readonly string[]): never => [...list] as unknown as never;

/** `visibility` limits the projects that a search considers; `networks` limits the networks. */
export function listNetworks(
  sql: Knex,
  networks: NetworkVisibility,
  visibility: Visibility,
  page: PageRequest,
): Promise<Page<Network>> {
  const { name, ...live } = seenBy(networks, 't');
  const branches: Branches = networks === null ? ALL_ROWS : { name: `-usable${name}`, of: [{ live, dead: null }] };
  return selectPage<NetworkRow, Network>(sql, pagedNetworks(visibility), branches, page, networkFromRow);
}

/** Finds a visible network by its id or its exact name. */
export async function findNetwork(sql: Knex, visibility: NetworkVisibility, idOrName: string): Promise<Network | null> {
  const { name, text, bindings } = seenBy(visibility, 't');
  const by = isIdForm(idOrName) ? 'id' : 'name';
  const [row] = await namedRows<NetworkRow>(
    sql,
    `network-by-${by}-usable${name}`,
    `${SELECT} where t.${by} = ? and ${text}`,
    [idOrName, ...bindings],
  );
  return row ? networkFromRow(row) : null;
}

/** The networks that have one of these exact names. */
export function findNetworkIds(sql: Knex, names: readonly string[]): Promise<Pick<Network, 'id' | 'name'>[]> {
  return namedRows<Pick<Network, 'id' | 'name'>>(
    sql,
    'network-ids',
    'select t.id, t.name from networks t where t.name = any(?::text[])',
    [texts(names)],
  );
}

/** A network for the NICs of a new guest. */
export type NetworkToUse = Pick<Network, 'id' | 'name' | 'macChoice'>;

/** The visible networks that have one of these ids or exact names, and that at least one host has. */
export async function findNetworksToUse(
  sql: Knex,
  visibility: Exclude<NetworkVisibility, null>,
  idsOrNames: readonly string[],
): Promise<NetworkToUse[]> {
  const { name, text, bindings } = seenBy(visibility, 't');
  return namedRows<NetworkToUse>(
    sql,
    `networks-to-use${name}`,
    `select t.id, t.name, t.mac_choice as "macChoice" from networks t
     where (t.id = any(?::uuid[]) or t.name = any(?::text[])) and ${text}
       and (t.kind = 'user' or exists (select from network_hosts h where h.network_id = t.id))`,
    [texts(idsOrNames.filter(isIdForm)), texts(idsOrNames), ...bindings],
  );
}

/**
 * The names of those networks among `names` (a binding, an array of text) that the host `h` lacks, as an SQL
 * expression. Every host has the network `user`.
 */
export const MISSING_NETWORKS = `array(
  select n.name from networks n where n.name = any(?::text[]) and n.kind <> 'user'
    and not exists (select from network_hosts nh where nh.network_id = n.id and nh.host_id = h.id) order by n.name)`;

/**
 * The network, with its row locked until the transaction ends. A second statement reads the network: the statement that
 * waited for the lock would still return the projects from before the wait.
 */
export async function lockNetwork(trx: Knex.Transaction, id: NetworkId): Promise<Network | null> {
  await rows(trx, 'select id from networks where id = ? for update', [id]);
  return findNetwork(trx, null, id);
}

export async function writeNetwork(
  trx: Knex.Transaction,
  { id, description, access, macChoice }: Pick<Network, 'id' | 'description' | 'access' | 'macChoice'>,
): Promise<void> {
  await trx('networks')
    .where({ id })
    .update({ description, description_folded: fold(description), access, mac_choice: macChoice });
}

/** The id of each of these projects, named by id or name, or null if it does not exist. They cannot be deleted then. */
export async function holdProjects(
  trx: Knex.Transaction,
  idsOrNames: readonly string[],
): Promise<(ProjectId | null)[]> {
  if (idsOrNames.length === 0) return [];
  const ids = idsOrNames.filter(isIdForm);
  const names = idsOrNames.filter((each) => !isIdForm(each)).map(fold);
  const found = await rows<{ id: ProjectId; name_folded: string }>(
    trx,
    `select id, name_folded from projects where id = any(?::uuid[]) or name_folded = any(?::text[])
     order by id for key share`,
    [ids, names],
  );
  const byReference = new Map(found.flatMap(({ id, name_folded: name }) => [[id, id] as const, [name, id] as const]));
  return idsOrNames.map((each) => byReference.get(isIdForm(each) ? each.toLowerCase() : fold(each)) ?? null);
}

/** The projects must exist and be held. */
export async function addProjects(trx: Knex.Transaction, id: NetworkId, projects: readonly ProjectId[]): Promise<void> {
  if (projects.length === 0) return;
  await rows(trx, 'insert into network_projects (network_id, project_id) select ?::uuid, unnest(?::uuid[])', [
    ...[id, [...projects]],
  ]);
}

export async function removeProjects(
  trx: Knex.Transaction,
  id: NetworkId,
  projects: readonly ProjectId[],
): Promise<void> {
  if (projects.length === 0) return;
  await rows(trx, 'delete from network_projects where network_id = ? and project_id = any(?::uuid[])', [
    ...[id, [...projects]],
  ]);
}

/** Removes the row. Fails on `guest_networks_in_use` while a guest uses the network. */
export async function deleteNetwork(trx: Knex.Transaction, id: NetworkId): Promise<void> {
  await rows(trx, `${buryRow({ ...PAGED_NETWORKS }, 'null::uuid')} select id from gone`, [id]);
}

/** Records that the guest uses the networks with these names, and returns how many of them have a row. */
export async function writeNetworksOfGuest(
  trx: Knex.Transaction,
  guest: string,
  names: readonly string[],
): Promise<number> {
  const found = await namedRows(
    trx,
    'write-networks-of-guest',
    `insert into guest_networks (guest_id, network_id)
       select ?::uuid, id from networks where name = any(?::text[]) returning network_id`,
    [guest, texts(names)],
  );
  return found.length;
}

/** The names of the networks that the host has reported, without `user`, which every host has. */
export async function listReportedNetworks(sql: Knex, host: HostId): Promise<string[]> {
  const found = await namedRows<{ name: string }>(
    sql,
    'reported-networks',
    `select n.name from network_hosts l join networks n on n.id = l.network_id where l.host_id = ? and n.kind <> 'user'`,
    [host],
  );
  return found.map(({ name }) => name);
}

interface Presence extends NamedRow<NetworkId> {
  readonly kind: NetworkKind;
  readonly is_present: boolean;
}

/**
 * Writes which networks the host has, and records networks that were added, appeared or disappeared. The network `user`
 * stays, whatever the host reports. Returns whether all reported networks have a row: a request can have deleted one of
 * them at the same time, and then the next report adds it again.
 */
export async function writeNetworksOfHost(
  trx: Knex.Transaction,
  host: HostId,
  reported: readonly ReportedNetwork[],
): Promise<boolean> {
  // The host first: a request that deletes the host also locks the host before its networks.
  await rows(trx, 'select 1 from hosts where id = ? for key share', [host]);
  const names = reported.map(({ name }) => name);
  const added = await rows<NamedRow<NetworkId>>(
    trx,
    `insert into networks (id, name, name_folded, kind)
       select gen_random_uuid(), r.name, r.folded, r.kind
       from unnest(?::text[], ?::text[], ?::text[]) r (name, folded, kind) order by r.name collate "C"
     on conflict (name) do nothing returning id, name`,
    [names, names.map(fold), reported.map(({ kind }) => kind)],
  );
  const before = await rows<Presence>(
    trx,
    `select id, name, kind, is_present from networks
     where name = any(?::text[]) or id in (select network_id from network_hosts where host_id = ?)
     order by id for no key update`,
    [names, host],
  );
  await rows(
    trx,
    `delete from network_hosts l using networks n
     where l.host_id = ? and n.id = l.network_id and n.kind <> 'user' and n.name <> all(?::text[])`,
    [host, names],
  );
  await rows(
    trx,
    `insert into network_hosts (network_id, host_id)
       select id, ?::uuid from networks where name = any(?::text[]) on conflict do nothing`,
    [host, names],
  );
  const after = await rows<Presence>(
    trx,
    'select id, name, kind, is_present from networks where id = any(?::uuid[]) order by id',
    [before.map(({ id }) => id)],
  );
  await recordEvents(trx, eventsOfReport(added, before, after));
  const written = new Set(after.map(({ name }) => name));
  return names.every((name) => written.has(name));
}

function eventsOfReport(
  added: readonly NamedRow<NetworkId>[],
  before: readonly Presence[],
  after: readonly Presence[],
): NewEvent[] {
  const isNew = new Set(added.map(({ id }) => id));
  const wasPresent = new Map(before.map((network) => [network.id, network.is_present]));
  return after.flatMap((network) => {
    if (isNew.has(network.id)) return [eventOf('network.added', network, { kind: network.kind })];
    if (network.is_present === wasPresent.get(network.id)) return [];
    return [eventOf('network.changed', network, { state: network.is_present ? 'present' : 'absent' })];
  });
}

function eventOf(kind: EventKind, network: Presence, more: EventDetail): NewEvent {
  const subject = subjectOf('network', network);
  const detail = { network_id: network.id, name: network.name, ...more };
  return { kind, projectId: null, subject, operationId: null, ...NOBODY, detail };
}
