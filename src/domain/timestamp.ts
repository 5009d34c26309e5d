/**
 * A point in time as clients see it and as the database tells it: RFC 3339, UTC, milliseconds (`2026-01-31T12:00:00.000Z`).
 * Text, because nearly every time is only passed on: making dates of all of them and texts of those again took a tenth of a list's time.
 * As texts they sort as they follow each other.
 */
export type Timestamp = string;

export function timestampOf(date: Date): Timestamp {
  return date.toISOString();
}

export function toEpochMs(timestamp: Timestamp): number {
  return Date.parse(timestamp);
}
