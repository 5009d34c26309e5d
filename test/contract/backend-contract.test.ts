/**
 * The contract of backends/backend.ts, rule by rule, against every backend that this machine can run. The name of a
 * test lists the rules that it checks (B1…). The suite learns of differences between backends only from `capabilities`,
 * never from a name.
 *
 * A boot of a real guest takes seconds, so most tests share one guest and bring it into the state they need by the
 * calls under test. No test waits a fixed time: tests wait for observations and events.
 */
import { expect } from 'chai';
import type { Backend, BackendEvent, GuestDefinition, ImageFile, Observation } from '../../backends/backend.js';
import { isGuesthouseError, type ErrorKind } from '../../src/domain/errors.js';
import { newId, type GuestId } from '../../src/domain/ids.js';
import { listeningPorts } from '../support/listening-ports.js';
import { skip } from '../support/skip.js';
import { eventually } from '../support/eventually.js';
import { EventLog } from './event-log.js';
import { HARNESSES } from './harnesses.js';
import { isWithoutMetrics } from '../support/without-metrics.js';

for (const harness of HARNESSES) {
  describe(`On the ${harness.name} backend,`, function () {
    // Some tests boot a guest twice, and each boot takes a minute on a busy machine.
    this.timeout(300_000);

    const { signal } = new AbortController();
    let backend: Backend;
    let foreign: { isUntouched(): Promise<boolean> };
    /** The guest that most tests share. */
    let shared: GuestDefinition;
    let isSetUp = false;

    before(async function () {
      const reason = await harness.whyNot();
      if (reason !== null) skip(this, harness.name, reason);
      await harness.setUp();
      isSetUp = true;
      foreign = await harness.addForeignGuest();
      backend = await harness.open();
      shared = await harness.makeDefinition();
      await backend.defineGuest(shared, { signal, disks: 'make' });
    });

    after(async () => {
      if (!isSetUp) return;
      try {
        await backend.removeGuest(shared.id, { signal });
        await backend.close();
      } finally {
        await harness.tearDown();
      }
    });

    async function stateOf(guest: GuestId, by = backend): Promise<Observation['state'] | 'absent'> {
      return (await by.observeGuests([guest], { signal })).get(guest)?.state ?? 'absent';
    }

    /** Brings the shared guest into a state, by calls that can be repeated. */
    async function bring(state: 'stopped' | 'running' | 'suspended'): Promise<GuestId> {
      const { id } = shared;
      if (state === 'stopped') await backend.poweroffGuest(id, { signal });
      else await backend.startGuest(id, { signal });
      if (state === 'suspended') await backend.suspendGuest(id, { signal });
      expect(await stateOf(id)).to.equal(state);
      return id;
    }

    async function expectFailure(kind: ErrorKind, call: Promise<unknown>): Promise<void> {
      const error: unknown = await call.then(
        () => null,
        (reason: unknown) => reason,
      );
      expect(isGuesthouseError(error, kind), `${kind}, not ${String(error)}`).to.equal(true);
    }

    async function removeAfter(guests: readonly GuestDefinition[], run: () => Promise<void>): Promise<void> {
      try {
        await run();
      } finally {
        await Promise.all(guests.map(({ id }) => backend.removeGuest(id, { signal })));
      }
      for (const { id } of guests) expect(await harness.findLeftovers(id)).to.deep.equal([]);
    }

    describe('the host', () => {
      it('describes itself', async () => {
        const info = await backend.describe({ signal });
        expect(info.name).not.to.equal('');
        expect(info.hypervisorVersion).not.to.equal('');
        expect(info.uri).to.match(/^[a-z+]+:\/\//);
        expect(info.vcpus).to.be.at.least(1);
        expect(info.memoryMib).to.be.at.least(1);
      });

      it('has a location that follows from its configuration, whether or not it is reachable', async () => {
        const { uri } = await backend.describe({ signal });
        const { isMachineLocal } = backend.capabilities;
        expect(harness.locate()).to.include({ uri, isMachineLocal });
      });

      it('lists the network user first, and no network twice', async () => {
        const names = (await backend.listNetworks({ signal })).map(({ name }) => name);
        expect(names[0]).to.equal('user');
        expect(new Set(names).size).to.equal(names.length);
      });

      it('names the IP networks of guests only for networks with addresses of their own', async () => {
        expect([...(await backend.listSubnets({ signal })).keys()]).not.to.include('user');
      });

      it('states what it can do as data (B9)', () => {
        const { firmwares, diskBuses, nicModels } = backend.capabilities;
        expect(firmwares).to.include('bios');
        expect(diskBuses).to.include('virtio');
        expect(nicModels).to.include('virtio');
        expect(backend.name).to.equal(harness.name);
      });
    });

    describe('observing guests', () => {
      it('omits a guest that the host does not know', async () => {
        const seen = await backend.observeGuests([newId<GuestId>(), shared.id], { signal });
        expect([...seen.keys()]).to.deep.equal([shared.id]);
      });

      it('returns nothing if no guest is named', async () => {
        expect((await backend.observeGuests([], { signal })).size).to.equal(0);
      });

      it('returns the same for a guest alone as among all guests, and no foreign guests (B6, B8)', async () => {
        await bring('stopped');
        const all = await backend.observeGuests('all', { signal });
        expect([...all]).to.deep.equal([[shared.id, { state: 'stopped' }]]);
      });
    });

    describe('copying an image ahead of guests', () => {
      /** The image of the first disk of a guest that is not defined. */
      async function imageOf(guest: GuestDefinition): Promise<ImageFile> {
        const image = guest.disks.map((disk) => disk.image).find((each) => each !== null) ?? guest.boot?.kernel;
        if (image === null || image === undefined) throw new Error('the definition names no image');
        return image;
      }
      const has = async ({ sha256 }: ImageFile): Promise<boolean> =>
        (await backend.listImages({ signal }))?.has(sha256) ?? false;

      it('gives the host its own image, if it has such, until it is removed; both can be repeated (B1, B2, B9)', async () => {
        const { hasOwnImages } = backend.capabilities;
        expect((await backend.listImages({ signal })) !== null).to.equal(hasOwnImages);
        const image = await imageOf(await harness.makeDefinition());
        const isNeeded = await has(image);
        for (let times = 0; times < 2; times++) {
          await backend.copyImage(image, { signal });
          expect(await has(image)).to.equal(hasOwnImages);
        }
        for (let times = 0; times < 2; times++) {
          const isGone = await backend.removeImage(image, { signal });
          expect(isGone).to.equal(hasOwnImages && !isNeeded);
          expect(await has(image)).to.equal(hasOwnImages && isNeeded);
        }
      });

      it('refuses a file that cannot be read', async () => {
        const image = await imageOf(await harness.makeDefinition());
        const copying = backend.copyImage(
          { ...image, sha256: 'f'.repeat(64), path: '/nowhere/no-such-image' },
          { signal },
        );
        await expectFailure('backend_refused', copying);
      });

      it('keeps an image that the caller keeps when the last guest that needs it is removed', async () => {
        const guest = await harness.makeDefinition();
        const image = await imageOf(guest);
        if (await has(image)) return;
        const listKeptImages = async (): Promise<ReadonlySet<string>> => new Set([image.sha256]);
        await backend.copyImage(image, { signal, listKeptImages });
        await backend.defineGuest(guest, { signal, disks: 'make', listKeptImages });
        await backend.removeGuest(guest.id, { signal, listKeptImages });
        expect(await has(image)).to.equal(backend.capabilities.hasOwnImages);
        expect(await backend.removeImage(image, { signal, listKeptImages })).to.equal(false);
        expect(await backend.removeImage(image, { signal })).to.equal(backend.capabilities.hasOwnImages);
      });
    });

    describe('defining a guest', () => {
      it('reports any progress as percentages from 0 to 100 that never decrease', async () => {
        const { disks, ...rest } = await harness.makeDefinition();
        const guest = { ...rest, disks: disks.map((disk) => ({ ...disk, format: 'raw' as const })) };
        const percents: number[] = [];
        await removeAfter([guest], async () => {
          const onProgress = (percent: number): void => void percents.push(percent);
          await backend.defineGuest(guest, { signal, disks: 'make', onProgress });
        });
        expect(percents).to.deep.equal([...percents].sort((one, other) => one - other));
        expect(percents.filter((percent) => percent < 0 || percent > 100 || !Number.isInteger(percent))).to.deep.equal(
          [],
        );
      });

      it('makes the guest known, powered off, and can be repeated (B1, B2)', async () => {
        const guest = await harness.makeDefinition();
        await removeAfter([guest], async () => {
          await backend.defineGuest(guest, { signal, disks: 'make' });
          expect(await stateOf(guest.id)).to.equal('stopped');
          await backend.defineGuest(guest, { signal, disks: 'make' });
          await backend.defineGuest({ ...guest, name: 'renamed' }, { signal, disks: 'keep' });
          expect(await stateOf(guest.id)).to.equal('stopped');
        });
      });

      it('is refused, and creates nothing, if a disk that it must keep is missing', async () => {
        const guest = await harness.makeDefinition();
        await removeAfter([guest], async () => {
          await expectFailure('backend_refused', backend.defineGuest(guest, { signal, disks: 'keep' }));
          expect(await stateOf(guest.id)).to.equal('absent');
        });
      });

      it('is refused if the image of a disk to be created is missing', async () => {
        const guest = await harness.makeDefinition();
        const disks = guest.disks.map((disk) => ({
          ...disk,
          image: {
            ...(disk.image ?? { format: disk.format, sha256: '', sizeBytes: 1, virtualSizeMib: 1 }),
            id: newId<NonNullable<typeof disk.image>['id']>(),
            path: '/nowhere/there-is-no-such-image',
          },
        }));
        await removeAfter([guest], () =>
          expectFailure('backend_refused', backend.defineGuest({ ...guest, disks }, { signal, disks: 'make' })),
        );
      });

      it('keeps a powered guest running, and takes effect at its next start', async function () {
        if (!backend.capabilities.cpuMetrics) skip(this, 'cpuMetrics', 'the backend counts no CPU time');
        const guest = await bring('running');
        const vcpusOf = async () => (await backend.measureGuests([guest], { signal })).get(guest)?.vcpus.length;
        const before = await vcpusOf();
        await backend.defineGuest({ ...shared, vcpus: shared.vcpus + 1 }, { signal, disks: 'keep' });
        expect(await stateOf(guest)).to.equal('running');
        expect(await vcpusOf()).to.equal(before);
        await bring('stopped');
        await bring('running');
        expect(await vcpusOf()).to.equal(shared.vcpus + 1);
        await backend.defineGuest(shared, { signal, disks: 'keep' });
      });
    });

    describe('a call on a guest', () => {
      it('starts a stopped guest, and resolves for a running one (B1, B2)', async () => {
        const guest = await bring('stopped');
        await backend.startGuest(guest, { signal });
        expect(await stateOf(guest)).to.equal('running');
        await backend.startGuest(guest, { signal });
        expect(await stateOf(guest)).to.equal('running');
      });

      it('starts a guest without opening a TCP port on the host, which guests on the network user could reach', async () => {
        const guest = await bring('running');
        for (const pid of await harness.pidsOf(guest)) expect(await listeningPorts(pid)).to.deep.equal([]);
      });

      it('suspends a running guest, and resolves for a suspended one (B1, B2)', async () => {
        const guest = await bring('running');
        await backend.suspendGuest(guest, { signal });
        expect(await stateOf(guest)).to.equal('suspended');
        await backend.suspendGuest(guest, { signal });
        expect(await stateOf(guest)).to.equal('suspended');
      });

      it('resumes a suspended guest by a start (B2)', async () => {
        const guest = await bring('suspended');
        await backend.startGuest(guest, { signal });
        expect(await stateOf(guest)).to.equal('running');
      });

      it('restarts a powered guest, which runs afterwards (B1, B2)', async () => {
        const guest = await bring('running');
        await backend.restartGuest(guest, { signal });
        expect(await stateOf(guest)).to.equal('running');
        await backend.suspendGuest(guest, { signal });
        await backend.restartGuest(guest, { signal });
        expect(await stateOf(guest)).to.equal('running');
      });

      it('powers off a guest from any powered state, and resolves for a stopped one (B1, B2)', async () => {
        for (const state of ['running', 'suspended', 'stopped'] as const) {
          const guest = await bring(state);
          await backend.poweroffGuest(guest, { signal });
          expect(await stateOf(guest)).to.equal('stopped');
        }
      });

      it('makes a booted guest shut down by itself, and resolves for a stopped one (B1, B2)', async () => {
        const guest = await bring('running');
        await harness.waitUntilBooted(backend, guest);
        await backend.shutdownGuest(guest, { signal });
        expect(await stateOf(guest)).to.equal('stopped');
        await backend.shutdownGuest(guest, { signal });
        expect(await stateOf(guest)).to.equal('stopped');
      });

      it("is refused and changes nothing if the guest's state does not allow it (B3)", async () => {
        const guest = await bring('stopped');
        await expectFailure('backend_refused', backend.restartGuest(guest, { signal }));
        await expectFailure('backend_refused', backend.suspendGuest(guest, { signal }));
        expect(await stateOf(guest)).to.equal('stopped');
        await bring('suspended');
        await expectFailure('backend_refused', backend.shutdownGuest(guest, { signal }));
        expect(await stateOf(guest)).to.equal('suspended');
      });

      it('reports that the guest crashed if a verb that needs its power finds it crashed (B3)', async () => {
        const guest = await bring('running');
        await harness.crashGuest(guest);
        await eventually(async () => (await stateOf(guest)) === 'crashed');
        await expectFailure('guest_crashed', backend.restartGuest(guest, { signal }));
        await expectFailure('guest_crashed', backend.suspendGuest(guest, { signal }));
        expect(await stateOf(guest)).to.equal('crashed');
        await backend.poweroffGuest(guest, { signal });
        await expectFailure('backend_refused', backend.restartGuest(guest, { signal }));
      });

      it('is refused for a guest that the host does not know (B3)', async () => {
        const unknown = newId<GuestId>();
        await expectFailure('backend_refused', backend.startGuest(unknown, { signal }));
        await expectFailure('backend_refused', backend.suspendGuest(unknown, { signal }));
        await expectFailure('backend_refused', backend.restartGuest(unknown, { signal }));
        await expectFailure('backend_refused', backend.shutdownGuest(unknown, { signal }));
        expect(await stateOf(unknown)).to.equal('absent');
        expect(await harness.findLeftovers(unknown)).to.deep.equal([]);
      });
    });

    describe('the addresses of a guest', () => {
      const addressesOf = async (guest: GuestId, by = backend) =>
        (await by.observeGuests([guest], { signal })).get(guest)?.addresses;

      it('are known on the network user as soon as the guest is powered, and not without power', async () => {
        const guest = await bring('running');
        expect(await addressesOf(guest)).to.deep.equal({ net0: ['10.0.2.15'] });
        await bring('suspended');
        expect(await addressesOf(guest)).to.deep.equal({ net0: ['10.0.2.15'] });
        await bring('stopped');
        expect(await addressesOf(guest)).to.equal(undefined);
      });

      it('are those that the guest itself reports, without link-local ones', async () => {
        const guest = await bring('running');
        await harness.waitUntilBooted(backend, guest);
        await harness.addAddress(guest, '192.0.2.77');
        await harness.addAddress(guest, 'fd00::77');
        // A driver that has just been opened has not seen the guest before.
        const other = await harness.open();
        try {
          await eventually(async () => (await addressesOf(guest, other))?.['net0']?.includes('fd00::77') === true);
          const seen = (await addressesOf(guest, other))?.['net0'] ?? [];
          expect(seen[0]).to.equal('10.0.2.15');
          expect(seen.filter((each) => each.startsWith('fe80'))).to.deep.equal([]);
          expect(seen).to.include('192.0.2.77');
        } finally {
          await other.close();
        }
        await bring('stopped');
        await bring('running');
        expect(await addressesOf(guest), 'the guest has been powered off meanwhile').to.deep.equal({
          net0: ['10.0.2.15'],
        });
      });
    });

    describe('the hardware of a guest', () => {
      it('is chosen when the guest is created, and stays the same whatever happens to its definition', async function () {
        if (!backend.capabilities.directKernelBoot) skip(this, 'hardware', 'the guests of a mock have none');
        const guest = await harness.makeDefinition();
        await removeAfter([guest], async () => {
          const made = await backend.defineGuest(guest, { signal, disks: 'make', expected: null });
          const { cpuModel, machineType } = made;
          expect(cpuModel)
            .to.match(/^[A-Za-z0-9][\w.-]+$/)
            .and.not.oneOf(['max', 'host']);
          expect(machineType, 'a version').to.match(/\d/);
          const again = await backend.defineGuest(guest, { signal, disks: 'make', expected: null });
          expect(again).to.include({ cpuModel, machineType });
          const kept = await backend.defineGuest({ ...guest, name: 'b' }, { signal, disks: 'keep', expected: again });
          expect(kept).to.include({ cpuModel, machineType });
          await backend.startGuest(guest.id, { signal });
          const running = await backend.inspectGuest(guest.id, { signal, expected: kept });
          expect(running?.found).to.include({ cpuModel, machineType });
          expect(running?.differences).to.deep.equal([]);
          await backend.poweroffGuest(guest.id, { signal });
          // The definition is made again from the row of the service, which names the hardware.
          const wanted = { ...guest, cpuModel: cpuModel ?? '', machineType: machineType ?? '' };
          const rebuilt = await backend.defineGuest(wanted, { signal, disks: 'make' });
          expect(rebuilt).to.include({ cpuModel, machineType });
        });
      });

      it('that the host does not have makes the start fail with its name', async function () {
        if (!backend.capabilities.directKernelBoot) skip(this, 'hardware', 'the guests of a mock have none');
        const guest = await harness.makeDefinition();
        await removeAfter([guest], async () => {
          await backend.defineGuest(guest, { signal, disks: 'make' });
          await harness.loseMachineType(guest.id);
          await eventually(() =>
            backend.describe({ signal }).then(
              () => true,
              () => false,
            ),
          );
          const error: unknown = await backend.startGuest(guest.id, { signal }).then(
            () => null,
            (reason: unknown) => reason,
          );
          expect(isGuesthouseError(error, 'unsupported_by_backend'), String(error)).to.equal(true);
          expect(String(error)).to.contain('lost-1.0');
        });
      });
    });

    describe('removing a guest', () => {
      it('resolves for a guest that the host does not know (B1)', async () => {
        await backend.removeGuest(newId<GuestId>(), { signal });
      });

      it('leaves nothing of a running guest, and can be repeated (B1, B2)', async () => {
        const guest = await harness.makeDefinition();
        await backend.defineGuest(guest, { signal, disks: 'make' });
        await backend.startGuest(guest.id, { signal });
        expect(await harness.findLeftovers(guest.id)).not.to.deep.equal([]);
        await backend.removeGuest(guest.id, { signal });
        expect(await stateOf(guest.id)).to.equal('absent');
        expect(await harness.findLeftovers(guest.id)).to.deep.equal([]);
        await backend.removeGuest(guest.id, { signal });
      });

      it('leaves nothing of a crashed guest', async () => {
        const guest = await harness.makeDefinition();
        await removeAfter([guest], async () => {
          await backend.defineGuest(guest, { signal, disks: 'make' });
          await backend.startGuest(guest.id, { signal });
          await harness.crashGuest(guest.id);
        });
      });
    });

    describe('measuring guests', () => {
      it('omits guests that are not powered or not known', async () => {
        const guest = await bring('stopped');
        expect((await backend.measureGuests([guest, newId<GuestId>()], { signal })).size).to.equal(0);
        expect((await backend.measureGuests('all', { signal })).size).to.equal(0);
      });

      it('reports each device of a powered guest under our name', async () => {
        const { capabilities } = backend;
        for (const state of ['running', 'suspended'] as const) {
          const guest = await bring(state);
          const metrics = (await backend.measureGuests('all', { signal })).get(guest);
          expect(metrics, state).not.to.equal(undefined);
          if (capabilities.cpuMetrics)
            expect(metrics?.vcpus.map(({ vcpu }) => vcpu)).to.deep.equal([...Array(shared.vcpus).keys()]);
          if (capabilities.diskMetrics)
            expect(metrics?.disks.map(({ device }) => device)).to.deep.equal(shared.disks.map(({ device }) => device));
          if (capabilities.nicMetrics)
            expect(metrics?.nics.map(({ device, network }) => [device, network])).to.deep.equal(
              shared.nics.map(({ device, network }) => [device, network]),
            );
        }
      });

      it('reports CPU time that rises while the guest runs', async function () {
        if (!backend.capabilities.cpuMetrics) skip(this, 'cpuMetrics', 'the backend counts no CPU time');
        const guest = await bring('running');
        const cpuTimeS = async () =>
          (await backend.measureGuests([guest], { signal })).get(guest)?.vcpus[0]?.cpuTimeS ?? null;
        const first = await cpuTimeS();
        expect(first).to.be.a('number');
        await eventually(async () => ((await cpuTimeS()) ?? 0) > (first ?? 0));
      });

      it('never reports a counter that has decreased', async () => {
        const guest = await bring('running');
        const counters = async () =>
          JSON.stringify(
            (await backend.measureGuests([guest], { signal })).get(guest),
            (_key, value: unknown) => value,
          );
        const [first, second] = [numbersIn(await counters()), numbersIn(await counters())];
        expect(second.length).to.equal(first.length);
        second.forEach((value, index) => expect(value).to.be.at.least(first[index] ?? 0));
      });
    });

    describe('the console log', () => {
      it('is empty for a guest that has never run', async () => {
        expect((await backend.readConsoleLog(newId<GuestId>(), { signal, bytes: 100 })).length).to.equal(0);
      });

      it('returns the last bytes, at most as many as requested, and continues over further starts', async function () {
        if (!backend.capabilities.consoleLog) skip(this, 'consoleLog', 'the backend keeps no console');
        const guest = await bring('running');
        await harness.waitUntilBooted(backend, guest);
        await bring('stopped');
        const log = (bytes: number) => backend.readConsoleLog(guest, { signal, bytes });
        const all = await log(1 << 20);
        expect(all.length).to.be.greaterThan(10);
        expect((await log(10)).equals(all.subarray(-10))).to.equal(true);
        expect((await log(0)).length).to.equal(0);
        await bring('running');
        await eventually(async () => (await log(1 << 20)).length > all.length);
        expect((await log(1 << 20)).subarray(0, all.length).equals(all)).to.equal(true);
      });
    });

    describe('the event stream', () => {
      it('begins with observe_everything, reports which guest changed, and ends with its signal (B7)', async () => {
        const guest = await bring('stopped');
        const events = new EventLog(backend);
        await events.until(({ kind }) => kind === 'observe_everything');
        expect(events.seen[0]).to.deep.equal({ kind: 'observe_everything' });
        await backend.startGuest(guest, { signal });
        await events.until(isAbout(guest));
        await events.end();
      });

      it('reports a crash, which an observation then shows; afterwards the guest can be started', async () => {
        const guest = await bring('running');
        const events = new EventLog(backend);
        await events.until(({ kind }) => kind === 'observe_everything');
        await harness.crashGuest(guest);
        await eventually(async () => {
          await events.next(isAbout(guest));
          return (await stateOf(guest)) === 'crashed';
        });
        await eventually(() => isWithoutMetrics(backend, guest, signal));
        await backend.startGuest(guest, { signal });
        expect(await stateOf(guest)).to.equal('running');
        await events.end();
      });

      it('reports a guest that powers itself off, which an observation then shows as stopped', async () => {
        const guest = await bring('running');
        await harness.waitUntilBooted(backend, guest);
        const events = new EventLog(backend);
        await events.until(({ kind }) => kind === 'observe_everything');
        await harness.powerOffFromInside(guest);
        await eventually(async () => {
          await events.next(isAbout(guest));
          return (await stateOf(guest)) === 'stopped';
        });
        await events.end();
      });
    });

    describe('an abort', () => {
      it('rejects a call with the reason if it comes before the call, and changes nothing (B5)', async () => {
        const guest = await bring('running');
        const absent = await harness.makeDefinition();
        const reason = new Error('no longer needed');
        const options = { signal: AbortSignal.abort(reason) };
        const calls: readonly (() => Promise<unknown>)[] = [
          () => backend.describe(options),
          () => backend.listNetworks(options),
          () => backend.listSubnets(options),
          () => backend.defineGuest(absent, { ...options, disks: 'make' }),
          () => backend.removeGuest(guest, options),
          () => backend.startGuest(guest, options),
          () => backend.shutdownGuest(guest, options),
          () => backend.restartGuest(guest, options),
          () => backend.poweroffGuest(guest, options),
          () => backend.suspendGuest(guest, options),
          () => backend.observeGuests('all', options),
          () => backend.measureGuests('all', options),
          () => backend.readConsoleLog(guest, { ...options, bytes: 10 }),
        ];
        for (const call of calls) {
          const error: unknown = await call().then(
            () => null,
            (thrown: unknown) => thrown,
          );
          expect(error, call.toString()).to.equal(reason);
        }
        expect(await stateOf(guest)).to.equal('running');
        expect(await harness.findLeftovers(absent.id)).to.deep.equal([]);
      });

      it('rejects a running shutdown with the reason (B5)', async () => {
        await bring('stopped');
        const guest = await bring('running');
        const abort = new AbortController();
        const reason = new Error('waited long enough');
        const outcome = backend.shutdownGuest(guest, { signal: abort.signal }).then(
          () => null,
          (thrown: unknown) => thrown,
        );
        // A guest that was just powered on does not respond to its power button yet.
        await stateOf(guest);
        abort.abort(reason);
        expect(await outcome).to.equal(reason);
      });

      it('of a start leaves no work behind that powers the guest on later (B5)', async () => {
        const guest = await bring('stopped');
        const abort = new AbortController();
        const started = backend.startGuest(guest, { signal: abort.signal }).catch((error: unknown) => error);
        abort.abort(new Error('no longer needed'));
        await started;
        await backend.poweroffGuest(guest, { signal });
        expect(await stateOf(guest)).to.equal('stopped');
        // Any work that was left behind would have run by the time another guest has been made and removed.
        const other = await harness.makeDefinition();
        await removeAfter([other], async () => {
          await backend.defineGuest(other, { signal, disks: 'make' });
          await backend.startGuest(other.id, { signal });
        });
        expect(await stateOf(guest)).to.equal('stopped');
      });
    });

    describe('a guest', () => {
      it('outlives the driver, and is found by the next one', async () => {
        const guest = await bring('running');
        await backend.close();
        backend = await harness.open();
        expect(await stateOf(guest)).to.equal('running');
        const second = await harness.open();
        await second.suspendGuest(guest, { signal });
        expect(await stateOf(guest, second)).to.equal('suspended');
        await second.close();
        backend = await harness.open().then(async (next) => {
          await backend.close();
          return next;
        });
        expect(await stateOf(guest)).to.equal('suspended');
        await backend.poweroffGuest(guest, { signal });
        expect(await stateOf(guest)).to.equal('stopped');
      });

      it('is handled in parallel with many others (B6)', async () => {
        const guests = await Promise.all([
          harness.makeDefinition(),
          harness.makeDefinition(),
          harness.makeDefinition(),
        ]);
        const ids = guests.map(({ id }) => id);
        await removeAfter(guests, async () => {
          await Promise.all(guests.map((guest) => backend.defineGuest(guest, { signal, disks: 'make' })));
          await Promise.all(ids.map((id) => backend.startGuest(id, { signal })));
          const all = await backend.observeGuests('all', { signal });
          expect(ids.map((id) => all.get(id)?.state)).to.deep.equal(['running', 'running', 'running']);
          const metrics = await backend.measureGuests(ids, { signal });
          expect([...metrics.keys()]).to.have.members(ids);
          await Promise.all(ids.map((id) => backend.poweroffGuest(id, { signal })));
          const named = await backend.observeGuests(ids, { signal });
          expect(ids.map((id) => named.get(id)?.state)).to.deep.equal(['stopped', 'stopped', 'stopped']);
        });
      });

      it('is not changed by any of these calls if Guesthouse did not create it (B8)', async () => {
        expect(await foreign.isUntouched()).to.equal(true);
      });
    });
  });
}

function isAbout(guest: GuestId): (event: BackendEvent) => boolean {
  return (event) => event.kind === 'guest_changed' && event.guest === guest;
}

/** Every number in a JSON text, in order. */
function numbersIn(json: string): number[] {
  const numbers: number[] = [];
  JSON.parse(json, (_key, value: unknown) => {
    if (typeof value === 'number') numbers.push(value);
    return value;
  });
  return numbers;
}
