/**
 * The preparation of bodies before their check. Clients in Go send every member of a structure, also those that were
 * not set, which then have the zero value of their type. In a guest or an image to create, a zero value means that the
 * member is absent. The values of metadata are not members: an empty value is a value.
 */

/** The operations whose bodies are structures, with the members that contain lists of structures. */
const STRUCTURES: ReadonlyMap<string, readonly string[]> = new Map([
  ['createMistifyGuest', ['nics', 'disks']],
  ['createMistifyImage', []],
]);

export function prepareBody(operationId: string, body: unknown): unknown {
  const lists = STRUCTURES.get(operationId);
  if (lists === undefined || !isStructure(body)) return body;
  const withLists = Object.entries(body).map(([name, value]) => {
    const isList = lists.includes(name) && Array.isArray(value);
    return [name, isList ? value.map(withoutZeros) : value] as const;
  });
  return withoutZeros(Object.fromEntries(withLists));
}

function withoutZeros(value: unknown): unknown {
  return isStructure(value) ? Object.fromEntries(Object.entries(value).filter(([, member]) => !isZero(member))) : value;
}

function isZero(value: unknown): boolean {
  return value === '' || value === 0 || value === null || (Array.isArray(value) && value.length === 0);
}

function isStructure(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
