/**
 * Reads the value after a relation, by the type of the field. For every type, `field=*` means that the field is
 * present.
 *
 * Times are UTC. A time denotes an interval whose length is the precision of the time: `2026-01-31` and `today` denote
 * a day, `2026-01-31T12:00Z` denotes a minute.
 */
import type { Field } from './field.js';
import { fold } from '../fold.js';
import type { Interval, Pattern, Relation, Value } from './tree.js';

/** A value, or the reason why the text is not valid, for the client. */
export type Reading = { readonly value: Value } | { readonly mistake: string };

export function readValue(text: string, field: Field, relation: Relation, now: Date): Reading {
  const isOrder = relation !== '=' && relation !== '!=';
  if (!isOrder && text === '*') return { value: { kind: 'anything' } };
  switch (field.type) {
    case 'text':
    case 'map':
    case 'reference':
    case 'id':
      return { value: readPattern(text) };
    case 'word':
      return readWord(text, field.words, isOrder);
    case 'number':
      return readNumber(text);
    case 'time':
      return readTime(text, now);
    default:
      return field satisfies never;
  }
}

/** Adjacent stars count as one. */
export function readPattern(text: string): Pattern {
  const parts = text.split('*');
  return { kind: 'pattern', parts: parts.filter((part, at) => part !== '' || at === 0 || at === parts.length - 1) };
}

/** Whether the text is this word of a closed list; case does not matter. */
export function isSameWord(word: string, text: string): boolean {
  return fold(word) === fold(text);
}

function readWord(text: string, words: readonly string[], isOrder: boolean): Reading {
  const pattern = readPattern(text);
  const hasStar = pattern.parts.length > 1;
  if (hasStar && isOrder) return { mistake: `\`*\` cannot be compared by order; expected one of ${words.join(', ')}` };
  if (hasStar || words.some((word) => isSameWord(word, text))) return { value: pattern };
  return { mistake: `expected one of ${words.join(', ')}` };
}

function readNumber(text: string): Reading {
  if (!/^[+-]?\d+$/.test(text)) return { mistake: 'expected a whole number' };
  return { value: { kind: 'number', number: BigInt(text.startsWith('+') ? text.slice(1) : text) } };
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const SECOND_MS = 1_000;
const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/**
 * A date, optionally with a time to the minute, second or millisecond and an offset (RFC 3339, except that seconds are
 * optional).
 */
const TIME =
  /^(?<date>\d{4}-\d{2}-\d{2})(?:T(?<hour>\d{2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:\.(?<fraction>\d{1,3}))?)?(?<offset>Z|[+-]\d{2}:\d{2}))?$/i;

function readTime(text: string, now: Date): Reading {
  const value = readDay(text.toLowerCase(), now) ?? readInstant(text);
  if (value !== null) return { value };
  return {
    mistake:
      'expected a time: 2026-01-31, 2026-01-31T12:00:00Z (with an offset, at most milliseconds), today, yesterday or a weekday',
  };
}

/** `today`, `yesterday` or a weekday. A weekday denotes the most recent day of that name, which can be today. */
function readDay(word: string, now: Date): Interval | null {
  const today = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
  if (word === 'today') return interval(today, DAY_MS);
  if (word === 'yesterday') return interval(today - DAY_MS, DAY_MS);
  const weekday = WEEKDAYS.indexOf(word);
  if (weekday === -1) return null;
  return interval(today - ((now.getUTCDay() - weekday + 7) % 7) * DAY_MS, DAY_MS);
}

/**
 * A day, or a time with its offset, to the minute, second or millisecond. Null if the text has a different form, or if
 * the time does not exist.
 */
export function readInstant(text: string): Interval | null {
  const groups = TIME.exec(text)?.groups;
  if (groups === undefined) return null;
  const { date = '', hour, minute = '', second, fraction, offset = 'Z' } = groups;
  const midnight = Date.parse(`${date}T00:00:00.000Z`);
  // Date.parse accepts the 31st of every month and moves a day that does not exist into the next month.
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== date) return null;
  if (hour === undefined) return interval(midnight, DAY_MS);
  const offsetMinutes = readOffset(offset);
  if (offsetMinutes === null || Number(hour) > 23 || Number(minute) > 59 || Number(second ?? 0) > 59) return null;
  const start =
    midnight +
    (Number(hour) * 60 + Number(minute) - offsetMinutes) * MINUTE_MS +
    Number(second ?? 0) * SECOND_MS +
    Number((fraction ?? '').padEnd(3, '0'));
  return interval(start, second === undefined ? MINUTE_MS : fraction === undefined ? SECOND_MS : 1);
}

/** Minutes east of UTC. */
function readOffset(text: string): number | null {
  if (text.toUpperCase() === 'Z') return 0;
  const hours = Number(text.slice(1, 3));
  const minutes = Number(text.slice(4, 6));
  if (hours > 23 || minutes > 59) return null;
  return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

function interval(startMs: number, lengthMs: number): Interval {
  return { kind: 'interval', startMs, endMs: startMs + lengthMs };
}
