/**
 * The only case folding of Guesthouse, for text that is searched, sorted or unique.
 *
 * The steps: NFC; then each code point separately to lower, upper and lower case; then NFC again. The neighbours of a
 * code point do not matter, so a final sigma folds like any other sigma. "ß" folds like "ss". Node does the folding,
 * and the result is stored in a second column, the twin, with COLLATE "C", so that every PostgreSQL server gives the
 * same results.
 *
 * The whole text is converted in one call. Measured for 480,000 characters on a busy machine: 1 to 15 ms; with one call
 * for each code point, 290 to 410 ms of the only thread. The final sigma is the only letter whose conversion depends on
 * its neighbours (SpecialCasing.txt; these functions ignore its rules for single languages), so it is replaced
 * afterwards.
 * Invariant: the result is that of the steps above, and folding it again does not change it (test/domain/fold.test.ts).
 */
export function fold(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  const folded = text.normalize('NFC').toLowerCase().toUpperCase().toLowerCase();
  return folded.replaceAll('ς', 'σ').normalize('NFC');
}

const ASCII = /^[\x00-\x7f]*$/;
