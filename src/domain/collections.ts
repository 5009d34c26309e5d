/**
 * The searchable fields and the sort keys of each collection: names and types, as data. This list is used by the
 * parser, by the translation to SQL in src/store, by the evaluation in page-in-memory.ts, and by the messages that list
 * known fields. A field or sort key must have a column in src/store, or a reader for page-in-memory.ts; otherwise the
 * code does not compile.
 * Invariant: the contract and the handbook name the same keys and fields (test/spec/collections.test.ts).
 *
 *   text       compared case-folded, or exactly if the client requests it
 *   map        text by key: `metadata.KEY`
 *   reference  another resource, by its id or its name
 *   id         an id, whole or with `*`
 *   word       a word of a closed list
 *   number     a whole number
 *   time       a point in time
 *
 * A field can have several values (the addresses of all NICs). A criterion on such a field is true if it is true for at
 * least one of the values.
 */
import { ERROR_KINDS } from './errors.js';
import type { Field, SortBy } from './search/field.js';
import { ROLES as ROLE_NAMES, TOKEN_SCOPES } from './rights.js';
import {
  BACKEND_NAMES,
  DISK_FORMATS,
  EVENT_KINDS,
  EVENT_SEVERITIES,
  GUEST_STATES,
  HOST_STATES,
  IMAGE_COPY_STATES,
  IMAGE_KINDS,
  IMAGE_STATES,
  MAC_CHOICES,
  NETWORK_ACCESSES,
  NETWORK_KINDS,
  NETWORK_STATES,
  OPERATION_KINDS,
  OPERATION_STATES,
  PLACEMENT_POLICIES,
  POWER_STATES,
  SUBJECT_KINDS,
  USER_SOURCES,
} from './words.js';

export interface Collection {
  /** The name in response bodies; in paths, it has `-` instead of `_`. */
  readonly name: string;
  readonly fields: Readonly<Record<string, Field>>;
  readonly sortKeys: readonly string[];
  readonly defaultSort: SortBy;
}

export type FieldName<C extends Collection> = keyof C['fields'] & string;
export type SortKey<C extends Collection> = C['sortKeys'][number];

const ID = { type: 'id' } as const;
const NAME = { type: 'text', isNfc: true } as const;
const TEXT = { type: 'text' } as const;
const MAP = { type: 'map' } as const;
const NUMBER = { type: 'number' } as const;
const TIME = { type: 'time' } as const;
/**
 * Not searched by bare words: nearly all rows that a client sees are in the same project, so a word would match all
 * rows or none.
 */
const PROJECT = { type: 'reference', isWordSearched: false } as const;
/** Each role includes the rights of the previous ones. */
const ORDERED_ROLE = { type: 'word', words: ROLE_NAMES, isOrdered: true } as const;
/** Not searched by bare words: the digits have no meaning, so a word would match by chance. */
const DIGITS = { type: 'text', isWordSearched: false } as const;

function words<const W extends readonly string[]>(list: W): { readonly type: 'word'; readonly words: W } {
  return { type: 'word', words: list };
}

const BY_CREATION = { key: 'created_at', isDescending: false } as const;

export const GUESTS = {
  name: 'guests',
  fields: {
    id: ID,
    name: NAME,
    description: TEXT,
    state: words(GUEST_STATES),
    power_state: words(POWER_STATES),
    'host.name': TEXT,
    zone: { type: 'reference' },
    vcpus: NUMBER,
    memory_mib: NUMBER,
    cpu_model: TEXT,
    machine_type: TEXT,
    metadata: MAP,
    image: { type: 'reference' },
    instance_type: { type: 'reference', isWordSearched: false },
    placement_group: { type: 'reference', isWordSearched: false },
    network: TEXT,
    mac: TEXT,
    address: TEXT,
    project: PROJECT,
    'user.name': NAME,
    created_at: TIME,
    updated_at: TIME,
    launched_at: TIME,
  },
  sortKeys: ['created_at', 'name', 'updated_at', 'launched_at', 'vcpus', 'memory_mib', 'state'],
  defaultSort: BY_CREATION,
} as const satisfies Collection;

export const OPERATIONS = {
  name: 'operations',
  fields: {
    id: ID,
    kind: words(OPERATION_KINDS),
    state: words(OPERATION_STATES),
    'subject.kind': words(SUBJECT_KINDS),
    'subject.id': ID,
    'subject.name': NAME,
    project: PROJECT,
    'user.name': NAME,
    request_id: DIGITS,
    error_name: words(ERROR_KINDS.map((kind) => kind.toUpperCase())),
    attempts: NUMBER,
    progress: NUMBER,
    created_at: TIME,
    started_at: TIME,
    finished_at: TIME,
  },
  sortKeys: ['created_at'],
  defaultSort: BY_CREATION,
} as const satisfies Collection;

export const IMAGES = {
  name: 'images',
  fields: {
    id: ID,
    name: NAME,
    description: TEXT,
    kind: words(IMAGE_KINDS),
    format: words(DISK_FORMATS),
    state: words(IMAGE_STATES),
    sha256: DIGITS,
    size_bytes: NUMBER,
    virtual_size_mib: NUMBER,
    shared: words(['false', 'true']),
    project: PROJECT,
    created_at: TIME,
    updated_at: TIME,
  },
  sortKeys: ['created_at'],
  defaultSort: BY_CREATION,
} as const satisfies Collection;

export const HOSTS = {
  name: 'hosts',
  fields: {
    id: ID,
    name: TEXT,
    backend: words(BACKEND_NAMES),
    state: words(HOST_STATES),
    uri: TEXT,
    description: TEXT,
    zone: { type: 'reference' },
    vcpus: NUMBER,
    memory_mib: NUMBER,
    disk_mib: NUMBER,
    schedulable: words(['false', 'true']),
    hypervisor_version: TEXT,
    metadata: MAP,
    // Not searched by bare words: nearly every host has the same networks.
    network: { type: 'reference', isWordSearched: false },
    'guests.state': words(GUEST_STATES),
    'guests.name': NAME,
    state_since: TIME,
  },
  sortKeys: ['created_at', 'name', 'vcpus', 'memory_mib', 'disk_mib'],
  defaultSort: BY_CREATION,
} as const satisfies Collection;

export const EVENTS = {
  name: 'events',
  fields: {
    id: NUMBER,
    kind: words(EVENT_KINDS),
    severity: { type: 'word', words: EVENT_SEVERITIES, isOrdered: true },
    at: TIME,
    'subject.kind': words(SUBJECT_KINDS),
    'subject.id': ID,
    'subject.name': NAME,
    operation_id: ID,
    project: PROJECT,
    'user.name': NAME,
    request_id: DIGITS,
  },
  sortKeys: ['id'],
  defaultSort: { key: 'id', isDescending: false },
} as const satisfies Collection;

export const NETWORKS = {
  name: 'networks',
  fields: {
    id: ID,
    name: TEXT,
    kind: words(NETWORK_KINDS),
    state: words(NETWORK_STATES),
    description: TEXT,
    access: words(NETWORK_ACCESSES),
    project: PROJECT,
    mac_choice: words(MAC_CHOICES),
    // Not searched by bare words: many networks are on every host.
    host: { type: 'reference', isWordSearched: false },
    created_at: TIME,
  },
  sortKeys: ['name', 'created_at'],
  defaultSort: { key: 'name', isDescending: false },
} as const satisfies Collection;

/** The copies of one image on hosts. */
export const COPIES = {
  name: 'copies',
  fields: { 'host.name': TEXT, state: words(IMAGE_COPY_STATES), ahead: words(['true', 'false']), since: TIME },
  sortKeys: ['since', 'name'],
  defaultSort: { key: 'since', isDescending: false },
} as const satisfies Collection;

export const TOKENS = {
  name: 'tokens',
  fields: {
    id: ID,
    name: NAME,
    // Not searched by bare words: nearly all tokens that a client sees are its own, so the name of its user would match
    // all of them.
    user: { type: 'reference', isWordSearched: false },
    project: PROJECT,
    role: ORDERED_ROLE,
    scopes: words(TOKEN_SCOPES),
    expires_at: TIME,
    last_used_at: TIME,
    created_at: TIME,
  },
  sortKeys: ['created_at', 'name'],
  defaultSort: BY_CREATION,
} as const satisfies Collection;

export const PERMISSIONS = {
  name: 'permissions',
  fields: {
    id: ID,
    user: { type: 'reference' },
    group: { type: 'reference' },
    role: ORDERED_ROLE,
    created_at: TIME,
  },
  sortKeys: ['created_at'],
  defaultSort: BY_CREATION,
} as const satisfies Collection;

export const ZONES = {
  name: 'zones',
  fields: { id: ID, name: NAME, description: TEXT, created_at: TIME },
  sortKeys: ['created_at', 'name'],
  defaultSort: BY_CREATION,
} as const satisfies Collection;

export const INSTANCE_TYPES = {
  name: 'instance_types',
  fields: {
    id: ID,
    name: NAME,
    description: TEXT,
    vcpus: NUMBER,
    memory_mib: NUMBER,
    root_disk_mib: NUMBER,
    metadata: MAP,
    shared: words(['false', 'true']),
    project: PROJECT,
    created_at: TIME,
    updated_at: TIME,
  },
  sortKeys: ['created_at', 'name'],
  defaultSort: BY_CREATION,
} as const satisfies Collection;

export const PLACEMENT_GROUPS = {
  name: 'placement_groups',
  fields: {
    id: ID,
    name: NAME,
    description: TEXT,
    policy: words(PLACEMENT_POLICIES),
    strict: words(['false', 'true']),
    project: PROJECT,
    created_at: TIME,
  },
  sortKeys: ['created_at', 'name'],
  defaultSort: BY_CREATION,
} as const satisfies Collection;

export const PROJECTS = {
  name: 'projects',
  fields: {
    id: ID,
    name: NAME,
    description: TEXT,
    zone: { type: 'reference', isWordSearched: false },
    created_at: TIME,
  },
  sortKeys: ['created_at', 'name'],
  defaultSort: BY_CREATION,
} as const satisfies Collection;

export const USERS = {
  name: 'users',
  fields: { id: ID, name: NAME, source: words(USER_SOURCES), group: { type: 'reference' }, created_at: TIME },
  sortKeys: ['created_at', 'name'],
  defaultSort: BY_CREATION,
} as const satisfies Collection;

export const GROUPS = {
  name: 'groups',
  fields: { id: ID, name: NAME, member: { type: 'reference' }, created_at: TIME },
  sortKeys: ['created_at', 'name'],
  defaultSort: BY_CREATION,
} as const satisfies Collection;

/** Sorted by rank: from the fewest rights to the most. */
export const ROLES = {
  name: 'roles',
  fields: { name: TEXT, rights: TEXT, for_guests: words(['false', 'true']) },
  sortKeys: ['rank', 'name'],
  defaultSort: { key: 'rank', isDescending: false },
} as const satisfies Collection;

/** Whether a bare word searches the field. */
export function isWordSearched(field: Field): boolean {
  switch (field.type) {
    case 'text':
    case 'reference':
      return field.isWordSearched ?? true;
    case 'map':
      return true;
    case 'id':
    case 'word':
    case 'number':
    case 'time':
      return false;
    default:
      return field satisfies never;
  }
}

/** The fields as a client writes them: `metadata.KEY` for a map. */
export function fieldNames(collection: Collection): string[] {
  return Object.entries(collection.fields).map(([name, field]) => (field.type === 'map' ? `${name}.KEY` : name));
}
