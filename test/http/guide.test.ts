/**
 * The handbook (docs/guide) as its readers use it. The test runs the printed examples against a running service, page
 * by page in the order of the navigation, and compares their output with the output on the pages. It also reads the
 * pages as the service serves them.
 *
 * It compares status lines, header lines, lines of text, and the members of JSON whose values are the same every time.
 * `…` on a page stands for omitted output.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { Api } from '../support/api.js';
import { Service } from '../support/service.js';

const FOLDER = new URL('../../docs/guide/', import.meta.url);
const FIRST_PAGE = 'getting-started';
const ADDRESS = 'http://127.0.0.1:8480';
/** Separates the outputs of two examples. */
const SEPARATOR = '=== next example ===';

interface Example {
  readonly commands: string;
  /** The parts of the output that the page shows; empty if the page shows no output. */
  readonly shown: readonly string[];
}

/** Every block of the page: its language and its text. */
function blocksOf(markdown: string): { language: string; text: string }[] {
  return [...markdown.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language = '', text = '']) => ({
    language,
    text,
  }));
}

function examplesOf(markdown: string): Example[] {
  const examples: Example[] = [];
  for (const { language, text } of blocksOf(markdown)) {
    if (language === 'sh') {
      examples.push({ commands: text, shown: [] });
      continue;
    }
    const last = examples.pop();
    if (last === undefined) throw new Error(`output without an example: ${text}`);
    examples.push({ ...last, shown: [...last.shown, ...piecesOf(language, text)] });
  }
  return examples;
}

/** The texts that the output must contain. */
function piecesOf(language: string, text: string): string[] {
  const lines = text.split('\n').filter((line) => line !== '');
  switch (language) {
    case 'text':
      return lines.map(compact);
    case 'http':
      return [
        ...lines.filter((line) => /^(HTTP\/1\.1 \d{3}|[A-Za-z-]+:) /.test(line)).map(compact),
        ...membersOf(lines.filter((line) => !/^(HTTP|[A-Za-z-]+:)/.test(line)).join('\n')),
      ];
    case 'json':
      return membersOf(text);
    default:
      throw new Error(`a block of the unknown language ${language}`);
  }
}

/** One text such as `"state":"stopped"` for each member with a plain value that the page shows completely. */
function membersOf(json: string): string[] {
  return [...json.matchAll(/"\w+": ?(?:"[^"]*"|-?\d+|null|true|false)(?=[,}\]\s])/g)]
    .map(([member]) => member)
    .filter((member) => !member.includes('…') && !/^"(?:id|detail)"/.test(member))
    .map(compact);
}

/** Removes spaces outside of words, which differ between the page and the output. */
function compact(text: string): string {
  return text.replaceAll(/\s+/g, '');
}

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

  /** Runs the examples of a page in one shell, and resolves with the output of each example. */
  async function run(examples: readonly Example[]): Promise<string[]> {
    const script = examples.map(({ commands }) => commands.replaceAll(ADDRESS, service.url));
    const child = ['-euo', 'pipefail', '-c', script.join(`\necho '${SEPARATOR}'\n`)];
    const outputs = await new Promise<string>((resolve, reject) => {
      execFile('bash', child, { cwd: folder, timeout: 60_000 }, (error, stdout, stderr) => {
        if (error === null) {
          resolve(stdout);
          return;
        }
        const failed = stdout.split(SEPARATOR).length - 1;
        const printed = `${stdout.split(SEPARATOR).at(-1)}${stderr}`;
        reject(new Error(`this example failed:\n${examples[failed]?.commands}\n${printed}`, { cause: error }));
      });
    });
    return outputs.split(SEPARATOR);
  }

  it('has examples that work and print what the pages show', async () => {
    let count = 0;
    for (const page of pages) {
      const examples = examplesOf(await readFile(new URL(`${page}.md`, FOLDER), 'utf8'));
      expect(examples[0]?.commands, `the first example of ${page}`).to.include(`GUESTHOUSE=${ADDRESS}\n`);
      expect(examples, `the examples of ${page}`).to.have.length.above(1);
      const outputs = await run(examples);
      for (const [index, { commands, shown }] of examples.entries()) {
        const printed = compact(outputs[index] ?? '');
        for (const piece of shown) expect(printed, `${page}:\n${commands}`).to.include(piece);
        count += shown.length;
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
