/**
 * A point in time as clients see it and as the database driver returns it: RFC 3339, UTC, milliseconds
 * (`2026-01-31T12:00:00.000Z`). It is text because most times are only passed on: parsing all times into dates and
 * formatting them again took a tenth of a list's time. Timestamps that are sorted as text are in chronological order.
 */
export type Timestamp = string;

export function timestampOf(date: Date): Timestamp {
  return date.toISOString();
}

export function toEpochMs(timestamp: Timestamp): number {
  return Date.parse(timestamp);
}
