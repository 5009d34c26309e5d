/**
 * Prism, as a proxy between the service and the HTTP tests that send only what the contract allows (`@conforming` in
 * their titles), finds nothing wrong with any response. With a contract that differs from the service, it does find a
 * violation.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { Api } from '../support/api.js';
import { NATIVE } from '../support/contracts.js';
import { Service } from '../support/service.js';
import { programOf } from './installed.js';
import { Prism, violationsOf } from './prism.js';
import type { PrismReport } from './through-prism.js';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
const TAG = '@conforming';

describe('Prism', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'guesthouse-prism-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('finds nothing wrong with the responses to the conforming tests', async function () {
    programOf(this, 'prism');
    this.timeout(300_000);
    const reportFile = path.join(folder, 'report.json');
    const preload = path.join(import.meta.dirname, 'through-prism.ts');
    const child = spawn(
      process.execPath,
      ['node_modules/mocha/bin/mocha.js', '--require', preload, '--grep', TAG, 'test/http/**/*.test.ts'],
      // A separate run, because responses that passed through Prism must not count as exercised.
      {
        cwd: REPOSITORY,
        env: { ...process.env, GUESTHOUSE_PRISM_REPORT: reportFile, GUESTHOUSE_TEST_RUN: '' },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    const output = Promise.all([text(child.stdout), text(child.stderr)]);
    const [code] = (await once(child, 'close')) as [number | null];
    expect(code, (await output).join('\n')).to.equal(0);
    const { responses, violations } = JSON.parse(await readFile(reportFile, 'utf8')) as PrismReport;
    expect(responses).to.be.greaterThan(100);
    expect(violations.map((each) => JSON.stringify(each))).to.deep.equal([]);
  });

  it('reports a response that violates the contract', async function () {
    programOf(this, 'prism');
    const wrongFile = path.join(folder, 'wrong.json');
    const wrong = structuredClone(NATIVE.document) as unknown as {
      components: { schemas: { Guest: { properties: Record<string, object> } } };
    };
    wrong.components.schemas.Guest.properties['vcpus'] = { type: 'string' };
    await writeFile(wrongFile, JSON.stringify(wrong));
    const service = await Service.start();
    const prism = await Prism.start(wrongFile, service.url);
    try {
      const { href } = await new Api(service).makeGuest();
      const response = await new Api({ url: prism.url, token: service.token }).expect(200, 'GET', href);
      const places = violationsOf(response.headers).map(({ location }) => location.join('.'));
      expect(places.join(' ')).to.match(/^response\.body/);
    } finally {
      await prism.leave();
      await service.leave();
    }
  });
});
