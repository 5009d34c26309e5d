/**
 * The search language: text → tree.
 *
 *   search    = [ either ] [ "sortby" field [ "asc" | "desc" ] ] [ "page" number ]
 *   either    = both { "or" both }
 *   both      = one { [ "and" ] one }
 *   one       = "(" either ")"  |  field relation value  |  word
 *   relation  = "=" | "==" | "!=" | "<" | "<=" | ">" | ">="      the last four only for numbers, times and ordered
 *             words
 *   value     = bare or in double quotes, with `*` for any string
 *   word      = a value without a field: at least one text field contains it
 *
 *   name=web* and memory_mib>=1024 sortby name desc page 2
 *
 * Keywords are case-insensitive. A word before a relation is a field, even if it is spelled like a keyword; the word
 * after a relation is a value; quoted text is never a keyword. Invalid text is `search_syntax`, with the position of
 * the character. The parser must never recurse deeper than NESTING_MAX. This file must never contain SQL.
 * Invariant: every text yields a tree or `search_syntax` (test/domain/search.test.ts).
 */
import { fieldNames } from '../collections.js';
import type { Collection } from '../collections.js';
import type { SortBy } from './field.js';
import { searchMistake, tokenize } from './tokens.js';
import type { Token } from './tokens.js';
import type { FieldInUse, Node, Search } from './tree.js';
import { readPattern, readValue } from './values.js';

/** In characters of the text. */
export const SEARCH_LENGTH_MAX = 4_096;
/** Depth of nested parentheses. */
export const NESTING_MAX = 100;
/**
 * Maximum number of criteria and words together: each becomes a condition of the statement that PostgreSQL must plan.
 */
export const CRITERIA_MAX = 200;

export function parseSearch(text: string, collection: Collection, options: { readonly now: Date }): Search {
  const characters = [...text];
  if (characters.length > SEARCH_LENGTH_MAX) {
    const within = characters.slice(0, SEARCH_LENGTH_MAX).join('');
    throw searchMistake(text, within.length, `a search has at most ${SEARCH_LENGTH_MAX} characters`);
  }
  return new Parser(text, collection, options.now).search();
}

class Parser {
  readonly #text: string;
  readonly #collection: Collection;
  readonly #now: Date;
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;
  #criteria = 0;

  constructor(text: string, collection: Collection, now: Date) {
    this.#text = text;
    this.#collection = collection;
    this.#now = now;
    this.#tokens = tokenize(text);
  }

  search(): Search {
    const criteria = this.#startsOne() ? this.#either() : null;
    const sortBy = this.#isKeyword('sortby') ? this.#sortBy() : null;
    const endBefore = this.#tokens[this.#next - 1]?.end ?? 0;
    const page = this.#isKeyword('page') ? this.#page() : null;
    if (this.#peek().kind !== 'end') throw this.#unexpected(this.#expectedNow(criteria, sortBy, page));
    return {
      criteria,
      sortBy,
      page,
      text: this.#text,
      textWithoutPage: page === null ? this.#text : this.#text.slice(0, endBefore),
    };
  }

  #either(): Node {
    const { at } = this.#peek();
    const nodes = [this.#both()];
    while (this.#isKeyword('or')) {
      this.#next++;
      nodes.push(this.#both());
    }
    return one(nodes) ?? { kind: 'or', nodes, at };
  }

  #both(): Node {
    const { at } = this.#peek();
    const nodes = [this.#one()];
    for (;;) {
      if (this.#isKeyword('and')) this.#next++;
      else if (!this.#startsOne()) return one(nodes) ?? { kind: 'and', nodes, at };
      nodes.push(this.#one());
    }
  }

  #one(): Node {
    const token = this.#peek();
    if (token.kind === 'open') return this.#parenthesized();
    if (!this.#startsOne() || (token.kind !== 'word' && token.kind !== 'quoted')) {
      throw this.#unexpected('a criterion such as name=web*, a word, or "("');
    }
    if (++this.#criteria > CRITERIA_MAX) throw this.#mistake(token, `a search has at most ${CRITERIA_MAX} criteria`);
    if (this.#tokens[this.#next + 1]?.kind === 'relation') return this.#criterion();
    this.#next++;
    return { kind: 'word', pattern: readPattern(token.text), at: token.at };
  }

  #parenthesized(): Node {
    const open = this.#take();
    if (++this.#depth > NESTING_MAX) throw this.#mistake(open, `parentheses nest at most ${NESTING_MAX} deep`);
    const inner = this.#either();
    if (this.#peek().kind !== 'close') {
      throw this.#unexpected(`and, or, another criterion, or ")" for the "(" at character ${this.#character(open)}`);
    }
    this.#next++;
    this.#depth--;
    return inner;
  }

  #criterion(): Node {
    const fieldToken = this.#take();
    if (fieldToken.kind !== 'word') throw this.#mistake(fieldToken, 'a field must not be in double quotes');
    const field = this.#fieldInUse(fieldToken);
    const relationToken = this.#take();
    if (relationToken.kind !== 'relation') throw this.#mistake(relationToken, 'expected a relation');
    const { relation } = relationToken;
    if (relation !== '=' && relation !== '!=' && !hasOrder(field)) {
      throw this.#mistake(relationToken, `\`${relation}\` needs an order, and ${field.name} has none: use = or !=`);
    }
    const valueToken = this.#peek();
    if (valueToken.kind !== 'word' && valueToken.kind !== 'quoted') {
      throw this.#unexpected('a value; put a value with spaces, parentheses or relations in double quotes');
    }
    this.#next++;
    const reading = readValue(valueToken.text, field.field, relation, this.#now);
    if ('mistake' in reading) throw this.#mistake(valueToken, reading.mistake);
    return { kind: 'criterion', field, relation, value: reading.value, at: fieldToken.at };
  }

  #fieldInUse(token: Token & { readonly text: string }): FieldInUse {
    const { fields } = this.#collection;
    const name = token.text;
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field !== undefined && field.type !== 'map') return { name, field, key: null };
    const dot = name.indexOf('.');
    const mapName = name.slice(0, Math.max(dot, 0));
    const map = Object.hasOwn(fields, mapName) ? fields[mapName] : undefined;
    if (map?.type === 'map' && dot < name.length - 1) return { name: mapName, field: map, key: name.slice(dot + 1) };
    throw this.#mistake(
      token,
      `${this.#collection.name} have no such field; known fields are ${fieldNames(this.#collection).join(', ')}`,
    );
  }

  #sortBy(): SortBy {
    this.#next++;
    const token = this.#peek();
    const { sortKeys } = this.#collection;
    if (token.kind !== 'word' || !sortKeys.includes(token.text)) {
      throw this.#unexpected(`a sort key of ${this.#collection.name}: ${sortKeys.join(', ')}`);
    }
    this.#next++;
    const isDescending = this.#isKeyword('desc');
    if (isDescending || this.#isKeyword('asc')) this.#next++;
    return { key: token.text, isDescending };
  }

  #page(): number {
    this.#next++;
    const token = this.#peek();
    const number = token.kind === 'word' && /^\d{1,9}$/.test(token.text) ? Number(token.text) : 0;
    if (number < 1) throw this.#unexpected('a page number from 1; to search for the word, write "page"');
    this.#next++;
    return number;
  }

  #expectedNow(criteria: Node | null, sortBy: SortBy | null, page: number | null): string {
    if (page !== null) return 'nothing more after the page';
    if (sortBy !== null) return 'asc, desc, page or nothing more after the sort key';
    if (criteria !== null) return 'and, or, another criterion, sortby or page';
    return 'a criterion such as name=web*, a word, "(", sortby or page';
  }

  /**
   * Whether a criterion, a word or a parenthesis begins here. False at a keyword, a closing parenthesis, a relation and
   * the end.
   */
  #startsOne(): boolean {
    const { kind } = this.#peek();
    if (kind === 'open' || kind === 'quoted') return true;
    return kind === 'word' && !['and', 'or', 'sortby', 'page'].some((keyword) => this.#isKeyword(keyword));
  }

  #isKeyword(keyword: string): boolean {
    const token = this.#peek();
    return (
      token.kind === 'word' && token.text.toLowerCase() === keyword && this.#tokens[this.#next + 1]?.kind !== 'relation'
    );
  }

  /** The last token marks the end. The parser never moves past it. */
  #peek(): Token {
    const token = this.#tokens[this.#next];
    if (token === undefined) throw searchMistake(this.#text, this.#text.length, 'the search ends too early');
    return token;
  }

  #take(): Token {
    const token = this.#peek();
    this.#next++;
    return token;
  }

  #character(token: Token): number {
    return [...this.#text.slice(0, token.at)].length + 1;
  }

  #mistake(token: Token, detail: string): Error {
    return searchMistake(this.#text, token.at, detail);
  }

  #unexpected(expected: string): Error {
    const token = this.#peek();
    const found = token.kind === 'end' ? 'the end' : `\`${this.#text.slice(token.at, token.end)}\``;
    return this.#mistake(token, `expected ${expected}; found ${found}`);
  }
}

/** The only node; undefined if there are several. */
function one(nodes: readonly Node[]): Node | undefined {
  return nodes.length === 1 ? nodes[0] : undefined;
}

function hasOrder({ field }: FieldInUse): boolean {
  return field.type === 'number' || field.type === 'time' || (field.type === 'word' && field.isOrdered === true);
}
