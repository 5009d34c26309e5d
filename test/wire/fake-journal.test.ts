/**
 * The journal of the simulated hypervisor: complete records are restored, torn records are cut off, and superseded
 * records are dropped.
 */
import { expect } from 'chai';
import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Journal, readJournal } from '../../backends/fake/host/journal.js';
import type { Place } from '../../backends/fake/host/simulation.js';

describe('The journal of the fake host', () => {
  let folder: string;
  let path: string;
  let live: Map<string, Place>;
  let nowMs: number;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'guesthouse-journal-'));
    path = join(folder, 'journal.jsonl');
    live = new Map();
    nowMs = 0;
  });

  afterEach(() => rm(folder, { recursive: true }));

  const begin = () =>
    Journal.begin(path, {
      live: () => ({ size: live.size, records: [...live.values()].map((each) => ({ at: nowMs, place: each })) }),
      onBroken: (error) => expect.fail(String(error)),
    });

  function place(name: string, ...targets: string[]): Place {
    return { name, machine: null, volumes: targets.map((target) => ({ target, sizeMib: 1, layout: 'raw' })) };
  }

  function keep(journal: Journal, changed: Place): void {
    if (changed.volumes.length === 0) live.delete(changed.name);
    else live.set(changed.name, changed);
    journal.keep({ at: nowMs, place: changed });
  }

  const read = async () => {
    const { hosts, wasPowerLost } = await readJournal(path);
    const { places, atMs } = hosts.get('') ?? { places: new Map<string, Place>(), atMs: 0 };
    return { places, atMs, wasPowerLost };
  };
  const namesIn = async () => [...(await read()).places.keys()];

  it('is empty if there is no file', async () => {
    const { places, atMs, wasPowerLost } = await read();
    expect([places.size, atMs, wasPowerLost]).to.deep.equal([0, 0, false]);
  });

  it('restores the last record of every name, and the time of the last record', async () => {
    const journal = await begin();
    keep(journal, place('a', 'vda'));
    keep(journal, place('b', 'vda'));
    nowMs = 77;
    keep(journal, place('a', 'vda', 'vdb'));
    keep(journal, place('b'));
    await journal.settled();
    const { places, atMs, wasPowerLost } = await read();
    expect([...places.values()]).to.deep.equal([place('a', 'vda', 'vdb')]);
    expect([atMs, wasPowerLost]).to.deep.equal([77, true]);
    await journal.end(nowMs);
    expect((await readJournal(path)).wasPowerLost).to.equal(false);
  });

  it('reports that it is settled only when every earlier change is on disk', async () => {
    const journal = await begin();
    expect(journal.settled()).to.equal(null);
    keep(journal, place('a', 'vda'));
    const first = journal.settled();
    expect(first).not.to.equal(null);
    await first;
    expect(await readFile(path, 'utf8')).to.contain('"a"');
    expect(journal.settled()).to.equal(null);
    await journal.end(nowMs);
  });

  it('does not delay a caller because of later changes by other callers', async () => {
    const journal = await begin();
    let isOver = false;
    const others = (async () => {
      for (let count = 0; !isOver; count++) {
        keep(journal, place(`other-${count}`, 'vda'));
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    keep(journal, place('mine', 'vda'));
    await journal.settled();
    isOver = true;
    await others;
    await journal.end(nowMs);
  });

  for (const [what, tear] of [
    ['a half line', '{"at":1,"place":{"na'],
    ['a last line that cannot be read', '{"at":1,"pla\n'],
    ['zeros, as a file system leaves them after a power loss', '\0\0\0\0'],
  ] as const)
    it(`cuts off ${what}, and continues after it`, async () => {
      const journal = await begin();
      keep(journal, place('a', 'vda'));
      await journal.end(nowMs);
      const { size } = await stat(path);
      await appendFile(path, tear);
      const { places, wasPowerLost } = await read();
      expect([...places.keys()]).to.deep.equal(['a']);
      expect(wasPowerLost).to.equal(true);
      expect((await stat(path)).size).to.equal(size);
    });

  it('keeps the hosts apart, each with its identity, its names and its time', async () => {
    const journal = await begin();
    journal.keep({ at: 5, host: 'one', id: 'first' });
    journal.keep({ at: 7, host: 'two', id: 'second' });
    journal.keep({ at: 9, host: 'one', place: place('a', 'vda') });
    keep(journal, place('a', 'vdb'));
    await journal.settled();
    const { hosts } = await readJournal(path);
    expect([...hosts.keys()].sort()).to.deep.equal(['', 'one', 'two']);
    expect(hosts.get('one')).to.deep.equal({ id: 'first', atMs: 9, places: new Map([['a', place('a', 'vda')]]) });
    expect(hosts.get('two')).to.deep.equal({ id: 'second', atMs: 7, places: new Map() });
    expect(hosts.get('')?.places.get('a')).to.deep.equal(place('a', 'vdb'));
    await journal.end(nowMs);
  });

  it('does not skip a line that it cannot read', async () => {
    await writeFile(path, 'rubbish\n{"at":1,"end":"orderly"}\n');
    const error: unknown = await readJournal(path).catch((thrown: unknown) => thrown);
    expect(String(error)).to.contain('line 1 of');
  });

  it('is rewritten when most of its records are superseded, and loses nothing', async () => {
    const journal = await begin();
    const lines = async () => (await readFile(path, 'utf8')).split('\n').length - 1;
    for (let round = 0; round < 11; round++) {
      for (let count = 0; count < 1_000; count++) keep(journal, place(`name-${count}`, `vd${round}`));
      await journal.settled();
    }
    expect(await lines()).to.equal(11_000);
    for (let count = 0; count < 2_000; count++) keep(journal, place(`name-${count % 1_000}`, `last-${count}`));
    // This change arrives during the rewrite.
    await journal.settled();
    keep(journal, place('late', 'vda'));
    await journal.settled();
    expect(await lines()).to.be.lessThan(2_000);
    await journal.end(nowMs);
    const { places } = await read();
    expect(places.size).to.equal(1_001);
    expect(places.get('name-7')).to.deep.equal(place('name-7', 'last-1007'));
    expect(await namesIn()).to.include('late');
  });
});
