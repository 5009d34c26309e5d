/** The network `user` of the driver `qmp` on a host that cannot start its programs. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect } from 'chai';
import { GuestFolder } from '../../backends/qmp/guest-folder.js';
import { findQemuUser } from '../../backends/qmp/qemu-user.js';
import { startUserNetworks } from '../../backends/qmp/user-network.js';
import { newId } from '../../src/domain/ids.js';
import type { GuestId } from '../../src/domain/ids.js';

describe('The network user of qmp', () => {
  it('does not end the service if its programs cannot be started', async () => {
    const dataFolder = await mkdtemp(path.join(os.tmpdir(), 'qmp-network-'));
    try {
      const guest = newId<GuestId>();
      const user = await findQemuUser(null);
      // No program can be started in own/, which does not exist.
      const folder = new GuestFolder(dataFolder, guest, user);
      await mkdir(folder.path, { recursive: true });
      const nic = { network: 'user', model: 'virtio', mac: '52:54:00:00:00:01' } as const;
      const nics = ['net0', 'net1', 'net2'].map((device) => ({ ...nic, device }));
      const networks = await startUserNetworks(guest, nics, { folder, user });
      // An error without a handler would be thrown by now, and fail this test.
      await nextTurn();
      expect(networks.map(({ process }) => process.pid)).to.deep.equal([undefined, undefined, undefined]);
      for (const { socket } of networks) socket.destroy();
    } finally {
      await rm(dataFolder, { recursive: true });
    }
  });
});
