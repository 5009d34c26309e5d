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

  it('has the same result when applied twice, for every code point', () => {
    for (let point = 0; point <= 0x10ffff; point++) {
      if (point >= 0xd800 && point <= 0xdfff) continue;
      const once = fold(String.fromCodePoint(point));
      if (fold(once) !== once) expect.fail(`U+${point.toString(16)} folds to ${once}, then to ${fold(once)}`);
    }
  });
});
