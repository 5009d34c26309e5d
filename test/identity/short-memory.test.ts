/** Tests of the short memory: how long it keeps entries, and how many. */
import { expect } from 'chai';
import { ShortMemory } from '../../src/identity/short-memory.js';

describe('A short memory', () => {
  it('forgets the oldest entry when it is full; setting an entry again makes it the newest', () => {
    const memory = new ShortMemory<number>(2, () => 0);
    memory.set('a', 1, 10);
    memory.set('b', 2, 10);
    memory.set('a', 3, 10);
    memory.set('c', 4, 10);
    expect(['a', 'b', 'c'].map((key) => memory.get(key))).to.deep.equal([3, undefined, 4]);
  });

  it('keeps the other entries when one is set again', () => {
    const memory = new ShortMemory<number>(2, () => 0);
    for (const key of ['a', 'b', 'b', 'b']) memory.set(key, 1, 10);
    expect(memory.get('a')).to.equal(1);
  });

  it('forgets entries that have expired, and entries from the future after the clock was set back', () => {
    let now = 100;
    const memory = new ShortMemory<number>(2, () => now);
    memory.set('a', 1, 110);
    memory.set('b', 1, 120);
    now = 109;
    expect(memory.get('a')).to.equal(1);
    now = 110;
    expect(memory.get('a')).to.equal(undefined);
    now = 99;
    expect(memory.get('b')).to.equal(undefined);
  });
});
