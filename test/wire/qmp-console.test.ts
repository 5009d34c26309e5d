/**
 * The writer of a guest's console log: its files have a limited size and always contain the latest output, whichever
 * processes live.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { findConsoleWriters, consoleWriterCommand, readConsole } from '../../backends/qmp/console-log.js';
import { GuestFolder, makeQmpFolder } from '../../backends/qmp/guest-folder.js';
import { newId, type GuestId } from '../../src/domain/ids.js';
import { eventually } from '../support/eventually.js';
import { SmallDisk } from '../support/small-disk.js';

/** Replaces the real limit of a mebibyte. */
const HALF_BYTES = 1000;

describe("The writer of a guest's console log", () => {
  const guest = newId<GuestId>();
  let dataFolder: string;
  let folder: GuestFolder;

  beforeEach(async () => {
    dataFolder = await mkdtemp(join(tmpdir(), 'guesthouse-console-'));
    const uid = process.getuid?.() ?? 0;
    folder = new GuestFolder(dataFolder, guest, { name: 'own', uid, gid: uid, isForeign: false, kvmGid: null });
    await makeQmpFolder(dataFolder, folder.user);
    await folder.make();
  });

  afterEach(() => rm(dataFolder, { recursive: true, force: true }));

  function start({ own } = folder, halfBytes = HALF_BYTES): ChildProcess {
    const [program = '', ...args] = [...consoleWriterCommand(guest).slice(0, -1), String(halfBytes)];
    return spawn(program, args, { cwd: own, stdio: ['pipe', 'ignore', 'inherit'] });
  }

  async function write(text: string): Promise<void> {
    const writer = start();
    writer.stdin?.end(text);
    await once(writer, 'close');
  }

  const lines = (from: number, to: number): string =>
    Array.from({ length: to - from }, (_none, index) => `line ${from + index}\n`).join('');
  const sizeOf = async (name: string): Promise<number> => (await stat(join(folder.own, name))).size;

  it('keeps the whole of a short log, over two starts', async () => {
    await write(lines(0, 20));
    await write(lines(20, 40));
    expect((await readConsole(folder, 1 << 20)).toString()).to.equal(lines(0, 40));
  });

  it('keeps exactly the end of a long log, in two files of bounded size', async () => {
    const all = lines(0, 2000);
    await write(all);
    const kept = (await readConsole(folder, 1 << 20)).toString();
    expect(all.endsWith(kept)).to.equal(true);
    expect(kept.length).to.be.within(HALF_BYTES, 2 * HALF_BYTES);
    expect(await sizeOf('console.old')).to.equal(HALF_BYTES);
    expect(await sizeOf('console.log')).to.be.at.most(HALF_BYTES);
  });

  it('leaves the requested last bytes readable across both files', async () => {
    const all = lines(0, 150);
    await write(all);
    expect(await sizeOf('console.log')).to.be.lessThan(600);
    expect((await readConsole(folder, 600)).toString()).to.equal(all.slice(-600));
    expect((await readConsole(folder, 0)).length).to.equal(0);
  });

  it('leaves nothing to read if there has never been a console', async () => {
    expect((await readConsole(folder, 100)).length).to.equal(0);
  });

  it('is found by its guest while it lives, and ends with its input', async () => {
    const writer = start();
    await once(writer, 'spawn');
    // For a moment, a program that it starts has the same name.
    await eventually(() => findConsoleWriters(guest).join() === String(writer.pid));
    expect(findConsoleWriters(newId<GuestId>())).to.deep.equal([]);
    writer.stdin?.end();
    await once(writer, 'close');
    expect(writer.exitCode).to.equal(0);
    expect(findConsoleWriters(guest)).to.deep.equal([]);
  });

  it('discards the output while the disk is full, and continues when there is room again', async function () {
    const disk = SmallDisk.mount(this, 1);
    const small = new GuestFolder(disk.path, guest, folder.user);
    await makeQmpFolder(disk.path, folder.user);
    await small.make();
    await disk.fill();
    const writer = start(small, 1 << 20);
    try {
      // More than a pipe holds: a writer that does not read would block its guest.
      for (let line = 0; line < 100; line++) {
        if (writer.stdin?.write('x'.repeat(4096)) === false) await once(writer.stdin, 'drain');
      }
      await disk.removeFiller();
      await eventually(async () => {
        writer.stdin?.write('again\n');
        return (await readConsole(small, 100)).toString().includes('again\n');
      });
    } finally {
      writer.stdin?.end();
      await once(writer, 'close');
      disk.unmount();
    }
  });

  it('cannot redirect a reader: if the log is not a regular file, such as a link to a file of another user, it is read as empty', async () => {
    const [secret, place] = [join(dataFolder, 'secret'), join(folder.own, 'console.log')];
    await writeFile(secret, 'secret');
    const socket = createServer();
    const makers: readonly (() => Promise<unknown>)[] = [
      () => symlink(secret, place),
      () => mkdir(place),
      () => once(socket.listen(place), 'listening'),
    ];
    for (const make of makers) {
      await make();
      expect((await readConsole(folder, 100)).toString()).to.equal('');
      await rm(place, { recursive: true, force: true });
    }
    socket.close();
  });
});
