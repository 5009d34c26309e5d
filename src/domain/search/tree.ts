/**
 * A search as a tree: parse.ts builds it, matches.ts evaluates it, src/store/search.ts translates it to SQL. Shapes
 * only.
 */
import type { Field, SortBy } from './field.js';

export const RELATIONS = ['=', '!=', '<', '<=', '>', '>='] as const;
export type Relation = (typeof RELATIONS)[number];

export type Node = And | Or | Criterion | Word;

export interface And {
  readonly kind: 'and';
  readonly nodes: readonly Node[];
  readonly at: number;
}

export interface Or {
  readonly kind: 'or';
  readonly nodes: readonly Node[];
  readonly at: number;
}

/**
 * `field relation value`. `!=` is exactly the negation of `=`. The other relations are false if the field is absent.
 */
export interface Criterion {
  readonly kind: 'criterion';
  readonly field: FieldInUse;
  readonly relation: Relation;
  readonly value: Value;
  /** Where the node starts in the text, in UTF-16 units from 0. Every node has this member. */
  readonly at: number;
}

/** A bare word: at least one text field contains it. */
export interface Word {
  readonly kind: 'word';
  readonly pattern: Pattern;
  readonly at: number;
}

export interface FieldInUse {
  readonly name: string;
  readonly field: Field;
  /** The key, if the field is a map; otherwise null. */
  readonly key: string | null;
}

export type Value =
  { readonly kind: 'anything' } | Pattern | { readonly kind: 'number'; readonly number: bigint } | Interval;

/**
 * A text in which each `*` stands for any string: the parts before, between and after the stars, as the client wrote
 * them. Without a star there is one part.
 */
export interface Pattern {
  readonly kind: 'pattern';
  readonly parts: readonly string[];
}

/**
 * The interval that a time in a search denotes. Its length is the precision of that time: a day, a minute, a second or
 * a millisecond. Both ends are milliseconds since 1970; `startMs` is included, `endMs` is not. `=` matches times within
 * the interval, `<` times before its start, `<=` times before its end, `>` times from its end on, and `>=` times from
 * its start on.
 */
export interface Interval {
  readonly kind: 'interval';
  readonly startMs: number;
  readonly endMs: number;
}

export interface Search {
  /** Null: matches everything. */
  readonly criteria: Node | null;
  readonly sortBy: SortBy | null;
  /** From 1. */
  readonly page: number | null;
  readonly text: string;
  /** The search without `page N`, for the links to other pages, which have markers instead. */
  readonly textWithoutPage: string;
}
