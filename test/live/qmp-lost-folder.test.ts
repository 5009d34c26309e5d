/**
 * The backend `qmp` when the folder of its guests is missing, empty or another one, as if its disk were not mounted: no
 * guest is absent, nothing is made, and everything works when the folder is back.
 */
import { expect } from 'chai';
import { mkdir, readdir, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Backend, GuestDefinition } from '../../backends/backend.js';
import { qmpFactory } from '../../backends/qmp/backend.js';
import { isGuesthouseError } from '../../src/domain/errors.js';
import { newId, type GuestId } from '../../src/domain/ids.js';
import { QmpHarness } from '../contract/qmp-harness.js';
import { skip } from '../support/skip.js';

describe('If the folder of its guests is lost, qmp', function () {
  this.timeout(120_000);

  const { signal } = new AbortController();
  let harness: QmpHarness;
  let folder: string;
  let backend: Backend;
  let guest: GuestDefinition;
  let made: GuestId[];

  before(async function () {
    this.timeout(300_000); // the first run builds the test guest
    const reason = await new QmpHarness().whyNot();
    if (reason !== null) skip(this, 'qmp', reason);
  });

  beforeEach(async () => {
    harness = new QmpHarness();
    await harness.setUp();
    folder = join(harness.dataFolder, 'qmp');
    made = [];
    backend = await harness.open();
    guest = newDefinition();
    await backend.defineGuest(guest, { signal, disks: 'make' });
    await backend.startGuest(guest.id, { signal });
  });

  afterEach(async () => {
    for (const id of made) await backend.removeGuest(id, { signal });
    await backend.close();
    await harness.tearDown();
  });

  /** A guest without an operating system. */
  function newDefinition(): GuestDefinition {
    const id = newId<GuestId>();
    const disk = { device: 'vda', media: 'disk', sizeMib: 1, bus: 'virtio', format: 'qcow2', image: null } as const;
    const sizes = { vcpus: 1, memoryMib: 16 };
    made.push(id);
    return { id, name: 'a guest', ...sizes, firmware: 'bios', boot: null, disks: [disk], nics: [] };
  }

  async function expectUnreachable(name: string, call: Promise<unknown>): Promise<void> {
    const error: unknown = await call.then(
      (result) => `it resolved with ${String(result)}`,
      (reason: unknown) => reason,
    );
    expect(isGuesthouseError(error, 'host_unreachable'), `${name}: ${String(error)}`).to.equal(true);
    const { message, logDetail } = error as { message: string; logDetail?: string };
    expect(message).to.contain('Is its file system mounted?');
    expect(logDetail).to.contain(folder);
  }

  async function expectLost(id: GuestId): Promise<void> {
    const unknown = newDefinition();
    made.pop();
    const calls: Record<string, () => Promise<unknown>> = {
      describe: () => backend.describe({ signal }),
      listNetworks: () => backend.listNetworks({ signal }),
      listSubnets: () => backend.listSubnets({ signal }),
      observeAll: () => backend.observeGuests('all', { signal }),
      observe: () => backend.observeGuests([id], { signal }),
      measureAll: () => backend.measureGuests('all', { signal }),
      measure: () => backend.measureGuests([id], { signal }),
      inspect: () => backend.inspectGuest(id, { signal, expected: guest }),
      readConsole: () => backend.readConsoleLog(id, { signal, bytes: 10 }),
      make: () => backend.defineGuest(unknown, { signal, disks: 'make' }),
      define: () => backend.defineGuest(guest, { signal, disks: 'keep' }),
      start: () => backend.startGuest(id, { signal }),
      shutdown: () => backend.shutdownGuest(id, { signal }),
      restart: () => backend.restartGuest(id, { signal }),
      poweroff: () => backend.poweroffGuest(id, { signal }),
      suspend: () => backend.suspendGuest(id, { signal }),
      remove: () => backend.removeGuest(id, { signal }),
    };
    for (const [name, call] of Object.entries(calls)) await expectUnreachable(name, call());
  }

  const stateOf = async (id: GuestId): Promise<string | undefined> =>
    (await backend.observeGuests('all', { signal })).get(id)?.state;

  it('is unreachable for every call, makes nothing, and finds its guest running when the folder is back', async () => {
    await rename(folder, `${folder}.away`);
    await expectLost(guest.id);
    expect(await readdir(harness.dataFolder)).not.to.include('qmp');
    await mkdir(folder);
    await expectLost(guest.id);
    expect(await readdir(folder)).to.deep.equal([]);
    await rm(folder, { recursive: true });
    await rename(`${folder}.away`, folder);
    expect(await stateOf(guest.id)).to.equal('running');
  });

  it('does not accept the folder of another host', async () => {
    await rename(folder, `${folder}.away`);
    const other = await harness.open();
    await expectLost(guest.id);
    expect((await other.observeGuests('all', { signal })).size).to.equal(0);
    await other.close();
    await rm(folder, { recursive: true });
    await rename(`${folder}.away`, folder);
    expect(await stateOf(guest.id)).to.equal('running');
  });

  it('does not resolve a call that the loss seems to complete', async () => {
    const outcome = backend.shutdownGuest(guest.id, { signal }).then(
      () => 'it resolved',
      (reason: unknown) => reason,
    );
    await rename(folder, `${folder}.away`);
    await mkdir(folder);
    const error = await outcome;
    expect(isGuesthouseError(error, 'outcome_unknown', 'host_unreachable'), String(error)).to.equal(true);
    await rm(folder, { recursive: true });
    await rename(`${folder}.away`, folder);
    expect(await stateOf(guest.id)).to.equal('running');
  });

  describe('when it opens,', () => {
    const openKnowing = (hasGuests: boolean): Promise<Backend> =>
      qmpFactory.open({ ...harness.config, hasGuests: async () => hasGuests }, { signal });

    beforeEach(() => rename(folder, `${folder}.away`));
    afterEach(async () => {
      await rm(folder, { recursive: true, force: true });
      await rename(`${folder}.away`, folder);
    });

    it('is unreachable if the service knows guests, and makes nothing', async () => {
      await expectUnreachable('a missing folder', openKnowing(true));
      expect(await readdir(harness.dataFolder)).not.to.include('qmp');
      await mkdir(folder);
      await expectUnreachable('an empty folder', openKnowing(true));
      expect(await readdir(folder)).to.deep.equal([]);
    });

    it('makes a new folder if the service knows no guest', async () => {
      const other = await openKnowing(false);
      expect((await other.observeGuests('all', { signal })).size).to.equal(0);
      await other.close();
    });

    it('accepts a folder with guests of an older version, which has no marker', async () => {
      await mkdir(folder);
      await symlink(join(`${folder}.away`, `guesthouse-${guest.id}`), join(folder, `guesthouse-${guest.id}`));
      const other = await openKnowing(true);
      expect((await other.observeGuests('all', { signal })).has(guest.id)).to.equal(true);
      await other.close();
      expect(await readdir(folder)).to.include('host-id');
    });
  });
});
