/**
 * A database with unusual rows for searches, and the same rows as records in memory, which are read from the database.
 * Texts consist of pieces that could break folding, LIKE or quoting. A second project has its own rows, which no search
 * in the first project may find.
 */
import { randomUUID } from 'node:crypto';
import type { Visibility } from '../../../src/domain/access.js';
import {
  EVENTS,
  GROUPS,
  GUESTS,
  HOSTS,
  IMAGES,
  NETWORKS,
  INSTANCE_TYPES,
  OPERATIONS,
  PLACEMENT_GROUPS,
  PROJECTS,
  USERS,
  ZONES,
} from '../../../src/domain/collections.js';
import { ERROR_KINDS } from '../../../src/domain/errors.js';
import { KINDS_FOR_EVERY_CALLER, KINDS_OF_ACCESS } from '../../../src/domain/event.js';
import { fold } from '../../../src/domain/fold.js';
import type { GuestNic, SeenAddresses } from '../../../src/domain/guest.js';
import type { ProjectId } from '../../../src/domain/ids.js';
import { powerState } from '../../../src/domain/lifecycle.js';
import type { Metadata } from '../../../src/domain/metadata.js';
import type { InMemoryCollection, SortValue } from '../../../src/domain/page-in-memory.js';
import type { RecordReader, RecordValue } from '../../../src/domain/search/matches.js';
import {
  EVENT_KINDS,
  EVENT_SEVERITIES,
  GUEST_STATES,
  OBSERVED_STATES,
  OPERATION_KINDS,
  OPERATION_STATES,
  PLACEMENT_POLICIES,
} from '../../../src/domain/words.js';
import type { EventKind, ObservedState, SubjectKind } from '../../../src/domain/words.js';
import type { Database } from '../../../src/store/database.js';
import { foldedMetadata, foldedNics } from '../../../src/store/folded.js';
import { ensureProject } from '../../../src/store/projects.js';
import { rows } from '../../../src/store/statement.js';
import type { Dice } from '../fuzz/random.js';

export const PIECES = [
  ...[
    'web',
    'WEB',
    'Web-1',
    'a',
    'A',
    'i',
    'I',
    'İ',
    'ı',
    'ß',
    'ẞ',
    'ss',
    'Σ',
    'ς',
    'σ',
    'é',
    'e\u0301',
    '\u0301',
    'e',
    'ﬁ',
    'fi',
  ],
  ...[
    '\u212a',
    'k',
    'ǅ',
    '가',
    '\u1100',
    '\u1161',
    '😀',
    '\u{1f469}\u200d\u{1f4bb}',
    '\ud7ff',
    '\ue000',
    '\u{10ffff}',
    'ͅ',
    'ι',
  ],
  ...[
    '%',
    '_',
    '\\',
    '\\%',
    '*',
    '?',
    '$1',
    "'",
    '"',
    '(',
    ')',
    '=',
    '!=',
    '<',
    ' ',
    '  ',
    '\t',
    '\u00a0',
    'and',
    'or',
    'page',
    '-',
    '.',
    ':',
    '',
  ],
] as const;
export const KEYS = ['role', 'Role', 'a.b', 'x-y', 'and', '__proto__', 'constructor', '0'] as const;
/** The time that searches use as the current time. */
export const NOW = new Date('2026-03-12T10:20:30.456Z');

const MOMENTS = [
  '-1 ms',
  '0 ms',
  '1 ms',
  '1 s',
  '-1 s',
  '1 min',
  '-1 min',
  '1 h',
  '1 d',
  '-1 d',
  '-2 d',
  '-3 d',
  '-7 d',
  '-8 d',
];
const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/** Times that are close to each other, at the edges of days, minutes and seconds. */
export const INSTANTS: readonly string[] = MOMENTS.flatMap((moment) => {
  const [amount = '', unit = ''] = moment.split(' ');
  const offsetMs = Number(amount) * (UNIT_MS[unit] ?? 0);
  return ['2026-03-12T00:00:00.000Z', '2026-03-12T10:20:00.000Z'].map((base) =>
    new Date(Date.parse(base) + offsetMs).toISOString(),
  );
});

export function someText(dice: Dice, most = 4): string {
  return dice.some(PIECES, most).join('');
}

export interface SearchWorld {
  readonly project: ProjectId;
  readonly otherProject: ProjectId;
  readonly hosts: readonly string[];
  readonly users: readonly string[];
  readonly images: readonly string[];
}

export async function makeSearchWorld(db: Database, dice: Dice, count: number): Promise<SearchWorld> {
  const project = await ensureProject(db.knex, 'Straße');
  const otherProject = await ensureProject(db.knex, 'other');
  const world = {
    project,
    otherProject,
    hosts: Array.from({ length: 4 }, () => randomUUID()),
    users: Array.from({ length: 3 }, () => randomUUID()),
    images: Array.from({ length: count }, () => randomUUID()),
  };
  const userNames = distinctNames(dice);
  for (const id of world.users) await db.knex('users').insert({ id, ...userNames(), created_at: dice.of(INSTANTS) });
  await insertPeople(db, dice, userNames);
  const zones = [randomUUID(), randomUUID()];
  const zoneNames = distinctNames(dice);
  for (const id of zones) await db.knex('zones').insert({ id, ...zoneNames() });
  for (const id of world.hosts) await insertHostRow(db, dice, id, zones);
  await insertNetworks(db, dice, world);
  const names = distinctNames(dice);
  for (const id of world.images) {
    const description = someText(dice);
    await db.knex('images').insert({
      id,
      project_id: dice.oneIn(5) ? otherProject : project,
      ...names(),
      description,
      description_folded: fold(description),
      kind: dice.of(['disk', 'kernel', 'initrd', 'iso']),
      format: dice.of(['qcow2', 'raw']),
      state: dice.of(['pending', 'available', 'error']),
      size_bytes: dice.of([null, 0, 5, 2 ** 40]),
      virtual_size_mib: dice.of([null, 1, 2, 2 ** 33]),
      sha256: dice.of([null, 'ab'.repeat(32), 'AB'.repeat(32), '0f'.repeat(32)]),
      is_shared: dice.oneIn(2),
      content_id: dice.of([null, randomUUID()]),
      created_at: dice.of(INSTANTS),
      updated_at: dice.of(INSTANTS),
    });
  }
  await insertInstanceTypes(db, dice, world);
  await insertPlacementGroups(db, dice, world);
  for (let index = 0; index < count; index++) await insertGuestRow(db, dice, world);
  for (let index = 0; index < count; index++) await insertOperationRow(db, dice, world);
  for (let index = 0; index < count; index++) await insertEventRow(db, dice, world, index);
  return world;
}

/** Makes zones, empty projects, users who own nothing, and groups of some of these users. */
async function insertPeople(db: Database, dice: Dice, userNames: () => Names): Promise<void> {
  const [projectNames, groupNames] = [distinctNames(dice, 'project '), distinctNames(dice)];
  const zoneNames = distinctNames(dice, 'zone ');
  const users = [];
  const zones: string[] = [];
  for (let index = 0; index < 15; index++) {
    const description = someText(dice);
    const described = { description, description_folded: fold(description), created_at: dice.of(INSTANTS) };
    const zone = randomUUID();
    await db.knex('zones').insert({ id: zone, ...zoneNames(), ...described });
    zones.push(zone);
    const project = { ...projectNames(), ...described, zone_id: dice.of([null, ...zones]) };
    await db.knex('projects').insert({ id: randomUUID(), ...project });
    const user = randomUUID();
    const external_id = dice.of([null, `oidc:https://id.example ${user}`, `keystone:${user}`]);
    await db.knex('users').insert({ id: user, ...userNames(), external_id, created_at: dice.of(INSTANTS) });
    users.push(user);
    const group = randomUUID();
    await db.knex('groups').insert({ id: group, ...groupNames(), created_at: dice.of(INSTANTS) });
    for (const member of new Set(dice.some(users, 4))) {
      await db.knex('group_members').insert({ group_id: group, user_id: member });
    }
  }
}

/** Makes networks on some hosts that some projects can use. Every host has the network `user` already. */
async function insertNetworks(db: Database, dice: Dice, { hosts }: Pick<SearchWorld, 'hosts'>): Promise<void> {
  const names = distinctNames(dice);
  const projects = await db.knex('projects').pluck<string[]>('id');
  for (let index = 0; index < 15; index++) {
    const id = randomUUID();
    const description = someText(dice);
    await db.knex('networks').insert({
      ...{ id, ...names(), kind: 'bridge', description, description_folded: fold(description) },
      access: dice.of(['all', 'listed']),
      mac_choice: dice.of(['members', 'administrators']),
      created_at: dice.of(INSTANTS),
    });
    for (const host of new Set(dice.some(hosts, 2))) {
      await db.knex('network_hosts').insert({ network_id: id, host_id: host });
    }
    for (const project of new Set(dice.some(projects, 3))) {
      await db.knex('network_projects').insert({ network_id: id, project_id: project });
    }
  }
}

async function insertHostRow(db: Database, dice: Dice, id: string, zones: readonly string[]): Promise<void> {
  const name = `${someText(dice)}${id.slice(0, 3)}`;
  const uri = `fake:///${someText(dice)}`;
  const version = someText(dice);
  const metadata = someMetadata(dice);
  const description = someText(dice);
  await db.knex('hosts').insert({
    id,
    name,
    name_folded: fold(name),
    backend: dice.of(['fake', 'qmp']),
    uri,
    uri_folded: fold(uri),
    description,
    description_folded: fold(description),
    zone_id: dice.of(zones),
    disk_mib: dice.of([null, 0, 1, 2 ** 40]),
    is_schedulable: dice.of([true, false]),
    state: dice.of(['up', 'away']),
    state_since: dice.of(INSTANTS),
    hypervisor_version: version,
    hypervisor_version_folded: fold(version),
    vcpus: dice.below(4),
    memory_mib: dice.of([0, 1, 2 ** 40]),
    capabilities: '{}',
    metadata: JSON.stringify(metadata),
    metadata_folded: foldedMetadata(metadata),
    created_at: dice.of(INSTANTS),
  });
}

async function insertInstanceTypes(db: Database, dice: Dice, world: SearchWorld): Promise<void> {
  const names = distinctNames(dice);
  for (let index = 0; index < 15; index++) {
    const [description, metadata] = [someText(dice), someMetadata(dice)];
    await db.knex('instance_types').insert({
      id: randomUUID(),
      ...names(),
      project_id: dice.of([null, world.project, world.otherProject]),
      description,
      description_folded: fold(description),
      vcpus: 1 + dice.below(3),
      memory_mib: 64 * dice.below(4),
      root_disk_mib: dice.of([null, 1, 2, 2 ** 20]),
      metadata: JSON.stringify(metadata),
      metadata_folded: foldedMetadata(metadata),
      created_at: dice.of(INSTANTS),
      updated_at: dice.of(INSTANTS),
    });
  }
}

/** Makes placement groups of both projects, which can have groups of the same name. */
async function insertPlacementGroups(db: Database, dice: Dice, world: SearchWorld): Promise<void> {
  for (const [project, count] of [
    [world.project, 12],
    [world.otherProject, 5],
  ] as const) {
    const names = distinctNames(dice);
    for (let index = 0; index < count; index++) {
      const description = someText(dice);
      await db.knex('placement_groups').insert({
        id: randomUUID(),
        ...names(),
        project_id: project,
        description,
        description_folded: fold(description),
        policy: dice.of(PLACEMENT_POLICIES),
        is_strict: dice.oneIn(2),
        created_at: dice.of(INSTANTS),
      });
    }
  }
}

/** Inserts the guest mostly into the first project, and sometimes into the second. */
export async function insertGuestRow(db: Database, dice: Dice, world: SearchWorld): Promise<string> {
  const id = randomUUID();
  const description = someText(dice);
  const metadata = someMetadata(dice);
  const nics = dice.some(['user', 'br0', 'Brücke', 'BRÜCKE', 'a%b'], 3).map((network, index): GuestNic => ({
    device: `net${index}`,
    network,
    model: 'virtio',
    mac: dice.of(['52:54:00:00:00:01', '52:54:00:00:00:0a', '52:54:00:00:00:0A']),
    address: null,
    addresses: [],
  }));
  const addresses = Object.fromEntries(
    nics.flatMap(({ device }) => (dice.oneIn(3) ? [] : [[device, dice.some(['10.0.0.1', '10.0.0.12', 'fd00::1'], 2)]])),
  );
  const name = `${someText(dice)}${dice.oneIn(3) ? '' : dice.below(100)}`.normalize('NFC') || 'x';
  const type = dice.oneIn(2) ? null : someText(dice).normalize('NFC');
  const projectId = dice.oneIn(8) ? world.otherProject : world.project;
  const groups = await db.knex('placement_groups').where({ project_id: projectId }).orderBy('name_folded').pluck('id');
  await rows(
    db.knex,
    `insert into guests (id, project_id, user_id, host_id, name, name_folded, description, description_folded, vcpus, memory_mib, firmware,
       disks, nics, nics_folded, addresses, cpu_model, machine_type, metadata, metadata_folded, state, observed, created_at, updated_at,
       launched_at,
       instance_type_id, instance_type_name, instance_type_name_folded, placement_group_id)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'bios', '[]', ?::jsonb, ?::jsonb, ?::jsonb, ?, ?, ?::jsonb, ?::jsonb, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     on conflict on constraint guests_name_unique do nothing`,
    [
      id,
      projectId,
      dice.oneIn(3) ? null : dice.of(world.users),
      dice.of(world.hosts),
      name,
      fold(name),
      description,
      fold(description),
      1 + dice.below(3),
      64 * dice.below(4),
      JSON.stringify(nics),
      foldedNics(nics),
      JSON.stringify(addresses),
      dice.of([null, 'qemu64', 'Skylake-Server', 'EPYC-Rome']),
      dice.of([null, 'pc-q35-7.2', 'pc-i440fx-7.2', 'PC-Q35']),
      JSON.stringify(metadata),
      foldedMetadata(metadata),
      dice.of(GUEST_STATES),
      dice.of([null, ...OBSERVED_STATES]),
      dice.of(INSTANTS),
      dice.of(INSTANTS),
      dice.of([null, null, ...INSTANTS.slice(0, 4)]),
      ...(type === null ? [null, null, null] : [randomUUID(), type, fold(type)]),
      dice.of([null, ...(groups as string[])]),
    ],
  );
  for (const image of new Set(dice.some(world.images, 2))) {
    await rows(db.knex, 'insert into guest_images select id, ? from guests where id = ?', [image, id]);
  }
  return id;
}

/**
 * Most subjects are guests. The others test that a permission for a guest never reveals another subject, whatever its
 * id.
 */
const SOME_SUBJECTS: readonly SubjectKind[] = ['guest', 'guest', 'guest', 'image', 'host'];

function guestOf(row: Readonly<Record<string, unknown>>): unknown {
  return row['subject_kind'] === 'guest' ? row['subject_id'] : null;
}

async function insertOperationRow(db: Database, dice: Dice, world: SearchWorld): Promise<void> {
  const subjectName = someText(dice).normalize('NFC');
  const isOver = dice.oneIn(2);
  const fault = { kind: dice.of(ERROR_KINDS), detail: someText(dice), at: dice.of(INSTANTS) };
  await db.knex('operations').insert({
    id: randomUUID(),
    kind: dice.of(OPERATION_KINDS),
    state: dice.of(OPERATION_STATES),
    host_id: dice.of(world.hosts),
    subject_kind: dice.of(SOME_SUBJECTS),
    subject_id: randomUUID(),
    subject_name: subjectName,
    subject_name_folded: fold(subjectName),
    project_id: dice.oneIn(5) ? world.otherProject : world.project,
    user_id: dice.oneIn(3) ? null : dice.of(world.users),
    request_id: dice.of(['a-1', 'A-1', 'b_2', 'c.3']),
    params: '{}',
    progress: dice.of([null, 0, 50, 100]),
    attempts: dice.below(3),
    fault: dice.oneIn(2) ? JSON.stringify(fault) : null,
    created_at: dice.of(INSTANTS),
    started_at: isOver ? dice.of(INSTANTS) : null,
    finished_at: isOver ? dice.of(INSTANTS) : null,
  });
}

/** Most events have a number. A few belong to no project, so they are visible in every project. */
async function insertEventRow(db: Database, dice: Dice, world: SearchWorld, index: number): Promise<void> {
  const subjectName = dice.oneIn(3) ? null : someText(dice).normalize('NFC');
  await db.knex('events').insert({
    // Numbers of every size, and not in the order of the rows.
    id: dice.oneIn(10) ? null : dice.oneIn(5) ? 2 ** 40 + index : ((index * 37) % 101) + 1,
    kind: dice.of(EVENT_KINDS),
    severity: dice.of(EVENT_SEVERITIES),
    at: dice.of(INSTANTS),
    project_id: dice.of([world.project, world.project, world.project, world.otherProject, null]),
    subject_kind: subjectName === null ? null : dice.of(SOME_SUBJECTS),
    subject_id: subjectName === null ? null : randomUUID(),
    subject_name: subjectName,
    subject_name_folded: subjectName === null ? null : fold(subjectName),
    operation_id: dice.oneIn(2) ? null : randomUUID(),
    user_id: dice.oneIn(3) ? null : dice.of(world.users),
    request_id: dice.of([null, 'a-1', 'A-1', 'b_2', 'c.3']),
  });
}

function someMetadata(dice: Dice): Metadata {
  return Object.fromEntries(dice.some(KEYS, 3).map((key) => [key, someText(dice)]));
}

interface Names {
  readonly name: string;
  readonly name_folded: string;
}

function distinctNames(dice: Dice, prefix = ''): () => Names {
  const used = new Set<string>();
  return () => {
    let name = `${prefix}${someText(dice)}`.normalize('NFC');
    while (used.has(fold(name))) name += String(dice.below(10));
    used.add(fold(name));
    return { name, name_folded: fold(name) };
  };
}

/** A row with every searchable value, keyed by the names of the fields. */
export interface SearchRecord {
  readonly id: string;
  readonly values: Readonly<Record<string, readonly (RecordValue | null)[]>>;
  readonly maps: Readonly<Record<string, Metadata>>;
  readonly sort: Readonly<Record<string, SortValue>>;
}

function read(record: SearchRecord): RecordReader {
  return (field, key) => {
    const map = record.maps[field];
    if (map === undefined) return record.values[field] ?? [];
    if (key === null) return Object.values(map);
    return Object.hasOwn(map, key) ? [map[key] ?? null] : [];
  };
}

function inMemory(collection: InMemoryCollection<SearchRecord>['collection']): InMemoryCollection<SearchRecord> {
  return {
    collection,
    idOf: ({ id }) => id,
    sortValue: ({ sort }, key) => sort[key] ?? null,
    read,
  };
}

export const IN_MEMORY = {
  guests: inMemory(GUESTS),
  operations: inMemory(OPERATIONS),
  images: inMemory(IMAGES),
  hosts: inMemory(HOSTS),
  events: inMemory(EVENTS),
  zones: inMemory(ZONES),
  instance_types: inMemory(INSTANCE_TYPES),
  placement_groups: inMemory(PLACEMENT_GROUPS),
  projects: inMemory(PROJECTS),
  users: inMemory(USERS),
  groups: inMemory(GROUPS),
  networks: inMemory(NETWORKS),
};

type Row = Readonly<Record<string, string | number | null>> & { readonly id: string };

/** Reads the rows into memory: only the visible ones, but all zones, projects, users, groups and networks. */
export async function readRecords(
  db: Database,
  visibility: Visibility,
): Promise<Record<keyof typeof IN_MEMORY, SearchRecord[]>> {
  const all = async <T extends { id: string }>(table: string): Promise<T[]> =>
    rows<T>(db.knex, `select * from ${table}`);
  const isSeenOf = (projectId: unknown, guestId: unknown): boolean =>
    visibility.kind === 'everything' ||
    (projectId !== null && projectId === visibility.projectId) ||
    visibility.guestIds.some((id) => id === guestId);
  const isSeenImage = (row: Row): boolean =>
    isSeenOf(row['project_id'], null) ||
    ((row as { is_shared?: unknown }).is_shared === true && row['content_id'] !== null);
  const named = (list: readonly Row[], id: unknown): Row | undefined => list.find((row) => row.id === id);
  const [users, hosts, images, projects] = [
    await all<Row>('users'),
    await all<Row>('hosts'),
    await all<Row>('images'),
    await all<Row>('projects'),
  ];
  const [groups, zones] = [await all<Row>('groups'), await all<Row>('zones')];
  const types = await all<Row>('instance_types');
  const placementGroups = await all<Row>('placement_groups');
  const memberships = await rows<{ group_id: string; user_id: string }>(db.knex, 'select * from group_members');
  const networks = await all<Row>('networks');
  const presences = await rows<{ network_id: string; host_id: string }>(db.knex, 'select * from network_hosts');
  const listings = await rows<{ network_id: string; project_id: string }>(db.knex, 'select * from network_projects');
  const uses = await rows<{ guest_id: string; image_id: string }>(db.knex, 'select * from guest_images');
  const reference = (list: readonly Row[], id: unknown): RecordValue[] =>
    list.filter((row) => row.id === id).map((row) => ({ id: row.id, name: String(row['name']) }));
  // The resources that the caller can see: a search finds a row by no other name.
  const [seenUsers, seenProjects, seenImages] =
    visibility.kind === 'everything'
      ? [users, projects, images]
      : [
          users.filter(({ id }) => visibility.userId === null || id === visibility.userId),
          projects.filter(({ id }) => visibility.projectIds?.some((seen) => id === seen) ?? true),
          images.filter((row) => visibility.projectIds === null || isSeenImage(row)),
        ];
  const nameOf = (list: readonly Row[], id: unknown): (string | number | null)[] => [named(list, id)?.['name'] ?? null];
  type Guest = Row & {
    metadata: Metadata;
    nics: GuestNic[];
    addresses: SeenAddresses;
    observed: ObservedState | null;
  };
  const guests = (await all<Guest>('guests')).filter((row) => isSeenOf(row['project_id'], row.id));
  type Operation = Row & { fault: { kind: string } | null };
  const operations = (await all<Operation>('operations')).filter((row) => isSeenOf(row['project_id'], guestOf(row)));

  type EventRow = Readonly<Record<string, string | number | null>> & { readonly id: number };
  const isSeenKind = (row: EventRow): boolean =>
    visibility.kind === 'everything' ||
    (visibility.canReadPermissions && row['project_id'] === visibility.projectId) ||
    !KINDS_OF_ACCESS.includes(row['kind'] as EventKind);
  const events = (await rows<EventRow>(db.knex, 'select * from events where id is not null')).filter(
    (row) =>
      (isSeenOf(row['project_id'], guestOf(row)) && isSeenKind(row)) ||
      (row['project_id'] === null && KINDS_FOR_EVERY_CALLER.includes(row['kind'] as EventKind)),
  );

  /** Fields whose columns have the same name. */
  const plain = (
    row: Readonly<Record<string, string | number | null>>,
    names: readonly string[],
  ): SearchRecord['values'] => Object.fromEntries(names.map((name) => [name, [row[name] ?? null]]));
  /** Resources with a name, which can be sorted by name or by creation time. */
  const recordOf = (row: Row, names: readonly string[], others: SearchRecord['values'] = {}): SearchRecord => ({
    id: row.id,
    values: { ...plain(row, ['id', 'name', 'created_at', ...names]), ...others },
    maps: {},
    sort: { created_at: row['created_at'] ?? null, name: fold(String(row['name'])) },
  });
  return {
    guests: guests.map((row) => ({
      id: row.id,
      values: {
        ...plain(row, [
          'id',
          'name',
          'description',
          'state',
          'vcpus',
          'memory_mib',
          'cpu_model',
          'machine_type',
          'created_at',
          'updated_at',
          'launched_at',
        ]),
        power_state: [powerState(row.observed)],
        'host.name': nameOf(hosts, row['host_id']),
        zone: hosts.filter(({ id }) => id === row['host_id']).flatMap((host) => reference(zones, host['zone_id'])),
        image: uses
          .filter(({ guest_id }) => guest_id === row.id)
          .flatMap(({ image_id }) => reference(seenImages, image_id)),
        instance_type:
          row['instance_type_id'] === null
            ? []
            : [{ id: String(row['instance_type_id']), name: String(row['instance_type_name']) }],
        placement_group: reference(placementGroups, row['placement_group_id']),
        network: row.nics.map(({ network }) => network),
        mac: row.nics.map(({ mac }) => mac),
        address: Object.values(row.addresses).flat(),
        project: reference(seenProjects, row['project_id']),
        'user.name': nameOf(seenUsers, row['user_id']),
      },
      maps: { metadata: row.metadata },
      sort: { ...row, name: fold(String(row['name'])) } as unknown as SearchRecord['sort'],
    })),
    operations: operations.map((row) => ({
      id: row.id,
      values: {
        ...plain(row, [
          'id',
          'kind',
          'state',
          'request_id',
          'attempts',
          'progress',
          'created_at',
          'started_at',
          'finished_at',
        ]),
        'subject.kind': [row['subject_kind'] ?? null],
        'subject.id': [row['subject_id'] ?? null],
        'subject.name': [row['subject_name'] ?? null],
        project: reference(seenProjects, row['project_id']),
        'user.name': nameOf(seenUsers, row['user_id']),
        error_name: [row.fault === null ? null : row.fault.kind.toUpperCase()],
      },
      maps: {},
      sort: { created_at: row['created_at'] ?? null },
    })),
    images: images.filter(isSeenImage).map((row) => ({
      id: row.id,
      values: {
        ...plain(row, [
          'id',
          'name',
          'description',
          'kind',
          'format',
          'state',
          'sha256',
          'size_bytes',
          'virtual_size_mib',
        ]),
        ...plain(row, ['created_at', 'updated_at']),
        shared: [String(row['is_shared'])],
        project: reference(seenProjects, row['project_id']),
      },
      maps: {},
      sort: { created_at: row['created_at'] ?? null },
    })),
    hosts: hosts.map((row) => ({
      id: row.id,
      values: {
        ...plain(row, [
          'id',
          'name',
          'backend',
          'state',
          'uri',
          'vcpus',
          'memory_mib',
          'disk_mib',
          'description',
          'hypervisor_version',
          'state_since',
        ]),
        ...(visibility.kind === 'some' && visibility.userId !== null ? { uri: [null] } : {}),
        zone: reference(zones, row['zone_id']),
        schedulable: [String(row['is_schedulable'])],
        network: presences
          .filter(({ host_id }) => host_id === row.id)
          .flatMap((each) => reference(networks, each.network_id)),
        'guests.state': guests.filter((guest) => guest['host_id'] === row.id).map((guest) => guest['state'] ?? null),
        'guests.name': guests.filter((guest) => guest['host_id'] === row.id).map((guest) => guest['name'] ?? null),
      },
      maps: { metadata: row['metadata'] as unknown as Metadata },
      sort: {
        created_at: row['created_at'] ?? null,
        name: fold(String(row['name'])),
        vcpus: row['vcpus'] ?? null,
        memory_mib: row['memory_mib'] ?? null,
        disk_mib: row['disk_mib'] ?? Infinity,
      },
    })),
    events: events.map((row) => ({
      id: String(row.id),
      values: {
        ...plain(row, ['id', 'kind', 'severity', 'at', 'operation_id', 'request_id']),
        'subject.kind': [row['subject_kind'] ?? null],
        'subject.id': [row['subject_id'] ?? null],
        'subject.name': [row['subject_name'] ?? null],
        project: reference(seenProjects, row['project_id']),
        'user.name': nameOf(seenUsers, row['user_id']),
      },
      maps: {},
      sort: { id: row.id },
    })),
    zones: zones.map((row) => recordOf(row, ['description'])),
    instance_types: types
      .filter((row) => row['project_id'] === null || isSeenOf(row['project_id'], null))
      .map((row) => ({
        ...recordOf(row, ['description', 'vcpus', 'memory_mib', 'root_disk_mib', 'updated_at'], {
          shared: [String(row['project_id'] === null)],
          project: reference(seenProjects, row['project_id']),
        }),
        maps: { metadata: row['metadata'] as unknown as Metadata },
      })),
    placement_groups: placementGroups
      .filter((row) => isSeenOf(row['project_id'], null))
      .map((row) =>
        recordOf(row, ['description', 'policy'], {
          strict: [String(row['is_strict'])],
          project: reference(seenProjects, row['project_id']),
        }),
      ),
    projects: projects.map((row) => recordOf(row, ['description'], { zone: reference(zones, row['zone_id']) })),
    users: users.map((row) => {
      const own = memberships.filter((each) => each.user_id === row.id);
      const source = String(row['external_id'] ?? 'local').split(':', 1);
      return recordOf(row, [], { source, group: own.flatMap((each) => reference(groups, each.group_id)) });
    }),
    groups: groups.map((row) => {
      const own = memberships.filter((each) => each.group_id === row.id);
      return recordOf(row, [], { member: own.flatMap((each) => reference(users, each.user_id)) });
    }),
    networks: networks.map((row) =>
      recordOf(row, ['kind', 'description', 'access', 'mac_choice'], {
        state: [row['host_count'] === 0 && row['kind'] !== 'user' ? 'absent' : 'present'],
        host: presences
          .filter(({ network_id }) => network_id === row.id)
          .flatMap((each) => reference(hosts, each.host_id)),
        project: listings
          .filter(({ network_id }) => network_id === row.id)
          .flatMap((each) => reference(seenProjects, each.project_id)),
      }),
    ),
  };
}
