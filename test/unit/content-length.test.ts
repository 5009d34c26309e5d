/** What a request declares about the length of its body, as every part of the HTTP server reads it. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'chai';
import { contentLengthOf, hasBody } from '../../src/http/contract/content-length.js';

const HTTP = path.resolve(import.meta.dirname, '../../src/http');

describe('The declared length of a body', () => {
  for (const [what, headers, length, isBody] of [
    ['no field', {}, null, false],
    ['a length', { 'content-length': '17' }, 17, true],
    ['a length of 0', { 'content-length': '0' }, 0, false],
    ['a length of 0 with leading zeros', { 'content-length': '00' }, 0, false],
    ['chunks', { 'transfer-encoding': 'chunked' }, null, true],
  ] as const) {
    it(`of a request with ${what} is ${length}, and it has ${isBody ? 'a' : 'no'} body`, () => {
      expect([contentLengthOf(headers), hasBody(headers)]).to.deep.equal([length, isBody]);
    });
  }

  it('is read in one file only', async () => {
    const names = (await readdir(HTTP, { recursive: true })).filter((name) => name.endsWith('.ts'));
    const reads = await Promise.all(
      names.map(async (name) =>
        (await readFile(path.join(HTTP, name), 'utf8')).includes(`'content-length'`) ? name : null,
      ),
    );
    expect(reads.filter((name) => name !== null)).to.deep.equal(['contract/content-length.ts']);
  });
});
