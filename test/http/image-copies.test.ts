/** The copies of images on hosts: recorded for guests, made ahead of need, listed, and removed. */
import { expect } from 'chai';
import type { Guest, HostList, Image, ImageCopy, ImageCopyList } from '../../generated/api-types.js';
import { Api, jobOf, newGuest } from '../support/api.js';
import { Service } from '../support/service.js';

describe('The copies of an image', () => {
  let service: Service;
  let api: Api;
  let host: { id: string; name: string };
  before(async () => {
    service = await Service.start();
    api = new Api(service);
    const { hosts } = (await api.expect(200, 'GET', '/v1/hosts')).json<HostList>();
    host = { id: hosts[0]?.id ?? '', name: hosts[0]?.name ?? '' };
  });
  after(() => service.leave());

  const copiesOf = async ({ id }: Image, query = ''): Promise<ImageCopy[]> =>
    (await api.expect(200, 'GET', `/v1/images/${id}/copies${query}`)).json<ImageCopyList>().copies as ImageCopy[];
  const pathOf = ({ id }: Image, on = host.id): string => `/v1/images/${id}/copies/${on}`;
  const makeGuest = (image: Image, format: 'qcow2' | 'raw' = 'qcow2'): Promise<Guest> =>
    api.makeGuest({ ...newGuest(), disks: [{ image: image.id, size_mib: 16, format }] });
  async function copyAhead(image: Image): Promise<void> {
    const response = await api.expect(202, 'PUT', pathOf(image));
    expect(response.json<ImageCopy>()).to.deep.include({ host, state: 'copying', ahead: true });
    const operation = await api.ended(jobOf(response));
    expect(operation).to.deep.include({ kind: 'image.copy', state: 'succeeded', progress: 100 });
    expect(operation.subject).to.deep.equal({ kind: 'image', id: image.id, name: image.name });
  }

  it('are recorded with the first guest on a host, and go with the last', async () => {
    const image = await api.makeImage();
    expect(await copiesOf(image)).to.deep.equal([]);
    const [one, other] = [await makeGuest(image), await makeGuest(image)];
    const [copy, ...rest] = await copiesOf(image);
    expect(copy).to.deep.include({ host, state: 'ready', size_bytes: 1024 * 1024, ahead: false });
    expect(rest).to.deep.equal([]);
    await api.done('delete', one.id);
    expect(await copiesOf(image)).to.have.length(1);
    await api.done('delete', other.id);
    expect(await copiesOf(image)).to.deep.equal([]);
  });

  it('are not recorded for a guest whose disks are copies of their own', async () => {
    const image = await api.makeImage();
    const guest = await makeGuest(image, 'raw');
    expect(await copiesOf(image)).to.deep.equal([]);
    await api.done('delete', guest.id);
  });

  it('can be made ahead of need, stay without guests, and are removed on request', async () => {
    const image = await api.makeImage();
    await copyAhead(image);
    const guest = await makeGuest(image);
    const inUse = await api.send('DELETE', pathOf(image));
    expect([inUse.status, inUse.fault().error_name]).to.deep.equal([409, 'IMAGE_IN_USE']);
    await api.done('delete', guest.id);
    expect((await copiesOf(image))[0]).to.deep.include({ state: 'ready', ahead: true });
    for (let times = 0; times < 2; times++) await api.expect(204, 'DELETE', pathOf(image, host.name));
    expect(await copiesOf(image)).to.deep.equal([]);
  });

  it('that guests made stay if they are requested later, without an operation', async () => {
    const image = await api.makeImage();
    const guest = await makeGuest(image);
    const response = await api.expect(200, 'PUT', pathOf(image));
    expect(response.json<ImageCopy>()).to.deep.include({ state: 'ready', ahead: true });
    await api.done('delete', guest.id);
    expect(await copiesOf(image)).to.have.length(1);
    await api.expect(204, 'DELETE', `/v1/images/${image.id}`);
  });

  it('can be searched, sorted, selected and paged', async () => {
    const image = await api.makeImage();
    await copyAhead(image);
    expect(await copiesOf(image, '?search=state%3Dready&sort_by=-name')).to.have.length(1);
    expect(await copiesOf(image, '?search=state%3Dcopying')).to.deep.equal([]);
    expect(await copiesOf(image, '?fields=state')).to.deep.equal([{ state: 'ready' }]);
    expect(await copiesOf(image, `?marker=${host.id}`)).to.deep.equal([]);
  });

  it('are refused for an image without content, and for a host or image that does not exist', async () => {
    const empty = await api.announceImage();
    const refused = await api.send('PUT', pathOf(empty));
    expect([refused.status, refused.fault().error_name]).to.deep.equal([409, 'IMAGE_NOT_AVAILABLE']);
    for (const method of ['PUT', 'DELETE']) {
      const nowhere = await api.send(method, pathOf(empty, 'nowhere'));
      expect([nowhere.status, nowhere.fault().error_name]).to.deep.equal([404, 'HOST_NOT_FOUND']);
      const nothing = await api.send(method, `/v1/images/nothing/copies/${host.id}`);
      expect([nothing.status, nothing.fault().error_name]).to.deep.equal([404, 'IMAGE_NOT_FOUND']);
    }
  });

  it('name the operation that makes them when they are requested again, and are not removed meanwhile', async () => {
    const image = await api.makeImage();
    await service.host.refuseConnections();
    try {
      const first = jobOf(await api.expect(202, 'PUT', pathOf(image)));
      expect(jobOf(await api.expect(202, 'PUT', pathOf(image)))).to.equal(first);
      const busy = await api.send('DELETE', pathOf(image));
      expect([busy.status, busy.fault().error_name]).to.deep.equal([409, 'OPERATION_IN_PROGRESS']);
      await api.expect(200, 'POST', `/v1/operations/${first}/cancel`);
      expect((await api.ended(first)).state).to.equal('cancelled');
      expect(await copiesOf(image)).to.deep.equal([]);
    } finally {
      await service.host.clearFaults();
    }
  });
});
