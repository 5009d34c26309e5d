/**
 * The order in which a `jsonb` column returns the members of an object: shorter keys first, keys of the same length by
 * their bytes. A representation made from a written value then has the same bytes as one made from the row.
 */
export function inStoredOrder<Value>(object: Readonly<Record<string, Value>>): Record<string, Value> {
  const members = Object.entries(object).map(([key, value]) => ({
    key: Buffer.from(key),
    entry: [key, value] as const,
  }));
  members.sort((a, b) => a.key.length - b.key.length || Buffer.compare(a.key, b.key));
  return Object.fromEntries(members.map(({ entry }) => entry));
}
