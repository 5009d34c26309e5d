/** The layout: which files a file can import, how files are named, and that each file states what it is. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'chai';

const ROOT = path.resolve(import.meta.dirname, '../..');

interface Import {
  /** The importing file, relative to the root. */
  readonly from: string;
  /** The imported file relative to the root, or a package. */
  readonly target: string;
  readonly isOurs: boolean;
  readonly isTypeOnly: boolean;
}

/** The longest matching prefix applies. Files can import `types` only with `import type`. */
const RULES: Readonly<Record<string, { may: readonly string[]; types?: readonly string[] }>> = {
  'generated/': { may: ['generated/'], types: ['express', 'node:stream'] },
  'generated/client.ts': { may: ['generated/', 'openapi-fetch'] },
  'src/domain/': { may: ['src/domain/', 'node:crypto'] },
  'src/codegen/': { may: ['src/codegen/', '*'] },
  'backends/backend.ts': { may: [], types: ['src/domain/'] },
  // The table of calls, and the decorators that are made from it.
  'backends/calls.ts': { may: [], types: ['src/domain/', 'backends/backend.ts'] },
  'backends/decorate.ts': { may: ['backends/calls.ts'], types: ['backends/backend.ts'] },
  // Code that the drivers share.
  'backends/shared/': {
    may: [
      ...['backends/shared/', 'src/domain/errors.ts', 'src/domain/deadline.ts', 'src/domain/guest.ts'],
      'node:fs/promises',
      ...['node:timers/promises', 'node:events', 'node:net'],
    ],
    types: ['backends/backend.ts', 'src/domain/drift.ts', 'src/domain/ids.ts'],
  },
  // Two drivers need the interfaces of this machine.
  'backends/shared/interfaces.ts': { may: ['node:child_process', 'node:os', 'node:util'] },
  'backends/fake/': { may: ['backends/backend.ts', 'backends/shared/', 'src/domain/', 'backends/fake/', '*'] },
  'backends/qmp/': { may: ['backends/backend.ts', 'backends/shared/', 'src/domain/', 'backends/qmp/', '*'] },
  'backends/libvirt/': { may: ['backends/backend.ts', 'backends/shared/', 'src/domain/', 'backends/libvirt/', '*'] },
  // The wire protocol is independent of guests.
  'backends/libvirt/rpc/': { may: ['backends/libvirt/rpc/', '*'], types: ['src/domain/log.ts'] },
  'backends/registry.ts': { may: ['backends/', 'src/domain/', '*'] },
  'backends/supervised.ts': { may: ['backends/', 'src/domain/', '*'] },
  'src/store/': { may: ['src/domain/', 'src/store/', '*'] },
  'src/app/': {
    may: ['src/domain/', 'src/store/', 'src/app/', 'src/operations/enqueue.ts', '*'],
    types: ['backends/backend.ts'],
  },
  'src/operations/': {
    may: ['src/domain/', 'src/store/', 'src/operations/', 'backends/decorate.ts', '*'],
    types: ['backends/backend.ts'],
  },
  'src/hosts/': {
    may: [
      'src/domain/',
      'src/store/',
      'src/operations/',
      'src/hosts/',
      ...['backends/calls.ts', 'backends/decorate.ts'],
      '*',
    ],
    types: ['backends/backend.ts'],
  },
  'src/identity/': { may: ['src/domain/', 'src/identity/', '*'] },
  'src/http/': { may: ['generated/', 'src/app/', 'src/domain/', 'src/http/', '*'] },
  // A dialect depends on no other dialect, and on neither the controllers nor the views of the native API.
  'src/http/dialects/': {
    may: [
      ...['generated/', 'src/app/', 'src/domain/', 'src/http/dialects/', 'src/http/faults.ts', '*'],
      ...['src/http/access/credential.ts', 'src/http/contract/'],
    ],
    types: ['src/http/mount-contract.ts', 'src/http/request-context.ts'],
  },
  'src/main.ts': { may: ['src/', 'backends/', '*'] },
  'src/host-drivers.ts': { may: ['src/domain/', 'src/hosts/', 'backends/'], types: ['src/app/host-registry.ts'] },
  'src/config.ts': { may: ['src/domain/'] },
  'src/endings.ts': { may: ['src/domain/'] },
  'src/periodic-task.ts': { may: [] },
  'src/tracing.ts': { may: ['src/domain/', '*'] },
};

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(path.join(ROOT, folder), { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.parentPath.includes('node_modules'))
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)));
}

async function listImports(file: string): Promise<Import[]> {
  const text = await readFile(path.join(ROOT, file), 'utf8');
  const pattern = /^\s*(?:import|export)\s+(type\s+)?([^'"`;]*?\sfrom\s+)?'([^']+)'|\bimport\('([^']+)'\)/gm;
  return [...text.matchAll(pattern)].map((match) => {
    const target = match[3] ?? match[4] ?? '';
    const isOurs = target.startsWith('.');
    const names = /\{([^}]*)\}/
      .exec(match[2] ?? '')?.[1]
      ?.split(',')
      .map((name) => name.trim());
    const areAllTypes = names?.filter((name) => name !== '').every((name) => name.startsWith('type ')) ?? false;
    return {
      from: file,
      target: isOurs ? path.join(path.dirname(file), target).replace(/\.js$/, '.ts') : target,
      isOurs,
      isTypeOnly: match[1] !== undefined || areAllTypes,
    };
  });
}

function ruleFor(file: string): (typeof RULES)[string] | undefined {
  const prefix = Object.keys(RULES)
    .filter((candidate) => file.startsWith(candidate))
    .sort((a, b) => b.length - a.length)[0];
  return prefix === undefined ? undefined : RULES[prefix];
}

function isAllowed({ from, target, isOurs, isTypeOnly }: Import): boolean {
  const rule = ruleFor(from);
  if (rule === undefined) return false;
  const matches = (allowed: string): boolean =>
    allowed === '*' ? !isOurs : isOurs ? target.startsWith(allowed) : target === allowed;
  return rule.may.some(matches) || (isTypeOnly && (rule.types?.some(matches) ?? false));
}

/** Each file that imports itself, directly or through other files, with the path of imports. */
function findCircles(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const circles: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
    if (path.includes(file) || done.has(file)) return;
    for (const target of graph.get(file) ?? []) visit(target, [...path, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return circles;
}

describe('The layout', () => {
  it('allows a file to import only what its place in the tree permits', async () => {
    const files = [...(await listFiles('src')), ...(await listFiles('backends')), ...(await listFiles('generated'))];
    const imports = (await Promise.all(files.map(listImports))).flat();
    expect(imports.length).to.be.greaterThan(300);
    const wrong = imports.filter((found) => !isAllowed(found)).map(({ from, target }) => `${from} imports ${target}`);
    expect(wrong).to.deep.equal([]);
  });

  it('has no circular imports, not even of types', async () => {
    const files = [...(await listFiles('src')), ...(await listFiles('backends'))];
    const graph = new Map<string, string[]>();
    for (const file of files) {
      const targets = (await listImports(file)).filter(({ isOurs }) => isOurs).map(({ target }) => target);
      graph.set(file, targets);
    }
    expect(findCircles(graph)).to.deep.equal([]);
  });

  it('keeps the HTTP tests, and everything that they import, independent of the code under test', async () => {
    const importedBy = new Map<string, string>();
    const files = await listFiles('test/http');
    // The loop adds to this list while it walks through it.
    for (const file of files) {
      if (/^(src|backends|generated)\//.test(file)) continue;
      for (const { target, isOurs } of await listImports(file)) {
        if (!isOurs || importedBy.has(target)) continue;
        importedBy.set(target, file);
        if (target.endsWith('.ts')) files.push(target);
      }
    }
    expect(importedBy.size).to.be.greaterThan(30);
    const wrong = [...importedBy].filter(([target]) => /^(src|backends)\//.test(target));
    expect(wrong.map(([target, file]) => `${file} imports ${target}`)).to.deep.equal([]);
  });

  it('names files in kebab-case, and never vaguely', async () => {
    const files = (await Promise.all(['src', 'backends', 'test'].map(listFiles))).flat();
    const odd = files.filter((file) => {
      const name = path.basename(file).replace(/(\.test)?\.ts$/, '');
      const isPlain = /^[a-z0-9]+(-[a-z0-9]+)*$/.test(name);
      return !isPlain || /^(index|utils?|helpers?|common|lib|misc)$/.test(name);
    });
    expect(odd.filter((file) => !file.includes('codegen-golden'))).to.deep.equal([]);
  });

  it('wraps prose in comments at 120 columns', async () => {
    const files = (await Promise.all(['src', 'backends', 'test'].map(listFiles))).flat();
    const wide: string[] = [];
    for (const file of files.filter((name) => !name.includes('codegen-golden'))) {
      for (const [index, line] of (await readFile(path.join(ROOT, file), 'utf8')).split('\n').entries()) {
        // Diagrams and tables, which have runs of spaces, can be wider.
        const isProse = /^\s*(\*|\/\/|\/\*)/.test(line) && !/\S {3,}\S/.test(line);
        if (isProse && [...line].length > 120) wide.push(`${file}:${index + 1}`);
      }
    }
    expect(wide).to.deep.equal([]);
  });

  it('requires every hand-written file to open with a comment that states what it is', async () => {
    const files = (await Promise.all(['src', 'backends', 'test'].map(listFiles))).flat();
    const silent: string[] = [];
    for (const file of files.filter((name) => !name.includes('codegen-golden'))) {
      const text = await readFile(path.join(ROOT, file), 'utf8');
      if (!/^(\/\*\*|\/\/ )/.test(text)) silent.push(file);
    }
    expect(silent).to.deep.equal([]);
  });
});
