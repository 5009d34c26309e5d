/** The reserve of a disk: how much space is granted, and which failures mean that a disk has no room. */
import { expect } from 'chai';
import { DEFAULT_DISK_RESERVE, DiskRoom, reservedBytes } from '../../src/domain/disk-room.js';
import { asGuesthouseError, isGuesthouseError } from '../../src/domain/errors.js';

const GIB = 1024 ** 3;

describe('The room on a disk', () => {
  const spaceWith = (freeBytes: number): { totalBytes: number; freeBytes: number } => ({ totalBytes: 100, freeBytes });

  it('excludes a reserve of 5 % by default, or 2 GiB on a small disk', () => {
    const reserved = (totalBytes: number): number => reservedBytes(DEFAULT_DISK_RESERVE, { totalBytes, freeBytes: 0 });
    expect(reserved(10 * GIB)).to.equal(2 * GIB);
    expect(reserved(100 * GIB)).to.equal(5 * GIB);
  });

  it('is the free space above the reserve', () => {
    const room = new DiskRoom({ share: 0.1, bytes: 5 });
    room.require(spaceWith(30), 20);
    expect(() => room.require(spaceWith(30), 21))
      .to.throw()
      .with.property('kind', 'capacity_exhausted');
    expect(() => room.require(spaceWith(9), 0))
      .to.throw()
      .with.property('kind', 'capacity_exhausted');
  });

  it('is granted only once while work is in progress, and again after the work has ended or failed', async () => {
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
  it('is capacity_exhausted if the disk has no room, otherwise internal', () => {
    const kindOf = (code: string): string => asGuesthouseError(Object.assign(new Error(code), { code })).kind;
    for (const code of ['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS'])
      expect(kindOf(code), code).to.equal('capacity_exhausted');
    for (const code of ['EIO', 'EACCES', 'ENOENT']) expect(kindOf(code), code).to.equal('internal');
    expect(isGuesthouseError(asGuesthouseError(new Error('ENOSPC')), 'internal')).to.equal(true);
  });
});
