/**
 * The rules of Go's package encoding/json, as far as clients of Mistify depend on them: which members of a structure
 * are sent, and which values can be read into a field. A client that is written in Go fails on any other value.
 */

export type GoType =
  'string' | 'uint' | 'int64' | 'float64' | 'time' | { readonly list: GoType } | { readonly map: GoType } | GoStruct;

export interface GoStruct {
  readonly fields: Readonly<Record<string, GoType>>;
  /** The fields that are not sent if they have the zero value (`omitempty`). */
  readonly omitted: readonly string[];
}

type Members = Readonly<Record<string, unknown>>;

/** The JSON that Go writes for a structure in which only some fields were set. */
export function encodeGo(type: GoStruct, value: Members): Members {
  const members = Object.entries(type.fields).map(([name, field]) => [name, encoded(field, value[name])] as const);
  return Object.fromEntries(members.filter(([name, sent]) => !(type.omitted.includes(name) && isZero(sent))));
}

function encoded(type: GoType, value: unknown): unknown {
  if (value === undefined) return zeroOf(type);
  if (typeof type === 'string' || 'map' in type) return value;
  if ('list' in type) return (value as unknown[]).map((item) => encoded(type.list, item));
  return encodeGo(type, value as Members);
}

/** `nil` for a list or a map, which is null in JSON. */
function zeroOf(type: GoType): unknown {
  if (typeof type !== 'string') return 'fields' in type ? encodeGo(type, {}) : null;
  if (type === 'string') return '';
  return type === 'time' ? ZERO_TIME : 0;
}

function isZero(value: unknown): boolean {
  return value === '' || value === 0 || value === null || (Array.isArray(value) && value.length === 0);
}

const ZERO_TIME = '0001-01-01T00:00:00Z';
const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

/**
 * The value that Go reads into a variable of this type. Throws where Go returns an error. Null leaves the zero value,
 * and so does a missing member; unknown members are ignored.
 */
export function decodeGo(type: GoType, value: unknown, at = ''): unknown {
  const fail = (): never => {
    throw new Error(`json: cannot unmarshal ${JSON.stringify(value)} into ${at === '' ? 'the value' : at}`);
  };
  if (value === null || value === undefined) return zeroOf(type);
  if (typeof type === 'string') return isOfType(type, value) ? value : fail();
  if ('list' in type) {
    return Array.isArray(value) ? value.map((item, index) => decodeGo(type.list, item, `${at}[${index}]`)) : fail();
  }
  if (typeof value !== 'object' || Array.isArray(value)) return fail();
  const entries =
    'map' in type ? Object.keys(value).map((key) => [key, type.map] as const) : Object.entries(type.fields);
  return Object.fromEntries(entries.map(([key, of]) => [key, decodeGo(of, (value as Members)[key], `${at}.${key}`)]));
}

function isOfType(type: Extract<GoType, string>, value: unknown): boolean {
  if (type === 'string') return typeof value === 'string';
  if (type === 'time') return typeof value === 'string' && RFC_3339.test(value);
  if (typeof value !== 'number') return false;
  return type === 'float64' || (Number.isInteger(value) && (type === 'int64' || value >= 0));
}
