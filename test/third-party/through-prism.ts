/**
 * Puts Prism in front of every service that a test starts. It is loaded into mocha (`--require`). When the tests have
 * ended, it writes the violations that Prism found in responses to the file that `GUESTHOUSE_PRISM_REPORT` names. Only
 * prism.test.ts starts mocha this way.
 *
 *   test ─► redirected fetch ─► Prism ─► crossing ─► the service that the request is for
 *
 * One Prism serves all services, because its start takes longer than most tests. It forwards to one address, so a
 * header names the intended service. The redirection is invisible to a test, which still uses the service's own
 * address, like the links of the service.
 */
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, request as httpRequest, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { RootHookObject } from 'mocha';
import { NATIVE } from '../support/contracts.js';
import { Service } from '../support/service.js';
import { Prism, violationsOf, type Violation } from './prism.js';

export interface PrismReport {
  responses: number;
  /** Each violation, with the request whose response it is about. */
  readonly violations: { readonly request: string; readonly violation: Violation }[];
}

const TARGET_HEADER = 'x-meant-for';
const report: PrismReport = { responses: 0, violations: [] };
const present = new Set<Service>();
let proxy: Promise<{ readonly prism: Prism; readonly crossing: Server }> | undefined;

async function startProxy(): Promise<{ readonly prism: Prism; readonly crossing: Server }> {
  // Keeps its connections open, because Prism relies on the keep-alive time that the service's responses announce.
  const crossing = createServer({ keepAliveTimeout: 0 }, (from, to) => {
    const { [TARGET_HEADER]: target, ...headers } = from.headers;
    const { host, hostname, port } = new URL(String(target));
    const onward = httpRequest(
      { hostname, port, method: from.method, path: from.url, headers: { ...headers, host } },
      (response: IncomingMessage) => {
        to.writeHead(response.statusCode ?? 502, response.rawHeaders);
        response.pipe(to);
      },
    );
    // Fails as if the request had been sent directly to the service.
    onward.on('error', () => to.destroy());
    from.pipe(onward);
  }).listen(0, '127.0.0.1');
  await once(crossing, 'listening');
  const { port } = crossing.address() as AddressInfo;
  return { prism: await Prism.start(fileURLToPath(NATIVE.file), `http://127.0.0.1:${port}`), crossing };
}

// eslint-disable-next-line @typescript-eslint/unbound-method -- each is called with its service
const { start, leave } = Service.prototype;
Service.prototype.start = async function (this: Service): Promise<void> {
  proxy ??= startProxy();
  await start.call(this);
  await proxy;
  present.add(this);
};
Service.prototype.leave = async function (this: Service): Promise<void> {
  present.delete(this);
  await leave.call(this);
};

const send = globalThis.fetch;
globalThis.fetch = async (input, init) => {
  const request = new Request(input, init);
  const { origin, pathname, search } = new URL(request.url);
  if (proxy === undefined || ![...present].some(({ url }) => url === origin)) return send(request);
  const { prism } = await proxy;
  const { method, redirect, body } = request;
  const headers = new Headers(request.headers);
  headers.set(TARGET_HEADER, origin);
  // Sends the whole body with its length, because Prism forwards a chunked body with both headers, which a server must
  // reject.
  const whole = body === null ? {} : { body: await request.arrayBuffer() };
  const response = await send(prism.url + pathname + search, { method, headers, redirect, ...whole });
  report.responses += 1;
  const requestLine = `${method} ${pathname}${search} → ${response.status}`;
  for (const violation of violationsOf(response.headers)) report.violations.push({ request: requestLine, violation });
  return response;
};

export const mochaHooks: RootHookObject = {
  async afterAll() {
    const { prism, crossing } = (await proxy) ?? {};
    await prism?.leave();
    crossing?.closeAllConnections();
    crossing?.close();
    writeFileSync(process.env['GUESTHOUSE_PRISM_REPORT'] ?? '', JSON.stringify(report));
  },
};
