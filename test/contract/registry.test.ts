/** How a backend is chosen, where the hypervisor that is asked for is not there. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { chooseBackend } from '../../backends/registry.js';
import type { BackendConfigs } from '../../backends/registry.js';
import { SILENT_LOG } from '../../src/domain/log.js';

describe('the choice of a backend, with no libvirt there', () => {
  const folder = join(tmpdir(), 'guesthouse-nowhere');
  const configs: BackendConfigs = {
    fake: { dataFolder: folder, log: SILENT_LOG },
    qmp: { dataFolder: folder, accel: 'auto', qemuUser: null, log: SILENT_LOG },
    libvirt: { uri: `qemu+unix:///system?socket=${folder}/no-socket`, accel: 'auto', log: SILENT_LOG },
  };
  const choose = async (...args: Parameters<typeof chooseBackend>) => (await chooseBackend(...args)).backend.name;

  it('refuses what was never met, and says what was tried', async () => {
    const error: unknown = await chooseBackend('libvirt', configs, null).catch((thrown: unknown) => thrown);
    expect(String(error)).to.match(/The backend libvirt cannot be used here \(libvirt: no libvirt to work with: .+\)/);
  });

  for (const wanted of ['libvirt', 'auto'] as const) {
    it(`takes libvirt for ${wanted} where it drives the host already: it comes back`, async () => {
      expect(await choose(wanted, configs, 'libvirt')).to.equal('libvirt');
    });
  }

  it('auto may rise above what a host without guests had, and never falls behind it', async () => {
    const first = await choose('auto', configs, null);
    expect(['qmp', 'fake']).to.include(first);
    expect(await choose('auto', configs, 'fake')).to.equal(first);
    expect(await choose('auto', configs, 'qmp')).to.equal('qmp');
  });

  it('what is asked for by name must be there where another drives the host', async () => {
    const error: unknown = await chooseBackend('libvirt', configs, 'fake').catch((thrown: unknown) => thrown);
    expect(String(error)).to.contain('cannot be used here');
  });
});
