/**
 * The only case folding of Guesthouse, for text that is searched, sorted or unique.
 *
 * The steps: NFC; then each code point separately to lower, upper and lower case; then NFC again. The neighbours of a
 * code point do not matter, so a final sigma folds like any other sigma. "ß" folds like "ss". Node does the folding,
 * and the result is stored in a second column, the twin, with COLLATE "C", so that every PostgreSQL server gives the
 * same results.
 * Invariant: folding a folded text does not change it (test/domain/fold.test.ts).
 */
export function fold(text: string): string {
  let folded = '';
  for (const point of text.normalize('NFC')) folded += point.toLowerCase().toUpperCase().toLowerCase();
  return folded.normalize('NFC');
}
