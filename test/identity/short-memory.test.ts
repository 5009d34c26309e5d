/** What is remembered for a while: how long, and how much of it. */
import { expect } from 'chai';
import { ShortMemory } from '../../src/identity/short-memory.js';

describe('a short memory', () => {
  it('forgets the oldest where it is full, and what was set again is not old', () => {
    const memory = new ShortMemory<number>(2, () => 0);
    memory.set('a', 1, 10);
    memory.set('b', 2, 10);
    memory.set('a', 3, 10);
    memory.set('c', 4, 10);
    expect(['a', 'b', 'c'].map((key) => memory.get(key))).to.deep.equal([3, undefined, 4]);
  });

  it('keeps what it has where that is set again', () => {
    const memory = new ShortMemory<number>(2, () => 0);
    for (const key of ['a', 'b', 'b', 'b']) memory.set(key, 1, 10);
    expect(memory.get('a')).to.equal(1);
  });

  it('forgets what is over, and what lies ahead because the clock was set back', () => {
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
