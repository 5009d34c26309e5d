/**
 * Images on real libvirt: copied ahead of need, for guests, and again after others removed them; removed with their
 * last user; whole after a kill -9. virsh and the pool's folder show what libvirt has. Touches: its own libvirtd,
 * service and folders.
 */
import { randomBytes } from 'node:crypto';
import { readdir, readFile, rename, rm, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { imageVolumeName } from '../../backends/libvirt/names.js';
import type { Guest, HostList, Image, ImageCopy, ImageCopyList } from '../../generated/api-types.js';
import { Api, jobOf } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { Libvirtd, whyNoLibvirtd } from '../support/peers/libvirtd.js';
import { Service } from '../support/service.js';
import { skip } from '../support/skip.js';

const MIB = 1024 * 1024;
/** Its upload takes long enough to be interrupted. */
const LARGE_BYTES = 96 * MIB;

describe('Images on real libvirt', function () {
  this.timeout(120_000);

  let libvirtd: Libvirtd;
  let service: Service | null = null;
  let api: Api;
  let host: string;
  let pool: string;

  before(async function () {
    const reason = await whyNoLibvirtd();
    if (reason !== null) return skip(this, 'libvirt', reason);
    libvirtd = await Libvirtd.start();
    pool = join(libvirtd.folder, 'pool');
    service = await Service.start({
      env: {
        ...{ GUESTHOUSE_BACKEND: 'libvirt', GUESTHOUSE_ACCEL: 'tcg', GUESTHOUSE_LIBVIRT_URI: libvirtd.uri() },
        GUESTHOUSE_LIBVIRT_POOL_PATH: pool,
      },
    });
    api = new Api(service);
    host = (await api.expect(200, 'GET', '/v1/hosts')).json<HostList>().hosts[0]?.id ?? '';
  });
  after(async () => {
    await service?.leave();
    await libvirtd?.stop();
  });

  const running = (): Service => {
    if (service === null) throw new Error('the service does not run');
    return service;
  };
  async function start(): Promise<void> {
    await running().start();
    api = new Api(running());
  }
  /** The image watch compares when the service starts. */
  async function restart(): Promise<void> {
    await running().stop();
    await start();
  }

  const pathOf = ({ id }: Image): string => `/v1/images/${id}/copies/${host}`;
  const volumeOf = ({ sha256 }: Image): string => imageVolumeName(sha256 ?? '');
  const fileOf = (image: Image): string => join(pool, volumeOf(image));
  const hasVolume = async (image: Image): Promise<boolean> =>
    (await libvirtd.virsh('vol-list', 'guesthouse')).includes(volumeOf(image));
  const copiesOf = async ({ id }: Image): Promise<ImageCopy[]> =>
    (await api.expect(200, 'GET', `/v1/images/${id}/copies`)).json<ImageCopyList>().copies as ImageCopy[];
  const isShown = async (image: Image): Promise<boolean> => (await copiesOf(image)).length > 0;
  const makeGuest = ({ id }: Image): Promise<Guest> =>
    api.makeGuest({ memory_mib: 16, disks: [{ image: id, size_mib: 16 }] });
  async function expectReady(image: Image, content: Buffer, isAhead: boolean): Promise<void> {
    expect((await copiesOf(image)).map(({ state, ahead }) => [state, ahead])).to.deep.equal([['ready', isAhead]]);
    expect((await readFile(fileOf(image))).equals(content)).to.equal(true);
  }

  async function upload(sizeBytes = MIB): Promise<{ image: Image; content: Buffer }> {
    const content = randomBytes(sizeBytes);
    return { image: await api.makeImage(content), content };
  }
  async function put(image: Image): Promise<void> {
    const operation = await api.ended(jobOf(await api.expect(202, 'PUT', pathOf(image))));
    expect(operation).to.include({ kind: 'image.copy', state: 'succeeded' });
  }
  async function copyAhead(): ReturnType<typeof upload> {
    const made = await upload();
    await put(made.image);
    return made;
  }

  it('are copied ahead of need, serve a guest, outlast it, and go after a request', async () => {
    const { image, content } = await copyAhead();
    await expectReady(image, content, true);
    const before = await stat(fileOf(image));
    const guest = await makeGuest(image);
    await api.refused(409, 'IMAGE_IN_USE', 'DELETE', pathOf(image));
    await api.done('delete', guest.id);
    const { ino, mtimeMs } = await stat(fileOf(image));
    expect({ ino, mtimeMs }).to.deep.equal({ ino: before.ino, mtimeMs: before.mtimeMs });
    await expectReady(image, content, true);
    await api.expect(204, 'DELETE', pathOf(image));
    await restart();
    await eventually(async () => !(await hasVolume(image)));
  });

  it('that others removed or cut are not shown any more, and are copied again at the next need', async () => {
    const [kept, deleted, unlinked, cut] = [await copyAhead(), await copyAhead(), await copyAhead(), await copyAhead()];
    await running().stop('SIGKILL');
    await libvirtd.virsh('vol-delete', volumeOf(deleted.image), '--pool', 'guesthouse');
    // libvirt still lists this volume.
    await rm(fileOf(unlinked.image));
    await truncate(fileOf(cut.image), MIB - 1);
    await start();
    for (const { image } of [deleted, unlinked, cut]) await eventually(async () => !(await isShown(image)));
    await expectReady(kept.image, kept.content, true);
    const guest = await makeGuest(deleted.image);
    await expectReady(deleted.image, deleted.content, false);
    for (const { image, content } of [unlinked, cut]) {
      await put(image);
      await expectReady(image, content, true);
    }
    await api.done('delete', guest.id);
    expect(await hasVolume(deleted.image)).to.equal(false);
  });

  it('that others removed are copied again before anyone has noticed', async () => {
    const [deleted, unlinked, dropped] = [await copyAhead(), await copyAhead(), await copyAhead()];
    await libvirtd.virsh('vol-delete', volumeOf(deleted.image), '--pool', 'guesthouse');
    await rm(fileOf(unlinked.image));
    for (const { image, content } of [deleted, unlinked]) {
      const guest = await makeGuest(image);
      await expectReady(image, content, true);
      await api.done('delete', guest.id);
    }
    // Nothing but the file is removed before the second request.
    await api.expect(204, 'DELETE', pathOf(dropped.image));
    await rm(fileOf(dropped.image));
    await put(dropped.image);
    await expectReady(dropped.image, dropped.content, true);
  });

  it('are copied for the first guest, shown again after others removed and restored them, and go with the last', async () => {
    const { image, content } = await upload();
    const [one, other] = [await makeGuest(image), await makeGuest(image)];
    await expectReady(image, content, false);
    await api.done('delete', one.id);
    await expectReady(image, content, false);
    const away = join(libvirtd.folder, 'away');
    const move = async (from: string, to: string): Promise<void> => {
      await rename(from, to);
      await libvirtd.virsh('pool-refresh', 'guesthouse');
    };
    await move(fileOf(image), away);
    await restart();
    await eventually(async () => !(await isShown(image)));
    await move(away, fileOf(image));
    await restart();
    await eventually(() => isShown(image));
    await expectReady(image, content, false);
    await api.done('delete', other.id);
    expect(await hasVolume(image)).to.equal(false);
    expect(await copiesOf(image)).to.deep.equal([]);
  });

  describe('while the service is killed with kill -9', () => {
    /** Kills the service while libvirt has a part of the image. Returns the operation. */
    async function killDuringCopy(image: Image): Promise<string> {
      const operation = jobOf(await api.expect(202, 'PUT', pathOf(image)));
      const length = async (): Promise<number> => (await stat(fileOf(image)).catch(() => ({ size: 0 }))).size;
      while ((await length()) === 0);
      libvirtd.signalDaemon('SIGSTOP');
      await running().stop('SIGKILL');
      libvirtd.signalDaemon('SIGCONT');
      expect(await length()).to.be.within(1, LARGE_BYTES - 1);
      return operation;
    }

    it('are complete in the end', async () => {
      const { image, content } = await upload(LARGE_BYTES);
      const operation = await killDuringCopy(image);
      await start();
      expect((await api.ended(operation)).state).to.equal('succeeded');
      await expectReady(image, content, true);
    });

    it('are removed if the copy is cancelled before it continues', async () => {
      const { image } = await upload(LARGE_BYTES);
      const operation = await killDuringCopy(image);
      await libvirtd.stopDaemon();
      await start();
      await api.expect(200, 'POST', `/v1/operations/${operation}/cancel`);
      expect((await api.ended(operation)).state).to.equal('cancelled');
      expect(await copiesOf(image)).to.deep.equal([]);
      await libvirtd.startDaemon();
      await eventually(async () => !(await readdir(pool)).includes(volumeOf(image)));
    });
  });
});
