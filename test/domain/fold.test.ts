/**
 * Tests of folding: which texts it makes equal, and that folding a text twice has the same result as folding it once.
 */
import { expect } from 'chai';
import { fold } from '../../src/domain/fold.js';

describe('fold', () => {
  const SAME = [
    ['Web-1', 'wEB-1'],
    ['Straße', 'STRASSE'],
    ['ΑΣ', 'ας'],
    ['caf\u00e9', 'CAFE\u0301'],
    ['ﬁn', 'FIN'],
  ] as const;
  for (const [one, other] of SAME) {
    it(`folds ${one} and ${other} alike`, () => expect(fold(one)).to.equal(fold(other)));
  }

  it('distinguishes texts that differ in more than case', () => {
    expect(fold('cafe')).not.to.equal(fold('café'));
    expect(fold('web-1')).not.to.equal(fold('web_1'));
  });

  /** The definition: each code point by itself. */
  function foldByPoints(text: string): string {
    let folded = '';
    for (const point of text.normalize('NFC')) folded += point.toLowerCase().toUpperCase().toLowerCase();
    return folded.normalize('NFC');
  }

  it('has the result of folding each code point by itself, between any neighbours', () => {
    const LENGTH = 0x1000;
    // No letter above has an upper or lower case.
    for (let start = 0; start <= 0x1ffff; start += LENGTH) {
      const letters = Array.from({ length: LENGTH }, (_, index) => String.fromCodePoint(start + index));
      const text = letters.map((letter) => `${letter} a${letter} A${letter}Σ${letter} i${letter}\u0307`).join('');
      expect(fold(text) === foldByPoints(text), `U+${start.toString(16)} and the ${LENGTH} that follow`).to.equal(true);
    }
  });

  it('has the result of folding each code point by itself, for random texts', () => {
    const letters = [..."aZéßΣσςİıſﬁ\u0301\u0307\u0345ΐǅǰŉԱև𐐀\ud800 .'"];
    for (let round = 0; round < 50_000; round++) {
      const length = Math.floor(Math.random() * 12);
      const text = Array.from({ length }, () => letters[Math.floor(Math.random() * letters.length)]).join('');
      if (fold(text) !== foldByPoints(text)) expect.fail(`${JSON.stringify(text)} folds to ${fold(text)}`);
    }
  });

  it('has the same result when applied twice, for every code point', () => {
    for (let point = 0; point <= 0x10ffff; point++) {
      if (point >= 0xd800 && point <= 0xdfff) continue;
      const once = fold(String.fromCodePoint(point));
      if (fold(once) !== once) expect.fail(`U+${point.toString(16)} folds to ${once}, then to ${fold(once)}`);
    }
  });
});
