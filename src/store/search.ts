/**
 * Translates a search to SQL: one condition on the paged table `t`, with `?` for every value.
 *
 * All SQL text comes from the code in this folder; all text from a client, including keys of metadata, is bound. `*`
 * becomes the `%` of LIKE; a client's `%`, `_` and backslash are escaped. Times are bound as times, and numbers as
 * `numeric`, a type for which no number is too large. A condition on an absent value can be null, which WHERE treats as
 * false; a negation therefore uses `is not true`.
 * Invariant: a search finds exactly what src/domain/search/matches.ts finds, and no statement contains a client's text
 * (test/store/search.test.ts).
 */
import type { Knex } from 'knex';
import { isWordSearched } from '../domain/collections.js';
import type { Collection } from '../domain/collections.js';
import type { Field } from '../domain/search/field.js';
import { fold } from '../domain/fold.js';
import { isIdForm } from '../domain/ids.js';
import type { Criterion, Interval, Node, Pattern, Relation } from '../domain/search/tree.js';

/** SQL text and the values of its placeholders. */
export interface Sql {
  readonly text: string;
  readonly bindings: readonly Knex.RawBinding[];
}

/**
 * How a field is stored. If the values of a field are in other rows or in a jsonb array, `through` is the rest of a
 * `select 1 from …` that finds them, including WHERE. The expression (`value`, for example) then refers to the rows of
 * that `select`, and one matching row is enough.
 */
export type Column =
  | {
      readonly type: 'text';
      readonly exact: Source;
      readonly folded: Source;
      /**
       * Whether the folded text is an indexed column with collation "C", which supports lookups of whole texts and
       * prefixes.
       */
      readonly isIndexed?: true;
    }
  /** jsonb columns. */
  | { readonly type: 'map'; readonly exact: string; readonly folded: string }
  | {
      readonly type: 'reference';
      readonly through: Sql;
      readonly id: string;
      readonly exact: string;
      readonly folded: string;
    }
  /** A UUID. */
  | { readonly type: 'id'; readonly value: string }
  | {
      readonly type: 'word';
      readonly value: Source;
      /** The stored values of a word. Default: the word itself. */
      readonly storedAs?: (word: string) => readonly string[];
    }
  | { readonly type: 'number'; readonly value: string }
  | { readonly type: 'time'; readonly value: string };

export type Source = string | { readonly through: Sql; readonly value: string };

/** A column for each field; a new field does not compile without a column. */
export type SearchColumns<C extends Collection> = {
  readonly [F in keyof C['fields']]: Extract<Column, { readonly type: C['fields'][F]['type'] }>;
};

export function sql(text: string, ...bindings: readonly Knex.RawBinding[]): Sql {
  return { text, bindings };
}

export function conditionOf(
  node: Node,
  collection: Collection,
  columns: Readonly<Record<string, Column>>,
  isCaseSensitive: boolean,
): Sql {
  switch (node.kind) {
    case 'and':
    case 'or': {
      const inner = node.nodes.map((one) => conditionOf(one, collection, columns, isCaseSensitive));
      return joined(inner, node.kind);
    }
    case 'criterion':
      return criterionSql(node, columnOf(columns, node.field.name), isCaseSensitive);
    case 'word': {
      const contained: Pattern = { kind: 'pattern', parts: ['', ...node.pattern.parts, ''] };
      const searched = Object.entries(collection.fields).filter(([, field]) => isWordSearched(field));
      return joined(
        searched.map(([name, field]) => wordSql(contained, field, columnOf(columns, name), isCaseSensitive)),
        'or',
      );
    }
    default:
      return node satisfies never;
  }
}

function columnOf(columns: Readonly<Record<string, Column>>, name: string): Column {
  const column = columns[name];
  if (column === undefined) throw new Error(`no column for the field ${name}`);
  return column;
}

function criterionSql(criterion: Criterion, column: Column, isCaseSensitive: boolean): Sql {
  if (criterion.relation !== '!=') return heldSql(criterion, criterion.relation, column, isCaseSensitive);
  const held = heldSql(criterion, '=', column, isCaseSensitive);
  return sql(`(${held.text}) is not true`, ...held.bindings);
}

function heldSql(
  { field: { field, key }, value }: Criterion,
  relation: Exclude<Relation, '!='>,
  column: Column,
  isCaseSensitive: boolean,
): Sql {
  if (value.kind === 'anything') return presentSql(column, key);
  if (value.kind === 'number' && column.type === 'number') {
    return sql(`${column.value} ${relation} ?::numeric`, value.number.toString());
  }
  if (value.kind === 'interval' && column.type === 'time') return timeSql(column.value, value, relation);
  if (value.kind !== 'pattern')
    throw new Error(`a value of the kind ${value.kind} cannot be compared with a column of the type ${column.type}`);
  switch (column.type) {
    case 'text':
      return textSql(value, field, column, isCaseSensitive);
    case 'map': {
      const map = isCaseSensitive ? column.exact : column.folded;
      return likeSql(sql(`(${map} ->> ?::text)`, key), prepared(value, isCaseSensitive, false));
    }
    case 'reference': {
      const id = likeSql(sql(`${column.id}::text`), prepared(value, isCaseSensitive, false));
      const name = likeSql(sql(isCaseSensitive ? column.exact : column.folded), prepared(value, isCaseSensitive, true));
      return within(column.through, joined([id, name], 'or'));
    }
    case 'id':
      return idSql(column.value, prepared(value, isCaseSensitive, false));
    case 'word':
      return storedWordSql(value, field, relation, column);
    case 'number':
    case 'time':
      throw new Error(`a pattern cannot be compared with a column of the type ${column.type}`);
    default:
      return column satisfies never;
  }
}

function presentSql(column: Column, key: string | null): Sql {
  switch (column.type) {
    case 'text':
      return from(column.exact, (value) => sql(`${value} is not null`));
    case 'map':
      return sql(`(${column.exact} ->> ?::text) is not null`, key);
    case 'reference':
      return within(column.through, sql('true'));
    case 'word':
      return from(column.value, (value) => sql(`${value} is not null`));
    case 'id':
    case 'number':
    case 'time':
      return sql(`${column.value} is not null`);
    default:
      return column satisfies never;
  }
}

/** A bare word in one field. */
function wordSql(contained: Pattern, field: Field, column: Column, isCaseSensitive: boolean): Sql {
  if (column.type === 'text') return textSql(contained, field, column, isCaseSensitive);
  if (column.type === 'map') {
    const map = isCaseSensitive ? column.exact : column.folded;
    return within(
      sql(`jsonb_each_text(${map}) pair where true`),
      likeSql(sql('pair.value'), prepared(contained, isCaseSensitive, false)),
    );
  }
  if (column.type === 'reference') {
    const name = sql(isCaseSensitive ? column.exact : column.folded);
    return within(column.through, likeSql(name, prepared(contained, isCaseSensitive, true)));
  }
  throw new Error(`a bare word cannot be searched for in a column of the type ${column.type}`);
}

function textSql(
  pattern: Pattern,
  field: Field,
  column: Extract<Column, { readonly type: 'text' }>,
  isCaseSensitive: boolean,
): Sql {
  const parts = prepared(pattern, isCaseSensitive, field.type === 'text' && field.isNfc === true);
  if (!isCaseSensitive) {
    return from(column.folded, (value) => (column.isIndexed && prefixSql(value, parts)) || likeSql(sql(value), parts));
  }
  const exact = from(column.exact, (value) => likeSql(sql(value), parts));
  if (!column.isIndexed || parts.length > 1) return exact;
  // Equal texts are also equal when folded, so the second condition, which can use an index, excludes no match.
  return joined([exact, from(column.folded, (value) => likeSql(sql(value), prepared(pattern, false, false)))], 'and');
}

function idSql(value: string, parts: readonly string[]): Sql {
  const [whole = ''] = parts;
  if (parts.length > 1) return likeSql(sql(`${value}::text`), parts);
  // Ids are lower-case.
  return isIdForm(whole) && whole === whole.toLowerCase() ? sql(`${value} = ?::uuid`, whole) : sql('false');
}

function storedWordSql(
  pattern: Pattern,
  field: Field,
  relation: Exclude<Relation, '!='>,
  column: Extract<Column, { readonly type: 'word' }>,
): Sql {
  const words = field.type === 'word' ? field.words : [];
  const wanted = new RegExp(`^${prepared(pattern, false, false).map(escapeForRegExp).join('.*')}$`, 's');
  const place = words.findIndex((word) => wanted.test(fold(word)));
  const meant = words.filter((word, index) => {
    switch (relation) {
      case '=':
        return wanted.test(fold(word));
      case '<':
        return index < place;
      case '<=':
        return index <= place;
      case '>':
        return index > place;
      case '>=':
        return index >= place;
      default:
        return relation satisfies never;
    }
  });
  const stored = meant.flatMap((word) => column.storedAs?.(word) ?? [word]);
  const [only] = stored;
  if (only === undefined) return sql('false');
  return from(column.value, (value) =>
    stored.length === 1 ? sql(`${value} = ?::text`, only) : sql(`${value} = any(?::text[])`, stored),
  );
}

function escapeForRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

function timeSql(value: string, { startMs, endMs }: Interval, relation: Exclude<Relation, '!='>): Sql {
  const start = timeBinding(startMs);
  const end = timeBinding(endMs);
  switch (relation) {
    case '=':
      return sql(`(${value} >= ?::timestamptz and ${value} < ?::timestamptz)`, start, end);
    case '<':
      return sql(`${value} < ?::timestamptz`, start);
    case '<=':
      return sql(`${value} < ?::timestamptz`, end);
    case '>':
      return sql(`${value} >= ?::timestamptz`, end);
    case '>=':
      return sql(`${value} >= ?::timestamptz`, start);
    default:
      return relation satisfies never;
  }
}

const YEAR_1_MS = Date.parse('0001-01-01T00:00:00.000Z');
const YEAR_9999_END_MS = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * PostgreSQL has no year 0 and does not parse JavaScript's years beyond 9999. All stored times are in the years 1 to
 * 9999.
 */
function timeBinding(timeMs: number): string {
  if (timeMs < YEAR_1_MS) return '-infinity';
  return timeMs > YEAR_9999_END_MS ? 'infinity' : new Date(timeMs).toISOString();
}

/** Returns the parts in the form in which the column stores its text. */
function prepared({ parts }: Pattern, isCaseSensitive: boolean, isNfc: boolean): string[] {
  return parts.map((part) => (isCaseSensitive ? (isNfc ? part.normalize('NFC') : part) : fold(part)));
}

function likeSql(value: Sql, parts: readonly string[]): Sql {
  if (parts.length === 1) return sql(`${value.text} = ?::text`, ...value.bindings, parts[0] ?? '');
  const pattern = parts.map((part) => part.replaceAll(/[\\%_]/g, '\\$&')).join('%');
  return sql(`${value.text} like ?::text`, ...value.bindings, pattern);
}

/** A prefix as a range, which an index can serve: from the prefix (inclusive) to `nextText` (exclusive). */
function prefixSql(value: string, parts: readonly string[]): Sql | null {
  const [prefix = '', rest] = parts;
  if (parts.length !== 2 || rest !== '' || prefix === '') return null;
  const next = nextText(prefix);
  return next === null
    ? sql(`${value} >= ?::text`, prefix)
    : sql(`(${value} >= ?::text and ${value} < ?::text)`, prefix, next);
}

/** The first text, by code points, that sorts after every text with this prefix; null if there is none. */
function nextText(text: string): string | null {
  const points = [...text].map((letter) => letter.codePointAt(0) ?? 0);
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    // Skip surrogates, which no text can contain.
    if (last < 0x10ffff) return String.fromCodePoint(...points, last === 0xd7ff ? 0xe000 : last + 1);
  }
  return null;
}

function from(source: Source, condition: (value: string) => Sql): Sql {
  return typeof source === 'string' ? condition(source) : within(source.through, condition(source.value));
}

function within(through: Sql, condition: Sql): Sql {
  return sql(
    `exists (select 1 from ${through.text} and ${condition.text})`,
    ...through.bindings,
    ...condition.bindings,
  );
}

function joined(conditions: readonly Sql[], by: 'and' | 'or'): Sql {
  if (conditions.length === 0) return sql(by === 'and' ? 'true' : 'false');
  return sql(
    `(${conditions.map(({ text }) => text).join(` ${by} `)})`,
    ...conditions.flatMap(({ bindings }) => bindings),
  );
}
