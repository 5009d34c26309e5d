/**
 * Two services on one database, each with its own data folder: guests are created from images that were uploaded to the
 * other service, and downloads from either service work. One service drives the host; the other only stands by.
 *
 * Other services reach each service through a gateway of the test, which can hold a transfer in the middle. Touches:
 * its own services, folders and database.
 */
import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import http from 'node:http';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Guest, HostList, Image, ImageCopyList, Operation } from '../../generated/api-types.js';
import { Api, jobOf, newGuest, uniqueName } from '../support/api.js';
import { createTestDatabase } from '../support/database/database.js';
import type { TestDatabase } from '../support/database/database.js';
import { eventually } from '../support/eventually.js';
import { Gateway } from '../support/peers/gateway.js';
import { Service } from '../support/service.js';

const MIB = 1024 * 1024;
const COPIED = 'copied the content of an image from another service';

describe('Two services with a data folder each', function () {
  this.timeout(300_000);

  let database: TestDatabase;
  let gateways: [Gateway, Gateway];
  /** Drives the host. */
  let driving: Service;
  let standby: Service;

  /** The host on which every guest is placed; the service `standby` has a host of its own. */
  let hostOfDriving: string;
  before(async () => {
    database = await createTestDatabase();
    gateways = [await Gateway.start(), await Gateway.start()];
    driving = await startService(gateways[0]);
    const { hosts } = (await new Api(driving).expect(200, 'GET', '/v1/hosts')).json<HostList>();
    hostOfDriving = hosts[0]?.id ?? '';
    standby = await startService(gateways[1]);
  });
  afterEach(() => {
    for (const gateway of gateways) gateway.release();
  });
  after(async () => {
    await standby.leave();
    await driving.leave();
    for (const gateway of gateways) await gateway.stop();
    await database.drop();
  });

  async function startService(gateway: Gateway): Promise<Service> {
    const env = { GUESTHOUSE_ADVERTISE_URL: gateway.url };
    const service = await Service.start({ databaseUrl: database.url, env });
    gateway.service = service;
    return service;
  }
  const gatewayOf = (service: Service): Gateway => {
    const found = gateways.find((gateway) => gateway.service === service);
    if (found === undefined) throw new Error('the service has no gateway');
    return found;
  };
  const copiesMadeBy = ({ log }: Service): number => log.filter(({ msg }) => msg === COPIED).length;
  const bytes = (mib: number): Buffer => Buffer.alloc(mib * MIB, uniqueName('bytes '));
  const upload = (service: Service, content = bytes(1)): Promise<Image> => new Api(service).makeImage(content);
  const fromImage = (image: Image, host: string): object => ({
    ...newGuest(),
    placement: { host },
    disks: [{ image: image.id, size_mib: Math.max(16, image.virtual_size_mib ?? 0) }],
  });
  /** Begins to create a guest from the image, and returns the operation and the guest. */
  async function begin(
    service: Service,
    image: Image,
    host = hostOfDriving,
  ): Promise<{ operation: string; guest: Guest }> {
    const response = await new Api(service).expect(201, 'POST', '/v1/guests', { json: fromImage(image, host) });
    return { operation: jobOf(response), guest: response.json<Guest>() };
  }
  const operationOf = (id: string): Promise<Operation> => new Api(standby).operation(id);
  async function expectCreated(operation: string): Promise<void> {
    const ended = await new Api(standby).ended(operation);
    expect(ended.fault).to.equal(null);
    expect(ended.state).to.equal('succeeded');
  }
  const removeGuest = (guest: Guest): Promise<Operation> => new Api(driving).done('delete', guest.id);

  it('create a guest from an image that was uploaded to the other, and remove the copy with the last guest', async () => {
    const image = await upload(standby);
    const files = await driving.imageFiles();
    const [one, other] = [await begin(driving, image), await begin(standby, image)];
    for (const { operation } of [one, other]) await expectCreated(operation);
    expect((await driving.imageFiles()).length).to.equal(files.length + 1);
    await removeGuest(one.guest);
    expect((await driving.imageFiles()).length).to.equal(files.length + 1);
    await removeGuest(other.guest);
    await eventually(async () => (await driving.imageFiles()).length === files.length);
    expect((await new Api(driving).expect(200, 'GET', `/v1/images/${image.id}/content`)).bytes).to.have.length(MIB);
  });

  it('copy the content again for the next guest if its file was lost while the service was down', async () => {
    const image = await upload(standby);
    const files = await driving.imageFiles();
    const copies = async (): Promise<ImageCopyList['copies']> =>
      (await new Api(standby).expect(200, 'GET', `/v1/images/${image.id}/copies`)).json<ImageCopyList>().copies;
    const path = `/v1/images/${image.id}/copies/${hostOfDriving}`;
    expect((await new Api(standby).ended(jobOf(await new Api(standby).expect(202, 'PUT', path)))).state).to.equal(
      'succeeded',
    );
    const [file] = (await driving.imageFiles()).filter((name) => !files.includes(name));
    await driving.stop('SIGKILL');
    await rm(join(driving.dataFolder, 'images', file ?? ''));
    expect(await copies()).to.have.length(1);
    await driving.start();
    await eventually(async () => (await copies()).length === 0);
    const { operation, guest } = await begin(driving, image);
    await expectCreated(operation);
    expect((await copies()).map(({ state, ahead }) => [state, ahead])).to.deep.equal([['ready', false]]);
    expect(await driving.imageFiles()).to.include(file);
    await removeGuest(guest);
    expect(await copies()).to.deep.equal([]);
  });

  it('copy the content once for 20 guests that are created at the same time', async () => {
    const image = await upload(standby, bytes(8));
    const before = copiesMadeBy(driving);
    const begun = await Promise.all(
      Array.from({ length: 20 }, (_, index) => begin(index % 2 === 0 ? driving : standby, image)),
    );
    for (const { operation } of begun) await expectCreated(operation);
    expect(copiesMadeBy(driving) - before).to.equal(1);
    for (const { guest } of begun) await removeGuest(guest);
  });

  it('serve the content of each other’s images, in whole and in part, and keep no copy for that', async () => {
    for (const [here, there] of [
      [driving, standby],
      [standby, driving],
    ] as const) {
      const content = bytes(3);
      const image = await upload(there, content);
      const files = await here.imageFiles();
      const path = `/v1/images/${image.id}/content`;
      const whole = await new Api(here).expect(200, 'GET', path);
      expect(createHash('sha256').update(whole.bytes).digest('hex')).to.equal(image.sha256);
      const headers = { range: `bytes=${MIB}-${MIB + 99}` };
      const part = await new Api(here).expect(206, 'GET', path, { headers });
      expect(part.bytes).to.deep.equal(content.subarray(MIB, MIB + 100));
      // The service may meanwhile remove what earlier tests have left.
      expect(files).to.include.members(await here.imageFiles());
      const etag = whole.headers.get('etag') ?? '';
      await new Api(here).expect(304, 'GET', path, { headers: { 'if-none-match': etag } });
    }
  });

  it('accept the credential of the other service for the content of one image, and for nothing else', async () => {
    const [image, other] = [await upload(standby), await upload(standby)];
    const gateway = gatewayOf(standby);
    await new Api(driving).expect(200, 'GET', `/v1/images/${image.id}/content`);
    const token = (gateway.credentials.at(-1) ?? '').replace('Bearer ', '');
    const api = new Api(standby);
    const headers = { 'x-project-id': image.project_id };
    const statusOf = async (method: string, path: string): Promise<number> =>
      (await api.send(method, path, { token, headers })).status;
    expect(await statusOf('GET', `/v1/images/${image.id}/content`)).to.equal(200);
    for (const path of [`/v1/images/${other.id}/content`, `/v1/images/${image.id}`, '/v1/images', '/v1/guests', '/x'])
      expect(await statusOf('GET', path), path).to.equal(401);
    expect(await statusOf('DELETE', `/v1/images/${image.id}`)).to.equal(401);
    const forged = token.slice(0, -2) + (token.endsWith('AA') ? 'BB' : 'AA');
    const refused = await api.send('GET', `/v1/images/${image.id}/content`, { token: forged, headers });
    expect(refused.status).to.equal(401);
    // A service that lacks the content does not pass such a request on: the sender knows every other service itself.
    const elsewhere = await upload(driving);
    await new Api(standby).expect(200, 'GET', `/v1/images/${elsewhere.id}/content`);
  });

  it('show the progress of the copy, and end it when the operation is cancelled', async () => {
    const image = await upload(standby, bytes(8));
    const gateway = gatewayOf(standby);
    gateway.isHolding = true;
    const { operation, guest } = await begin(driving, image);
    await eventually(() => gateway.held === 1);
    await eventually(async () => (await operationOf(operation)).progress !== null);
    await eventually(async () => (await driving.imageFiles()).some((name) => name.endsWith('.part')));
    await new Api(standby).expect(200, 'POST', `/v1/operations/${operation}/cancel`);
    expect((await new Api(standby).ended(operation)).state).to.equal('cancelled');
    await eventually(async () => (await driving.imageFiles()).every((name) => !name.endsWith('.part')));
    await removeGuest(guest);
  });

  it('finish the guest when the service that has the content is killed during the copy, and starts again', async () => {
    const image = await upload(standby, bytes(8));
    const gateway = gatewayOf(standby);
    gateway.isHolding = true;
    const { operation, guest } = await begin(driving, image);
    await eventually(() => gateway.held === 1);
    await standby.stop('SIGKILL');
    gateway.release();
    await eventually(() =>
      driving.log.some(({ msg, operation: id }) => msg.includes('will be retried') && id === operation),
    );
    await standby.start();
    await expectCreated(operation);
    await removeGuest(guest);
  });

  it('finish the guest when the service that copies is killed during the copy, and starts again', async () => {
    const image = await upload(standby, bytes(8));
    const gateway = gatewayOf(standby);
    gateway.isHolding = true;
    const { operation, guest } = await begin(driving, image);
    await eventually(() => gateway.held === 1);
    await driving.stop('SIGKILL');
    gateway.release();
    await driving.start();
    await expectCreated(operation);
    expect((await driving.imageFiles()).filter((name) => name.endsWith('.part'))).to.deep.equal([]);
    await removeGuest(guest);
  });

  it('fail the guest, and name the reason, if the other service sends other bytes', async () => {
    const image = await upload(standby);
    const gateway = gatewayOf(standby);
    const lie = http.createServer((request, response) => {
      response.writeHead(206, { 'content-range': `bytes 0-${MIB - 1}/${MIB}`, 'content-length': MIB });
      response.end(Buffer.alloc(MIB, 'lies'));
      request.resume();
    });
    await new Promise<void>((resolve) => lie.listen(0, '127.0.0.1', resolve));
    const honest = gateway.service;
    gateway.service = { url: `http://127.0.0.1:${(lie.address() as { port: number }).port}` } as Service;
    try {
      const { operation, guest } = await begin(driving, image);
      const ended = await new Api(standby).ended(operation);
      expect([ended.state, ended.fault?.error_name]).to.deep.equal(['failed', 'DIGEST_MISMATCH']);
      await removeGuest(guest);
    } finally {
      gateway.service = honest;
      lie.close();
    }
  });

  it('fail the guest at once, and name the setting, if the other service has announced no URL', async () => {
    const silent = await Service.start({ databaseUrl: database.url });
    const image = await upload(silent);
    const { operation, guest } = await begin(driving, image);
    const ended = await new Api(standby).ended(operation);
    expect([ended.state, ended.fault?.error_name]).to.deep.equal(['failed', 'IMAGE_NOT_AVAILABLE']);
    expect(ended.fault?.detail).to.include('GUESTHOUSE_ADVERTISE_URL');
    const refused = await new Api(driving).send('GET', `/v1/images/${image.id}/content`);
    expect([refused.status, refused.fault().error_name]).to.deep.equal([503, 'HOST_UNREACHABLE']);
    expect(refused.fault().detail).to.include('GUESTHOUSE_ADVERTISE_URL');
    await removeGuest(guest);
    await silent.leave();
  });

  it('fail the guest if the copy would not leave the reserve of the disk free', async () => {
    const image = await upload(standby);
    await driving.stop();
    await driving.start({ env: { GUESTHOUSE_DISK_RESERVE: '900TiB' } });
    const { operation, guest } = await begin(standby, image);
    const ended = await new Api(standby).ended(operation);
    expect([ended.state, ended.fault?.error_name]).to.deep.equal(['failed', 'CAPACITY_EXHAUSTED']);
    await removeGuest(guest);
    await driving.stop();
    await driving.start();
  });

  it('forget the content of a deleted image on both sides', async () => {
    const before = [await driving.imageFiles(), await standby.imageFiles()];
    const image = await upload(standby);
    const { operation, guest } = await begin(driving, image);
    await expectCreated(operation);
    await driving.stop('SIGKILL');
    await driving.start();
    await removeGuest(guest);
    await new Api(driving).expect(204, 'DELETE', `/v1/images/${image.id}`);
    for (const service of [driving, standby]) {
      await service.stop();
      await service.start();
    }
    for (const service of [driving, standby])
      await new Api(service).expect(404, 'GET', `/v1/images/${image.id}/content`);
    expect([await driving.imageFiles(), await standby.imageFiles()]).to.deep.equal(before);
  });

  it('work in the other direction, for a guest on the host of the other service', async () => {
    const image = await upload(driving);
    const before = copiesMadeBy(standby);
    const { hosts } = (await new Api(standby).expect(200, 'GET', '/v1/hosts')).json<HostList>();
    const host = hosts.find(({ id, state }) => id !== hostOfDriving && state === 'up')?.id;
    const { operation, guest } = await begin(driving, image, host);
    await expectCreated(operation);
    expect(copiesMadeBy(standby) - before).to.equal(1);
    await removeGuest(guest);
  });
});
