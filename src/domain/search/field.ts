/**
 * Types of fields that a list can be searched by, and sort orders. Shapes only: ../collections.ts lists the fields of
 * each collection.
 */

export type Field =
  | {
      readonly type: 'text';
      /** Whether the text of the field is stored in NFC. If so, the pattern must be normalized too. */
      readonly isNfc?: true;
      /** Whether a bare word searches this field. Default true. */
      readonly isWordSearched?: false;
    }
  | { readonly type: 'map' }
  | { readonly type: 'reference'; readonly isWordSearched?: false }
  | { readonly type: 'id' }
  | {
      readonly type: 'word';
      readonly words: readonly string[];
      /** Whether the words are ordered, from least to most, so that `<` and `>` can compare them. */
      readonly isOrdered?: true;
    }
  | { readonly type: 'number' }
  | { readonly type: 'time' };

export interface SortBy {
  /** One of the collection's `sortKeys`. */
  readonly key: string;
  readonly isDescending: boolean;
}
