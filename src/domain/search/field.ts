/** What a list can be searched and sorted by: shapes only. Which list has which fields is in ../collections.ts. */

export type Field =
  | {
      readonly type: 'text';
      /** Whether it is stored in NFC, so that what is looked for must be brought there too. */
      readonly isNfc?: true;
      /** False: a bare word does not look here. Default true. */
      readonly isWordSearched?: false;
    }
  | { readonly type: 'map' }
  | { readonly type: 'reference'; readonly isWordSearched?: false }
  | { readonly type: 'id' }
  | {
      readonly type: 'word';
      readonly words: readonly string[];
      /** Whether the list is an order, from least to most, that `<` and `>` compare by. */
      readonly isOrdered?: true;
    }
  | { readonly type: 'number' }
  | { readonly type: 'time' };

export interface SortBy {
  /** One of the collection's `sortKeys`. */
  readonly key: string;
  readonly isDescending: boolean;
}
