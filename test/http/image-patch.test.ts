/** updateImage with both kinds of patches: what it can change, and that a rejected patch changes nothing. */
import { expect } from 'chai';
import type { ErrorName, Image } from '../../generated/api-types.js';
import { Api, uniqueName } from '../support/api.js';
import { expectNothingChanged, jsonPatch, mergePatch, WAYS_TO_PATCH } from '../support/patches.js';
import { Service } from '../support/service.js';

const READ_ONLY = [
  ...['id', 'href', 'links', 'kind', 'format', 'size_bytes', 'virtual_size_mib', 'sha256', 'state', 'project_id'],
  ...['created_at', 'updated_at'],
];

describe('updateImage', () => {
  let service: Service;
  let api: Api;
  before(async () => {
    service = await Service.start();
    api = new Api(service);
  });
  after(() => service.leave());

  for (const [what, change] of WAYS_TO_PATCH) {
    describe(`with ${what}`, () => {
      it('changes only name, description and `shared`, and does so in every state', async () => {
        for (const image of [await api.announceImage(), await api.makeImage()]) {
          const changes = { name: uniqueName('renamed'), description: 'Debian', shared: true };
          const after = (await api.expect(200, 'PATCH', image.href, change(changes))).json<Image>();
          expect(after, image.state).to.deep.equal({ ...image, ...changes, updated_at: after.updated_at });
          expect((await api.expect(200, 'GET', `/v1/images/${changes.name}`)).json()).to.deep.equal(after);
          const back = (await api.expect(200, 'PATCH', image.href, change({ description: null, shared: null }))).json();
          expect(back).to.include({ description: '', shared: false });
        }
      });

      it('changes nothing for values that the image already has, not even `updated_at`', async () => {
        const image = await api.announceImage();
        const response = await api.expect(200, 'PATCH', image.href, change({ name: image.name, shared: false }));
        expect(response.json()).to.deep.equal(image);
      });

      it('rejects read-only members, and values that no image can have', async () => {
        const [image, other] = [await api.announceImage(), await api.announceImage()];
        const wrong: [status: number, name: ErrorName, member: string, value: unknown][] = [
          ...READ_ONLY.map((member) => [400, 'READ_ONLY_FIELD', member, 'x'] as [number, ErrorName, string, unknown]),
          [400, 'VALIDATION_FAILED', 'colour', 'red'],
          [400, 'VALIDATION_FAILED', 'name', ''],
          [400, 'VALIDATION_FAILED', 'name', '..'],
          [400, 'VALIDATION_FAILED', 'name', null],
          [400, 'VALIDATION_FAILED', 'shared', 'yes'],
          [400, 'VALIDATION_FAILED', 'description', 'x'.repeat(4097)],
          [409, 'IMAGE_NAME_ALREADY_EXISTS', 'name', other.name.toUpperCase()],
        ];
        await expectNothingChanged(api, async () => {
          for (const [status, name, member, value] of wrong) {
            const options = change({ description: 'is not to be seen', [member]: value });
            await api.refused(status, name, 'PATCH', image.href, options);
          }
        });
      });
    });
  }

  it('can read members that a patch cannot change, and fails if a `test` fails', async () => {
    const image = await api.announceImage();
    const steps = [
      { op: 'test', path: '/state', value: 'pending' },
      { op: 'copy', from: '/kind', path: '/description' },
    ];
    const after = (await api.expect(200, 'PATCH', image.href, jsonPatch(steps))).json<Image>();
    expect(after.description).to.equal('disk');
    await expectNothingChanged(api, async () => {
      const failing = [...steps.slice(1), { op: 'test', path: '/state', value: 'available' }];
      await api.refused(409, 'PATCH_TEST_FAILED', 'PATCH', image.href, jsonPatch(failing));
      await api.refused(415, 'UNSUPPORTED_MEDIA_TYPE', 'PATCH', image.href, { json: { description: 'x' } });
    });
  });

  it('gives a name to only one image if many concurrent requests use it', async () => {
    const images = await Promise.all(Array.from({ length: 6 }, () => api.announceImage()));
    const name = uniqueName('coveted');
    const responses = await Promise.all(images.map(({ href }) => api.send('PATCH', href, mergePatch({ name }))));
    expect(responses.map(({ status }) => status).sort()).to.deep.equal([200, ...Array<number>(5).fill(409)]);
  });
});
