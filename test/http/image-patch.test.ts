/** updateImage by both kinds of patches: what may be changed, and that a refused patch changes nothing. */
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
    describe(`by ${what}`, () => {
      it('changes name, description and whether it is shared, in every state, and leaves the content alone', async () => {
        for (const image of [await api.announceImage(), await api.makeImage()]) {
          const changes = { name: uniqueName('renamed'), description: 'Debian', shared: true };
          const after = (await api.expect(200, 'PATCH', image.href, change(changes))).json<Image>();
          expect(after, image.state).to.deep.equal({ ...image, ...changes, updated_at: after.updated_at });
          expect((await api.expect(200, 'GET', `/v1/images/${changes.name}`)).json()).to.deep.equal(after);
          const back = (await api.expect(200, 'PATCH', image.href, change({ description: null, shared: null }))).json();
          expect(back).to.include({ description: '', shared: false });
        }
      });

      it('changes nothing, not even when it was last changed, by what the image has already', async () => {
        const image = await api.announceImage();
        const answer = await api.expect(200, 'PATCH', image.href, change({ name: image.name, shared: false }));
        expect(answer.json()).to.deep.equal(image);
      });

      it('refuses what only the service writes, and what would come out as no image', async () => {
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

  it('may look at members that a patch may not change, and fails with its `test`', async () => {
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

  it('lets only one of many have a name that they ask for at once', async () => {
    const images = await Promise.all(Array.from({ length: 6 }, () => api.announceImage()));
    const name = uniqueName('coveted');
    const answers = await Promise.all(images.map(({ href }) => api.send('PATCH', href, mergePatch({ name }))));
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([200, ...Array<number>(5).fill(409)]);
  });
});
