/** Values that match a schema of a contract, for round trips of the XML codec, and their form after a round trip. */
import fc from 'fast-check';
import {
  isMoment,
  membersOf,
  typeOf,
  type Schema,
  type SchemaDocument,
} from '../../../src/http/dialects/ovirt/xml-schema.js';

/** Texts with all characters that escaping, line breaks, regular expressions and XML 1.0 treat specially. */
const TEXT = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({
    unit: fc.constantFrom(...'<>&"\'\r\n\t ]];a/', '\u0000', '\u0001', '\u0085', '\u2028', '\uFFFE', '\uD800', '😀'),
    maxLength: 12,
  }),
  fc.constantFrom('<status>up</status>', ' id="other"', ']]>', '<!DOCTYPE a>', '&amp;', '__proto__'),
);
const YEAR_9999 = 253_402_300_799_999;

export function valuesOf(document: SchemaDocument, schema: Schema, depth = 0): fc.Arbitrary<unknown> {
  const type = typeOf(schema);
  if (type === 'boolean') return fc.boolean();
  if (isMoment(schema)) return fc.integer({ min: 0, max: YEAR_9999 });
  if (type === 'integer') return fc.maxSafeInteger();
  if (type === 'number') return fc.double({ noNaN: true, noDefaultInfinity: true });
  if (type !== 'object') return TEXT;
  const members = membersOf(document, schema).flatMap(({ key, isRepeated, isRequired, schema: own }) => {
    // Ends at schemas that contain themselves.
    if (depth > 4 && typeOf(own) === 'object' && !isRequired) return [];
    const one = valuesOf(document, own, depth + 1);
    const value = isRepeated ? fc.array(one, { maxLength: 3 }) : one;
    return [[key, isRequired ? value : fc.option(value, { freq: 2 })]] as const;
  });
  return fc.record(Object.fromEntries(members));
}

/** The value after it was written and read: without empty members, and without characters that XML cannot hold. */
export function normalOf(document: SchemaDocument, schema: Schema, value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/[^\t\n\r -\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD');
  if (typeof value !== 'object' || value === null) return value === 0 ? 0 : value;
  const normal: Record<string, unknown> = {};
  for (const { key, isRepeated, isRequired, schema: own } of membersOf(document, schema)) {
    const held: unknown = (value as Record<string, unknown>)[key] ?? null;
    if (held === null) continue;
    if (isRepeated) {
      const items = (held as unknown[]).map((item) => normalOf(document, own, item));
      if (items.length > 0 || isRequired) normal[key] = items;
    } else {
      const inner = normalOf(document, own, held);
      const isLeftOut = inner === '' || (typeof inner === 'object' && isEmpty(document, own, inner as object));
      if (!isLeftOut) normal[key] = inner;
    }
  }
  return normal;
}

/** Whether an object has no member that XML shows: required arrays without an element are read, but not written. */
function isEmpty(document: SchemaDocument, schema: Schema, value: object): boolean {
  const repeated = new Set(membersOf(document, schema).flatMap(({ key, isRepeated }) => (isRepeated ? [key] : [])));
  return Object.entries(value).every(([key, held]) => repeated.has(key) && (held as unknown[]).length === 0);
}
