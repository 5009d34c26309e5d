/**
 * The program that makes everything in generated/ from openapi.yaml, and the pages of the handbook there from docs/guide. Deterministic: the
 * same contract and pages give the same bytes.
 *
 *   npx tsx src/codegen/generate.ts            writes generated/
 *   npx tsx src/codegen/generate.ts --check    writes nothing, fails when a file there differs, is missing, or is too many
 *
 * Invariant: generated/ is what this makes of openapi.yaml and docs/guide (test/spec/codegen.test.ts).
 */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { operationsOf, parseDocument, type Operation } from './contract.js';
import { runTsoa } from './run-tsoa.js';
import { writeController } from './write-controllers.js';
import { writeClient, writeDecorators, writeExchange, writeReadme } from './write-fixed-files.js';
import { writeDefaults } from './write-defaults.js';
import { writeGuide } from './write-guide.js';
import { writeMembers } from './write-members.js';
import { writeOperations } from './write-operations.js';
import { writeCheckedBodies, writeTypes } from './write-types.js';

const ROOT = path.resolve(import.meta.dirname, '../..');
const OUTPUT = path.join(ROOT, 'generated');

/** Every decorator that a contract can need, whether this one does or not. */
const DECORATORS = [
  ...['Route', 'Tags', 'Get', 'Put', 'Post', 'Patch', 'Delete', 'OperationId', 'Security', 'NoSecurity'],
  ...['Consumes', 'SuccessResponse', 'Response', 'Request', 'Path', 'Query', 'Header', 'Body'],
];

/** The files of generated/, by their path in it. tsoa gets a scratch folder below `root`, where it can find the types of Node. */
export async function generate(contract: string, root: string = ROOT): Promise<Map<string, string>> {
  const document = parseDocument(contract);
  const operations = operationsOf(document);
  const files = new Map([
    ['api-types.ts', await writeTypes(document)],
    ['checked-bodies.ts', await writeCheckedBodies(document, operations)],
    ['client.ts', writeClient(document.info.title)],
    ['decorators.ts', writeDecorators(DECORATORS)],
    ['defaults.ts', writeDefaults(document)],
    ['exchange.ts', writeExchange()],
    ['guide.ts', await writeGuide(path.join(ROOT, 'docs/guide'))],
    ['members.ts', writeMembers(document)],
    ['openapi.json', `${JSON.stringify(document)}\n`],
    ['operations.txt', writeOperations(operations)],
    ['README.md', writeReadme()],
  ]);
  for (const [tag, ofTag] of byTag(operations)) files.set(`controllers/${tag}.ts`, writeController(tag, ofTag));

  await mkdir(path.join(root, '.cache'), { recursive: true });
  const scratch = await mkdtemp(path.join(root, '.cache', 'codegen-'));
  try {
    await writeFiles(scratch, files);
    const { routes, spec } = await runTsoa(scratch, document.info);
    files.set('routes.ts', routes);
    files.set('tsoa-spec.yaml', spec);
  } finally {
    await rm(scratch, { recursive: true });
  }
  return files;
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
  const files = await generate(await readFile(path.join(ROOT, 'openapi.yaml'), 'utf8'));
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
