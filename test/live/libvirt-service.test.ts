/**
 * The service on real libvirt, all through the API: upload a kernel and an initrd, create a guest from them, start it,
 * read in its console log that Linux booted, restart libvirtd and the service, and remove everything. virsh shows the
 * results in libvirt.
 */
import { openAsBlob } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { EventList, Guest } from '../../generated/api-types.js';
import { eventually } from '../support/eventually.js';
import { Api } from '../support/api.js';
import { Libvirtd, whyNoLibvirtd } from '../support/peers/libvirtd.js';
import { Service } from '../support/service.js';
import { skip } from '../support/skip.js';
import { testGuest } from '../support/test-guest.js';
import type { TestGuest } from '../support/test-guest.js';

describe('The first guest on real libvirt', function () {
  this.timeout(300_000);

  let files: TestGuest;
  let libvirtd: Libvirtd | null = null;
  let service: Service | null = null;
  let api: Api;
  let domain: string;

  before(async function () {
    const reason = await whyNoLibvirtd();
    if (reason !== null) return skip(this, 'libvirt', reason);
    const built = await testGuest().catch((error: Error) => error);
    if (built instanceof Error) return skip(this, 'libvirt', built.message);
    files = built;
    libvirtd = await Libvirtd.start();
    service = await Service.start({
      env: {
        ...{ GUESTHOUSE_BACKEND: 'libvirt', GUESTHOUSE_ACCEL: 'tcg', GUESTHOUSE_LIBVIRT_URI: libvirtd.uri() },
        GUESTHOUSE_LIBVIRT_POOL_PATH: `${libvirtd.folder}/pool`,
      },
    });
    api = new Api(service);
  });
  after(async () => {
    await service?.leave();
    await libvirtd?.stop();
  });

  async function virsh(...args: string[]): Promise<string> {
    return (await libvirtd?.virsh(...args))?.trim() ?? '';
  }
  async function upload(name: string, kind: 'kernel' | 'initrd' | 'disk', file: string): Promise<void> {
    const made = await api.send('POST', '/v1/images', { json: { name, kind, format: 'raw' } });
    expect(made.status).to.equal(201);
    const sent = await api.send('PUT', `/v1/images/${name}/content`, {
      headers: { 'content-type': 'application/octet-stream' },
      body: await openAsBlob(file),
    });
    expect(sent.status).to.equal(200);
  }
  const consoleLog = async (): Promise<string> => (await api.send('GET', '/v1/guests/first/console-log')).text;
  const waitForState = (state: string): Promise<void> =>
    eventually(
      async () => (await api.send('GET', '/v1/guests/first/states')).json<{ state: string }>().state === state,
    );
  const verb = async (name: string, json?: object): Promise<void> => {
    expect((await api.send('POST', `/v1/guests/first/${name}`, json === undefined ? {} : { json })).status).to.equal(
      202,
    );
  };

  it('is created and booted as a domain that virsh shows', async () => {
    const { hosts } = (await api.send('GET', '/v1/hosts')).json<{ hosts: { backend: string; state: string }[] }>();
    expect(hosts.map(({ backend, state }) => `${backend} ${state}`)).to.deep.equal(['libvirt up']);
    await upload('kernel', 'kernel', files.kernel);
    await upload('initrd', 'initrd', files.initrd);
    await upload('disk', 'disk', files.disk);
    const made = await api.send('POST', '/v1/guests?start=true', {
      json: {
        ...{ name: 'first', vcpus: 1, memory_mib: 192 },
        boot: { kernel_image: 'kernel', initrd_image: 'initrd', cmdline: 'console=ttyS0' },
        disks: [{ image: 'disk' }],
        nics: [{}],
      },
    });
    expect(made.status).to.equal(201);
    domain = `guesthouse-${made.json<{ id: string }>().id}`;
    await waitForState('running');
    await eventually(async () => {
      const log = await consoleLog();
      return ['Linux version', 'GUEST-UP', 'DISK-OK vda 1'].every((words) => log.includes(words));
    });
    expect(await virsh('list', '--all', '--name')).to.equal(domain);
    expect(await virsh('desc', domain, '--title')).to.equal('first');
    // A counter is null while libvirt is busy with the guest.
    type Counters = {
      readonly vcpus: { cpu_time_s: number | null }[];
      readonly disks: { write_bytes: number | null }[];
    };
    const counters = async (kind: 'cpu' | 'disk'): Promise<Counters> =>
      (await api.send('GET', `/v1/guests/first/metrics/${kind}`)).json<Counters>();
    await eventually(async () => ((await counters('cpu')).vcpus[0]?.cpu_time_s ?? 0) > 0);
    await eventually(async () => ((await counters('disk')).disks[0]?.write_bytes ?? 0) > 0);
  });

  it('is shown as suspended when virsh suspends it, and can be resumed', async () => {
    await virsh('suspend', domain);
    await waitForState('suspended');
    await verb('start');
    await waitForState('running');
    expect(await virsh('domstate', domain)).to.equal('running');
  });

  it('keeps running while libvirtd restarts and while the service is killed, and is found after each', async () => {
    if (service === null || libvirtd === null) throw new Error('nothing runs');
    const pid = await libvirtd.pidOf(domain);
    await libvirtd.stopDaemon();
    // libvirtd stays away for longer than the service tolerates.
    await waitForState('unknown');
    expect((await api.send('POST', '/v1/guests/first/poweroff')).status).to.equal(503);
    await libvirtd.startDaemon();
    await waitForState('running');
    await service.stop('SIGKILL');
    await service.start();
    api = new Api(service);
    await waitForState('running');
    expect(await libvirtd.pidOf(domain)).to.equal(pid);
  });

  it('is in the state unknown when a service starts while libvirtd is away, until libvirtd returns', async () => {
    if (service === null || libvirtd === null) throw new Error('nothing runs');
    const pid = await libvirtd.pidOf(domain);
    await service.stop();
    await libvirtd.stopDaemon();
    await service.start();
    api = new Api(service);
    await waitForState('unknown');
    await libvirtd.startDaemon();
    await waitForState('running');
    expect(await libvirtd.pidOf(domain)).to.equal(pid);
  });

  it('obeys a soft shutdown, and can be started again', async () => {
    await verb('shutdown', { timeout_s: 120 });
    await waitForState('stopped');
    expect(await virsh('domstate', domain, '--reason')).to.equal('shut off (shutdown)');
    expect(await consoleLog()).to.match(/GUEST-DOWN/);
    await verb('start');
    await waitForState('running');
    await eventually(async () => (await consoleLog()).includes('DISK-OK vda 2'));
  });

  it('reports once that a guest runs with the open display of version 0.3, and shows this until the power cycle', async () => {
    if (service === null || libvirtd === null) throw new Error('nothing runs');
    const isRequired = async (): Promise<boolean | undefined> =>
      (await api.send('GET', '/v1/guests/first')).json<Guest>().power_cycle_required;
    const events = async (): Promise<EventList['events']> =>
      (await api.send('GET', '/v1/events?kind=guest.power_cycle_required')).json<EventList>().events;
    expect(await isRequired()).to.equal(false);
    await service.stop();
    await virsh('destroy', domain);
    const file = join(libvirtd.folder, 'with-screen.xml');
    const screen = "<graphics type='vnc' port='-1' autoport='yes' listen='127.0.0.1'/>";
    const xml = await virsh('dumpxml', domain, '--inactive', '--security-info');
    await writeFile(file, xml.replace('</devices>', `${screen}</devices>`));
    await virsh('define', file);
    await virsh('start', domain);
    for (let starts = 0; starts < 2; starts += 1) {
      await service.start();
      api = new Api(service);
      await eventually(async () => (await isRequired()) === true);
      const [event, ...others] = await events();
      expect(others).to.deep.equal([]);
      expect(event).to.deep.include({ severity: 'warning', detail: { reason: 'vnc_without_password' } });
      if (starts === 0) await service.stop('SIGKILL');
    }
    expect(service.log.filter(({ msg }) => msg.includes('VNC server that Guesthouse 0.3 defined'))).to.have.length(1);
    await verb('poweroff');
    await waitForState('stopped');
    await verb('start');
    await waitForState('running');
    await eventually(async () => (await isRequired()) === false);
    expect(await events()).to.have.length(1);
  });

  it('leaves nothing behind when it is deleted', async () => {
    expect((await api.send('DELETE', '/v1/guests/first')).status).to.equal(202);
    await eventually(async () => (await api.send('GET', '/v1/guests/first')).status === 404);
    expect(await virsh('list', '--all', '--name')).to.equal('');
    expect(await virsh('vol-list', 'guesthouse')).to.match(/^ *guesthouse-pool +\S+$/);
    for (const image of ['kernel', 'initrd', 'disk']) {
      expect((await api.send('DELETE', `/v1/images/${image}`)).status).to.equal(204);
    }
  });
});
