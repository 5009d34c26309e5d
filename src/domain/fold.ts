/**
 * The one case folding of Guesthouse, for text that is searched, sorted or unique.
 *
 * NFC, then each code point lower-, upper- and lower-cased again by itself (so that no neighbour matters: a final sigma folds as any other, "ß" as
 * "ss"), then NFC again. Done in Node and stored in a twin column COLLATE "C", so every PostgreSQL gives the same answer.
 * Invariant: folding twice is folding once (test/domain/fold.test.ts).
 */
export function fold(text: string): string {
  let folded = '';
  for (const point of text.normalize('NFC')) folded += point.toLowerCase().toUpperCase().toLowerCase();
  return folded.normalize('NFC');
}
