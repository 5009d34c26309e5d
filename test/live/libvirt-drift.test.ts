/**
 * What others do to a guest on real libvirt, and what becomes of it: snapshots, saved states, edits, pools that are not
 * available. The guest counts its boots on its disk, so a disk that was replaced by an older one is noticed.
 */
import { execFile } from 'node:child_process';
import { openAsBlob } from 'node:fs';
import { chown, mkdir, readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import type { EventList, Guest, GuestDrift } from '../../generated/api-types.js';
import { Api, jobOf } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { Libvirtd, whyNoLibvirtd } from '../support/peers/libvirtd.js';
import { Service } from '../support/service.js';
import { skip } from '../support/skip.js';
import { testGuest } from '../support/test-guest.js';
import type { TestGuest } from '../support/test-guest.js';

const run = promisify(execFile);
const WAIT = { Prefer: 'wait=120' };

describe('A guest on real libvirt that others change', function () {
  this.timeout(300_000);

  let files: TestGuest;
  let libvirtd: Libvirtd;
  let service: Service | null = null;
  let api: Api;
  let pool: string;
  let name = 0;

  before(async function () {
    const reason = await whyNoLibvirtd();
    if (reason !== null) return skip(this, 'libvirt', reason);
    const built = await testGuest().catch((error: Error) => error);
    if (built instanceof Error) return skip(this, 'libvirt', built.message);
    files = built;
    libvirtd = await Libvirtd.start();
    pool = `${libvirtd.folder}/pool`;
    service = await Service.start({
      env: {
        ...{ GUESTHOUSE_BACKEND: 'libvirt', GUESTHOUSE_ACCEL: 'tcg', GUESTHOUSE_LIBVIRT_URI: libvirtd.uri() },
        GUESTHOUSE_LIBVIRT_POOL_PATH: pool,
      },
    });
    api = new Api(service);
    for (const [image, kind] of [
      ['kernel', 'kernel'],
      ['initrd', 'initrd'],
      ['disk', 'disk'],
    ] as const) {
      await api.send('POST', '/v1/images', { json: { name: image, kind, format: 'raw' } });
      const sent = await api.send('PUT', `/v1/images/${image}/content`, {
        headers: { 'content-type': 'application/octet-stream' },
        body: await openAsBlob(files[image]),
      });
      expect(sent.status).to.equal(200);
    }
  });
  after(async () => {
    await service?.leave();
    await libvirtd?.stop();
  });

  interface Made {
    readonly id: string;
    readonly path: string;
    readonly domain: string;
    /** The file of its disk in the pool. */
    readonly disk: string;
  }

  /** A stopped guest with one disk. */
  async function makeGuest(): Promise<Made> {
    name += 1;
    const response = await api.send('POST', '/v1/guests', {
      headers: WAIT,
      json: {
        ...{ name: `changed-${name}`, vcpus: 1, memory_mib: 192 },
        boot: { kernel_image: 'kernel', initrd_image: 'initrd', cmdline: 'console=ttyS0' },
        disks: [{ image: 'disk' }],
      },
    });
    expect(response.status, response.text).to.equal(201);
    const { id } = response.json<Guest>();
    const domain = `guesthouse-${id}`;
    return { id, domain, path: `/v1/guests/${id}`, disk: join(pool, `${domain}-vda`) };
  }

  const send = (method: 'POST' | 'PATCH' | 'DELETE', path: string, json?: object) => {
    const headers = method === 'PATCH' ? { ...WAIT, 'content-type': 'application/merge-patch+json' } : WAIT;
    return api.send(method, path, { headers, ...(json === undefined ? {} : { json }) });
  };
  const driftOf = async ({ path }: Made): Promise<GuestDrift['differences']> =>
    (await api.send('GET', `${path}/drift`)).json<GuestDrift>().differences;
  const faultOf = async ({ path }: Made): Promise<string | null> =>
    (await api.send('GET', path)).json<Guest>().fault?.error_name ?? null;

  /** Boots the guest, waits until it has counted this boot on its disk, and powers it off. */
  async function boot(guest: Made, count: number): Promise<void> {
    expect((await send('POST', `${guest.path}/start`)).status).to.equal(200);
    await eventually(async () =>
      (await api.send('GET', `${guest.path}/console-log`)).text.includes(`DISK-OK vda ${count}`),
    );
    expect((await send('POST', `${guest.path}/poweroff`)).status).to.equal(200);
  }

  function expectChanged(response: { status: number; text: string; json<T>(): T }, what: string): void {
    expect(response.status, response.text).to.equal(409);
    const { error_name, detail } = response.json<{ error_name: string; detail: string }>();
    expect(error_name).to.equal('GUEST_CHANGED_OUTSIDE');
    expect(detail).to.include(what);
  }

  it('does not differ after its creation, a boot and a PATCH', async () => {
    const guest = await makeGuest();
    expect(await driftOf(guest)).to.deep.equal([]);
    await boot(guest, 1);
    expect((await send('PATCH', guest.path, { memory_mib: 208 })).status).to.equal(200);
    expect(await driftOf(guest)).to.deep.equal([]);
    await boot(guest, 2);
    expect(await driftOf(guest)).to.deep.equal([]);
    expect((await send('DELETE', guest.path)).status).to.equal(204);
    expect((await readdir(pool)).filter((file) => file.includes(guest.id))).to.deep.equal([]);
  });

  it('keeps what it wrote after an external snapshot, and no PATCH and no DELETE loses it', async () => {
    const guest = await makeGuest();
    await boot(guest, 1);
    await libvirtd.virsh('snapshot-create-as', guest.domain, 'before', '--disk-only');
    await chownLike(guest.disk, `${guest.disk}.before`);
    await boot(guest, 2);
    const overlay = `${guest.disk}.before`;
    const [base, top, xml] = [await readFile(guest.disk), await readFile(overlay), await dump(guest)];
    expectChanged(await send('PATCH', guest.path, { memory_mib: 224 }), 'disk vda source');
    expectChanged(await send('DELETE', guest.path), 'disk vda source');
    expect(await dump(guest)).to.equal(xml);
    expect((await readFile(guest.disk)).equals(base)).to.equal(true);
    expect((await readFile(overlay)).equals(top)).to.equal(true);
    expect(await faultOf(guest)).to.equal('GUEST_CHANGED_OUTSIDE');
    expect((await driftOf(guest)).map(({ what }) => what)).to.include.members(['disk vda source', 'snapshot before']);
    const { events } = (
      await api.send('GET', `/v1/events?kind=guest.changed_outside&guest=${guest.id}`)
    ).json<EventList>();
    expect(events.length).to.equal(1);
    await boot(guest, 3);

    expectChanged(await send('POST', `${guest.path}/drift/discard`), 'lose_disk_changes');
    expect((await send('POST', `${guest.path}/drift/accept`)).status).to.equal(200);
    expect(await faultOf(guest)).to.equal(null);
    expect(await driftOf(guest)).to.deep.equal([]);
    expect((await send('PATCH', guest.path, { memory_mib: 224 })).status).to.equal(200);
    await boot(guest, 4);
    expect((await send('DELETE', guest.path)).status).to.equal(204);
    expect((await readdir(pool)).filter((file) => file.includes(guest.id))).to.deep.equal([]);
  });

  it('returns to the disk before a snapshot only if the caller agrees to lose what it wrote, and no file is removed', async () => {
    const guest = await makeGuest();
    await boot(guest, 1);
    await libvirtd.virsh('snapshot-create-as', guest.domain, 'before', '--disk-only', '--no-metadata');
    await chownLike(guest.disk, `${guest.disk}.before`);
    await boot(guest, 2);
    const discarded = await send('POST', `${guest.path}/drift/discard`, { lose_disk_changes: true });
    expect(discarded.status, discarded.text).to.equal(200);
    expect(await driftOf(guest)).to.deep.equal([]);
    expect(await readdir(pool)).to.include(`${guest.domain}-vda.before`);
    const deleted = await send('DELETE', guest.path);
    expect(deleted.status).to.equal(204);
    expect((await readdir(pool)).filter((file) => file.includes(guest.id))).to.deep.equal([
      `${guest.domain}-vda.before`,
    ]);
    await rm(`${guest.disk}.before`);
  });

  it('keeps an edit of its definition: PATCH is refused, accepting adopts the memory, and discarding restores it', async () => {
    const guest = await makeGuest();
    await redefine(guest, (xml) => xml.replace(/<(memory|currentMemory) unit='KiB'>\d+</g, "<$1 unit='KiB'>262144<"));
    expectChanged(await send('PATCH', guest.path, { vcpus: 2 }), 'memory is 256 MiB, was 192 MiB');
    expect((await send('POST', `${guest.path}/drift/accept`)).status).to.equal(200);
    expect((await api.send('GET', guest.path)).json<Guest>().memory_mib).to.equal(256);
    await redefine(guest, (xml) => xml.replace('<on_crash>destroy</on_crash>', '<on_crash>restart</on_crash>'));
    await eventually(async () => (await faultOf(guest)) === 'GUEST_CHANGED_OUTSIDE');
    expect((await send('POST', `${guest.path}/drift/discard`)).status).to.equal(200);
    expect(await dump(guest)).to.include('<on_crash>destroy</on_crash>');
    expect(await faultOf(guest)).to.equal(null);
    expect((await send('PATCH', guest.path, { vcpus: 2 })).status).to.equal(200);
    await send('DELETE', guest.path);
  });

  it('resumes its saved state, or loses it by a power-off, and is not changed before', async () => {
    const guest = await makeGuest();
    expect((await send('POST', `${guest.path}/start`)).status).to.equal(200);
    await eventually(async () => (await api.send('GET', `${guest.path}/console-log`)).text.includes('DISK-OK vda 1'));
    await libvirtd.virsh('managedsave', guest.domain);
    await eventually(async () => (await api.send('GET', guest.path)).json<Guest>().state === 'stopped');
    expectChanged(await send('PATCH', guest.path, { vcpus: 2 }), 'saved state');
    expect((await send('POST', `${guest.path}/start`)).status).to.equal(200);
    const { events } = (await api.send('GET', `/v1/events?kind=guest.restored&guest=${guest.id}`)).json<EventList>();
    expect(events.length).to.equal(1);
    expect((await api.send('GET', `${guest.path}/console-log`)).text).not.to.include('DISK-OK vda 2');

    await libvirtd.virsh('managedsave', guest.domain);
    await eventually(async () => (await api.send('GET', guest.path)).json<Guest>().state === 'stopped');
    expectChanged(await send('PATCH', guest.path, { vcpus: 2 }), 'saved state');
    const poweredOff = await send('POST', `${guest.path}/poweroff`);
    expect([poweredOff.status, poweredOff.headers.has('x-operation-id')]).to.deep.equal([200, true]);
    expect(await libvirtd.virsh('dominfo', guest.domain)).to.match(/Managed save:\s+no/);
    expect((await send('PATCH', guest.path, { vcpus: 2 })).status).to.equal(200);
    await send('DELETE', guest.path);
  });

  it('shows why its saved state cannot be resumed, and starts again after a power-off, which drops this state', async () => {
    const guest = await makeGuest();
    expect((await send('POST', `${guest.path}/start`)).status).to.equal(200);
    await eventually(async () => (await api.send('GET', `${guest.path}/console-log`)).text.includes('DISK-OK vda 1'));
    await libvirtd.virsh('managedsave', guest.domain);
    await eventually(async () => (await api.send('GET', guest.path)).json<Guest>().state === 'stopped');
    const saved = join(libvirtd.folder, 'var/lib/libvirt/qemu/save', `${guest.domain}.save`);
    // libvirt itself drops a state whose header is damaged. Here, only QEMU notices that the rest is missing.
    await truncate(saved, Math.floor((await stat(saved)).size / 2));
    const refused = await send('POST', `${guest.path}/start`);
    const { error_name, detail } = refused.json<{ error_name: string; detail: string }>();
    expect([refused.status, error_name]).to.deep.equal([502, 'BACKEND_REFUSED']);
    expect(detail).to.match(/^The host cannot resume the saved state of the guest: .*load of migration failed/s);
    expect(detail).to.match(/Power the guest off to drop it\.$/);
    expectChanged(await send('PATCH', guest.path, { vcpus: 2 }), 'saved state');
    expect(await libvirtd.virsh('dominfo', guest.domain)).to.match(/Managed save:\s+yes/);
    expect((await send('POST', `${guest.path}/poweroff`)).status).to.equal(200);
    expect(await libvirtd.virsh('dominfo', guest.domain)).to.match(/Managed save:\s+no/);
    await boot(guest, 2);
    await send('DELETE', guest.path);
  });

  for (const [what, close, open] of [
    ['destroyed', () => libvirtd.virsh('pool-destroy', 'guesthouse'), () => Promise.resolve('')],
    [
      'destroyed and undefined',
      async () => {
        // The service may start the pool again before it is undefined.
        await eventually(() =>
          libvirtd
            .virsh('pool-destroy', 'guesthouse')
            .catch(() => undefined)
            .then(() => libvirtd.virsh('pool-undefine', 'guesthouse'))
            .then(
              () => true,
              () => false,
            ),
        );
        return '';
      },
      () => Promise.resolve(''),
    ],
  ] as const) {
    it(`is found, changed and deleted although its pool was ${what}: the driver starts it`, async () => {
      const guest = await makeGuest();
      await boot(guest, 1);
      await close();
      expect((await api.send('GET', `${guest.path}/console-log`)).text).to.include('DISK-OK vda 1');
      await close();
      expect((await send('PATCH', guest.path, { vcpus: 2 })).status).to.equal(200);
      await close();
      expect((await send('DELETE', guest.path)).status).to.equal(204);
      await open();
      expect((await readdir(pool)).filter((file) => file.includes(guest.id))).to.deep.equal([]);
    });
  }

  for (const [what, replace] of [
    ['missing', () => Promise.resolve()],
    ['empty, because its file system is not mounted', () => mkdir(pool, { mode: 0o711 }).then(() => undefined)],
  ] as const) {
    it(`is never reported as deleted while the folder of its pool is ${what}`, async () => {
      const guest = await makeGuest();
      await boot(guest, 1);
      const before = await readFile(guest.disk);
      const xml = await dump(guest);
      await rename(pool, `${pool}.away`);
      await replace();
      try {
        for (const response of [
          await api.send('DELETE', guest.path, { headers: { Prefer: 'wait=2' } }),
          await api.send('GET', `${guest.path}/console-log`),
        ]) {
          expect([202, 503], response.text).to.include(response.status);
        }
        await libvirtd.virsh('pool-refresh', 'guesthouse').catch(() => undefined);
        const log = await api.send('GET', `${guest.path}/console-log`);
        expect(log.status, log.text).to.equal(503);
        expect(log.json<{ error_name: string; detail: string }>().detail).to.include('guesthouse');
        expect(await dump(guest)).to.equal(xml);
      } finally {
        await rm(pool, { recursive: true, force: true });
        await rename(`${pool}.away`, pool);
      }
      expect((await readFile(guest.disk)).equals(before)).to.equal(true);
      // The operation was retried, because the host was unreachable for it.
      await eventually(async () => (await api.send('GET', guest.path)).status === 404);
      expect((await readdir(pool)).filter((file) => file.includes(guest.id))).to.deep.equal([]);
    });
  }

  it('does not start while the file system of its pool is not mounted, and nothing is written below the mount point', async () => {
    const guest = await makeGuest();
    await rename(pool, `${pool}.away`);
    await mkdir(pool, { mode: 0o711 });
    let job: string;
    try {
      job = jobOf(await api.send('POST', `${guest.path}/start`));
      // Retried, because the storage is not available.
      await eventually(async () => {
        const { state, attempts } = await api.operation(job);
        return state === 'queued' && attempts > 0;
      });
      expect(await readdir(pool)).to.deep.equal([]);
    } finally {
      await rm(pool, { recursive: true, force: true });
      await rename(`${pool}.away`, pool);
    }
    expect((await api.ended(job)).state).to.equal('succeeded');
    expect((await send('DELETE', guest.path)).status).to.equal(204);
  });

  it('is never reported as deleted while its pool is not mounted, although its disk has another name and libvirt wrote its console log below the mount point', async () => {
    const guest = await makeGuest();
    const moved = join(pool, 'moved.qcow2');
    await rename(guest.disk, moved);
    await redefine(guest, (xml) => xml.replaceAll(guest.disk, moved));
    await libvirtd.virsh('pool-refresh', 'guesthouse');
    expect((await send('POST', `${guest.path}/drift/accept`)).status).to.equal(200);
    const others = await readdir(pool);
    await rename(pool, `${pool}.away`);
    await mkdir(pool, { mode: 0o711 });
    try {
      await writeFile(join(pool, `${guest.domain}-console.log`), '');
      await libvirtd.virsh('pool-refresh', 'guesthouse');
      const log = await api.send('GET', `${guest.path}/drift`);
      expect(log.status, log.text).to.equal(503);
      expect((await api.send('DELETE', guest.path, { headers: { Prefer: 'wait=2' } })).status).to.equal(202);
      expect(await readdir(`${pool}.away`)).to.deep.equal(others);
    } finally {
      await rm(pool, { recursive: true, force: true });
      await rename(`${pool}.away`, pool);
    }
    await eventually(async () => (await api.send('GET', guest.path)).status === 404);
    expect((await readdir(pool)).filter((file) => file.includes(guest.id))).to.deep.equal([]);
    await rm(moved);
  });

  it('can be deleted after its disk was removed', async () => {
    const guest = await makeGuest();
    await rm(guest.disk);
    expect((await driftOf(guest)).map(({ what }) => what)).to.include('disk vda file');
    expect((await send('DELETE', guest.path)).status).to.equal(204);
    expect((await readdir(pool)).filter((file) => file.includes(guest.id))).to.deep.equal([]);
  });

  it('leaves the files of others behind when it is deleted, and the event names them', async () => {
    const guest = await makeGuest();
    // libvirt does not know of this file until it reads the folder again.
    await writeFile(`${guest.disk}.backup`, 'a backup');
    expect((await send('DELETE', guest.path)).status).to.equal(204);
    const [event] = (await api.send('GET', `/v1/events?kind=guest.deleted&guest=${guest.id}`)).json<EventList>().events;
    expect(event?.detail).to.deep.include({ left: `${guest.domain}-vda.backup` });
    expect(await readFile(`${guest.disk}.backup`, 'utf8')).to.equal('a backup');
    await rm(`${guest.disk}.backup`);
  });

  it('shows what qemu-img did to its disk', async () => {
    const guest = await makeGuest();
    await run('qemu-img', ['resize', '-q', '-f', 'qcow2', guest.disk, '+16M']);
    await run('qemu-img', ['snapshot', '-c', 'kept', guest.disk]);
    expect((await driftOf(guest)).map(({ what }) => what)).to.deep.equal(['disk vda size', 'snapshots in disk vda']);
    expectChanged(await send('DELETE', guest.path), 'snapshots in disk vda');
    expect((await send('POST', `${guest.path}/drift/accept`)).status).to.equal(200);
    expect((await send('DELETE', guest.path)).status).to.equal(204);
  });

  /** libvirt makes an overlay as its own user, and our definitions tell it to change the owner of no file. */
  async function chownLike(disk: string, overlay: string): Promise<void> {
    const { uid, gid } = await stat(disk);
    await chown(overlay, uid, gid);
  }

  async function dump({ domain }: Made): Promise<string> {
    return await libvirtd.virsh('dumpxml', '--inactive', domain);
  }

  async function redefine(guest: Made, change: (xml: string) => string): Promise<void> {
    const file = join(libvirtd.folder, 'edited.xml');
    await writeFile(file, change(await dump(guest)));
    await libvirtd.virsh('define', file);
  }
});
