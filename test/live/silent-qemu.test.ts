/**
 * A real QEMU that was stopped by a signal, on both real drivers: its guest does not respond, and it alone. It delays
 * neither observations nor counters of other guests, not even while its power is cut, which needs no response.
 */
import { expect } from 'chai';
import type { Backend, GuestDefinition, Observation } from '../../backends/backend.js';
import { isGuesthouseError } from '../../src/domain/errors.js';
import type { GuestId } from '../../src/domain/ids.js';
import { LibvirtHarness } from '../contract/libvirt-harness.js';
import { QmpHarness } from '../contract/qmp-harness.js';
import { eventually } from '../support/eventually.js';
import { skip } from '../support/skip.js';

/** Much longer than any query needs, and shorter than the 11 s in which libvirt ends a QEMU that does not respond. */
const QUERY_DEADLINE_MS = 8_000;

for (const makeHarness of [() => new QmpHarness(), () => new LibvirtHarness()]) {
  const harness = makeHarness();
  describe(`A QEMU of ${harness.name} that was stopped by a signal`, function () {
    this.timeout(180_000);

    const { signal } = new AbortController();
    let isSetUp = false;
    let backend: Backend;
    let silent: GuestId;
    let other: GuestId;

    before(async function () {
      this.timeout(300_000); // the first run builds the test guest
      const reason = await harness.whyNot();
      if (reason !== null) skip(this, harness.name, reason);
      await harness.setUp();
      isSetUp = true;
      backend = await harness.open();
      [silent, other] = [await start(), await start()];
      expect(await stateOf(silent)).to.equal('running');
    });
    after(async () => {
      if (!isSetUp) return;
      for (const guest of [silent, other]) await backend.removeGuest(guest, { signal });
      await backend.close();
      await harness.tearDown();
    });

    async function start(): Promise<GuestId> {
      const disk = { device: 'vda', media: 'disk', sizeMib: 1, bus: 'virtio', format: 'qcow2', image: null } as const;
      const small: Partial<GuestDefinition> = { boot: null, disks: [disk], nics: [], memoryMib: 32 };
      const definition = await harness.makeDefinition(small);
      await backend.defineGuest(definition, { signal, disks: 'make' });
      await backend.startGuest(definition.id, { signal });
      return definition.id;
    }

    async function send(name: 'SIGSTOP' | 'SIGCONT', guest: GuestId): Promise<void> {
      for (const pid of await harness.pidsOf(guest)) process.kill(pid, name);
    }

    const observe = async (): Promise<ReadonlyMap<GuestId, Observation>> =>
      await backend.observeGuests('all', { signal: AbortSignal.timeout(QUERY_DEADLINE_MS) });
    const stateOf = async (guest: GuestId): Promise<string | undefined> => (await observe()).get(guest)?.state;

    async function expectOthersUnaffected(): Promise<void> {
      const measured = await backend.measureGuests('all', { signal: AbortSignal.timeout(QUERY_DEADLINE_MS) });
      expect([...measured.keys()]).to.deep.equal([other]);
      expect(measured.get(other)?.disks).to.have.length(1);
      expect(await stateOf(other)).to.equal('running');
      await backend.describe({ signal: AbortSignal.timeout(QUERY_DEADLINE_MS) });
    }

    it('is unresponsive, and neither delays nor hides the states and counters of other guests', async () => {
      await send('SIGSTOP', silent);
      await expectOthersUnaffected();
      await eventually(async () => (await stateOf(silent)) === 'unresponsive');
      await expectOthersUnaffected();
      const error = await backend.measureGuests([silent], { signal }).catch((reason: unknown) => reason);
      expect(isGuesthouseError(error, 'guest_unresponsive'), String(error)).to.equal(true);
    });

    it('runs again when it responds again', async () => {
      await send('SIGCONT', silent);
      await eventually(async () => (await stateOf(silent)) === 'running');
      expect([...(await backend.measureGuests([silent], { signal })).keys()]).to.deep.equal([silent]);
    });

    it('can be powered off and started, and other guests are unaffected meanwhile', async () => {
      await send('SIGSTOP', silent);
      let isOff = false;
      const off = backend.poweroffGuest(silent, { signal }).then(() => (isOff = true));
      off.catch(() => undefined);
      do await expectOthersUnaffected();
      while (!isOff && (await Promise.race([off, Promise.resolve(false)])) === false);
      await off;
      expect(await stateOf(silent)).to.equal('stopped');
      await backend.startGuest(silent, { signal });
      expect(await stateOf(silent)).to.equal('running');
    });

    it('can be removed', async () => {
      await send('SIGSTOP', silent);
      await backend.removeGuest(silent, { signal });
      expect(await harness.findLeftovers(silent)).to.deep.equal([]);
    });
  });
}
