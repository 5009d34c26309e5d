/**
 * The writer of guide.ts: the pages of the handbook (docs/guide/*.md) as HTML, in the order of the navigation.
 *
 * The pages must also work as plain Markdown, so a link to another page is `paging.md#anchor` in the source, and
 * becomes `/docs/guide/paging#anchor` in the HTML. This file must never pass HTML through: HTML in a page is an error.
 * A link to a page or heading that does not exist is an error too.
 */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Marked, type Tokens } from 'marked';
import { banner } from './write-fixed-files.js';

/** All pages, in the order of the navigation. */
const PAGES = [
  'getting-started',
  'conventions',
  'credentials-and-roles',
  'guest-states',
  'addresses-and-machines',
  'drift',
  'waiting',
  'paging',
  'search',
  'changes',
  'conditional-requests',
  'idempotency',
  'events',
  'limits',
  'quotas',
  'hosts',
  'placement',
  'networks',
  'images',
  'growing-from-one-host-to-many',
  'security',
  'http-conformance',
  'faults',
  'mistify',
  'mogan',
  'ovirt',
];

interface Rendered {
  readonly title: string;
  readonly html: string;
  /** The ids of its headings, which are the targets of links. */
  readonly anchors: ReadonlySet<string>;
  /** Links to other pages of the handbook. */
  readonly links: readonly { readonly page: string; readonly anchor: string | null }[];
}

/** The text of guide.ts; `folder` is docs/guide. */
export async function writeGuide(folder: string): Promise<string> {
  const found = (await readdir(folder)).sort();
  const expected = PAGES.map((page) => `${page}.md`).sort();
  if (found.join() !== expected.join()) {
    throw new Error(`${folder} must have exactly the pages of src/codegen/write-guide.ts: ${expected.join(', ')}`);
  }
  const rendered = new Map<string, Rendered>();
  for (const page of PAGES)
    rendered.set(page, renderPage(page, await readFile(path.join(folder, `${page}.md`), 'utf8')));
  for (const [page, { links }] of rendered) for (const link of links) requireTarget(rendered, page, link);
  const entries = [...rendered].map(
    ([page, { title, html }]) =>
      `  {\n    page: '${page}',\n    title: ${literal(title)},\n    html: ${literal(html)},\n  },\n`,
  );
  return `${banner('src/codegen/write-guide.ts, with marked', 'docs/guide')}
/** A page of the handbook. \`html\` is its content, without the navigation. */
export interface GuidePage {
  readonly page: string;
  readonly title: string;
  readonly html: string;
}

/** All pages, in the order of the navigation. */
export const GUIDE: readonly GuidePage[] = [
${entries.join('')}];
`;
}

function requireTarget(pages: ReadonlyMap<string, Rendered>, from: string, link: Rendered['links'][number]): void {
  const target = pages.get(link.page);
  if (target === undefined) throw new Error(`docs/guide/${from}.md links to ${link.page}.md, which does not exist`);
  if (link.anchor === null || target.anchors.has(link.anchor)) return;
  throw new Error(`docs/guide/${from}.md links to ${link.page}.md#${link.anchor}, a heading that does not exist`);
}

/**
 * Throws if the Markdown has HTML, an image, no title, two headings with the same anchor, or a link of an unknown kind.
 */
export function renderPage(page: string, markdown: string): Rendered {
  const fail = (what: string): never => {
    throw new Error(`docs/guide/${page}.md: ${what}`);
  };
  const anchors = new Set<string>();
  const links: { page: string; anchor: string | null }[] = [];
  let title = '';
  const marked = new Marked({ gfm: true });
  marked.use({
    renderer: {
      html: ({ text }: Tokens.HTML | Tokens.Tag) => fail(`HTML is not allowed: ${text.trim()}`),
      image: ({ href }) => fail(`images are not allowed: ${href}`),
      heading({ tokens, depth, text }) {
        if (depth === 1) title = text;
        const id = anchorOf(text);
        if (anchors.has(id)) fail(`two headings have the anchor #${id}`);
        anchors.add(id);
        return `<h${depth} id="${id}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
      link({ href, tokens }) {
        const [, target, anchor] = /^([a-z-]+)\.md(?:#([a-z0-9-]+))?$/.exec(href) ?? [];
        if (target !== undefined) links.push({ page: target, anchor: anchor ?? null });
        else if (!/^(?:\/docs(?:\/errors(?:#[a-z-]+)?)?|https:\/\/[^"<>\s]+)$/.test(href))
          fail(`unknown link: ${href}`);
        const address =
          target === undefined ? href : `/docs/guide/${target}${anchor === undefined ? '' : `#${anchor}`}`;
        return `<a href="${address}">${this.parser.parseInline(tokens)}</a>`;
      },
    },
  });
  // Makes a wide table scroll instead of the page.
  const html = marked
    .parse(markdown, { async: false })
    .replaceAll('<table>', '<div class="table"><table>')
    .replaceAll('</table>', '</table></div>');
  if (title === '') fail('it has no title');
  return { title, html, anchors, links };
}

/** The anchor of a heading, as GitHub forms it, so that links with anchors also work there. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^a-z0-9 _-]/g, '')
    .replaceAll(' ', '-');
}

/** The text as a template literal. It keeps the line breaks, so that a diff shows which lines of a page changed. */
function literal(text: string): string {
  return `\`${text.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${')}\``;
}
