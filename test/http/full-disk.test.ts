/**
 * A disk that fills up. Before it is full: the reserve stops uploads, and everything else works. When it is full: reads
 * work, writes are rejected with a fault that names the reason, deletions still work, and the service ends cleanly.
 */
import { expect } from 'chai';
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Image, ImageList } from '../../generated/api-types.js';
import { accessPresent, fillPath } from '../support/access/access-present.js';
import { makePerson, peoplePresent } from '../support/access/people.js';
import { Api, uniqueName } from '../support/api.js';
import { NATIVE } from '../support/contracts.js';
import { eventually } from '../support/eventually.js';
import { Service } from '../support/service.js';
import { SmallDisk } from '../support/small-disk.js';

const MIB = 1024 ** 2;
const DISK_MIB = 320;
const RESERVE_MIB = 48;
const inDefault = { role: 'member', token: { project: 'default' } } as const;

/** Starts a service whose data, with its database, is on the small disk. */
async function startOn(disk: SmallDisk, reserve: string): Promise<Service> {
  const dataFolder = path.join(disk.path, 'data');
  await mkdir(dataFolder, { recursive: true });
  const env = { DATABASE_URL: '', GUESTHOUSE_DISK_RESERVE: reserve };
  return Service.start({ databaseUrl: '', dataFolder, env });
}

/** Uploads raw images until one is rejected. Returns that response. */
async function uploadUntilRejected(api: Api): Promise<Awaited<ReturnType<Api['putContent']>>> {
  for (;;) {
    const { id } = await api.announceImage();
    const response = await api.putContent(id, Buffer.alloc(24 * MIB, 1));
    if (response.status !== 200) return response;
  }
}

describe('The reserve of the disk', () => {
  let end = (): Promise<void> => Promise.resolve();
  let disk: SmallDisk;
  let service: Service;
  let admin: Api;
  before(async function () {
    disk = SmallDisk.mount(this, DISK_MIB);
    end = async () => disk.unmount();
    service = await startOn(disk, `${RESERVE_MIB}MiB`);
    end = async () => {
      await service.leave();
      disk.unmount();
    };
    admin = new Api(service);
  });
  after(() => end());

  it('is not used by a member who uploads as much as possible, so that others can still write', async () => {
    const [member, other] = [await makePerson(service, inDefault), await makePerson(service, inDefault)];
    const rejected = await uploadUntilRejected(member.api);
    expect([rejected.status, rejected.fault().error_name]).to.deep.equal([507, 'CAPACITY_EXHAUSTED']);
    expect(rejected.text).to.not.contain(disk.path);
    expect(await disk.freeBytes()).to.be.at.least(RESERVE_MIB * MIB);
    for (let round = 0; round < 20; round++) {
      const guest = await other.api.makeGuest();
      const headers = { 'content-type': 'application/merge-patch+json' };
      const json = { description: 'x'.repeat(4000) };
      await other.api.expect(200, 'PATCH', `/v1/guests/${guest.id}`, { json, headers });
    }
  });

  it('also stops content of undeclared length, and nothing of that content remains', async () => {
    const { id } = await admin.announceImage();
    const files = await service.imageFiles();
    let left = DISK_MIB;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.enqueue(new Uint8Array(MIB).fill(1));
        if (--left === 0) controller.close();
      },
    });
    const response = await admin.putContent(id, endless);
    expect([response.status, response.fault().error_name]).to.deep.equal([507, 'CAPACITY_EXHAUSTED']);
    expect(await service.imageFiles()).to.deep.equal(files);
    expect(await disk.freeBytes()).to.be.at.least(RESERVE_MIB * MIB);
  });

  it('is reported to the operator once, and in the metrics', async () => {
    const reports = (): number => service.log.filter(({ msg }) => msg.includes('GUESTHOUSE_DISK_RESERVE')).length;
    expect(reports()).to.equal(0);
    await disk.fill();
    await eventually(() => reports() === 1);
    const metrics = (await admin.expect(200, 'GET', '/metrics')).text;
    expect(metrics).to.match(/^guesthouse_data_free_bytes \d+$/m);
    expect(metrics).to.match(new RegExp(`^guesthouse_data_reserved_bytes ${RESERVE_MIB * MIB}$`, 'm'));
    await disk.removeFiller();
    await eventually(() => reports() === 2);
  });
});

describe('A full disk', () => {
  let end = (): Promise<void> => Promise.resolve();
  let disk: SmallDisk;
  let service: Service;
  let admin: Api;
  let present: Readonly<Record<string, string>>;
  before(async function () {
    disk = SmallDisk.mount(this, DISK_MIB);
    end = async () => disk.unmount();
    service = await startOn(disk, '0');
    end = async () => {
      await service.leave();
      disk.unmount();
    };
    admin = new Api(service);
    const guest = await admin.makeGuest();
    const access = { ...(await peoplePresent(admin)), ...(await accessPresent(admin, guest)) };
    const { data } = await admin.client.GET('/v1/operations');
    const operation = data?.operations[0]?.id ?? '';
    for (let round = 0; round < 3; round++) await admin.makeImage(Buffer.alloc(8 * MIB, 1));
    const image = await admin.announceImage();
    present = { guest: guest.id, image: image.id, host: guest.host.id, operation, page: 'getting-started', ...access };
  });
  after(() => end());

  it('never causes internal errors, and does not stop reads', async () => {
    const isWrite = (method: string): boolean => ['post', 'patch', 'put'].includes(method);
    const writes = NATIVE.operations.filter(({ method }) => isWrite(method));
    for (let round = 0; round < 3; round++) {
      await disk.fill();
      for (const { operationId, method, path: template, bodyTypes, bodyExample } of writes) {
        const [type] = bodyTypes;
        const name = uniqueName('on-a-full-disk');
        const json = typeof bodyExample === 'object' && 'name' in bodyExample! ? { ...bodyExample, name } : bodyExample;
        const body = type?.endsWith('json') ? JSON.stringify(json) : 'content';
        const sent = type === undefined ? {} : { body, headers: { 'content-type': type } };
        const { status } = await admin.send(method.toUpperCase(), fillPath(template, present), sent);
        expect(status, operationId).to.not.equal(500);
      }
      await eventually(async () => (await admin.send('GET', '/v1/images')).status === 200);
    }
    // PostgreSQL fills the free parts of its files first.
    for (let status = 201; status !== 507;) {
      // Random, so that PostgreSQL cannot compress it.
      const json = { name: uniqueName('image'), kind: 'disk', description: randomBytes(2000).toString('hex') };
      status = (await admin.send('POST', '/v1/images', { json })).status;
      // PostgreSQL restarts itself if it cannot extend its log.
      expect(status).to.be.oneOf([201, 503, 507]);
    }
    await eventually(async () => (await admin.send('GET', '/v1/guests')).status === 200);
  });

  it('lets an administrator list and delete images, after which everything works again', async () => {
    await restoreBallast();
    await disk.fill();
    const { images } = (await admin.expect(200, 'GET', '/v1/images?limit=200')).json<ImageList>();
    const filled = images.filter(({ state }) => state === 'available');
    expect(filled.length).to.be.at.least(3);
    for (const { id } of filled) await admin.expect(204, 'DELETE', `/v1/images/${id}`);
    expect(await service.imageFiles()).to.deep.equal([]);
    const json = { name: 'after', kind: 'disk' };
    expect((await admin.expect(201, 'POST', '/v1/images', { json })).json<Image>().name).to.equal('after');
  });

  it('does not prevent the service from ending cleanly', async () => {
    await disk.removeFiller();
    await restoreBallast();
    await disk.fill();
    expect(await service.stop('SIGTERM')).to.equal(0);
    expect(service.log.filter(({ level }) => level >= 50)).to.deep.equal([]);
    expect(await readdir(path.join(service.dataFolder, 'postgres/data'))).to.not.include('postmaster.pid');
  });

  it('does not prevent the service from starting and deleting, even after all processes were killed', async () => {
    await disk.removeFiller();
    await service.start({ isHostAway: true });
    const { id } = await new Api(service).makeImage();
    await restoreBallast();
    await disk.fill();
    const server = Number(
      (await readFile(path.join(service.dataFolder, 'postgres/data/postmaster.pid'), 'utf8')).split('\n')[0],
    );
    await service.stop('SIGKILL');
    process.kill(server, 'SIGKILL');
    await service.start({ isHostAway: true });
    admin = new Api(service);
    await admin.expect(204, 'DELETE', `/v1/images/${id}`);
    await disk.removeFiller();
    await admin.expect(201, 'POST', '/v1/images', { json: { name: 'after all', kind: 'disk' } });
    await eventually(() =>
      service.takeHost().then(
        () => true,
        () => false,
      ),
    );
  });

  /** Resolves when the service has restored the ballast, which needs room on the disk. */
  async function restoreBallast(): Promise<void> {
    await disk.removeFiller();
    const ballast = path.join(service.dataFolder, 'postgres/ballast');
    await eventually(async () => (await stat(ballast).catch(() => null))?.size === 64 * MIB);
  }
});
