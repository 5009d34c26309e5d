/** How a backend is chosen if the requested hypervisor is unreachable. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { chooseBackend } from '../../backends/registry.js';
import type { BackendConfigs } from '../../backends/registry.js';
import { DiskRoom } from '../../src/domain/disk-room.js';
import { SILENT_LOG } from '../../src/domain/log.js';

describe('The choice of a backend, if libvirt is unreachable,', () => {
  const folder = join(tmpdir(), 'guesthouse-nowhere');
  const room = new DiskRoom({ share: 0, bytes: 0 });
  const configs: BackendConfigs = {
    fake: { dataFolder: folder, log: SILENT_LOG },
    qmp: { dataFolder: folder, accel: 'auto', qemuUser: null, room, log: SILENT_LOG, hasGuests: async () => false },
    libvirt: { uri: `qemu+unix:///system?socket=${folder}/no-socket`, accel: 'auto', room, log: SILENT_LOG },
  };
  const choose = async (...args: Parameters<typeof chooseBackend>) => (await chooseBackend(...args)).backend.name;

  it('fails for a libvirt host that was never reached, and lists what was tried', async () => {
    const error: unknown = await chooseBackend('libvirt', configs, null).catch((thrown: unknown) => thrown);
    expect(String(error)).to.match(/The backend libvirt cannot be used here \(libvirt: libvirt is not available: .+\)/);
  });

  for (const wanted of ['libvirt', 'auto'] as const) {
    it(`is libvirt for ${wanted} if libvirt already drives the host, because it can come back`, async () => {
      expect(await choose(wanted, configs, 'libvirt')).to.equal('libvirt');
    });
  }

  it('for auto can be a better backend than before, and never a worse one', async () => {
    const first = await choose('auto', configs, null);
    expect(['qmp', 'fake']).to.include(first);
    expect(await choose('auto', configs, 'fake')).to.equal(first);
    expect(await choose('auto', configs, 'qmp')).to.equal('qmp');
  });

  it('fails if the backend that is requested by name cannot run, even if another backend drives the host', async () => {
    const error: unknown = await chooseBackend('libvirt', configs, 'fake').catch((thrown: unknown) => thrown);
    expect(String(error)).to.contain('cannot be used here');
  });
});
