/**
 * A new user's first steps on real QEMU and the embedded PostgreSQL, all through the API: upload a kernel and an
 * initrd, create a guest from them, start it, and read in its console log that Linux booted. Then a second guest boots
 * from its disk, and everything is removed.
 */
import { openAsBlob } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'chai';
import { detectQemu } from '../../backends/qmp/installation.js';
import { eventually } from '../support/eventually.js';
import { Api } from '../support/api.js';
import { Service } from '../support/service.js';
import { skip } from '../support/skip.js';
import { testGuest } from '../support/test-guest.js';
import type { TestGuest } from '../support/test-guest.js';

describe('The first guest on real QEMU', function () {
  this.timeout(300_000);

  let files: TestGuest;
  let service: Service | null = null;
  let api: Api;

  before(async function () {
    const found = await detectQemu();
    if ('reason' in found) return skip(this, 'qmp', found.reason);
    const built = await testGuest().catch((error: Error) => error);
    if (built instanceof Error) return skip(this, 'qmp', built.message);
    files = built;
    service = await Service.start({
      databaseUrl: '',
      env: {
        ...{ GUESTHOUSE_BACKEND: 'auto', GUESTHOUSE_ACCEL: 'tcg', DATABASE_URL: '' },
        // The machine may have its own libvirt, which the service would select instead of QEMU.
        GUESTHOUSE_LIBVIRT_URI: 'qemu+unix:///system?socket=/nowhere/libvirt-sock',
      },
    });
    api = new Api(service);
  });
  after(async () => {
    await service?.leave();
  });

  async function upload(name: string, kind: 'kernel' | 'initrd' | 'disk', file: string): Promise<void> {
    const made = await api.send('POST', '/v1/images', { json: { name, kind, format: 'raw' } });
    expect(made.status).to.equal(201);
    const sent = await api.send('PUT', `/v1/images/${name}/content`, {
      headers: { 'content-type': 'application/octet-stream' },
      body: await openAsBlob(file),
    });
    expect(sent.status).to.equal(200);
  }
  const consoleLog = async (guest: string): Promise<string> =>
    (await api.send('GET', `/v1/guests/${guest}/console-log`)).text;
  const stateOf = async (guest: string): Promise<string> =>
    (await api.send('GET', `/v1/guests/${guest}/states`)).json<{ state: string }>().state;
  const waitForState = (guest: string, state: string): Promise<void> =>
    eventually(async () => (await stateOf(guest)) === state);

  it('runs on QEMU, which the service selects by itself', async () => {
    const { hosts } = (await api.send('GET', '/v1/hosts')).json<{ hosts: { backend: string; state: string }[] }>();
    expect(hosts).to.have.length(1);
    expect(hosts[0]).to.include({ backend: 'qmp', state: 'up' });
  });

  it('boots a Linux from an uploaded kernel and initrd, which writes its disk', async () => {
    await upload('kernel', 'kernel', files.kernel);
    await upload('initrd', 'initrd', files.initrd);
    const made = await api.send('POST', '/v1/guests?start=true', {
      json: {
        name: 'first',
        vcpus: 1,
        memory_mib: 256,
        boot: { kernel_image: 'kernel', initrd_image: 'initrd', cmdline: 'console=ttyS0' },
        disks: [{ size_mib: 64 }],
        nics: [{}],
      },
    });
    expect(made.status).to.equal(201);
    await waitForState('first', 'running');
    await eventually(async () => {
      const log = await consoleLog('first');
      return ['Linux version', 'GUEST-UP', 'DISK-OK'].every((words) => log.includes(words));
    });
    const cpu = (await api.send('GET', '/v1/guests/first/metrics/cpu')).json<{ vcpus: { cpu_time_s: number }[] }>();
    expect(cpu.vcpus[0]?.cpu_time_s).to.be.greaterThan(0);
    const disk = (await api.send('GET', '/v1/guests/first/metrics/disk')).json<{ disks: { write_bytes: number }[] }>();
    expect(disk.disks[0]?.write_bytes).to.be.greaterThan(0);
  });

  it('suspends, resumes, and obeys a soft shutdown', async () => {
    expect((await api.send('POST', '/v1/guests/first/suspend')).status).to.equal(202);
    await waitForState('first', 'suspended');
    expect((await api.send('POST', '/v1/guests/first/start')).status).to.equal(202);
    await waitForState('first', 'running');
    expect((await api.send('POST', '/v1/guests/first/shutdown', { json: { timeout_s: 240 } })).status).to.equal(202);
    await waitForState('first', 'stopped');
    expect(await consoleLog('first')).to.match(/GUEST-DOWN/);
  });

  it('keeps running when the service is killed, and is found by the next service', async () => {
    if (service === null) throw new Error('no service');
    expect((await api.send('POST', '/v1/guests/first/start')).status).to.equal(202);
    await waitForState('first', 'running');
    await service.stop('SIGKILL');
    await service.start();
    api = new Api(service);
    await waitForState('first', 'running');
    const { operations } = (await api.send('GET', '/v1/guests/first/operations')).json<{
      operations: { state: string }[];
    }>();
    expect(operations.map(({ state }) => state)).to.not.include.members(['failed', 'running']);
    expect((await api.send('POST', '/v1/guests/first/poweroff')).status).to.equal(202);
    await waitForState('first', 'stopped');
  });

  it('boots only from an uploaded disk image', async () => {
    await upload('disk', 'disk', files.disk);
    const made = await api.send('POST', '/v1/guests?start=true', {
      json: { name: 'second', vcpus: 1, memory_mib: 256, disks: [{ image: 'disk' }] },
    });
    expect(made.status).to.equal(201);
    await waitForState('second', 'running');
    await eventually(async () => (await consoleLog('second')).includes('GUEST-UP'));
  });

  it('leaves nothing behind when it is deleted', async () => {
    for (const guest of ['first', 'second']) {
      expect((await api.send('DELETE', `/v1/guests/${guest}`)).status).to.equal(202);
      await eventually(async () => (await api.send('GET', `/v1/guests/${guest}`)).status === 404);
    }
    expect(await readdir(path.join(service?.dataFolder ?? '', 'qmp'))).to.deep.equal(['host-id']);
    for (const image of ['kernel', 'initrd', 'disk']) {
      expect((await api.send('DELETE', `/v1/images/${image}`)).status).to.equal(204);
    }
    expect(await service?.imageFiles()).to.deep.equal([]);
  });
});
