/**
 * The documentation pages in a real browser: Swagger UI shows every tag of the spec and loads nothing from other
 * servers, the operations are on the first screen, and no page is wider than the window.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { eventually } from '../support/eventually.js';
import { Service } from '../support/service.js';
import { skip } from '../support/skip.js';

const run = promisify(execFile);
/** Disables the browser's own lookups, because the page must need only this server. */
const FLAGS = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
  ...['--disable-background-networking', '--disable-component-update', '--virtual-time-budget=20000', '--dump-dom'],
];
const WINDOW_HEIGHT = 900;
/**
 * Records the page's width and the top of its first operation repeatedly, so the printed DOM contains the last
 * measurement. If the address names an operation, which is then expanded, sends its example once. If the address ends
 * in `#last`, selects the last API of the list once.
 */
const MEASURE = `const isLast = location.hash === '#last';
setInterval(() => {
  const { scrollWidth, clientWidth, dataset } = document.documentElement;
  const firstOperation = document.querySelector('.opblock')?.getBoundingClientRect().top ?? 'none';
  dataset.measured = [scrollWidth, clientWidth, firstOperation].join(' ');
  const list = document.querySelector('.topbar select');
  if (isLast && list !== null && !('selected' in dataset)) {
    dataset.selected = list.selectedIndex;
    list.selectedIndex = list.length - 1;
    list.dispatchEvent(new Event('change', { bubbles: true }));
  }
  const execute = document.querySelector('.btn.execute');
  if (execute === null || 'sent' in dataset) return;
  dataset.sent = '';
  execute.click();
}, 100);`;

interface Measured {
  readonly scrollWidth: number;
  readonly clientWidth: number;
  /** Pixels from the top; NaN if the page shows no operation. */
  readonly firstOperation: number;
}

/** Forwards all pages of the service, with their security headers, and adds its own script to each page. */
async function serveMeasured(service: Service): Promise<Server> {
  const server = createServer((request, response) => {
    if (request.url === '/measure.js') {
      response.setHeader('Content-Type', 'text/javascript').end(MEASURE);
      return;
    }
    fetch(service.url + request.url)
      .then(async (upstream) => {
        for (const name of ['content-type', 'content-security-policy']) {
          const value = upstream.headers.get(name);
          if (value !== null) response.setHeader(name, value);
        }
        const isPage = upstream.headers.get('content-type')?.startsWith('text/html') ?? false;
        const body = Buffer.from(await upstream.arrayBuffer());
        // Must come before the page's own scripts, which change the address.
        const added = '<script src="/measure.js"></script></head>';
        response.writeHead(upstream.status).end(isPage ? body.toString().replace('</head>', added) : body);
      })
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

describe('The documentation in a browser', function () {
  this.timeout(120_000);

  let service: Service | null = null;
  let measured: Server | null = null;
  let profile = '';
  before(async function () {
    const isThere = await run('chromium', ['--version']).then(
      () => true,
      () => false,
    );
    if (!isThere) return skip(this, 'chromium', 'no chromium on this machine');
    service = await Service.start();
    measured = await serveMeasured(service);
    profile = await mkdtemp(path.join(tmpdir(), 'guesthouse-browser-'));
  });
  after(async () => {
    measured?.closeAllConnections();
    measured?.close();
    await service?.leave();
    if (profile !== '') await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  });

  async function domOf(url: string, width = 1280): Promise<string> {
    const flags = [...FLAGS, `--window-size=${width},${WINDOW_HEIGHT}`, `--user-data-dir=${profile}`];
    return (await run('chromium', [...flags, url], { maxBuffer: 64 * 1024 * 1024 })).stdout;
  }

  async function measure(page: string, width: number): Promise<Measured> {
    const dom = await domOf(`http://127.0.0.1:${(measured?.address() as AddressInfo).port}${page}`, width);
    const numbers = /data-measured="([^"]*)"/.exec(dom)?.[1]?.split(' ').map(Number) ?? [];
    const [scrollWidth = NaN, clientWidth = NaN, firstOperation = NaN] = numbers;
    return { scrollWidth, clientWidth, firstOperation };
  }

  it('shows every tag and operation of the spec, under the name of the product', async () => {
    const dom = await domOf(`${service?.url}/docs`);
    for (const tag of ['Service', 'Hosts', 'Networks', 'Guests', 'Operations', 'Images']) {
      expect(dom).to.include(`id="operations-tag-${tag}"`);
    }
    expect(dom).to.include('id="operations-Guests-startGuest"');
    expect(dom).to.not.include('Failed to load API definition');
    expect(dom).to.include('<title>Guesthouse API</title>');
    expect(dom).to.match(/<h1 class="title">Guesthouse</);
  });

  it('shows the contract of an older API when it is selected', async () => {
    const origin = `http://127.0.0.1:${(measured?.address() as AddressInfo).port}`;
    // The page adds the title to its address, so a reload must show the same contract.
    for (const page of ['/docs#last', '/docs?urls.primaryName=OpenStack%20Sahara%20v1.1']) {
      let dom = '';
      // A browser that is slow shows the page before the contract has arrived.
      await eventually(async () => (dom = await domOf(`${origin}${page}`)).includes('listSaharaGuests'));
      expect(dom).to.include('id="operations-SaharaGuests-listSaharaGuests"');
      expect(dom).to.not.include('Failed to load API definition');
      expect(dom).to.match(/<h1 class="title">OpenStack Sahara v1\.1</);
    }
  });

  it('sends requests to the server that the page comes from', async () => {
    const origin = `http://127.0.0.1:${(measured?.address() as AddressInfo).port}`;
    const sentTo = (page: string): string | undefined =>
      /<div class="request-url"><h4>[^<]*<\/h4><pre[^>]*>([^<]*)/.exec(page)?.[1];
    let dom = '';
    // A browser that is slow shows the page before the request was sent.
    await eventually(async () => sentTo((dom = await domOf(`${origin}/docs#/Service/getHealth`))) !== undefined);
    expect(sentTo(dom)).to.equal(`${origin}/healthz`);
    expect(dom).to.match(/class="[^"]*response-col_status[^"]*">200/);
  });

  for (const width of [1280, 800]) {
    it(`shows operations on the first screen, and everything within its width, at ${width} pixels`, async () => {
      const { scrollWidth, clientWidth, firstOperation } = await measure('/docs', width);
      expect(clientWidth).to.be.within(width - 20, width);
      expect(scrollWidth).to.equal(clientWidth);
      expect(firstOperation).to.be.within(1, WINDOW_HEIGHT - 100);
    });
  }

  for (const page of ['/docs/guide/guest-states', '/docs/guide/search', '/docs/errors']) {
    it(`shows ${page} within the width of a narrow window`, async () => {
      const { scrollWidth, clientWidth } = await measure(page, 600);
      expect(clientWidth).to.be.within(580, 600);
      expect(scrollWidth).to.equal(clientWidth);
    });
  }
});
