/** The page /docs in a real browser: Swagger UI draws every tag of the spec, from this server alone. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { Service } from '../support/service.js';
import { skip } from '../support/skip.js';

const run = promisify(execFile);
/** No look-ups of its own: the page must need nothing but this server. */
const FLAGS = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
  ...['--disable-background-networking', '--disable-component-update', '--virtual-time-budget=20000', '--dump-dom'],
];

describe('the page /docs in a browser', function () {
  this.timeout(120_000);

  let service: Service | null = null;
  let profile = '';
  before(async function () {
    const isThere = await run('chromium', ['--version']).then(
      () => true,
      () => false,
    );
    if (!isThere) return skip(this, 'chromium', 'no chromium on this machine');
    service = await Service.start();
    profile = await mkdtemp(path.join(tmpdir(), 'guesthouse-browser-'));
  });
  after(async () => {
    await service?.leave();
    if (profile !== '') await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  });

  it('draws every tag and operation of the spec', async () => {
    const url = `${service?.url}/docs`;
    const { stdout: dom } = await run('chromium', [...FLAGS, `--user-data-dir=${profile}`, url], {
      maxBuffer: 64 * 1024 * 1024,
    });
    for (const tag of ['Service', 'Hosts', 'Networks', 'Guests', 'Operations', 'Images']) {
      expect(dom).to.include(`id="operations-tag-${tag}"`);
    }
    expect(dom).to.include('id="operations-Guests-startGuest"');
    expect(dom).to.not.include('Failed to load API definition');
  });
});
