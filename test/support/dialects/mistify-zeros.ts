/**
 * The bodies of Mistify's API as it reads them: in a guest or an image to create, a member with a zero value of Go
 * counts as absent.
 */
type Members = Readonly<Record<string, unknown>>;

export function readAsGo(operationId: string, body: unknown): unknown {
  if (!/^createMistify/.test(operationId) || !isObject(body)) return body;
  const lists = operationId === 'createMistifyGuest' ? ['nics', 'disks'] : [];
  const inLists = Object.entries(body).map(([name, value]) =>
    lists.includes(name) && Array.isArray(value) ? [name, value.map(withoutZeros)] : [name, value],
  );
  return withoutZeros(Object.fromEntries(inLists));
}

function withoutZeros(value: unknown): unknown {
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).filter(([, member]) => !['""', '0', 'null', '[]', '-0'].includes(JSON.stringify(member))),
  );
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
