/**
 * The backend `libvirt` on libvirt's own mock hypervisor, `test:///default`, which has only states. The contract suite
 * needs guests that boot, so it runs with QEMU. This file checks the same rules as far as a mock allows.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect } from 'chai';
import type { Backend, BackendEvent, GuestDefinition } from '../../backends/backend.js';
import { libvirtFactory } from '../../backends/libvirt/backend.js';
import { DiskRoom } from '../../src/domain/disk-room.js';
import { isGuesthouseError } from '../../src/domain/errors.js';
import { newId, type GuestId } from '../../src/domain/ids.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import { EventLog } from '../contract/event-log.js';
import { Libvirtd, whyNoLibvirtd } from '../support/peers/libvirtd.js';
import { skip } from '../support/skip.js';

const NO_RESERVE = new DiskRoom({ share: 0, bytes: 0 });

describe('The libvirt driver on libvirt’s mock', function () {
  this.timeout(120_000);

  const { signal } = new AbortController();
  let libvirtd: Libvirtd | null = null;
  let backend: Backend;

  before(async function () {
    const reason = await whyNoLibvirtd();
    if (reason !== null) skip(this, 'libvirt', reason);
    libvirtd = await Libvirtd.start();
    const config = { uri: libvirtd.uri('test'), accel: 'auto', room: NO_RESERVE, log: SILENT_LOG } as const;
    backend = await libvirtFactory.open(config, { signal });
  });

  after(async () => {
    if (libvirtd === null) return;
    await backend.close();
    await libvirtd.stop();
  });

  const describeGuest = (more: Partial<GuestDefinition> = {}): GuestDefinition => ({
    ...{ id: newId<GuestId>(), name: 'a guest', vcpus: 1, memoryMib: 16, firmware: 'bios', boot: null },
    ...{ disks: [], nics: [], ...more },
  });
  const stateOf = async (guest: GuestId): Promise<string> =>
    (await backend.observeGuests([guest], { signal })).get(guest)?.state ?? 'absent';

  it('describes itself, and declares that it measures nothing (B9)', async () => {
    const info = await backend.describe({ signal });
    expect(info.uri).to.match(/^test\+unix:/);
    expect(info.vcpus).to.be.at.least(1);
    expect(backend.capabilities).to.include({ cpuMetrics: false, diskMetrics: false, nicMetrics: false });
    expect(backend.capabilities).to.include({ consoleLog: false, directKernelBoot: false });
  });

  it('takes a guest through all states, accepts each verb twice, and reports each change (B1, B2, B7)', async () => {
    const { id, ...rest } = describeGuest();
    const events = new EventLog(backend);
    await events.until(({ kind }) => kind === 'observe_everything');
    const isAboutIt = (event: BackendEvent): boolean => event.kind === 'guest_changed' && event.guest === id;
    for (let round = 0; round < 2; round++) await backend.defineGuest({ id, ...rest }, { signal, disks: 'make' });
    const steps = [
      ['startGuest', 'running'],
      ['suspendGuest', 'suspended'],
      ['startGuest', 'running'],
      ['restartGuest', 'running'],
      ['poweroffGuest', 'stopped'],
      ['startGuest', 'running'],
      ['shutdownGuest', 'stopped'],
    ] as const;
    expect(await stateOf(id)).to.equal('stopped');
    for (const [verb, state] of steps) {
      await backend[verb](id, { signal });
      expect(await stateOf(id), verb).to.equal(state);
      await events.next(isAboutIt);
      if (verb !== 'restartGuest') await backend[verb](id, { signal });
      expect(await stateOf(id), verb).to.equal(state);
    }
    await backend.removeGuest(id, { signal });
    expect(await stateOf(id)).to.equal('absent');
    await backend.removeGuest(id, { signal });
    await events.end();
  });

  it('shows only its own guests, and does not change the mock’s own domain (B8)', async () => {
    const guest = describeGuest();
    await backend.defineGuest(guest, { signal, disks: 'make' });
    expect([...(await backend.observeGuests('all', { signal })).keys()]).to.deep.equal([guest.id]);
    expect((await backend.measureGuests('all', { signal })).size).to.equal(0);
    expect((await backend.readConsoleLog(guest.id, { signal, bytes: 10 })).length).to.equal(0);
    await backend.removeGuest(guest.id, { signal });
    const list = ['-q', '-c', libvirtd?.uri('test') ?? '', 'list', '--all', '--name'];
    expect((await promisify(execFile)('virsh', list)).stdout.trim()).to.equal('test');
    const { stdout } = await promisify(execFile)('virsh', [...list.slice(0, 3), 'domstate', 'test']);
    expect(stdout.trim()).to.equal('running');
  });

  it('rejects disks, kernels and firmware, which a mock does not have', async () => {
    const disk = { device: 'vda', media: 'disk', sizeMib: 1, bus: 'virtio', format: 'qcow2', image: null } as const;
    for (const guest of [describeGuest({ disks: [disk] }), describeGuest({ firmware: 'uefi' })]) {
      const error: unknown = await backend
        .defineGuest(guest, { signal, disks: 'make' })
        .catch((thrown: unknown) => thrown);
      expect(isGuesthouseError(error, 'unsupported_by_backend'), String(error)).to.equal(true);
      expect(await stateOf(guest.id)).to.equal('absent');
    }
  });
});
