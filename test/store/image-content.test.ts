/** Tests of the folder of image content: what the sweep at startup deletes and what it must keep. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { expect } from 'chai';
import { DiskRoom } from '../../src/domain/disk-room.js';
import { ImageContent } from '../../src/store/content/image-content.js';

describe('The sweep of image content', () => {
  let folder: string;
  let content: ImageContent;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'guesthouse-content-'));
    content = await ImageContent.open(folder, new DiskRoom({ share: 0, bytes: 0 }));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('deletes partial and complete uploads that no row names, and keeps all others', async () => {
    for (const upload of ['named', 'coming', 'stray', 'broken'])
      await content.receive(upload, Readable.from(['x']), { maxBytes: 10, expectedBytes: null });
    for (const upload of ['named', 'stray']) await content.keep(upload);
    expect(await content.sweep(() => Promise.resolve(new Set(['named', 'coming'])))).to.equal(2);
    expect((await readdir(folder)).sort()).to.deep.equal(['coming.part', 'named']);
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
