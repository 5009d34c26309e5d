/** How a backend is chosen, where the hypervisor that is asked for is not there. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { BackendConfig } from '../../backends/backend.js';
import { chooseBackend } from '../../backends/registry.js';
import { SILENT_LOG } from '../../src/domain/log.js';

describe('the choice of a backend, with no libvirt there', () => {
  const folder = join(tmpdir(), 'guesthouse-nowhere');
  const config: BackendConfig = {
    dataFolder: folder,
    accel: 'auto',
    qemuUser: null,
    libvirtUri: `qemu+unix:///system?socket=${folder}/no-socket`,
    log: SILENT_LOG,
  };

  it('refuses what was never met, and says what was tried', async () => {
    const error: unknown = await chooseBackend('libvirt', config, null).catch((thrown: unknown) => thrown);
    expect(String(error)).to.match(/The backend libvirt cannot be used here \(libvirt: libvirt is not available: .+\)/);
  });

  for (const wanted of ['libvirt', 'auto'] as const) {
    it(`takes libvirt for ${wanted} where it drives the host already: it comes back`, async () => {
      expect((await chooseBackend(wanted, config, 'libvirt')).name).to.equal('libvirt');
    });
  }

  it('auto may rise above what a host without guests had, and never falls behind it', async () => {
    const first = await chooseBackend('auto', config, null);
    expect(['qmp', 'fake']).to.include(first.name);
    expect((await chooseBackend('auto', config, 'fake')).name).to.equal(first.name);
    expect((await chooseBackend('auto', config, 'qmp')).name).to.equal('qmp');
  });

  it('what is asked for by name must be there where another drives the host', async () => {
    const error: unknown = await chooseBackend('libvirt', config, 'fake').catch((thrown: unknown) => thrown);
    expect(String(error)).to.contain('cannot be used here');
  });
});
