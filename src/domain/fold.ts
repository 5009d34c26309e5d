/**
 * The only case folding of Guesthouse, for text that is searched, sorted or unique.
 *
 * NFC, then each code point by itself to lower, upper and lower case (so its neighbours do not matter: a final sigma
 * folds like any other, "ß" like "ss"), then NFC again. Node folds, and the result is stored in a twin column COLLATE
 * "C", so that every PostgreSQL gives the same results.
 * Invariant: folding a folded text does not change it (test/domain/fold.test.ts).
 */
export function fold(text: string): string {
  let folded = '';
  for (const point of text.normalize('NFC')) folded += point.toLowerCase().toUpperCase().toLowerCase();
  return folded.normalize('NFC');
}
