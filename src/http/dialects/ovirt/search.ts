/**
 * Searches in oVirt's language. The grammar is that of src/domain/search; the fields have oVirt's names and words. A
 * text is parsed against a collection with oVirt's fields, and the tree is then translated, criterion by criterion,
 * into one with the fields of the native collection. No text of a client is ever composed into another text.
 *
 *   status = down  ─►  state = stopped or state = updating or state = error
 */
import * as collections from '../../../domain/collections.js';
import type { Collection } from '../../../domain/collections.js';
import { GuesthouseError } from '../../../domain/errors.js';
import { OFFSET_ROWS_MAX } from '../../../domain/page-request.js';
import type { Field } from '../../../domain/search/field.js';
import { matches } from '../../../domain/search/matches.js';
import { parseSearch } from '../../../domain/search/parse.js';
import type { Criterion, Node, Search } from '../../../domain/search/tree.js';
import { EVENT_SEVERITIES, GUEST_STATES, HOST_STATES, IMAGE_STATES, NETWORK_STATES } from '../../../domain/words.js';
import { readFlag, STATUS_OF_GUEST, STATUS_OF_HOST, STATUS_OF_IMAGE, STATUS_OF_NETWORK } from './words.js';

interface SearchedField {
  readonly field: Field;
  /** The same condition on the native collection. */
  readonly translate: (criterion: Criterion) => Node;
}

export interface SearchedCollection {
  readonly collection: Collection;
  readonly fields: Readonly<Record<string, SearchedField>>;
  /** The native sort key of each sort key. */
  readonly sortKeys: Readonly<Record<string, string>>;
}

/** The parameters of a list as they are sent. */
export interface ListInput {
  readonly search?: string;
  readonly max?: number;
  readonly caseSensitive?: string;
}

/** What a list asks for, without its limit. */
export interface ReadList {
  readonly search: Search | null;
  readonly isCaseSensitive: boolean;
  /** Null: all rows. */
  readonly rowsMax: number | null;
}

/** `now`: the time that `today` means. */
export function readList(searched: SearchedCollection, input: ListInput, now = new Date()): ReadList {
  const { search: text = '', max, caseSensitive } = input;
  const parsed = parseSearch(text, searched.collection, { now });
  const search = withPageOf(translated(parsed, searched), max);
  return { search, isCaseSensitive: readFlag(caseSensitive), rowsMax: isBeyondAll(parsed, max) ? 0 : (max ?? null) };
}

/** Adds a condition that a client did not write. */
export function restricted(search: Search | null, condition: Node): Search {
  const { criteria = null } = search ?? {};
  const both = criteria === null ? condition : ({ kind: 'and', nodes: [criteria, condition], at: 0 } as const);
  const rest = search ?? { sortBy: null, page: null, text: '', textWithoutPage: '' };
  return { ...rest, criteria: both };
}

/** `field = text` on a native collection, where `text` is taken literally. */
export function isEqual(native: Collection, name: string, text: string): Criterion {
  const value = { kind: 'pattern', parts: [text] } as const;
  return { kind: 'criterion', field: { name, field: fieldOf(native, name), key: null }, relation: '=', value, at: 0 };
}

function translated(parsed: Search, { fields, sortKeys }: SearchedCollection): Search {
  const translate = (node: Node): Node => {
    switch (node.kind) {
      case 'and':
      case 'or':
        return { ...node, nodes: node.nodes.map(translate) };
      case 'word':
        return node;
      case 'criterion':
        return fields[node.field.name]?.translate(node) ?? node;
      default:
        return node satisfies never;
    }
  };
  const { criteria, sortBy } = parsed;
  const key = sortBy === null ? undefined : sortKeys[sortBy.key];
  return {
    ...parsed,
    criteria: criteria === null ? null : translate(criteria),
    sortBy: sortBy === null || key === undefined ? null : { ...sortBy, key },
  };
}

/** Without `max`, everything is on the first page. */
function withPageOf(search: Search, max: number | undefined): Search {
  const { page } = search;
  if (page === null || max === undefined) return { ...search, page: null };
  if (page * max <= OFFSET_ROWS_MAX) return search;
  throw new GuesthouseError('validation_failed', 'The parameters of the list are not valid.', {
    mistakes: [{ parameter: 'search', detail: `page ${page} is beyond the first ${OFFSET_ROWS_MAX} elements` }],
  });
}

function isBeyondAll({ page }: Search, max: number | undefined): boolean {
  return max === undefined && page !== null && page > 1;
}

function fieldOf(native: Collection, name: string): Field {
  const field = native.fields[name];
  if (field === undefined) throw new Error(`${native.name} have no field ${name}`);
  return field;
}

/** A field that differs only in its name. */
function same(native: Collection, name: string): SearchedField {
  const field = fieldOf(native, name);
  return { field, translate: (criterion) => ({ ...criterion, field: { name, field, key: null } }) };
}

/**
 * A field whose words differ. Several native words can have one word here, so a criterion becomes a list of native
 * words: the field is one of them, or, for `!=`, none of them.
 */
function worded(native: Collection, name: string, wordOf: Readonly<Record<string, string>>): SearchedField {
  return wordedInOrder(native, name, wordOf, [...new Set(Object.values(wordOf))], false);
}

function wordedInOrder(
  native: Collection,
  name: string,
  wordOf: Readonly<Record<string, string>>,
  words: readonly string[],
  isOrdered = true,
): SearchedField {
  const field: Field = isOrdered ? { type: 'word', words, isOrdered } : { type: 'word', words };
  const of = { name, fields: {}, sortKeys: [], defaultSort: { key: '', isDescending: false } };
  const translate = (criterion: Criterion): Node => {
    const { relation, at, value } = criterion;
    if (value.kind === 'anything') return { ...criterion, field: { name, field: fieldOf(native, name), key: null } };
    const isNegated = relation === '!=';
    const held = { ...criterion, relation: isNegated ? ('=' as const) : relation };
    const meant = Object.entries(wordOf).filter(([, word]) => matches(held, of, () => [word], false));
    const nodes = meant.map(([own]) => ({ ...isEqual(native, name, own), relation: isNegated ? '!=' : '=' }) as const);
    return { kind: isNegated ? 'and' : 'or', nodes, at };
  };
  return { field, translate };
}

/** Both spellings of a field of related elements: `users.name` and `user.name`. */
function related(
  plural: string,
  singular: string,
  fields: Readonly<Record<string, SearchedField>>,
): Readonly<Record<string, SearchedField>> {
  return Object.fromEntries(
    [plural, singular].flatMap((word) =>
      Object.entries(fields).map(([name, field]) => [name === '' ? word : `${word}.${name}`, field]),
    ),
  );
}

function searched(
  name: string,
  native: Collection,
  fields: Readonly<Record<string, SearchedField>>,
  sortKeys: Readonly<Record<string, string>>,
): SearchedCollection {
  const parsed = Object.fromEntries(Object.entries(fields).map(([key, { field }]) => [key, field]));
  const { defaultSort } = native;
  return { collection: { name, fields: parsed, sortKeys: Object.keys(sortKeys), defaultSort }, fields, sortKeys };
}

function identity<Word extends string>(words: readonly Word[]): Readonly<Record<string, string>> {
  return Object.fromEntries(words.map((word) => [word, word]));
}

function only<Word extends string>(
  words: readonly Word[],
  of: Readonly<Record<Word, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(words.map((word) => [word, of[word]]));
}

const { GUESTS, HOSTS, EVENTS, IMAGES, ZONES, NETWORKS, USERS, GROUPS } = collections;

export const VMS = searched(
  'virtual machines',
  GUESTS,
  {
    id: same(GUESTS, 'id'),
    name: same(GUESTS, 'name'),
    description: same(GUESTS, 'description'),
    status: worded(GUESTS, 'state', only(GUEST_STATES, STATUS_OF_GUEST)),
    // In MB in oVirt's language, which are MiB.
    memory: same(GUESTS, 'memory_mib'),
    vcpus: same(GUESTS, 'vcpus'),
    ip: same(GUESTS, 'address'),
    address: same(GUESTS, 'address'),
    mac: same(GUESTS, 'mac'),
    network: same(GUESTS, 'network'),
    creationdate: same(GUESTS, 'created_at'),
    starttime: same(GUESTS, 'launched_at'),
    cluster: same(GUESTS, 'zone'),
    host: same(GUESTS, 'host.name'),
    template: same(GUESTS, 'image'),
    created_by_user: same(GUESTS, 'user.name'),
    ...related('clusters', 'cluster', { name: same(GUESTS, 'zone'), '': same(GUESTS, 'zone') }),
    ...related('hosts', 'host', { name: same(GUESTS, 'host.name'), '': same(GUESTS, 'host.name') }),
    ...related('templates', 'template', { name: same(GUESTS, 'image'), '': same(GUESTS, 'image') }),
    ...related('users', 'user', { name: same(GUESTS, 'user.name'), '': same(GUESTS, 'user.name') }),
  },
  {
    name: 'name',
    creationdate: 'created_at',
    starttime: 'launched_at',
    memory: 'memory_mib',
    vcpus: 'vcpus',
    status: 'state',
  },
);

const GUESTS_OF_HOST = worded(HOSTS, 'guests.state', only(GUEST_STATES, STATUS_OF_GUEST));
export const HOSTS_SEARCH = searched(
  'hosts',
  HOSTS,
  {
    id: same(HOSTS, 'id'),
    name: same(HOSTS, 'name'),
    description: same(HOSTS, 'description'),
    status: worded(HOSTS, 'state', only(HOST_STATES, STATUS_OF_HOST)),
    cpus: same(HOSTS, 'vcpus'),
    memory: same(HOSTS, 'memory_mib'),
    network: same(HOSTS, 'network'),
    version: same(HOSTS, 'hypervisor_version'),
    ...related('clusters', 'cluster', { name: same(HOSTS, 'zone'), '': same(HOSTS, 'zone') }),
    ...related('vms', 'vm', {
      name: same(HOSTS, 'guests.name'),
      '': same(HOSTS, 'guests.name'),
      status: GUESTS_OF_HOST,
    }),
  },
  { name: 'name', cpus: 'vcpus', memory: 'memory_mib' },
);

/** No event is an alert, which is more than an error. */
const SEVERITIES = [...EVENT_SEVERITIES, 'alert'];
export const EVENTS_SEARCH = searched(
  'events',
  EVENTS,
  {
    id: same(EVENTS, 'id'),
    type: same(EVENTS, 'kind'),
    severity: wordedInOrder(EVENTS, 'severity', identity(EVENT_SEVERITIES), SEVERITIES),
    time: same(EVENTS, 'at'),
    correlation_id: same(EVENTS, 'request_id'),
    usrname: same(EVENTS, 'user.name'),
    ...related('users', 'user', { name: same(EVENTS, 'user.name'), '': same(EVENTS, 'user.name') }),
  },
  // Ids are assigned in the order in which events became visible.
  { time: 'id', id: 'id' },
);

export const TEMPLATES_SEARCH = searched(
  'templates',
  IMAGES,
  {
    id: same(IMAGES, 'id'),
    name: same(IMAGES, 'name'),
    description: same(IMAGES, 'description'),
    status: worded(IMAGES, 'state', only(IMAGE_STATES, STATUS_OF_IMAGE)),
    creationdate: same(IMAGES, 'created_at'),
  },
  { creationdate: 'created_at' },
);

export const CLUSTERS_SEARCH = searched(
  'clusters',
  ZONES,
  { id: same(ZONES, 'id'), name: same(ZONES, 'name'), description: same(ZONES, 'description') },
  { name: 'name' },
);

export const NETWORKS_SEARCH = searched(
  'networks',
  NETWORKS,
  {
    id: same(NETWORKS, 'id'),
    name: same(NETWORKS, 'name'),
    description: same(NETWORKS, 'description'),
    status: worded(NETWORKS, 'state', only(NETWORK_STATES, STATUS_OF_NETWORK)),
  },
  { name: 'name' },
);

export const USERS_SEARCH = searched(
  'users',
  USERS,
  {
    id: same(USERS, 'id'),
    name: same(USERS, 'name'),
    usrname: same(USERS, 'name'),
    ...related('groups', 'group', { name: same(USERS, 'group'), '': same(USERS, 'group') }),
  },
  { name: 'name', usrname: 'name' },
);

export const GROUPS_SEARCH = searched(
  'groups',
  GROUPS,
  {
    id: same(GROUPS, 'id'),
    name: same(GROUPS, 'name'),
    ...related('users', 'user', { name: same(GROUPS, 'member'), '': same(GROUPS, 'member') }),
  },
  { name: 'name' },
);

/** The collections without a search: their lists can only be limited. */
export const JOBS_LIST = searched('jobs', collections.OPERATIONS, {}, {});
export const PERMISSIONS_LIST = searched('permissions', collections.PERMISSIONS, {}, {});

/** Whether the search finds the only element of a list. */
export function isFound(input: ListInput, { id, name }: { readonly id: string; readonly name: string }): boolean {
  const { search, isCaseSensitive, rowsMax } = readList(CLUSTERS_SEARCH, input);
  if (rowsMax === 0 || (search?.page ?? 1) > 1) return false;
  const values: Readonly<Record<string, readonly string[]>> = { id: [id], name: [name] };
  const criteria = search?.criteria ?? null;
  return criteria === null || matches(criteria, ZONES, (field) => values[field] ?? [], isCaseSensitive);
}
