/**
 * The tokens of a search, each with its position in the text.
 *
 *   word       characters other than spaces, `(`, `)`, `"`, `=`, `<`, `>` and `!=`; its position determines whether it
 *              is a keyword, a field or a value
 *   quoted     text between double quotes, taken literally; two double quotes inside mean one
 *   relation   =  ==  !=  <  <=  >  >=
 *   open close ( )
 *
 * There are no escape characters: backslash, `%` and `_` are literal. `*` stays in the text; values.ts interprets it.
 */
import { GuesthouseError } from '../errors.js';
import type { Relation } from './tree.js';

export type Token = { readonly at: number; readonly end: number } & (
  | { readonly kind: 'word' | 'quoted'; readonly text: string }
  | { readonly kind: 'relation'; readonly relation: Relation }
  | { readonly kind: 'open' | 'close' | 'end' }
);

/** Longer texts first, so that `<=` is not read as `<`. */
const RELATION_TEXTS: readonly (readonly [text: string, relation: Relation])[] = [
  ['==', '='],
  ['!=', '!='],
  ['<=', '<='],
  ['>=', '>='],
  ['=', '='],
  ['<', '<'],
  ['>', '>'],
];
const SPACES = ' \t\r\n';

export function tokenize(text: string): Token[] {
  requireLetters(text);
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    if (SPACES.includes(text.charAt(at))) {
      at++;
      continue;
    }
    const token = tokenAt(text, at);
    tokens.push(token);
    at = token.end;
  }
  tokens.push({ kind: 'end', at, end: at });
  return tokens;
}

function tokenAt(text: string, at: number): Token {
  const letter = text.charAt(at);
  if (letter === '(') return { kind: 'open', at, end: at + 1 };
  if (letter === ')') return { kind: 'close', at, end: at + 1 };
  if (letter === '"') return quotedAt(text, at);
  const found = RELATION_TEXTS.find(([candidate]) => text.startsWith(candidate, at));
  if (found !== undefined) return { kind: 'relation', relation: found[1], at, end: at + found[0].length };
  let end = at;
  while (end < text.length && !endsWord(text, end)) end++;
  if (text.charAt(end) === '"') {
    throw searchMistake(
      text,
      end,
      'a double quote inside a word: put the whole value in double quotes, and write "" for one inside',
    );
  }
  return { kind: 'word', text: text.slice(at, end), at, end };
}

function endsWord(text: string, at: number): boolean {
  const letter = text.charAt(at);
  return SPACES.includes(letter) || '()"=<>'.includes(letter) || text.startsWith('!=', at);
}

function quotedAt(text: string, at: number): Token {
  let content = '';
  let from = at + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote === -1) throw searchMistake(text, at, 'this double quote is never closed');
    content += text.slice(from, quote);
    from = quote + 1;
    if (text.charAt(from) !== '"') break;
    content += '"';
    from++;
  }
  if (from < text.length && !endsWord(text, from)) {
    throw searchMistake(text, from, 'expected a space after the closing double quote');
  }
  return { kind: 'quoted', text: content, at, end: from };
}

/**
 * Rejects characters that PostgreSQL does not accept, and that no stored text can therefore contain: NUL and lone
 * surrogates.
 */
function requireLetters(text: string): void {
  for (let at = 0; at < text.length; at++) {
    if (text.charCodeAt(at) === 0) throw searchMistake(text, at, 'a NUL character is not allowed');
    const point = text.codePointAt(at) ?? 0;
    if (point >= 0xd800 && point <= 0xdfff)
      throw searchMistake(text, at, 'half of a surrogate pair is not a character');
    if (point > 0xffff) at++;
  }
}

/** A `search_syntax` error at an offset of the text (UTF-16 units from 0). The message counts characters from 1. */
export function searchMistake(text: string, offset: number, detail: string): GuesthouseError {
  const character = [...text.slice(0, offset)].length + 1;
  return new GuesthouseError('search_syntax', 'The search has a syntax error.', {
    mistakes: [{ parameter: 'search', detail: `at character ${character}: ${detail}` }],
  });
}
