/** A task that has at most one run at a time, and runs again if it was woken during a run. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect } from 'chai';
import { CoalescedTask } from '../../src/domain/coalesced-task.js';

describe('a coalesced task', () => {
  let ends: { succeed: () => void; fail: (error: Error) => void }[];
  let errors: unknown[];
  let task: CoalescedTask;

  beforeEach(() => {
    ends = [];
    errors = [];
    task = new CoalescedTask(
      () => new Promise((resolve, reject) => ends.push({ succeed: resolve, fail: reject })),
      (error) => errors.push(error),
    );
  });

  it('runs when it is woken, and not before', async () => {
    await nextTurn();
    expect(ends).to.be.empty;
    task.wake();
    expect(ends).to.have.length(1);
  });

  it('runs again for each wake that finds it idle', async () => {
    for (const count of [1, 2, 3]) {
      task.wake();
      expect(ends).to.have.length(count);
      ends.at(-1)?.succeed();
      await nextTurn();
    }
    expect(errors).to.be.empty;
  });

  it('runs only once after the current run, for any number of wakes during that run', async () => {
    task.wake();
    for (let count = 0; count < 5; count += 1) task.wake();
    await nextTurn();
    expect(ends, 'one run at a time').to.have.length(1);
    ends[0]?.succeed();
    await nextTurn();
    expect(ends).to.have.length(2);
    ends[1]?.succeed();
    await nextTurn();
    expect(ends).to.have.length(2);
  });

  it('runs again for a wake during a run that an earlier wake caused', async () => {
    task.wake();
    task.wake();
    ends[0]?.succeed();
    await nextTurn();
    task.wake();
    ends[1]?.succeed();
    await nextTurn();
    expect(ends).to.have.length(3);
  });

  it('reports a failed run and runs again at the next wake only', async () => {
    const error = new Error('no database');
    task.wake();
    ends[0]?.fail(error);
    await nextTurn();
    expect(errors).to.deep.equal([error]);
    expect(ends).to.have.length(1);
    task.wake();
    expect(ends).to.have.length(2);
  });

  it('also runs again after a failed run if it was woken meanwhile', async () => {
    task.wake();
    task.wake();
    ends[0]?.fail(new Error('no database'));
    await nextTurn();
    expect(errors).to.have.length(1);
    expect(ends).to.have.length(2);
  });

  it('stops when the current run has ended, and starts no run for earlier or later wakes', async () => {
    task.wake();
    task.wake();
    let isStopped = false;
    const stopped = task.stop().then(() => (isStopped = true));
    expect(task.isStopped).to.be.true;
    await nextTurn();
    expect(isStopped, 'the run is waited for').to.be.false;
    ends[0]?.succeed();
    await stopped;
    task.wake();
    await nextTurn();
    expect(ends).to.have.length(1);
  });

  it('stops immediately when it is idle, and also when the last run fails', async () => {
    await task.stop();
    const other = new CoalescedTask(
      () => Promise.reject(new Error('no database')),
      (error) => errors.push(error),
    );
    other.wake();
    await other.stop();
    expect(errors).to.have.length(1);
  });
});
