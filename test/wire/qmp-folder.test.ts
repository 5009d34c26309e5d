/**
 * The folder of a guest of the driver `qmp` while another program runs as the QEMU user: what root removes, and what it
 * leaves in place. Needs root.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, link, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readConsole } from '../../backends/qmp/console-log.js';
import { finishRemovals, GuestFolder, makeQmpFolder, qmpFolder } from '../../backends/qmp/guest-folder.js';
import { newId, type GuestId } from '../../src/domain/ids.js';
import { SILENT_LOG } from '../../src/domain/log.js';
import { skip } from '../support/skip.js';

const IS_ROOT = process.getuid?.() === 0;
const QEMU = { name: 'qemu', uid: 64_999, gid: 64_999, isForeign: true, kvmGid: null };
/** Enough names that the removal of their folder lasts long enough for the attacker to replace it. */
const NAMES = Array.from({ length: 3000 }, (_none, index) => `file-${index}`);
const ROUNDS = 5;

/**
 * The program of a QEMU that an attacker controls. As soon as the removal of the guest begins, it replaces the folder
 * `d` by a link to the folder of its victim.
 */
const ATTACKER = `
  const fs = require('node:fs');
  const [own, victim] = process.argv.slice(1);
  process.stdout.write('ready');
  for (;;) {
    try {
      fs.renameSync(own + '/d', own + '/e');
      fs.symlinkSync(victim, own + '/d');
      process.stdout.write('replaced');
      setInterval(() => undefined, 1000);
      break;
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
    }
  }
`;

describe('The folder of a guest of qmp', function () {
  let dataFolder: string;
  let victim: string;

  beforeEach(async function () {
    if (!IS_ROOT) skip(this, 'root', 'not root: QEMU runs as the user of the tests');
    dataFolder = await mkdtemp(join(tmpdir(), 'guesthouse-qmp-'));
    await chmod(dataFolder, 0o711);
    await makeQmpFolder(dataFolder, QEMU);
    victim = join(dataFolder, 'victim');
    await mkdir(victim, { mode: 0o700 });
    await Promise.all(NAMES.map((name) => writeFile(join(victim, name), '')));
  });

  afterEach(async () => {
    if (dataFolder !== undefined) await rm(dataFolder, { recursive: true, force: true });
  });

  /** A guest whose own folder contains a folder `d` full of files. */
  async function makeGuest(): Promise<{ id: GuestId; folder: GuestFolder; doomed: string }> {
    const id = newId<GuestId>();
    const folder = new GuestFolder(dataFolder, id, QEMU);
    await folder.make();
    const d = join(folder.own, 'd');
    await mkdir(d);
    await Promise.all(NAMES.map((name) => writeFile(join(d, name), '')));
    await chown(d, QEMU.uid, QEMU.gid);
    return { id, folder, doomed: join(qmpFolder(dataFolder), `removing-guesthouse-${id}`) };
  }

  async function attack(own: string): Promise<ChildProcess> {
    const { uid, gid } = QEMU;
    const attacker = spawn(process.execPath, ['-e', ATTACKER, own, victim], { uid, gid, cwd: '/', stdio: 'pipe' });
    await once(attacker.stdout, 'data');
    return attacker;
  }

  async function end(attacker: ChildProcess): Promise<void> {
    const ended = once(attacker, 'close');
    attacker.kill('SIGKILL');
    await ended;
  }

  it('is removed without following a link, although a QEMU replaces a folder by a link during the removal', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { folder, doomed } = await makeGuest();
      const attacker = await attack(join(doomed, 'own'));
      // The removal may fail while the attacker interferes.
      await folder.remove().catch(() => undefined);
      await end(attacker);
      expect((await readdir(victim)).length, 'files of the victim').to.equal(NAMES.length);
      await folder.remove();
      expect((await readdir(qmpFolder(dataFolder))).length).to.equal(0);
    }
  });

  it('is removed at the next start without following a link, if its removal was interrupted', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { folder, doomed } = await makeGuest();
      const attacker = await attack(join(doomed, 'own'));
      await rename(folder.path, doomed);
      await finishRemovals(dataFolder, QEMU, SILENT_LOG);
      await end(attacker);
      expect((await readdir(victim)).length, 'files of the victim').to.equal(NAMES.length);
      await finishRemovals(dataFolder, QEMU, SILENT_LOG);
      expect((await readdir(qmpFolder(dataFolder))).length).to.equal(0);
    }
  });

  it('is removed although a QEMU has closed it and its folders to itself', async () => {
    const { folder } = await makeGuest();
    await chmod(join(folder.own, 'd'), 0);
    await chmod(folder.own, 0);
    await folder.remove();
    expect((await readdir(qmpFolder(dataFolder))).length).to.equal(0);
  });

  it('cannot redirect a reader of its console to a file of another user by a hard link', async () => {
    const { folder } = await makeGuest();
    const secret = join(dataFolder, 'secret');
    await writeFile(secret, 'secret', { mode: 0o600 });
    await link(secret, join(folder.own, 'console.log'));
    expect((await readConsole(folder, 100)).toString()).to.equal('');
  });
});
