/**
 * The program that holds generated/tsoa-spec.yaml against openapi.yaml, and fails on any difference (drift.ts says what is left out).
 * The controllers are generated, so this checks the generators and catches files that are stale or were edited by hand; it says
 * nothing of what the service does.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { parseDocument, type OpenApiDocument } from './contract.js';
import { findDrift } from './drift.js';

const ROOT = path.resolve(import.meta.dirname, '../..');
const read = (name: string): Promise<string> => readFile(path.join(ROOT, name), 'utf8');

const contract = parseDocument(await read('openapi.yaml'));
const readBack = parse(await read('generated/tsoa-spec.yaml')) as OpenApiDocument;

const differences = findDrift(contract, readBack);
for (const line of differences) console.error(line);
if (differences.length > 0) process.exitCode = 1;
