/**
 * Makes values from a schema: values that the schema allows, at its bounds and between them, and values that it
 * forbids. Neither is guaranteed, so `isAllowed` in fuzz-contract.ts must check each value.
 */
import { deref, isAllowed, type Schema } from './fuzz-contract.js';
import type { Random } from './fuzz-random.js';

/**
 * Returns the name or id of an existing resource for a member or a parameter with this name, or undefined if none is
 * known.
 */
export type Known = (name: string, random: Random) => string | undefined;

type Members = Record<string, unknown>;

const DEPTH_MAX = 6;
/** Most string schemas allow most of these texts. The generator of allowed values skips those that a schema forbids. */
const TEXTS = [
  'a',
  '...',
  'a b',
  'x'.repeat(255),
  '🙂'.repeat(255),
  'Ünïcode 東京 🙂',
  'e\u0301',
  '\u00e9',
  'ﬁ İ ß ǅ',
  '\u202eabc',
  "'; drop table guests; --",
  '%00%ff',
  '../../etc/passwd',
  '${jndi:x}',
  '<script>',
  '-1',
  'null',
  'true',
  '__proto__',
  'constructor',
  '00000000-0000-4000-8000-000000000000',
  '*',
  '"',
  '\\',
  'a,b;c=d&e',
] as const;
const BAD_TEXTS = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  'a/b',
  '.',
  '..',
  '\n',
  '\u007f',
  '\ufeff',
  '\u2028',
] as const;
const NUMBERS = [0, -0, -1, 1, 1.5, 2 ** 31, 2 ** 53, -(2 ** 63), 1e308, 5e-324] as const;

export function allowedValue(given: Schema, random: Random, known: Known, name = '', depth = 0): unknown {
  const schema = deref(given);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return random.pick(schema.enum);
  const examples = [...(schema.examples ?? []), ...(schema.default === undefined ? [] : [schema.default])];
  if (examples.length > 0 && random.chance(0.2)) return random.pick(examples);
  const branches = schema.oneOf ?? schema.anyOf;
  if (branches !== undefined) return allowedValue(random.pick(branches), random, known, name, depth);
  switch (typeOf(schema, random)) {
    case 'null':
      return null;
    case 'boolean':
      return random.chance(0.5);
    case 'integer':
    case 'number':
      return allowedNumber(schema, random);
    case 'string':
      return allowedText(schema, examples, random, known, name);
    case 'array': {
      const length = depth > DEPTH_MAX ? (schema.minItems ?? 0) : allowedLength(schema, random);
      return Array.from({ length }, () => allowedValue(schema.items ?? {}, random, known, name, depth + 1));
    }
    case 'object':
      return allowedObject(schema, random, known, depth);
    default:
      return anything(random);
  }
}

function typeOf(schema: Schema, random: Random): string | undefined {
  if (typeof schema.type === 'string') return schema.type;
  if (schema.type !== undefined) return random.pick(schema.type);
  return schema.properties === undefined ? undefined : 'object';
}

function allowedNumber({ minimum = 0, maximum = 2 ** 31 - 1 }: Schema, random: Random): number {
  const near = minimum + random.below(Math.min(maximum - minimum, 8) + 1);
  return random.pick([minimum, maximum, near, near, near]);
}

function allowedLength({ minItems = 0, maxItems = 8 }: Schema, random: Random): number {
  const most = Math.min(maxItems, 24);
  return random.pick([minItems, minItems, minItems + 1, Math.min(minItems + 2, most), most].filter((n) => n <= most));
}

function allowedText(schema: Schema, examples: unknown[], random: Random, known: Known, name: string): string {
  const there = known(name, random);
  if (there !== undefined && random.chance(0.6)) return there;
  const texts = examples.filter((example) => typeof example === 'string');
  const changed = texts.map((text) => changeText(text, random));
  const longest = 'y'.repeat(schema.maxLength ?? 16);
  // In half of the cases a new word comes first, so that values that must be unique are unique.
  const candidates = random.shuffled([...random.shuffled(TEXTS).slice(0, 4), ...changed, ...texts, longest]);
  if (random.chance(0.5)) candidates.unshift(`w-${random.word()}`);
  return candidates.find((candidate) => isAllowed(schema, candidate)) ?? texts[0] ?? random.word();
}

/**
 * Replaces one or two characters by others of the same kind, so that patterns still match, or reorders the parts of the
 * text.
 */
export function changeText(text: string, random: Random): string {
  const words = text.split(' ');
  if (words.length > 1 && random.chance(0.3)) return random.shuffled(words).join(' ');
  return [...text]
    .map((letter) => {
      if (!random.chance(2 / text.length)) return letter;
      if (/[0-9]/.test(letter)) return String(random.below(10));
      return /[a-f]/.test(letter) ? random.pick([...'abcdef']) : letter;
    })
    .join('');
}

function allowedObject(schema: Schema, random: Random, known: Known, depth: number): Members {
  const members: Members = {};
  // The share of optional members varies, so that each member is also tested without the others.
  const share = random.pick([0, 0.2, 0.5, 1]);
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const isRequired = schema.required?.includes(name) === true;
    if (deref(property).readOnly === true || property.readOnly === true) continue;
    if (!isRequired && (depth > DEPTH_MAX || !random.chance(share))) continue;
    members[name] = allowedValue(property, random, known, name, depth + 1);
  }
  if (typeof schema.additionalProperties === 'object' && random.chance(0.7)) {
    for (let count = random.below(4); count > 0; count -= 1) {
      const key = allowedText(
        schema.propertyNames ?? { type: 'string', maxLength: 16 },
        [],
        random,
        () => undefined,
        '',
      );
      define(members, key, allowedValue(schema.additionalProperties, random, known, '', depth + 1));
    }
  }
  return members;
}

/** This also works for the key `__proto__`. */
function define(members: Members, key: string, value: unknown): void {
  Object.defineProperty(members, key, { value, enumerable: true, configurable: true, writable: true });
}

export function anything(random: Random): unknown {
  const nested = random.pick([[], {}, [[]], { a: { b: [1] } }, [null, 'x', 1]] as const);
  return random.pick<unknown>([null, true, false, random.pick(NUMBERS), random.pick(TEXTS), nested]);
}

/** Returns the value with one change that the schema most likely forbids, at its top level or deep inside. */
export function brokenValue(given: Schema, value: unknown, random: Random): unknown {
  const schema = deref(given);
  const branches = schema.oneOf ?? schema.anyOf;
  if (branches !== undefined && random.chance(0.7)) {
    const fitting = branches.filter((branch) => isAllowed(branch, value));
    return brokenValue(random.pick(fitting.length > 0 ? fitting : branches), value, random);
  }
  if (random.chance(0.15)) return anything(random);
  if (typeof value === 'object' && value !== null) {
    return Array.isArray(value) ? brokenList(schema, value, random) : brokenObject(schema, { ...value }, random);
  }
  if (typeof value === 'number') return brokenNumber(schema, random);
  if (typeof value === 'string') return brokenText(schema, value, random);
  return anything(random);
}

function brokenNumber({ minimum = 0, maximum = 2 ** 31 - 1 }: Schema, random: Random): unknown {
  return random.pick<unknown>([minimum - 1, maximum + 1, minimum + 0.5, String(minimum), ...NUMBERS]);
}

function brokenText({ maxLength = 255 }: Schema, value: string, random: Random): unknown {
  return random.pick<unknown>([
    'z'.repeat(maxLength + 1),
    '🙂'.repeat(maxLength + 1),
    value + random.pick(BAD_TEXTS),
    random.pick(BAD_TEXTS) + value,
    random.pick(BAD_TEXTS),
    value.toUpperCase(),
    7,
    null,
    [value],
  ]);
}

function brokenList({ items = {}, maxItems = 24 }: Schema, list: readonly unknown[], random: Random): unknown {
  if (list.length > 0 && random.chance(0.6)) {
    const at = random.below(list.length);
    return list.map((item, index) => (index === at ? brokenValue(items, item, random) : item));
  }
  const element: unknown = list[0] ?? {};
  return random.pick<unknown>([
    Array.from({ length: Math.min(maxItems, 3_000) + 1 }, () => element),
    [...list, null],
    { 0: element },
    '[]',
  ]);
}

function brokenObject(schema: Schema, members: Members, random: Random): unknown {
  const { properties = {}, required = [], propertyNames, additionalProperties } = schema;
  const present = Object.keys(members);
  const present1 = random.pick([...present, '']);
  const property =
    properties[present1] ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined);
  if (present1 !== '' && property !== undefined && random.chance(0.6)) {
    define(members, present1, brokenValue(property, members[present1], random));
    return members;
  }
  const readOnly = Object.keys(properties).filter((name) => properties[name]?.readOnly === true);
  const absent = Object.keys(properties).filter((name) => !present.includes(name));
  const isMap = propertyNames !== undefined;
  const kind = random.pick(['drop', 'unknown', 'odd', 'read-only', 'absent', 'many'] as const);
  if (kind === 'drop' && required.length > 0) delete members[random.pick(required)];
  else if (kind === 'many' && isMap) for (let n = 0; n < 300; n += 1) define(members, `k${n}`, 'v');
  else if (kind === 'read-only' && readOnly.length > 0) define(members, random.pick(readOnly), anything(random));
  else if (kind === 'absent' && absent.length > 0) define(members, random.pick(absent), anything(random));
  else
    define(
      members,
      random.pick(['colour', 'id', 'href', 'state', '__proto__', 'constructor', '', ' ', 'a b', '$ref']),
      anything(random),
    );
  return members;
}
