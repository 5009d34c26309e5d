/** A change of the owner of a tree, while its previous owner tries to lead root to files of another user. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, link, lstat, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { isGuesthouseError } from '../../src/domain/errors.js';
import { handOver } from '../../src/store/embedded/hand-over.js';
import { skip } from '../support/skip.js';

const FROM = { uid: 64_997, gid: 64_997 };
const TO = { uid: 64_998, gid: 64_998 };
/** Enough names that the walk lasts long enough for the attacker. */
const NAMES = Array.from({ length: 2000 }, (_none, index) => `file-${index}`);
const ROUNDS = 5;

/** Runs in the folder `a`. Replaces the folder `d` by a link as soon as root has begun with the folder above. */
const ATTACKER = `
  const fs = require('node:fs');
  process.stdout.write('ready');
  while (fs.statSync('..').uid === process.getuid());
  try {
    fs.renameSync('d', 'e');
    fs.symlinkSync(process.argv[1], 'd');
  } catch {}
  process.stdout.write('done');
`;

describe('A change of the owner of a tree', () => {
  let base: string;
  let tree: string;
  let victim: string;

  beforeEach(async function () {
    if (process.getuid?.() !== 0) skip(this, 'root', 'not root');
    base = await mkdtemp(path.join(tmpdir(), 'guesthouse-hand-over-'));
    tree = path.join(base, 'tree');
    victim = path.join(base, 'victim');
  });
  afterEach(async () => {
    if (base !== undefined) await rm(base, { recursive: true, force: true });
  });

  async function make(folder: string): Promise<void> {
    await mkdir(folder, { recursive: true });
    await Promise.all(NAMES.map((name) => writeFile(path.join(folder, name), '')));
  }

  /** The distinct owners of everything in the folder. */
  async function ownersIn(folder: string): Promise<number[]> {
    const entries = await readdir(folder, { withFileTypes: true, recursive: true });
    const found = await Promise.all(entries.map((entry) => lstat(path.join(entry.parentPath, entry.name))));
    return [...new Set(found.map(({ uid }) => uid))];
  }

  async function makeTree(): Promise<void> {
    await make(path.join(tree, 'a', 'd'));
    await writeFile(path.join(tree, 'file'), '');
    await symlink(victim, path.join(tree, 'link'));
    await handOver(tree, FROM);
  }

  it('changes everything in the tree, and can be repeated after an interruption', async () => {
    await make(victim);
    await makeTree();
    await chown(tree, 0, 0);
    await handOver(tree, TO);
    expect([(await lstat(tree)).uid, ...(await ownersIn(tree))]).to.deep.equal([TO.uid, TO.uid]);
    expect(await ownersIn(victim)).to.deep.equal([0]);
  });

  it('changes nothing outside of the tree, although its previous owner replaces a folder by a link', async () => {
    await make(victim);
    for (let round = 0; round < ROUNDS; round += 1) {
      await makeTree();
      const attacker = spawn(process.execPath, ['-e', ATTACKER, victim], { ...FROM, cwd: path.join(tree, 'a') });
      await once(attacker.stdout, 'data');
      const ended = once(attacker, 'close');
      await handOver(tree, TO);
      await ended;
      expect([(await lstat(victim)).uid, ...(await ownersIn(victim))]).to.deep.equal([0, 0]);
      await rm(tree, { recursive: true });
    }
  });

  it('is rejected for a file with a second name, because that name can be outside of the tree', async () => {
    await mkdir(victim);
    await writeFile(path.join(victim, 'file'), '');
    await makeTree();
    await link(path.join(victim, 'file'), path.join(tree, 'file-of-another'));
    const error = await handOver(tree, TO).catch((reason: unknown) => reason);
    expect(isGuesthouseError(error, 'internal'), String(error)).to.equal(true);
    expect((await lstat(path.join(victim, 'file'))).uid).to.equal(0);
  });
});
