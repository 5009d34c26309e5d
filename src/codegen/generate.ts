/**
 * The program that generates everything in generated/. Its sources are openapi.yaml, the contracts of the dialects
 * (each dialect has its own folder in the output), and the pages of the handbook in docs/guide. It is deterministic:
 * the same sources give the same bytes.
 *
 *   npx tsx src/codegen/generate.ts            writes generated/
 *   npx tsx src/codegen/generate.ts --check    writes nothing; fails if a file differs, is missing, or is superfluous
 *
 * Invariant: generated/ is the output of this program for the contracts and docs/guide (test/spec/codegen.test.ts).
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

/** Every decorator that a contract can need. */
const DECORATORS = [
  ...['Route', 'Tags', 'Get', 'Put', 'Post', 'Patch', 'Delete', 'OperationId', 'Security', 'NoSecurity'],
  ...['Consumes', 'SuccessResponse', 'Response', 'Request', 'Path', 'Query', 'Header', 'Body'],
];

/**
 * All files of generated/, keyed by their path below it: the files of the native contract, of each dialect and of the
 * handbook, and the file that merges all contracts.
 */
export async function generateAll(contracts: readonly Contract[]): Promise<Map<string, string>> {
  const files = new Map([['guide.ts', await writeGuide(path.join(ROOT, 'docs/guide'))]]);
  for (const contract of contracts) {
    for (const [name, content] of await generate(contract)) files.set(name, content);
  }
  if (contracts.length > 1) files.set('openapi-all.json', `${JSON.stringify(mergeContracts(contracts))}\n`);
  return files;
}

/**
 * The files of one contract, keyed by their path below generated/. tsoa works in a temporary folder below `root`, so
 * that it finds the types of Node.
 */
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

/** The files in `folder` that differ, are missing, or are superfluous, each with the reason. */
export async function findStaleFiles(folder: string, files: ReadonlyMap<string, string>): Promise<string[]> {
  const found = new Set(await listFiles(folder));
  const stale: string[] = [];
  for (const [name, content] of files) {
    if (!found.delete(name)) stale.push(`${name} is missing`);
    else if ((await readFile(path.join(folder, name), 'utf8')) !== content) stale.push(`${name} differs`);
  }
  return [...stale, ...[...found].map((name) => `${name} is not written by the generators`)].sort();
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
