/** Random searches in the grammar of src/domain/search/parse.ts, and texts that are almost valid searches. */
import type { Collection } from '../../../src/domain/collections.js';
import type { Field } from '../../../src/domain/search/field.js';
import type { Dice } from './random.js';
import { INSTANTS, KEYS, PIECES, someText } from '../database/search-world.js';

/** Returns a valid search. `ids` are ids of existing resources. */
export function someSearch(dice: Dice, collection: Collection, ids: readonly string[]): string {
  const parts: string[] = [];
  if (!dice.oneIn(10)) parts.push(either(dice, collection, ids, 3));
  if (dice.oneIn(5)) {
    parts.push(`${anyCase(dice, 'sortby')} ${dice.of(collection.sortKeys)}${dice.of(['', ' asc', ' desc', ' DESC'])}`);
  }
  if (dice.oneIn(6)) parts.push(`${anyCase(dice, 'page')} ${1 + dice.below(4)}`);
  return parts.join(dice.of([' ', '  ', '\n']));
}

/** Returns a search with an error in it, or random text. */
export function someGarbage(dice: Dice, collection: Collection, ids: readonly string[]): string {
  if (dice.oneIn(4)) return Array.from({ length: dice.below(40) }, () => dice.of([...PIECES, ...LETTERS])).join('');
  let text = someSearch(dice, collection, ids);
  for (let change = 0; change <= dice.below(3); change++) {
    const at = dice.below(text.length + 1);
    const inserted = dice.oneIn(2) ? dice.of(LETTERS) : '';
    text = text.slice(0, at) + inserted + text.slice(at + dice.below(3));
  }
  return text;
}

const LETTERS = [
  ...[
    '(',
    ')',
    '"',
    '=',
    '!',
    '<',
    '>',
    '*',
    ' ',
    '\\',
    '%',
    '_',
    "'",
    ';',
    '--',
    '$1',
    '?',
    '::',
    '{',
    '}',
    '[',
    '0',
    '9',
    '-',
    '+',
  ],
  ...[
    '\u0000',
    '\ud800',
    '\udc00',
    '\ufffd',
    '\u202e',
    '\u{10ffff}',
    'and',
    'or',
    'sortby',
    'page',
    'name',
    'metadata.',
    'vcpus',
    '1e9',
  ],
  ...['99999999999999999999999999', '2026-13-01', '0000-01-01', '9999-12-31', 'today', '\r\n', '\u0085', '\ufeff'],
];

function either(dice: Dice, collection: Collection, ids: readonly string[], depth: number): string {
  const parts = [both(dice, collection, ids, depth)];
  while (dice.oneIn(3)) parts.push(both(dice, collection, ids, depth));
  return parts.join(` ${anyCase(dice, 'or')} `);
}

function both(dice: Dice, collection: Collection, ids: readonly string[], depth: number): string {
  let text = one(dice, collection, ids, depth);
  while (dice.oneIn(3))
    text += `${dice.oneIn(2) ? ' ' : ` ${anyCase(dice, 'and')} `}${one(dice, collection, ids, depth)}`;
  return text;
}

function one(dice: Dice, collection: Collection, ids: readonly string[], depth: number): string {
  if (depth > 0 && dice.oneIn(4)) return `(${either(dice, collection, ids, depth - 1)})`;
  if (dice.oneIn(6)) return quoted(starred(dice, someText(dice, 2)));
  const [name, field] = dice.of(Object.entries(collection.fields));
  const fieldText = field.type === 'map' ? `${name}.${dice.of(KEYS)}` : name;
  const relations = ['=', '!=', '==', ...(hasOrder(field) ? ['<', '<=', '>', '>='] : [])];
  const relation = dice.of(relations);
  const isOrder = /[<>]/.test(relation);
  const value = dice.oneIn(8) && !isOrder ? '*' : valueOf(dice, field, isOrder, ids);
  const space = dice.of(['', '', ' ']);
  return `${fieldText}${space}${relation}${space}${value}`;
}

function hasOrder(field: Field): boolean {
  return field.type === 'number' || field.type === 'time' || (field.type === 'word' && field.isOrdered === true);
}

function valueOf(dice: Dice, field: Field, isOrder: boolean, ids: readonly string[]): string {
  switch (field.type) {
    case 'text':
    case 'map':
      return bareOrQuoted(dice, starred(dice, dice.oneIn(4) ? dice.of(SAMPLES) : someText(dice, 3)));
    case 'reference':
    case 'id': {
      const id = dice.of(ids);
      const some = dice.of([id, id.toUpperCase(), `${id.slice(0, 1)}*`, `*${id.slice(-1)}`, 'x', '']);
      return bareOrQuoted(dice, field.type === 'reference' && dice.oneIn(2) ? starred(dice, someText(dice, 2)) : some);
    }
    case 'word': {
      const word = dice.of(field.words);
      if (isOrder) return anyCase(dice, word);
      return anyCase(dice, dice.of([word, word, `${word.slice(0, 2)}*`, `*${word.slice(2)}`, `*${word.slice(1, 2)}*`]));
    }
    case 'number':
      return dice.of([
        '-1',
        '0',
        '1',
        '2',
        '3',
        '50',
        '64',
        '+128',
        '5',
        '007',
        String(2 ** 40),
        '9223372036854775808',
        '9'.repeat(400),
      ]);
    case 'time':
      return timeText(dice);
    default:
      return field satisfies never;
  }
}

const SAMPLES = [
  'user',
  'br0',
  'BRÜCKE',
  'a%b',
  '52:54:00:00:00:0A',
  '10.0.0.1',
  'fake:///',
  'ab'.repeat(32),
  'A-1',
  'Straße',
  'STRASSE',
];

function timeText(dice: Dice): string {
  const instant = dice.of(INSTANTS);
  return dice.of([
    instant,
    instant.slice(0, 10),
    `${instant.slice(0, 16)}Z`,
    `${instant.slice(0, 19)}z`,
    `${instant.slice(0, 21)}+01:00`,
    `${instant.slice(0, 19)}-00:30`,
    anyCase(dice, dice.of(['today', 'yesterday', 'monday', 'thursday', 'wednesday', 'friday'])),
    dice.of(['0000-01-01', '0001-01-01T00:00:00+23:59', '9999-12-31', '9999-12-31T23:59:59.999-23:59']),
  ]);
}

/** Returns the text, sometimes with added stars. */
function starred(dice: Dice, text: string): string {
  const letters = [...text];
  return dice.of([
    text,
    `${text}*`,
    `*${text}`,
    `*${text}*`,
    letters.map((letter) => (dice.oneIn(3) ? '*' : letter)).join(''),
    `${letters.slice(0, 1).join('')}**${letters.slice(-1).join('')}`,
  ]);
}

function bareOrQuoted(dice: Dice, text: string): string {
  const mustQuote = text === '' || /[\s()"=<>]|!=/.test(text);
  return mustQuote || dice.oneIn(3) ? quoted(text) : text;
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

function anyCase(dice: Dice, word: string): string {
  return dice.of([word, word, word.toUpperCase(), word.slice(0, 1).toUpperCase() + word.slice(1)]);
}
