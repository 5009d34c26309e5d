/**
 * Loaded into mocha (`--require`), it puts Prism in front of every service that a test starts, and notes what Prism finds in the answers:
 * into the file that `GUESTHOUSE_PRISM_REPORT` names, when the tests are over. Only prism.test.ts starts mocha so.
 *
 * Requests are diverted on their way: a test goes on to know the service by its own address, which is also in the service's links.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { RootHookObject } from 'mocha';
import { CONTRACT_FILE } from '../support/contract.js';
import { Service } from '../support/service.js';
import { Prism, violationsOf, type Violation } from './prism.js';

export interface PrismReport {
  answers: number;
  /** Each with the request whose answer it is about. */
  readonly violations: { readonly request: string; readonly violation: Violation }[];
}

const report: PrismReport = { answers: 0, violations: [] };
const present = new Map<Service, Prism>();

// eslint-disable-next-line @typescript-eslint/unbound-method -- each is called with its service
const { start, leave } = Service.prototype;
Service.prototype.start = async function (this: Service): Promise<void> {
  await start.call(this);
  await present.get(this)?.leave();
  present.set(this, await Prism.start(fileURLToPath(CONTRACT_FILE), this.url));
};
Service.prototype.leave = async function (this: Service): Promise<void> {
  await present.get(this)?.leave();
  present.delete(this);
  await leave.call(this);
};

const send = globalThis.fetch;
globalThis.fetch = async (input, init) => {
  const request = new Request(input, init);
  const { origin, pathname, search } = new URL(request.url);
  const prism = [...present].find(([{ url }]) => url === origin)?.[1];
  if (prism === undefined) return send(request);
  const { method, headers, redirect, body } = request;
  // Whole, with its length: what comes in chunks Prism sends on with both headers, which no server may take.
  const whole = body === null ? {} : { body: await request.arrayBuffer() };
  const response = await send(prism.url + pathname + search, { method, headers, redirect, ...whole });
  report.answers += 1;
  const asked = `${method} ${pathname}${search} → ${response.status}`;
  for (const violation of violationsOf(response.headers)) report.violations.push({ request: asked, violation });
  return response;
};

export const mochaHooks: RootHookObject = {
  async afterAll() {
    for (const prism of present.values()) await prism.leave();
    writeFileSync(process.env['GUESTHOUSE_PRISM_REPORT'] ?? '', JSON.stringify(report));
  },
};
