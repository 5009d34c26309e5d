/** When guests are looked at for their addresses. Runs with a clock that the test moves. */
import { expect } from 'chai';
import { mock } from 'node:test';
import { AddressBook } from '../../backends/shared/address-book.js';
import type { SeenAddresses } from '../../src/domain/guest.js';
import { newId, type GuestId } from '../../src/domain/ids.js';

const GUEST = newId<GuestId>();

describe('The address book', () => {
  let nowMs: number;
  let looks: { guest: GuestId; atMs: number; signal: AbortSignal }[];
  let changes: GuestId[];
  let result: (guest: GuestId) => Promise<SeenAddresses | null>;
  let book: AddressBook;

  beforeEach(() => {
    nowMs = 0;
    looks = [];
    changes = [];
    result = async () => null;
    mock.timers.enable({ apis: ['setTimeout'] });
    mock.method(performance, 'now', () => nowMs);
    book = new AddressBook({
      look: (guest, signal) => {
        looks.push({ guest, atMs: nowMs, signal });
        return result(guest);
      },
      onChange: (guest) => changes.push(guest),
    });
  });

  afterEach(() => {
    book.close();
    mock.timers.reset();
    mock.restoreAll();
  });

  /** Lets time pass. The guest is observed every ten seconds. */
  async function pass(seconds: number, isObserved = true): Promise<void> {
    for (let n = 0; n < seconds * 10; n += 1) {
      nowMs += 100;
      mock.timers.tick(100);
      for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
      if (isObserved && nowMs % 10_000 === 0) book.of(GUEST);
    }
  }
  const times = (): number[] => looks.map(({ atMs }) => Math.round(atMs / 1000));

  it('returns immediately what was last seen, and reports a change once', async () => {
    result = async () => ({ net0: ['192.0.2.1'] });
    expect(book.of(GUEST)).to.deep.equal({});
    await pass(1);
    expect(changes).to.deep.equal([GUEST]);
    expect(book.of(GUEST)).to.deep.equal({ net0: ['192.0.2.1'] });
    await pass(100);
    expect(changes, 'the addresses have not changed').to.have.length(1);
    expect(times()).to.deep.equal([0, 30, 60, 90]);
    result = async () => ({ net0: ['192.0.2.1', 'fd00::1'] });
    await pass(30);
    expect(changes).to.have.length(2);
  });

  it('asks a guest that does not respond less and less often, and keeps what was seen', async () => {
    result = async () => ({ net0: ['192.0.2.1'] });
    book.of(GUEST);
    await pass(1);
    result = async () => Promise.reject(new Error('the agent is gone'));
    await pass(4 * 3600);
    const pauses = times()
      .slice(2)
      .map((at, index) => at - (times()[index + 1] ?? 0));
    expect(pauses.slice(0, 10)).to.deep.equal([1, 2, 4, 8, 16, 32, 64, 128, 256, 512]);
    expect(Math.max(...pauses)).to.equal(600);
    expect(book.of(GUEST)).to.deep.equal({ net0: ['192.0.2.1'] });
  }).timeout(60_000);

  it('asks soon after the agent has connected, but at most twice a minute', async () => {
    book.of(GUEST);
    await pass(3600);
    const before = looks.length;
    for (let n = 0; n < 60; n += 1) {
      book.hint(GUEST);
      await pass(1);
    }
    const starts = times().slice(before);
    expect(starts[0]).to.equal(3601);
    expect(starts.length, 'two hints, each with its own pauses').to.be.at.most(12);
  }).timeout(60_000);

  it('does not wait for a look that hangs, and looks at others meanwhile, but at four at most', async () => {
    const release: (() => void)[] = [];
    result = () => new Promise((resolve) => release.push(() => resolve({ net0: ['192.0.2.1'] })));
    const guests = Array.from({ length: 6 }, () => newId<GuestId>());
    for (const guest of guests) expect(book.of(guest)).to.deep.equal({});
    await pass(1);
    expect(looks).to.have.length(4);
    release[2]?.();
    await pass(1);
    expect(looks).to.have.length(5);
    expect(changes).to.deep.equal([guests[2]]);
  });

  it('forgets a guest that has lost its power, and a late result of its look', async () => {
    let release: (found: SeenAddresses) => void = () => undefined;
    result = () => new Promise((resolve) => (release = resolve));
    book.of(GUEST);
    await pass(1);
    book.forget(GUEST);
    expect(looks[0]?.signal.aborted).to.equal(true);
    release({ net0: ['192.0.2.1'] });
    await pass(1, false);
    expect(changes).to.deep.equal([]);
    expect(book.lastSeen(GUEST)).to.deep.equal({});
  });

  it('stops when the guest is no longer observed', async () => {
    result = async () => ({ net0: ['192.0.2.1'] });
    book.of(GUEST);
    await pass(3600, false);
    expect(times()).to.deep.equal([0, 30, 60]);
  });
});
