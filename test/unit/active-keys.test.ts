/** Tests of the keys that were active lately. */
import { expect } from 'chai';
import { ActiveKeys } from '../../src/store/active-keys.js';

describe('Active keys', () => {
  it('know whether a key is alone', () => {
    const keys = new ActiveKeys();
    expect(keys.isAlone('a', 0)).to.equal(true);
    keys.note('a', 0);
    expect(keys.isAlone('a', 10)).to.equal(true);
    expect(keys.isAlone('b', 10)).to.equal(false);
    keys.note('b', 20);
    expect(keys.isAlone('a', 30)).to.equal(false);
  });

  it('forget a key between one and two seconds after its last work', () => {
    const keys = new ActiveKeys();
    keys.note('b', 999);
    for (const ms of [1_000, 1_998]) expect(keys.isAlone('a', ms), String(ms)).to.equal(false);
    expect(keys.isAlone('a', 3_999)).to.equal(true);
    keys.note('b', 5_000);
    expect(keys.isAlone('a', 60_000)).to.equal(true);
  });
});
