/**
 * The copies of images on hosts whose guests use the files of the service: what happens to these files while the
 * service is down is shown after it starts. For a host with images of its own, see libvirt-images.test.ts. Touches: its
 * own services and folders.
 */
import { rename, rm, truncate } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'chai';
import type { HostList, Image, ImageCopy, ImageCopyList } from '../../generated/api-types.js';
import { QmpHarness } from '../contract/qmp-harness.js';
import { Api, jobOf, newGuest } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { Service } from '../support/service.js';
import { skip } from '../support/skip.js';

const BYTES = 1024 * 1024;

for (const backend of ['fake', 'qmp']) {
  describe(`The copies of images on a host of the backend ${backend}, after a restart`, function () {
    this.timeout(120_000);

    let service: Service;
    let api: Api;
    let host: string;

    before(async function () {
      const reason = backend === 'qmp' ? await new QmpHarness().whyNot() : null;
      if (reason !== null) return skip(this, 'qmp', reason);
      service = await Service.start({ env: { GUESTHOUSE_BACKEND: backend, GUESTHOUSE_ACCEL: 'tcg' } });
      api = new Api(service);
      host = (await api.expect(200, 'GET', '/v1/hosts')).json<HostList>().hosts[0]?.id ?? '';
    });
    after(() => service?.leave());

    const copiesOf = async ({ id }: Image): Promise<ImageCopy[]> =>
      (await api.expect(200, 'GET', `/v1/images/${id}/copies`)).json<ImageCopyList>().copies as ImageCopy[];
    const isThere = async (image: Image): Promise<boolean> => (await copiesOf(image)).length > 0;
    const put = ({ id }: Image) => api.expect(202, 'PUT', `/v1/images/${id}/copies/${host}`);

    /** An image, and its file in the data folder. */
    async function upload(): Promise<{ image: Image; file: string }> {
      const before = await service.imageFiles();
      const image = await api.makeImage(Buffer.alloc(BYTES, 'content'));
      const [file] = (await service.imageFiles()).filter((name) => !before.includes(name));
      return { image, file: path.join(service.dataFolder, 'images', file ?? '') };
    }

    async function copyAhead(): ReturnType<typeof upload> {
      const made = await upload();
      expect((await api.ended(jobOf(await put(made.image)))).state).to.equal('succeeded');
      return made;
    }

    async function restart(meanwhile: () => Promise<void>): Promise<void> {
      await service.stop('SIGKILL');
      await meanwhile();
      await service.start();
      api = new Api(service);
    }

    it('are those whose files are there, and whole', async () => {
      const [kept, gone, cut] = [await copyAhead(), await copyAhead(), await copyAhead()];
      await restart(async () => {
        await rm(gone.file);
        await truncate(cut.file, BYTES - 1);
      });
      for (const { image } of [gone, cut]) await eventually(async () => !(await isThere(image)));
      expect((await copiesOf(kept.image))[0]).to.include({ state: 'ready', ahead: true });
      // No other service has the content.
      const operation = await api.ended(jobOf(await put(gone.image)));
      expect([operation.state, operation.fault?.error_name]).to.deep.equal(['failed', 'IMAGE_NOT_AVAILABLE']);
      expect(await copiesOf(gone.image)).to.deep.equal([]);
    });

    it('include those of existing guests, as soon as their files are back, and go with the last of these guests', async () => {
      const { image, file } = await upload();
      const raw = await upload();
      const away = path.join(service.dataFolder, 'away');
      const disksOf = ({ id }: Image, format: 'raw' | 'qcow2') => ({ disks: [{ image: id, size_mib: 16, format }] });
      const guest = await api.makeGuest({ ...newGuest(), ...disksOf(image, 'qcow2') });
      const copier = await api.makeGuest({ ...newGuest(), ...disksOf(raw.image, 'raw') });
      expect(await isThere(image)).to.equal(true);
      await restart(() => rename(file, away));
      await eventually(async () => !(await isThere(image)));
      await restart(() => rename(away, file));
      await eventually(() => isThere(image));
      expect((await copiesOf(image))[0]).to.include({ state: 'ready', ahead: false });
      // Its disk is a copy of its own.
      expect(await copiesOf(raw.image)).to.deep.equal([]);
      for (const { id } of [guest, copier]) await api.done('delete', id);
      expect(await copiesOf(image)).to.deep.equal([]);
    });
  });
}
