/**
 * The pages for people: Swagger UI over the spec (from swagger-ui-dist, nothing from elsewhere), and the catalogue of faults made
 * from the spec. Plain strings; no page runs a script that is not a file of this server.
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Contract, FaultEntry } from './contract/load-contract.js';
import { catalogueEntry } from './faults.js';

/** Folder of Swagger UI's own files. */
export function swaggerUiFolder(): string {
  return path.dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
}

/** Nothing but this server, except the inline styles and data images that Swagger UI makes for itself. */
export const CONTENT_SECURITY_POLICY =
  "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'";

export const DOCS_PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Guesthouse API</title>
    <link rel="stylesheet" href="/docs/assets/swagger-ui.css">
    <style>
      body { margin: 0; }
      .swagger-ui .markdown table { display: block; overflow-x: auto; }
    </style>
    <link rel="icon" type="image/png" href="/docs/assets/favicon-32x32.png">
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="/docs/assets/swagger-ui-bundle.js"></script>
    <script src="/docs/initializer.js"></script>
  </body>
</html>
`;

export const DOCS_INITIALIZER = `window.ui = SwaggerUIBundle({
  url: '/v1/openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  validatorUrl: null,
  tryItOutEnabled: true,
  persistAuthorization: false,
});
`;

/** One entry for each fault: what it means, and what to do about it. */
export function errorCataloguePage({ faults }: Contract): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Guesthouse faults</title>
    <style>
      body { font: 16px/1.5 system-ui, sans-serif; max-width: 48rem; margin: 2rem auto; padding: 0 1rem; }
      h2 { font-size: 1.1rem; margin: 2rem 0 0.25rem; }
      code { font-size: 0.95em; overflow-wrap: anywhere; }
      dt { font-weight: 600; }
      dd { margin: 0 0 0.25rem; }
    </style>
  </head>
  <body>
    <h1>Faults</h1>
    <p>Every fault is <code>application/problem+json</code> (RFC 9457). Tell them apart by <code>error_name</code>.</p>
${[...faults].map(([name, fault]) => catalogueSection(name, fault)).join('\n')}
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

/** The only mark-up that the catalogue's sentences use. */
function markUp(text: string): string {
  return escapeHtml(text).replace(/`([^`]+)`/g, '<code>$1</code>');
}
