/**
 * The handbook (docs/guide) agrees with the code and the contract, and its renderer rejects unsupported Markdown.
 * test/http/guide.test.ts runs the examples of the handbook.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { renderPage } from '../../src/codegen/write-guide.js';
import * as collections from '../../src/domain/collections.js';
import type { Collection } from '../../src/domain/collections.js';

const ROOT = new URL('../../', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, ROOT), 'utf8');
const COLLECTIONS: readonly Collection[] = Object.values(collections).filter((value) => typeof value === 'object');

describe('The handbook', () => {
  it('lists the search fields of each list', () => {
    const [, section = ''] = read('docs/guide/search.md').split('## The fields');
    const rows = [...section.matchAll(/^\| (\w+) +\| (.*?) *\|$/gm)].slice(1);
    const printed = rows.map(([, name = '', fields = '']) => [name, fields.replaceAll('`', '').split(', ').sort()]);
    const known = COLLECTIONS.map((each) => [each.name, collections.fieldNames(each).sort()]);
    expect(printed).to.have.deep.members(known);
  });

  it('has every page that the contract and the README link to', () => {
    const pages = readdirSync(new URL('docs/guide/', ROOT));
    for (const file of ['openapi.yaml', 'README.md']) {
      const links = [...read(file).matchAll(/docs\/guide\/([a-z-]+)/g)].map(([, page = '']) => `${page}.md`);
      expect(links, file).to.not.be.empty;
      expect(pages, file).to.include.members(links);
    }
  });

  it('names only tests that exist', () => {
    const named = readdirSync(new URL('docs/guide/', ROOT)).flatMap((file) => [
      ...read(`docs/guide/${file}`).matchAll(/`(test\/[\w/-]+\.test\.ts)`/g),
    ]);
    expect(named).to.not.be.empty;
    expect(named.map(([, name = '']) => name).filter((name) => !existsSync(new URL(name, ROOT)))).to.deep.equal([]);
  });

  it('has a link to each of its pages in the contract', () => {
    const contract = read('openapi.yaml');
    for (const file of readdirSync(new URL('docs/guide/', ROOT))) {
      expect(contract).to.include(`](/docs/guide/${file.replace(/\.md$/, '')})`);
    }
  });
});

describe('The renderer of the handbook', () => {
  const TITLE = '# A page\n\n';

  it('renders everything that is not Markdown as text', () => {
    const { html, title } = renderPage(
      'a',
      `${TITLE}a < b & "c"\n\n\`<script>\`\n\n\`\`\`sh\necho "<b>" > x\n\`\`\`\n`,
    );
    expect(title).to.equal('A page');
    expect(html).to.include('<p>a &lt; b &amp; &quot;c&quot;</p>');
    expect(html).to.include('<code>&lt;script&gt;</code>');
    expect(html).to.include('echo &quot;&lt;b&gt;&quot; &gt; x');
  });

  it('makes links to other pages, to the API and to the catalogue of faults', () => {
    const { html, links } = renderPage('a', `${TITLE}[b](paging.md#sorting) [c](/docs) [d](/docs/errors#not-found)\n`);
    expect(html).to.include('<a href="/docs/guide/paging#sorting">b</a>');
    expect(html).to.include('<a href="/docs">c</a>').and.to.include('<a href="/docs/errors#not-found">d</a>');
    expect(links).to.deep.equal([{ page: 'paging', anchor: 'sorting' }]);
  });

  for (const [what, markdown] of [
    ['HTML', 'a <b>word</b>'],
    ['a block of HTML', '<script>alert(1)</script>'],
    ['a comment', '<!-- hidden -->'],
    ['an image', '![x](https://example.com/x.png)'],
    ['a script as a link', '[x](javascript:alert)'],
    ['a link to another part of the service', '[x](/v1/guests)'],
    ['two headings with the same anchor', '## A page'],
  ] as const) {
    it(`rejects ${what}`, () => {
      expect(() => renderPage('a', `${TITLE}${markdown}\n`)).to.throw('docs/guide/a.md');
    });
  }

  it('rejects a page without a title', () => {
    expect(() => renderPage('a', 'text\n')).to.throw('it has no title');
  });
});
