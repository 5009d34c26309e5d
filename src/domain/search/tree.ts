/** A search as a tree: what parse.ts makes of a text, matches.ts evaluates and src/store/search.ts translates. Shapes only. */
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

/** `field relation value`. `!=` is exactly the negation of `=`; the others never hold of what is absent. */
export interface Criterion {
  readonly kind: 'criterion';
  readonly field: FieldInUse;
  readonly relation: Relation;
  readonly value: Value;
  /** Where it begins in the text, in UTF-16 units from 0; so for every node. */
  readonly at: number;
}

/** A bare word: some text field contains it. */
export interface Word {
  readonly kind: 'word';
  readonly pattern: Pattern;
  readonly at: number;
}

export interface FieldInUse {
  readonly name: string;
  readonly field: Field;
  /** Of a map: the key. Else null. */
  readonly key: string | null;
}

export type Value =
  { readonly kind: 'anything' } | Pattern | { readonly kind: 'number'; readonly number: bigint } | Interval;

/** Text with `*` for any string: what stands before, between and after the stars, as it was typed. Without a star it is one part. */
export interface Pattern {
  readonly kind: 'pattern';
  readonly parts: readonly string[];
}

/**
 * What a time denotes by its precision: a day, a minute, a second, a millisecond. From `start`, up to but without `end`, in
 * milliseconds since 1970. `=` is within, `<` before its start, `<=` before its end, `>` from its end on, `>=` from its start on.
 */
export interface Interval {
  readonly kind: 'interval';
  readonly startMs: number;
  readonly endMs: number;
}

export interface Search {
  /** Null: everything. */
  readonly criteria: Node | null;
  readonly sortBy: SortBy | null;
  /** From 1. */
  readonly page: number | null;
  readonly text: string;
  /** For links to pages by marker. */
  readonly textWithoutPage: string;
}
