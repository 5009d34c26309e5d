/** Tests of the queue that shares slots fairly between keys. */
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import { ActiveKeys } from '../../src/store/active-keys.js';
import { FairQueue } from '../../src/store/fair-queue.js';
import type { ContendedLimits, FairQueueOptions } from '../../src/store/fair-queue.js';
import { eventually } from '../support/eventually.js';

const OPTIONS: FairQueueOptions = {
  ...{ slots: 3, slotsPerKey: 2, waitingPerKey: 4, waitMs: 60_000 },
  refusal: (reason) => new Error(reason),
};

/** Work that runs until the test ends it. */
class Work {
  readonly begun: string[] = [];
  readonly #ends = new Map<string, () => void>();
  readonly #queue: FairQueue;

  constructor(queue: FairQueue) {
    this.#queue = queue;
  }

  /** The key is the first letter of the name. */
  start(name: string, signal?: AbortSignal): Promise<string> {
    const work = (): Promise<string> =>
      new Promise((resolve) => {
        this.begun.push(name);
        this.#ends.set(name, () => resolve(name));
      });
    return this.#queue.run(name.slice(0, 1), work, signal);
  }

  hasEnded(name: string): boolean {
    return !this.#ends.has(name);
  }

  async end(name: string): Promise<void> {
    this.#ends.get(name)?.();
    this.#ends.delete(name);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const reasonOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'no error',
    (error: unknown) => (error as Error).message,
  );

describe('A fair queue', () => {
  let queue: FairQueue;
  let work: Work;
  beforeEach(() => {
    queue = new FairQueue(OPTIONS);
    work = new Work(queue);
  });

  it('gives a key no more than its share, even if slots are free', async () => {
    for (const name of ['a1', 'a2', 'a3']) void work.start(name);
    expect(work.begun).to.deep.equal(['a1', 'a2']);
    void work.start('b1');
    expect(work.begun).to.deep.equal(['a1', 'a2', 'b1']);
    await work.end('a1');
    expect(work.begun).to.deep.equal(['a1', 'a2', 'b1', 'a3']);
  });

  it('serves the keys in turn, however much work one of them has', async () => {
    for (const name of ['a1', 'a2', 'b1', 'a3', 'a4', 'a5', 'b2', 'c1', 'c2']) void work.start(name);
    expect(queue.waiting).to.equal(6);
    for (const name of ['a1', 'a2', 'b1', 'a3', 'b2', 'c1']) await work.end(name);
    expect(work.begun.slice(3)).to.deep.equal(['a3', 'b2', 'c1', 'a4', 'c2', 'a5']);
    expect(queue.waiting).to.equal(0);
  });

  it('refuses work only when the line of its key is full', async () => {
    for (const name of ['a1', 'a2', 'a3', 'a4', 'a5', 'a6']) void work.start(name);
    expect(await reasonOf(work.start('a7'))).to.equal('full');
    void work.start('b1');
    expect(work.begun).to.include('b1');
    await work.end('a1');
    void work.start('a8');
    expect(queue.waiting).to.equal(4);
  });

  it('refuses work that has waited too long, and gives its turn to other work', async () => {
    queue = new FairQueue({ ...OPTIONS, slots: 1, waitMs: 1 });
    work = new Work(queue);
    void work.start('a1');
    expect(await reasonOf(work.start('b1'))).to.equal('overdue');
    await work.end('a1');
    void work.start('c1');
    expect(work.begun).to.deep.equal(['a1', 'c1']);
  });

  it('lets patient work wait in any number until its signal aborts', async () => {
    const gone = new AbortController();
    const signal = new AbortController().signal;
    for (const name of ['a1', 'a2']) void work.start(name);
    for (const name of ['a3', 'a4', 'a5', 'a6', 'a7']) void work.start(name, signal);
    const aborted = reasonOf(work.start('a8', gone.signal));
    void work.start('a9');
    gone.abort(new Error('gone'));
    expect(await aborted).to.equal('gone');
    expect(await reasonOf(work.start('a0', gone.signal))).to.equal('gone');
    for (const name of ['a1', 'a2', 'a3', 'a4', 'a5', 'a6']) await work.end(name);
    expect(work.begun).to.deep.equal(['a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'a7', 'a9']);
  });

  it('frees the slot of work that fails', async () => {
    const failing = Array.from({ length: 10 }, () => queue.run('a', () => Promise.reject(new Error('failed'))));
    for (const each of failing) expect(await reasonOf(each)).to.match(/failed|full/);
    void work.start('a1');
    void work.start('a2');
    expect(work.begun).to.deep.equal(['a1', 'a2']);
  });

  it('refuses all work once it is closed, even work that already waits', async () => {
    void work.start('a1');
    void work.start('a2');
    const waiting = [work.start('a3'), work.start('a4', new AbortController().signal)].map(reasonOf);
    queue.close();
    expect(await Promise.all(waiting)).to.deep.equal(['closed', 'closed']);
    expect(await reasonOf(work.start('b1'))).to.equal('closed');
    expect(queue.waiting).to.equal(0);
    // Work in progress can end.
    await work.end('a1');
    expect(work.begun).to.deep.equal(['a1', 'a2']);
  });

  describe('while several keys are active', () => {
    let active: ActiveKeys;
    const open = (budget: ContendedLimits['budget']): void => {
      active = new ActiveKeys();
      queue = new FairQueue({ ...OPTIONS, slots: 6, slotsPerKey: 3, contended: { active, slotsPerKey: 1, budget } });
      work = new Work(queue);
    };

    it('gives a key a smaller share, even if the other keys are active in another queue', async () => {
      open(null);
      for (const name of ['a1', 'a2', 'a3', 'b1', 'b2']) void work.start(name);
      // a1 to a3 began before b was active.
      expect(work.begun).to.deep.equal(['a1', 'a2', 'a3', 'b1']);
      void work.start('a4');
      for (const name of ['a1', 'a2']) await work.end(name);
      expect(work.begun).to.deep.equal(['a1', 'a2', 'a3', 'b1']);
      await work.end('a3');
      await work.end('b1');
      expect(work.begun.slice(4)).to.deep.equal(['a4', 'b2']);
      active = new ActiveKeys();
      queue = new FairQueue({ ...OPTIONS, contended: { active, slotsPerKey: 1, budget: null } });
      work = new Work(queue);
      active.note('z', performance.now());
      for (const name of ['c1', 'c2']) void work.start(name);
      expect(work.begun).to.deep.equal(['c1']);
    });

    it('gives a key its whole share again when no other key is active, and begins its waiting work first', async () => {
      open(null);
      for (const name of ['b1', 'a1', 'a2', 'a3']) void work.start(name);
      await work.end('b1');
      expect(work.begun).to.deep.equal(['b1', 'a1']);
      // The next start must not overtake a2 and a3.
      active.isAlone = () => true;
      void work.start('a4');
      await work.end('none');
      expect(work.begun).to.deep.equal(['b1', 'a1', 'a2', 'a3']);
    });

    it('throttles a key that has used up its budget, and no other key', async () => {
      open({ burstMs: 1, msPerSecond: 1, chargeMaxMs: 1_000 });
      active.note('b', performance.now());
      void work.start('a1');
      await delay(5);
      await work.end('a1');
      void work.start('a2');
      void work.start('b1');
      expect(work.begun).to.deep.equal(['a1', 'b1']);
      expect(queue.waiting).to.equal(1);
      queue.close();
    });

    it('runs the work of a throttled key when enough of its budget is available again', async () => {
      open({ burstMs: 1, msPerSecond: 200, chargeMaxMs: 1_000 });
      active.note('b', performance.now());
      void work.start('a1');
      await delay(5);
      await work.end('a1');
      void work.start('a2');
      expect(work.begun).to.deep.equal(['a1']);
      await eventually(() => Promise.resolve(work.begun.length === 2));
    });

    it('counts only part of work that takes very long, because it waits for something', async () => {
      open({ burstMs: 10, msPerSecond: 1, chargeMaxMs: 1 });
      active.note('b', performance.now());
      void work.start('a1');
      await delay(50);
      await work.end('a1');
      void work.start('a2');
      expect(work.begun).to.deep.equal(['a1', 'a2']);
    });

    it('sets no budget for a key that is the only active one', async () => {
      open({ burstMs: 1, msPerSecond: 1, chargeMaxMs: 1_000 });
      void work.start('a1');
      await delay(5);
      await work.end('a1');
      void work.start('a2');
      expect(work.begun).to.deep.equal(['a1', 'a2']);
    });
  });

  it('never exceeds a share, and runs all work that it accepts, in 2,000 random steps', async () => {
    let running: string[] = [];
    let nth = 0;
    let accepted = 0;
    for (let step = 0; step < 2_000; step += 1) {
      if (running.length === 0 || Math.random() < 0.5) {
        const name = `${'abcd'[Math.floor(Math.random() * 4)] ?? 'a'}${nth++}`;
        work.start(name).then(
          () => (accepted += 1),
          () => undefined,
        );
      } else {
        await work.end(running[Math.floor(Math.random() * running.length)] ?? '');
      }
      await Promise.resolve();
      running = work.begun.filter((name) => !work.hasEnded(name));
      expect(running.length).to.be.at.most(OPTIONS.slots);
      for (const key of 'abcd') {
        const held = running.filter((name) => name.startsWith(key)).length;
        expect(held).to.be.at.most(OPTIONS.slotsPerKey);
      }
    }
    while (running.length > 0) {
      await work.end(running[0] ?? '');
      running = work.begun.filter((name) => !work.hasEnded(name));
    }
    expect(queue.waiting).to.equal(0);
    expect(accepted).to.equal(work.begun.length);
  });
});
