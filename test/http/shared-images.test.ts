/**
 * Shared images: every project can create guests from them, so a right to change a shared image affects every project.
 * Therefore only administrators can change a shared image in any way, even without a change of `shared`.
 */
import { expect } from 'chai';
import type { HostList, Image, ImageList } from '../../generated/api-types.js';
import { AccessWorld, inProject, type Named, type Person } from '../support/access/access-world.js';
import { uniqueName, type Api, type SendOptions } from '../support/api.js';
import { NATIVE } from '../support/contracts.js';
import { mergePatch } from '../support/patches.js';
import { Service } from '../support/service.js';

const CONTENT = { body: 'content', headers: { 'content-type': 'application/octet-stream' } };
/** A valid request for each operation that requires the right to change images, by its operationId. */
const CHANGES: Readonly<Record<string, SendOptions>> = {
  updateImage: mergePatch({ description: 'Official' }),
  deleteImage: {},
  putImageContent: CONTENT,
  putImageCopy: {},
  deleteImageCopy: {},
};

describe('A shared image', () => {
  let service: Service;
  let world: AccessWorld;
  let admin: Api;
  let alpha: Named;
  let beta: Named;
  let ann: Person;
  let ben: Person;
  before(async () => {
    service = await Service.start();
    world = await AccessWorld.open(service);
    admin = world.admin;
    alpha = await world.project();
    beta = await world.project();
    ann = await world.person([[alpha, 'owner']]);
    ben = await world.person([[beta, 'member']]);
  });
  after(async () => {
    await world.close();
    await service.leave();
  });

  async function create(project: Named, json: object = {}, api = admin): Promise<Image> {
    const image = { name: uniqueName('image'), kind: 'kernel', ...json };
    return (await api.expect(201, 'POST', '/v1/images', inProject(project, { json: image }))).json<Image>();
  }
  async function fill({ href }: Image, content = CONTENT): Promise<void> {
    await admin.expect(200, 'PUT', `${href}/content`, content);
  }

  it('can be changed, filled and deleted only by administrators: every operation that changes images is 403', async () => {
    const operations = NATIVE.operations.filter(
      ({ right, path }) => right === 'images.change' && path.startsWith('/v1/images/{image}'),
    );
    expect(operations.map(({ operationId }) => operationId).sort()).to.deep.equal(Object.keys(CHANGES).sort());
    const { hosts } = (await admin.expect(200, 'GET', '/v1/hosts')).json<HostList>();
    const host = hosts[0]?.id ?? '';
    const pending = await create(alpha, { shared: true });
    const filled = await create(alpha, { shared: true });
    await fill(filled);
    for (const image of [pending, filled]) {
      for (const { operationId, method, path } of operations) {
        const at = path.replace('{image}', image.id).replace('{host}', host);
        const options = inProject(alpha, CHANGES[operationId]);
        expect((await ann.api.send(method.toUpperCase(), at, options)).status, operationId).to.equal(403);
      }
      const shown = (await ann.api.expect(200, 'GET', image.href, inProject(alpha))).json<Image>();
      expect(shown).to.include({
        name: image.name,
        description: '',
        state: image === pending ? 'pending' : 'available',
      });
    }
    await admin.expect(200, 'PATCH', filled.href, mergePatch({ name: uniqueName('renamed') }));
    await admin.expect(204, 'DELETE', filled.href);
    await fill(pending);
  });

  it('rejects an upload that began before the image was shared', async () => {
    const image = await create(alpha, {}, ann.api);
    let isShared: () => void = () => undefined;
    const shared = new Promise<void>((resolve) => (isShared = resolve));
    let isBegun: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => (isBegun = resolve));
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        controller.enqueue(Buffer.from('content'));
        isBegun();
        await shared;
        controller.close();
      },
    });
    const upload = ann.api.send('PUT', `${image.href}/content`, inProject(alpha, { ...CONTENT, body }));
    await begun;
    await admin.expect(200, 'PATCH', image.href, mergePatch({ shared: true }));
    isShared();
    expect((await upload).status).to.equal(403);
    expect((await admin.expect(200, 'GET', image.href)).json<Image>().state).to.equal('pending');
  });

  it('is invisible in other projects until it has its content', async () => {
    const image = await create(alpha, { shared: true });
    const list = async (): Promise<string[]> =>
      (await ben.api.expect(200, 'GET', '/v1/images', inProject(beta))).json<ImageList>().images.map(({ id }) => id);
    for (const at of [image.href, `/v1/images/${image.name}`]) {
      await ben.api.refused(404, 'IMAGE_NOT_FOUND', 'GET', at, inProject(beta));
    }
    expect(await list()).not.to.include(image.id);
    await fill(image);
    for (const at of [image.href, `/v1/images/${image.name}`]) {
      expect((await ben.api.expect(200, 'GET', at, inProject(beta))).json<Image>().id).to.equal(image.id);
    }
    expect(await list()).to.include(image.id);
  });

  it('has a name that no other shared image has, so that the name is never ambiguous', async () => {
    const name = uniqueName('Ubuntu');
    const first = await create(alpha, { name, shared: true });
    await fill(first);
    await admin.refused(
      409,
      'IMAGE_NAME_ALREADY_EXISTS',
      'POST',
      '/v1/images',
      inProject(beta, { json: { name: name.toUpperCase(), kind: 'kernel', shared: true } }),
    );
    const second = await create(beta, { name });
    await fill(second);
    await admin.refused(409, 'IMAGE_NAME_ALREADY_EXISTS', 'PATCH', second.href, mergePatch({ shared: true }));
    const renamed = await create(beta, { shared: true });
    await admin.refused(409, 'IMAGE_NAME_ALREADY_EXISTS', 'PATCH', renamed.href, mergePatch({ name }));
    const gamma = await world.project();
    const found = (await admin.expect(200, 'GET', `/v1/images/${name}`, inProject(gamma))).json<Image>();
    expect(found.id).to.equal(first.id);
  });

  it('is not found by a name that an image of the project itself has', async () => {
    const name = uniqueName('image');
    const shared = await create(alpha, { name, shared: true });
    await fill(shared);
    const own = await create(beta, { name }, ben.api);
    const found = async (project: Named): Promise<string> =>
      (await admin.expect(200, 'GET', `/v1/images/${name}`, inProject(project))).json<Image>().id;
    expect([await found(alpha), await found(beta)]).to.deep.equal([shared.id, own.id]);
  });
});
