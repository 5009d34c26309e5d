/**
 * The handbook (docs/guide) as its readers use it. The test runs the printed examples against a running service, page
 * by page in the order of the navigation, and compares their output with the output on the pages. It also reads the
 * pages as the service serves them.
 */
import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { Api } from '../support/api.js';
import { examplesOf, missingIn, runExamples } from '../support/guide-examples.js';
import { Service } from '../support/service.js';

const FOLDER = new URL('../../docs/guide/', import.meta.url);
const FIRST_PAGE = 'getting-started';
const ADDRESS = 'http://127.0.0.1:8480';
/** Pages with commands that need more than this service: test/live/growing.test.ts runs them. */
const RUN_ELSEWHERE: readonly string[] = ['growing-from-one-host-to-many'];

describe('The handbook', () => {
  let service: Service;
  let api: Api;
  let pages: string[];
  let folder: string;
  before(async () => {
    service = await Service.start();
    api = new Api(service);
    const first = await api.expect(200, 'GET', `/docs/guide/${FIRST_PAGE}`, { token: null });
    pages = [...first.text.matchAll(/href="\/docs\/guide\/([a-z-]+)"/g)].map(([, page = '']) => page);
    pages = [...new Set(pages)];
    folder = await mkdtemp(path.join(tmpdir(), 'guesthouse-guide-'));
    await symlink(service.dataFolder, path.join(folder, 'data'));
  });
  after(async () => {
    await rm(folder, { recursive: true, force: true });
    await service.leave();
  });

  it('has examples that work and print what the pages show', async () => {
    let count = 0;
    for (const page of pages) {
      const examples = examplesOf(await readFile(new URL(`${page}.md`, FOLDER), 'utf8'));
      expect(examples[0]?.commands, `the first example of ${page}`).to.include(`GUESTHOUSE=${ADDRESS}\n`);
      expect(examples, `the examples of ${page}`).to.have.length.above(1);
      if (RUN_ELSEWHERE.includes(page)) continue;
      const adapt = (commands: string): string => commands.replaceAll(ADDRESS, service.url);
      const outputs = await runExamples(examples, { folder, adapt });
      for (const [index, example] of examples.entries()) {
        const output = outputs[index] ?? '';
        expect(missingIn(output, example), `${page}:\n${example.commands}\n${output}`).to.deep.equal([]);
        count += example.shown.length;
      }
    }
    expect(count).to.be.above(pages.length);
  });

  it('is served without a credential, and each page links to all others', async () => {
    expect(pages).to.have.length.above(9);
    for (const page of pages) {
      const response = await api.expect(200, 'GET', `/docs/guide/${page}`, { token: null });
      expect(response.headers.get('content-type')).to.equal('text/html; charset=utf-8');
      expect(response.headers.get('content-security-policy')).to.include("default-src 'self'");
      for (const other of pages) expect(response.text, page).to.include(`href="/docs/guide/${other}"`);
      expect(response.text).to.include('href="/docs"').and.to.include('href="/docs/errors"');
      expect(response.text).to.not.match(/<script|<img|\son\w+=|javascript:/i);
    }
  });

  it('links only to pages and anchors that exist', async () => {
    const texts = new Map<string, string>();
    const textOf = async (address: string): Promise<string> => {
      const text = texts.get(address) ?? (await api.expect(200, 'GET', address, { token: null })).text;
      texts.set(address, text);
      return text;
    };
    for (const page of [...pages.map((each) => `/docs/guide/${each}`), '/docs/errors']) {
      for (const [, href = ''] of (await textOf(page)).matchAll(/<(?:a|link)[^>]* href="([^"]+)"/g)) {
        const [address = '', anchor] = href.split('#');
        const target = await textOf(address);
        if (anchor !== undefined) expect(target, `${page} → ${href}`).to.include(`id="${anchor}"`);
      }
    }
  });

  it('has no other pages', async () => {
    for (const page of ['none', 'Paging', 'paging.md', '__proto__', '..%2Ferrors']) {
      await api.refused(404, 'NOT_FOUND', 'GET', `/docs/guide/${page}`, { token: null });
    }
    await api.refused(404, 'NOT_FOUND', 'GET', '/docs/guide');
    await api.refused(405, 'METHOD_NOT_ALLOWED', 'POST', `/docs/guide/${FIRST_PAGE}`, { token: null });
    await api.refused(400, 'VALIDATION_FAILED', 'GET', `/docs/guide/${FIRST_PAGE}?colour=red`, { token: null });
    const headers = { accept: 'image/png' };
    await api.expect(406, 'GET', `/docs/guide/${FIRST_PAGE}`, { token: null, headers });
  });
});
