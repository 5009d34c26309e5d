/**
 * Root never walks a tree that another user can write. While root removes, copies or lists such a tree, or changes its
 * owners, the other user can replace a folder in it by a link and lead root to any file. So every walk of a tree is
 * listed here, with the reason why no other user can change that tree during the walk.
 */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'chai';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** The number of walks in each file. */
const WALKS: Readonly<Record<string, { readonly count: number; readonly why: string }>> = {
  'backends/qmp/guest-folder.ts': { count: 2, why: 'the owner of the tree walks it, not root' },
  'src/codegen/generate.ts': { count: 2, why: 'the folder of the sources, when the code is generated' },
  'src/store/embedded/hand-over.ts': { count: 1, why: 'root takes each folder for itself before it reads it' },
  'src/store/embedded/postgres-binaries.ts': {
    count: 3,
    why: 'a copy in the data folder, which only our user can write',
  },
  'src/store/embedded/postgres-server.ts': { count: 1, why: 'root has taken the whole tree for itself (hand-over.ts)' },
};

/** A recursive removal, copy or listing, or a program that walks a tree. */
const WALK =
  /\b(?:rm|rmSync|cp|cpSync|readdir|readdirSync)\([^;]*?recursive: true|\b(?:find \.|chmod -R|chown -R|rm -r|cp -r)/g;
/** A function on the top level of a file. */
const FUNCTION = /^(?:export )?async function (\w+)\([\s\S]*?^}/gm;

function countWalks(code: string): number {
  const recursions = [...code.matchAll(FUNCTION)].filter(
    ([text, name]) => text.includes('readdir(') && text.split(`${name}(`).length > 2,
  );
  return [...code.matchAll(WALK)].length + recursions.length;
}

describe('Root never walks a tree that another user can write:', () => {
  it('every walk of a tree in the service and the drivers is listed with a reason', async () => {
    const found: Record<string, number> = {};
    for (const folder of ['src', 'backends']) {
      const entries = await readdir(path.join(ROOT, folder), { withFileTypes: true, recursive: true });
      for (const entry of entries.filter(({ name }) => name.endsWith('.ts'))) {
        const file = path.join(entry.parentPath, entry.name);
        const code = (await readFile(file, 'utf8')).replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
        const count = countWalks(code);
        if (count > 0) found[path.relative(ROOT, file)] = count;
      }
    }
    expect(found).to.deep.equal(Object.fromEntries(Object.entries(WALKS).map(([file, { count }]) => [file, count])));
  });
});
