/**
 * The program that makes everything in generated/: from openapi.yaml and the contracts of its dialects, each in a folder of its own, and the
 * pages of the handbook from docs/guide. Deterministic: the same contracts and pages give the same bytes.
 *
 *   npx tsx src/codegen/generate.ts            writes generated/
 *   npx tsx src/codegen/generate.ts --check    writes nothing, fails when a file there differs, is missing, or is too many
 *
 * Invariant: generated/ is what this makes of the contracts and docs/guide (test/spec/codegen.test.ts).
 */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { operationsOf, type Operation } from './contract.js';
import { mergeContracts, readContracts, type Contract } from './contracts.js';
import { runTsoa } from './run-tsoa.js';
import { writeController } from './write-controllers.js';
import { writeClient, writeDecorators, writeExchange, writeReadme } from './write-fixed-files.js';
import { writeDefaults } from './write-defaults.js';
import { writeGuide } from './write-guide.js';
import { writeMembers, writeOperations } from './write-lists.js';
import { writeCheckedBodies, writeTypes } from './write-types.js';

const ROOT = path.resolve(import.meta.dirname, '../..');
const OUTPUT = path.join(ROOT, 'generated');

/** Every decorator that a contract can need, whether this one does or not. */
const DECORATORS = [
  ...['Route', 'Tags', 'Get', 'Put', 'Post', 'Patch', 'Delete', 'OperationId', 'Security', 'NoSecurity'],
  ...['Consumes', 'SuccessResponse', 'Response', 'Request', 'Path', 'Query', 'Header', 'Body'],
];

/** All of generated/, by the paths in it: the native contract's files, each dialect's, what is made of all together, and the handbook. */
export async function generateAll(contracts: readonly Contract[]): Promise<Map<string, string>> {
  const files = new Map([['guide.ts', await writeGuide(path.join(ROOT, 'docs/guide'))]]);
  for (const contract of contracts) {
    for (const [name, content] of await generate(contract)) files.set(name, content);
  }
  if (contracts.length > 1) files.set('openapi-all.json', `${JSON.stringify(mergeContracts(contracts))}\n`);
  return files;
}

/** The files of one contract, by their path in generated/. tsoa gets a scratch folder below `root`, where it can find the types of Node. */
export async function generate(contract: Contract, root: string = ROOT): Promise<Map<string, string>> {
  const { file, folder, document } = contract;
  const operations = operationsOf(document);
  const shared = new Map([
    ['decorators.ts', writeDecorators(DECORATORS)],
    ['exchange.ts', writeExchange()],
  ]);
  const files = new Map([
    ['api-types.ts', await writeTypes(document, file)],
    ['checked-bodies.ts', await writeCheckedBodies(document, operations, file)],
    ['openapi.json', `${JSON.stringify(document)}\n`],
    ['operations.txt', writeOperations(operations, file)],
  ]);
  for (const [tag, ofTag] of byTag(operations))
    files.set(`controllers/${tag}.ts`, writeController(contract, tag, ofTag));

  await mkdir(path.join(root, '.cache'), { recursive: true });
  const scratch = await mkdtemp(path.join(root, '.cache', 'codegen-'));
  try {
    await writeFiles(scratch, shared);
    await writeFiles(path.join(scratch, folder), files);
    const { routes, spec } = await runTsoa(scratch, contract);
    files.set('routes.ts', routes);
    files.set('tsoa-spec.yaml', spec);
  } finally {
    await rm(scratch, { recursive: true });
  }
  if (folder !== '') return new Map([...files].map(([name, content]) => [`${folder}/${name}`, content]));
  return new Map([
    ...files,
    ...shared,
    ['client.ts', writeClient(document.info.title)],
    ['defaults.ts', writeDefaults(document)],
    ['members.ts', writeMembers(document)],
    ['README.md', writeReadme()],
  ]);
}

/** What is not as it should be in `folder`, in words; empty when nothing is. */
export async function findStaleFiles(folder: string, files: ReadonlyMap<string, string>): Promise<string[]> {
  const found = new Set(await listFiles(folder));
  const stale: string[] = [];
  for (const [name, content] of files) {
    if (!found.delete(name)) stale.push(`${name} is missing`);
    else if ((await readFile(path.join(folder, name), 'utf8')) !== content) stale.push(`${name} differs`);
  }
  return [...stale, ...[...found].map((name) => `${name} is not made by the generators`)].sort();
}

function byTag(operations: readonly Operation[]): Map<string, Operation[]> {
  const tags = new Map<string, Operation[]>();
  for (const operation of operations) tags.set(operation.tag, [...(tags.get(operation.tag) ?? []), operation]);
  return tags;
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
}

async function writeFiles(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  for (const [name, content] of files) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }
}

async function main(args: readonly string[]): Promise<void> {
  const files = await generateAll(await readContracts(ROOT));
  if (!args.includes('--check')) {
    for (const name of await listFiles(OUTPUT)) if (!files.has(name)) await rm(path.join(OUTPUT, name));
    await writeFiles(OUTPUT, files);
    return;
  }
  const stale = await findStaleFiles(OUTPUT, files);
  for (const line of stale) console.error(`generated/${line}`);
  if (stale.length > 0) {
    console.error('Run `npx tsx src/codegen/generate.ts`.');
    process.exitCode = 1;
  }
}

if (process.argv[1] === import.meta.filename) await main(process.argv.slice(2));
