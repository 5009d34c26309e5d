/** Tests of the folder of image content: what the sweep at startup deletes, and which users can read the files. */
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { mock } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { DiskRoom } from '../../src/domain/disk-room.js';
import { ImageContent } from '../../src/store/content/image-content.js';
import { skip } from '../support/skip.js';

/** No reserve. */
const ROOM = new DiskRoom({ share: 0, bytes: 0 });
const IS_ROOT = process.getuid?.() === 0;
const run = promisify(execFile);

describe('The sweep of image content', () => {
  let folder: string;
  let content: ImageContent;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'guesthouse-content-'));
    content = await ImageContent.open(folder, { room: ROOM, readerGid: null });
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('deletes partial and complete uploads that no row names, and keeps all others', async () => {
    for (const upload of ['named', 'coming', 'stray', 'broken'])
      await content.receive(upload, Readable.from(['x']), { maxBytes: 10, expectedBytes: null });
    for (const upload of ['named', 'stray']) await content.keep(upload);
    expect(await content.sweep(() => Promise.resolve(new Set(['named', 'coming'])))).to.equal(2);
    expect((await readdir(folder)).sort()).to.deep.equal(['coming.part', 'named']);
  });

  it('leaves no file of an upload that fails before a slow disk has opened its file', async () => {
    const original = fs.open;
    const slow = ((...args: Parameters<typeof original>) =>
      setTimeout(() => original(...args), 50)) as unknown as typeof fs.open;
    const open = mock.method(fs, 'open', slow);
    const failing = new Readable({
      read() {
        this.destroy(new Error('the connection was lost'));
      },
    });
    const failure = await content.receive('failing', failing, { maxBytes: 10, expectedBytes: 10 }).catch(String);
    expect(failure).to.equal('Error: the connection was lost');
    await sleep(100);
    open.mock.restore();
    expect(await readdir(folder)).to.deep.equal([]);
  });

  it('keeps an upload that another service begins during the sweep', async () => {
    const named = new Set<string>();
    await content.sweep(async () => {
      const result = new Set(named);
      named.add('begun');
      await content.receive('begun', Readable.from(['x']), { maxBytes: 10, expectedBytes: 1 });
      return result;
    });
    expect(await readdir(folder)).to.deep.equal(['begun.part']);
  });
});

describe('The content of an image', () => {
  const QEMU = { uid: 64_999, gid: 64_998 };
  const NOBODY = { uid: 65_534, gid: 65_534 };
  let base: string;
  let folder: string;
  beforeEach(async () => {
    base = await mkdtemp(path.join(tmpdir(), 'guesthouse-content-'));
    await chmod(base, 0o755);
    folder = path.join(base, 'images');
  });
  afterEach(() => rm(base, { recursive: true }));

  async function receive(content: ImageContent, name: string): Promise<void> {
    await content.receive(name, Readable.from(['content']), { maxBytes: 10, expectedBytes: null });
    await content.keep(name);
  }
  const modeOf = async (file: string): Promise<number> => (await stat(file)).mode & 0o777;
  const readAs = async (user: { uid: number; gid: number }, name: string): Promise<string> =>
    (await run('cat', [path.join(folder, name)], { ...user, cwd: '/' })).stdout;

  it('can be read only by the user of the service if no hypervisor on this machine reads it', async () => {
    await mkdir(folder, { mode: 0o711 });
    await writeFile(path.join(folder, 'old'), 'content', { mode: 0o644 });
    const content = await ImageContent.open(folder, { room: ROOM, readerGid: null });
    await receive(content, 'new');
    expect(await modeOf(folder)).to.equal(0o700);
    for (const name of ['old', 'new']) expect(await modeOf(path.join(folder, name)), name).to.equal(0o600);
  });

  it('can be read only by the service and the group of QEMU if the service runs as root', async function () {
    if (!IS_ROOT) skip(this, 'root', 'not root: QEMU runs as the user of the tests');
    await mkdir(folder, { mode: 0o711 });
    await writeFile(path.join(folder, 'old'), 'content', { mode: 0o644 });
    const content = await ImageContent.open(folder, { room: ROOM, readerGid: QEMU.gid });
    await receive(content, 'new');
    expect(await modeOf(folder)).to.equal(0o710);
    for (const name of ['old', 'new']) {
      expect(await modeOf(path.join(folder, name)), name).to.equal(0o640);
      expect(await readAs(QEMU, name)).to.equal('content');
      const read = await readAs(NOBODY, name).catch((error: Error) => error.message);
      expect(read).to.contain('Permission denied');
    }
  });

  it('cannot be read by another user while it arrives, even if the umask is 0', async () => {
    const content = await ImageContent.open(folder, { room: ROOM, readerGid: IS_ROOT ? QEMU.gid : null });
    const umask = process.umask(0);
    try {
      const { path: part } = await content.receive('coming', Readable.from(['content']), {
        maxBytes: 10,
        expectedBytes: null,
      });
      expect(await modeOf(part)).to.equal(0o600);
    } finally {
      process.umask(umask);
    }
  });
});
