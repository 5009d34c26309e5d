/**
 * The service can run as root beside folders that other users can write: those of QEMU and of PostgreSQL. While root
 * walks such a folder by its paths, its owner can replace a part of it by a link, and root then removes or changes files
 * elsewhere. So no code removes, copies or changes a whole tree, except where only root can write the tree.
 */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Functions of node:fs that walk a tree if they are called with `recursive`. */
const WALKERS = new Set(['rm', 'rmSync', 'rmdir', 'rmdirSync', 'cp', 'cpSync', 'readdir', 'readdirSync', 'opendir']);
/** Programs that walk a tree if they have this argument. */
const WALKING_ARGUMENTS = new Set(['-R', '-r', '-rf', '--recursive']);
/** Files that walk only trees that nobody but the user of the service can write, with the tree. */
const SAFE: Readonly<Record<string, string>> = {
  'src/store/embedded/postgres-binaries.ts': 'the copy of the programs of PostgreSQL, which belongs to root',
};

function sources(): string[] {
  return ['src', 'backends'].flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => path.join(folder, name))
      .filter((name) => name.endsWith('.ts') && !name.startsWith('src/codegen/')),
  );
}

/** The calls in a file that walk a tree, each as its text. */
function walksIn(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(path.join(ROOT, file), 'utf8'), ts.ScriptTarget.ESNext, true);
  const walks: string[] = [];
  const isRecursive = (node: ts.Node): boolean =>
    (ts.isPropertyAssignment(node) &&
      node.name.getText() === 'recursive' &&
      node.initializer.kind !== ts.SyntaxKind.FalseKeyword) ||
    (ts.isShorthandPropertyAssignment(node) && node.name.text === 'recursive');
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) && WALKING_ARGUMENTS.has(node.text)) walks.push(`${file}: ${node.parent.getText()}`);
    if (ts.isCallExpression(node)) {
      const name = node.expression.getText().split('.').at(-1) ?? '';
      const options = node.arguments.filter(ts.isObjectLiteralExpression).flatMap(({ properties }) => [...properties]);
      if (WALKERS.has(name) && options.some(isRecursive)) walks.push(`${file}: ${node.getText()}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return walks;
}

describe('Root', () => {
  it('never walks a tree that another user can write', () => {
    const walks = sources().flatMap(walksIn);
    expect(walks.filter((walk) => SAFE[walk.split(':')[0] ?? ''] === undefined)).to.deep.equal([]);
    // An exception that is no longer needed must go.
    for (const file of Object.keys(SAFE))
      expect(
        walks.some((walk) => walk.startsWith(file)),
        file,
      ).to.equal(true);
  });
});
