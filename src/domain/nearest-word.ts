/**
 * The word of a list that a misspelled word most likely means, by the number of letters to insert, remove or replace
 * (Levenshtein's distance). Only for messages: a guess must never take effect.
 */

/** Null if no word is similar: more than a third of the letters would have to change. */
export function nearestWord<Word extends string>(word: string, words: readonly Word[]): Word | null {
  let nearest: Word | null = null;
  let least = Math.max(2, Math.floor(word.length / 3)) + 1;
  for (const each of words) {
    const distance = distanceOf(word, each);
    if (distance < least) [nearest, least] = [each, distance];
  }
  return nearest;
}

function distanceOf(from: string, to: string): number {
  // The distance between the letters of `from` that were read so far and each prefix of `to`, by its length.
  let distances = Array.from({ length: to.length + 1 }, (_, length) => length);
  for (const [row, letter] of [...from].entries()) {
    const above = distances;
    distances = [row + 1];
    for (let column = 1; column <= to.length; column++) {
      const replaced = (above[column - 1] ?? 0) + (letter === to[column - 1] ? 0 : 1);
      distances.push(Math.min(replaced, (above[column] ?? 0) + 1, (distances[column - 1] ?? 0) + 1));
    }
  }
  return distances.at(-1) ?? 0;
}
