/**
 * The program that compares each tsoa-spec.yaml of generated/ with its contract, and fails on any difference
 * (contract-differences.ts lists what is not compared). Because the controllers are generated, a difference means a
 * mistake in the generators, or files that are stale or were edited by hand. The program does not check the behaviour
 * of the service.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import type { OpenApiDocument } from './contract.js';
import { readContracts } from './contracts.js';
import { findContractDifferences } from './contract-differences.js';

const ROOT = path.resolve(import.meta.dirname, '../..');

for (const { file, folder, document } of await readContracts(ROOT)) {
  const spec = await readFile(path.join(ROOT, 'generated', folder, 'tsoa-spec.yaml'), 'utf8');
  const differences = findContractDifferences(document, parse(spec) as OpenApiDocument);
  for (const line of differences) console.error(`${file}: ${line}`);
  if (differences.length > 0) process.exitCode = 1;
}
