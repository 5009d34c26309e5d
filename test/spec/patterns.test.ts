/**
 * Every pattern that the service applies to text from a client matches in linear time, so no text can occupy the only
 * thread. The test takes every pattern of the source and of the contracts, and matches each against long texts that
 * repeat one character, or one word of the pattern.
 *
 * A match in linear time takes less than a millisecond a text. A match in quadratic time would take at least ten
 * seconds, and is aborted, so the load of the machine does not change the result.
 */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';
import { expect } from 'chai';
import ts from 'typescript';
import { parse } from 'yaml';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const LENGTH = 200_000;
const ABORT_AFTER_MS = 5_000;
/** Files whose patterns are applied only to text of the operator or of the contract. */
const NOT_FOR_CLIENTS = new Set(['src/config.ts', 'src/http/unrouted.ts']);
/** In addition to the characters that a pattern itself contains. */
const USUAL = 'a0A_-. \t\n"/\\%,;:*é';

function patternsOfSource(): RegExp[] {
  const files = readdirSync(path.join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .map((name) => path.join('src', name))
    .filter((name) => name.endsWith('.ts') && !name.startsWith('src/codegen/') && !NOT_FOR_CLIENTS.has(name));
  return files.flatMap((file) => {
    const found: RegExp[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isRegularExpressionLiteral(node)) {
        const [, source = '', flags] = /^\/(.*)\/(\w*)$/s.exec(node.text) ?? [];
        found.push(new RegExp(source, flags));
      }
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(file, readFileSync(path.join(ROOT, file), 'utf8'), ts.ScriptTarget.ESNext));
    return found;
  });
}

function patternsOfContract(): RegExp[] {
  const found: RegExp[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { pattern } = node as { pattern?: unknown };
    if (typeof pattern === 'string') found.push(new RegExp(pattern, 'u'));
    for (const child of Object.values(node)) visit(child);
  };
  const dialects = readdirSync(path.join(ROOT, 'openapi')).map((name) => `openapi/${name}`);
  for (const file of ['openapi.yaml', ...dialects]) visit(parse(readFileSync(path.join(ROOT, file), 'utf8')));
  return found;
}

function isSlow(pattern: RegExp): boolean {
  const words = new Set([...pattern.source, ...USUAL, ...(pattern.source.match(/[A-Za-z_]{2,}/g) ?? [])]);
  const texts = [...words].flatMap((word) =>
    ['', 'a', '"'].map((before) => `${before}${word.repeat(LENGTH / word.length)}\u0001`),
  );
  const script = 'for (const text of texts) { pattern.lastIndex = 0; pattern.exec(text); }';
  try {
    vm.runInNewContext(script, { pattern, texts }, { timeout: ABORT_AFTER_MS });
    return false;
  } catch {
    return true;
  }
}

describe('The patterns of the service', () => {
  it('match any text of a client in linear time', function () {
    this.timeout(600_000);
    const patterns = new Map([...patternsOfSource(), ...patternsOfContract()].map((each) => [String(each), each]));
    expect(patterns.size).to.be.above(50);
    expect([...patterns].filter(([, pattern]) => isSlow(pattern)).map(([text]) => text)).to.deep.equal([]);
    // Shows that the measurement detects a slow pattern.
    expect(isSlow(/\s+$/)).to.equal(true);
  });
});
