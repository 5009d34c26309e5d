/**
 * The HTML pages: Swagger UI for the spec (from swagger-ui-dist, without files from other servers), the handbook, and
 * the catalogue of faults, which is generated from the spec. The pages are plain strings. They run no inline scripts,
 * and no scripts of other servers.
 */
import { createRequire } from 'node:module';
import type { ServerResponse } from 'node:http';
import path from 'node:path';
import express from 'express';
import type { Router } from 'express';
import { GUIDE } from '../../generated/guide.js';
import { readPrecondition, requirePreconditionOn } from '../domain/etag.js';
import { PUBLIC } from './caching.js';
import type { Contract, FaultEntry } from './contract/load-contract.js';
import type { ListedDialect } from './dialects/catalogue.js';
import { catalogueEntry } from './faults.js';

/** Every page, with a trailing slash. */
const PAGES_WITH_SLASH = ['/docs/', '/docs/errors/', ...GUIDE.map(({ page }) => `/docs/guide/${page}/`)];

/**
 * The routes that are not operations: redirects, and the assets of the page /docs, which are Swagger UI's own files and
 * our initializer.
 */
export function mountDocsFiles(router: Router, dialects: readonly ListedDialect[]): void {
  const initializer = docsInitializer(dialects);
  router.all(PAGES_WITH_SLASH, ({ url, path: page }, response) => {
    // The path is one of a fixed list, so this cannot redirect to another server.
    response.location(page.slice(0, -1) + url.slice(page.length));
    response.status(308).end();
  });
  router.get('/docs/initializer.js', (_request, response) => {
    response.type('text/javascript').send(initializer);
  });
  router.use('/docs/assets', ({ headers }, _response, next) => {
    // The tags of these files are weak, so no tag in `If-Match` can match (RFC 9110 §13.1.1).
    requirePreconditionOn({ etag: null }, readPrecondition(headers['if-match'], undefined));
    next();
  });
  router.use('/docs/assets', express.static(swaggerUiFolder(), ASSETS));
}

/** The package would also evaluate `Range` in HEAD, and compare `If-Range` weakly, so no parts can be requested. */
const ASSETS = { index: false, redirect: false, fallthrough: true, acceptRanges: false, setHeaders };

/** The files have an `ETag`. */
function setHeaders(response: ServerResponse): void {
  response.setHeader('Cache-Control', PUBLIC);
}

/** Folder of Swagger UI's own files. */
function swaggerUiFolder(): string {
  return path.dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
}

/** Allows content only from this server, and the inline styles and data images that Swagger UI creates. */
export const CONTENT_SECURITY_POLICY =
  "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'";

/** The name of the native API in the list of APIs. */
const NATIVE_NAME = 'Guesthouse';

/** The bar at the top of every page. */
const HEADER = `<header>
      <strong>Guesthouse</strong>
      <a href="/docs">API</a>
      <a href="/docs/guide/${GUIDE[0]?.page ?? ''}">Handbook</a>
      <a href="/docs/errors">Faults</a>
    </header>`;

const HEADER_STYLE = `body { margin: 0; color: #1f2733; font: 16px/1.55 system-ui, sans-serif; }
      header { display: flex; flex-wrap: wrap; gap: 0 1.5rem; padding: 0.6rem 1.25rem; color: #fff; background: #1f2733; }
      header a { color: #cfe3ff; }`;

/**
 * The styles remove the large space that Swagger UI leaves above the operations, keep long lines within the page, and
 * reduce Swagger UI's own bar to the list of APIs, which a wide window shows in our bar.
 */
export const DOCS_PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Guesthouse API</title>
    <link rel="stylesheet" href="/docs/assets/swagger-ui.css">
    <style>
      ${HEADER_STYLE}
      .swagger-ui .topbar { padding: 0.3rem 0; background: #1f2733; }
      .swagger-ui .topbar .wrapper { padding: 0 1.25rem; }
      .swagger-ui .topbar .link { display: none; }
      .swagger-ui .topbar .download-url-wrapper .select-label { margin: 0; color: #cfe3ff; white-space: nowrap; }
      .swagger-ui .topbar .download-url-wrapper .select-label select { border: none; box-shadow: none; padding-block: 0.2rem; }
      @media (min-width: 48rem) { .swagger-ui .topbar { position: absolute; top: 0; right: 0; } }
      .swagger-ui .info { margin: 1.25rem 0 0.5rem; }
      .swagger-ui .info .title { font-size: 1.75rem; }
      .swagger-ui .info p, .swagger-ui .info li { margin: 0.35rem 0; }
      .swagger-ui .info .info__summary, .swagger-ui .info__contact, .swagger-ui .info__license { margin: 0; }
      .swagger-ui .scheme-container { margin: 0; padding: 0.5rem 0; }
      .swagger-ui .opblock-tag small a { color: #4990e2; }
      .swagger-ui .opblock-summary-path { overflow-wrap: anywhere; }
      .swagger-ui .markdown table, .swagger-ui .renderedMarkdown table { display: block; overflow-x: auto; }
    </style>
    <link rel="icon" type="image/png" href="/docs/assets/favicon-32x32.png">
  </head>
  <body>
    ${HEADER}
    <div id="swagger-ui"></div>
    <script src="/docs/assets/swagger-ui-bundle.js"></script>
    <script src="/docs/assets/swagger-ui-standalone-preset.js"></script>
    <script src="/docs/initializer.js"></script>
  </body>
</html>
`;

/** Starts Swagger UI, with the native API first in the list of APIs. */
function docsInitializer(dialects: readonly ListedDialect[]): string {
  const urls = [
    { name: NATIVE_NAME, url: '/v1/openapi.json' },
    ...dialects.map(({ name, title }) => ({ name: title, url: `/v1/dialects/${name}/openapi.json` })),
  ];
  return `window.ui = SwaggerUIBundle({
  urls: ${JSON.stringify(urls)},
  'urls.primaryName': ${JSON.stringify(NATIVE_NAME)},
  presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
  layout: 'StandaloneLayout',
  dom_id: '#swagger-ui',
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  validatorUrl: null,
  tryItOutEnabled: true,
  persistAuthorization: false,
  // Requests go to the server of this page, not to the one that the file names.
  plugins: [{
    statePlugins: {
      spec: { wrapActions: { updateJsonSpec: (update) => (spec) => update({ ...spec, servers: [{ url: '/' }] }) } },
    },
  }],
});
`;
}

/** The page of this name as HTML; null if the handbook has none. */
export function guidePage(name: string): string | null {
  const found = GUIDE.find(({ page }) => page === name);
  return found === undefined ? null : shell(found.title, `/docs/guide/${name}`, found.html);
}

/** The catalogue as HTML: one entry for each fault, with its cause and remedy. */
export function errorCataloguePage({ faults }: Contract): string {
  return shell(
    'Faults',
    '/docs/errors',
    `    <h1>The catalogue of faults</h1>
    <p>Every fault is <code>application/problem+json</code> (RFC 9457). Tell them apart by <code>error_name</code>.
    <a href="/docs/guide/faults">Faults</a> in the handbook explains what they have in common.</p>
${[...faults].map(([name, fault]) => catalogueSection(name, fault)).join('\n')}
`,
  );
}

/** A complete page around `body`: the title, the style, and the navigation with the page at `address` marked. */
function shell(title: string, address: string, body: string): string {
  const links = [
    ...GUIDE.map((each) => ({ title: each.title, href: `/docs/guide/${each.page}` })),
    { title: 'The catalogue of faults', href: '/docs/errors' },
  ];
  const navigation = links.map(
    (link) =>
      `<a href="${link.href}"${link.href === address ? ' aria-current="page"' : ''}>${escapeHtml(link.title)}</a>`,
  );
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${escapeHtml(title)} · Guesthouse</title>
    <link rel="icon" type="image/png" href="/docs/assets/favicon-32x32.png">
    <style>
      ${HEADER_STYLE}
      .page { display: grid; grid-template-columns: 14rem minmax(0, 52rem); gap: 2.5rem; padding: 1.5rem 1.25rem 4rem; }
      nav { display: flex; flex-direction: column; gap: 0.35rem; }
      nav a { color: inherit; text-decoration: none; }
      nav a:hover { text-decoration: underline; }
      nav a[aria-current] { font-weight: 600; }
      h1 { margin: 0 0 1rem; font-size: 1.75rem; line-height: 1.2; }
      h2 { margin: 2rem 0 0.5rem; font-size: 1.2rem; }
      a { color: #0b5cad; }
      code { font: 0.9em/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
      :not(pre) > code { padding: 0.1em 0.25em; background: #eef1f5; border-radius: 3px; }
      pre { padding: 0.75rem 1rem; overflow-x: auto; background: #f5f7fa; border-left: 3px solid #9fb3c8; }
      pre:has(> .language-sh) { background: #eaf2fb; border-color: #0b5cad; }
      pre code { overflow-wrap: normal; }
      pre:not(:has(> .language-sh)) { white-space: pre-wrap; }
      .table { overflow-x: auto; }
      table { border-collapse: collapse; }
      th, td { padding: 0.35rem 0.6rem; text-align: left; vertical-align: top; border: 1px solid #d5dce5; }
      th { background: #f5f7fa; }
      td code { overflow-wrap: normal; }
      dt { font-weight: 600; }
      dd { margin: 0 0 0.25rem; }
      @media (max-width: 60rem) {
        .page { grid-template-columns: minmax(0, 1fr); gap: 1.5rem; }
        nav { flex-flow: row wrap; gap: 0.25rem 1rem; }
      }
    </style>
  </head>
  <body>
    ${HEADER}
    <div class="page">
    <nav>
      ${navigation.join('\n      ')}
    </nav>
    <main>
${body}    </main>
    </div>
  </body>
</html>
`;
}

function catalogueSection(name: string, fault: FaultEntry): string {
  return `    <section id="${escapeHtml(catalogueEntry(name))}">
      <h2><code>${escapeHtml(name)}</code> ${fault.status}: ${escapeHtml(fault.title)}</h2>
      <dl><dt>Cause</dt><dd>${markUp(fault.cause)}</dd><dt>Remedy</dt><dd>${markUp(fault.remedy)}</dd></dl>
    </section>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** Turns code spans into HTML, the only Markdown that the catalogue's sentences use. */
function markUp(text: string): string {
  return escapeHtml(text).replace(/`([^`]+)`/g, '<code>$1</code>');
}
