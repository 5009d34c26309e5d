/** The reserve of a disk: what is promised, to whom, and which failures mean that there is no room. */
import { expect } from 'chai';
import { DEFAULT_DISK_RESERVE, DiskRoom, reservedBytes } from '../../src/domain/disk-room.js';
import { asGuesthouseError, isGuesthouseError } from '../../src/domain/errors.js';

const GIB = 1024 ** 3;

describe('The room on a disk', () => {
  const spaceWith = (freeBytes: number): { totalBytes: number; freeBytes: number } => ({ totalBytes: 100, freeBytes });

  it('is by default all but 5 % of the disk, and all but 2 GiB of a small one', () => {
    const reserved = (totalBytes: number): number => reservedBytes(DEFAULT_DISK_RESERVE, { totalBytes, freeBytes: 0 });
    expect(reserved(10 * GIB)).to.equal(2 * GIB);
    expect(reserved(100 * GIB)).to.equal(5 * GIB);
  });

  it('is what the reserve leaves', () => {
    const room = new DiskRoom({ share: 0.1, bytes: 5 });
    room.require(spaceWith(30), 20);
    expect(() => room.require(spaceWith(30), 21))
      .to.throw()
      .with.property('kind', 'capacity_exhausted');
    expect(() => room.require(spaceWith(9), 0))
      .to.throw()
      .with.property('kind', 'capacity_exhausted');
  });

  it('is promised only once while work goes on, and again when the work has ended or failed', async () => {
    const room = new DiskRoom({ share: 0, bytes: 10 });
    await room.holding(spaceWith(30), 15, async () => {
      room.require(spaceWith(30), 5);
      expect(() => room.require(spaceWith(30), 6)).to.throw();
    });
    await room.holding(spaceWith(30), 20, () => Promise.reject(new Error('failed'))).catch(() => undefined);
    room.require(spaceWith(30), 20);
  });
});

describe('A failure of the operating system', () => {
  it('is capacity_exhausted if the disk has no room, and otherwise internal', () => {
    const kindOf = (code: string): string => asGuesthouseError(Object.assign(new Error(code), { code })).kind;
    for (const code of ['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS'])
      expect(kindOf(code), code).to.equal('capacity_exhausted');
    for (const code of ['EIO', 'EACCES', 'ENOENT']) expect(kindOf(code), code).to.equal('internal');
    expect(isGuesthouseError(asGuesthouseError(new Error('ENOSPC')), 'internal')).to.equal(true);
  });
});
