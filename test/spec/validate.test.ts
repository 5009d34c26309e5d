/**
 * The request checks, the binding of routes, and the server below them, in a small application with the real contract.
 * Its handlers record their arguments. Other files test the service's own responses over HTTP.
 */
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import { parse } from 'yaml';
import { Exchange, type Route } from '../../generated/exchange.js';
import { registerRoutes, type Controllers } from '../../generated/routes.js';
import { asGuesthouseError, type ErrorKind, type Mistake } from '../../src/domain/errors.js';
import { createBind } from '../../src/http/contract/bind.js';
import { createServer } from '../../src/http/connection/listen.js';
import { createRequestChecks } from '../../src/http/contract/validate.js';
import { NATIVE } from '../support/contracts.js';

const { operations } = NATIVE;

type Document = Parameters<typeof createRequestChecks>[0];
interface Refusal {
  kind: ErrorKind;
  message: string;
  mistakes: Mistake[];
}
interface Call {
  operationId: string;
  context: string;
  values: unknown[];
}

describe('Request checks', () => {
  let origin: string;
  let close: () => Promise<void>;
  const routes: Route[] = [];
  const calls: Call[] = [];

  before(async () => {
    const document = parse(await readFile(new URL('../../openapi.yaml', import.meta.url), 'utf8')) as Document;
    const app = express();
    app.use(((_request, response, next) => {
      response.locals.context = 'the context';
      next();
    }) satisfies RequestHandler);
    const bind = createBind<string>(app, await createRequestChecks(document));
    // These handlers replace the controllers: each records its arguments and returns the first documented status.
    const none = {} as Controllers<string>;
    registerRoutes<string>((route) => {
      routes.push(route);
      bind(route, async (exchange, values) => {
        calls.push({
          operationId: route.operationId,
          context: exchange.context,
          values: await Promise.all(values.map(shown)),
        });
        const [status = '204'] = Object.keys(route.mediaTypes);
        const mediaType = route.mediaTypes[status] ?? '';
        const body =
          mediaType === 'application/octet-stream'
            ? Readable.from(['content'])
            : mediaType.endsWith('json')
              ? {}
              : 'text';
        exchange.respond<void>({ status: Number(status), body, headers: { 'X-One': 1, 'X-None': undefined } });
      });
    }, none);
    app.use(((error, _request, response, _next) => {
      const { kind, message, mistakes } = asGuesthouseError(error);
      response.status(kind === 'internal' ? 500 : 400).json({ kind, message, mistakes });
    }) satisfies ErrorRequestHandler);
    const server = createServer(app);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    close = () => new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())));
  });
  after(() => close());
  beforeEach(() => calls.splice(0));

  const shown = (value: unknown): unknown => (value instanceof Readable ? text(value) : value);

  const send = (
    method: string,
    path: string,
    body?: string | Uint8Array<ArrayBuffer>,
    headers: Record<string, string> = {},
  ): Promise<Response> =>
    fetch(origin + path, { method, headers, ...(body === undefined ? {} : { body, duplex: 'half' }) });
  const sendJson = (method: string, path: string, body: unknown, type = 'application/json'): Promise<Response> =>
    send(method, path, JSON.stringify(body), { 'Content-Type': type });
  const refusal = async (response: Promise<Response>): Promise<Refusal> => {
    const { status, ...rest } = await response.then(async (response) => ({
      status: response.status,
      ...((await response.json()) as Refusal),
    }));
    expect(status, JSON.stringify(rest)).to.equal(400);
    expect(calls, 'no handler runs').to.be.empty;
    return rest;
  };
  const onlyCall = (): Call => {
    expect(calls).to.have.length(1);
    return calls[0] as Call;
  };

  const guest = { name: 'web-1', vcpus: 1, memory_mib: 64 };
  /** Optional parameters and headers that a request does not send. */
  const NOT_SENT = (count: number): undefined[] => Array.from({ length: count }, () => undefined);

  /** Returns the path with a value for each of its parameters. */
  const filled = (path: string): string =>
    path.replace(':collection', 'guests').replace(':role', 'viewer').replaceAll(/:\w+/g, 'x');

  it('reach every operation of the contract by a route', async () => {
    expect(routes).to.have.length(operations.length);
    for (const route of routes.filter(({ method }) => method === 'get')) {
      const response = await send('GET', filled(route.path));
      expect(response.status, route.path).to.equal(200);
      await response.text();
    }
    expect(calls.map(({ operationId }) => operationId)).to.have.members(
      routes.filter(({ method }) => method === 'get').map(({ operationId }) => operationId),
    );
  });

  it('reject an unknown query parameter at every operation', async () => {
    for (const { method, path } of routes) {
      const found = await refusal(
        send(
          method.toUpperCase(),
          `${filled(path)}?colour=red`,
          needsBody(path, method)?.body,
          needsBody(path, method)?.headers,
        ),
      );
      expect(found, path).to.deep.include({ kind: 'validation_failed' });
      expect(found.mistakes[0], path).to.deep.include({ parameter: 'colour' });
    }
  });

  /** A valid body for each POST that needs one. */
  const CREATED: Readonly<Record<string, object>> = {
    '/v1/guests': guest,
    '/v1/hosts': { name: 'a', backend: 'fake', uri: 'fake:///a' },
    '/v1/images': { name: 'a', kind: 'iso' },
    '/v1/zones': { name: 'a' },
    '/v1/placement-groups': { name: 'a', policy: 'spread' },
    '/v1/instance-types': { name: 'a', vcpus: 1, memory_mib: 64 },
    '/v1/projects': { name: 'a' },
    '/v1/users': { name: 'a' },
    '/v1/groups': { name: 'a' },
    '/v1/tokens': { name: 'a' },
    '/v1/guests/:guest/permissions': { user: 'a', role: 'viewer' },
    '/v1/projects/:project/permissions': { user: 'a', role: 'viewer' },
  };

  /** Returns a valid body, if the operation needs one. */
  const needsBody = (path: string, method: string): { body: string; headers: Record<string, string> } | undefined => {
    const json = (value: object) => ({ body: JSON.stringify(value), headers: { 'Content-Type': 'application/json' } });
    if (path.endsWith('/content') && method === 'put')
      return { body: 'x', headers: { 'Content-Type': 'application/octet-stream' } };
    if (method === 'patch') return { body: '{}', headers: { 'Content-Type': 'application/merge-patch+json' } };
    if (method === 'put') return json({ target: 'on' });
    return method === 'post' && path in CREATED ? json(CREATED[path] ?? {}) : undefined;
  };

  const WITH_JSON = [
    ['POST', '/v1/guests'],
    ['POST', '/v1/hosts'],
    ['POST', '/v1/images'],
    ['POST', '/v1/zones'],
    ['POST', '/v1/placement-groups'],
    ['POST', '/v1/instance-types'],
    ['POST', '/v1/projects'],
    ['POST', '/v1/users'],
    ['POST', '/v1/groups'],
    ['POST', '/v1/tokens'],
    ['POST', '/v1/guests/x/permissions'],
    ['POST', '/v1/projects/x/permissions'],
    ['PATCH', '/v1/hosts/x/metadata'],
    ['PATCH', '/v1/guests/x/metadata'],
    ['PATCH', '/v1/guests/x', 'application/merge-patch+json'],
    ['PATCH', '/v1/hosts/x', 'application/merge-patch+json'],
    ['PATCH', '/v1/images/x', 'application/merge-patch+json'],
    ['PATCH', '/v1/zones/x', 'application/merge-patch+json'],
    ['PATCH', '/v1/placement-groups/x', 'application/merge-patch+json'],
    ['PATCH', '/v1/instance-types/x', 'application/merge-patch+json'],
    ['PATCH', '/v1/projects/x', 'application/merge-patch+json'],
    ['PATCH', '/v1/users/x', 'application/merge-patch+json'],
    ['PATCH', '/v1/groups/x', 'application/merge-patch+json'],
    ['PATCH', '/v1/networks/x', 'application/merge-patch+json'],
    ['POST', '/v1/guests/x/shutdown'],
    ['POST', '/v1/guests/x/reboot'],
    ['POST', '/v1/guests/x/drift/discard'],
    ['PUT', '/v1/guests/x/states/power'],
  ] as const;

  for (const [method, path, type = 'application/json'] of WITH_JSON) {
    it(`reject a wrong body at ${method} ${path}`, async () => {
      for (const wrong of [{ 'no such/member': {} }, [], 'text', 7, null, true, false]) {
        const { kind } = await refusal(sendJson(method, path, wrong, type));
        expect(kind, JSON.stringify(wrong)).to.equal('validation_failed');
      }
      const broken = await refusal(send(method, path, '{"name":', { 'Content-Type': type }));
      expect(broken).to.deep.include({
        kind: 'validation_failed',
        mistakes: [{ pointer: '', detail: 'is not valid JSON' }],
      });
    });

    it(`reject another media type, an unknown encoding and more than 1 MiB at ${method} ${path}`, async () => {
      expect(await refusal(send(method, path, '{}', { 'Content-Type': 'text/plain' }))).to.include({
        kind: 'unsupported_media_type',
      });
      expect(await refusal(send(method, path, new Uint8Array([123, 125])))).to.include({
        kind: 'unsupported_media_type',
      });
      const headers = { 'Content-Type': type };
      expect(await refusal(send(method, path, '{}', { ...headers, 'Content-Encoding': 'rot13' }))).to.include({
        kind: 'unsupported_media_type',
      });
      const large = JSON.stringify({ description: 'x'.repeat(1024 * 1024) });
      expect(await refusal(send(method, path, large, headers))).to.include({ kind: 'body_too_large' });
    });
  }

  it('are tested at every operation with a JSON body', () => {
    const written = routes.filter(({ parameters }) =>
      parameters.some((one) => one.in === 'body' && one.dataType !== 'buffer'),
    );
    const covered = WITH_JSON.map(([method, path]) => `${method} ${path}`);
    expect(
      written.map(({ method, path }) => `${method.toUpperCase()} ${path.replaceAll(/:\w+/g, 'x')}`),
    ).to.have.members(covered);
  });

  it('point at each mistake in a body', async () => {
    const wrong = { ...guest, vcpus: 0, disks: [{ size_mib: 1 }, { size_mib: 'large' }], boot: { kernel_image: 7 } };
    const { kind, mistakes } = await refusal(sendJson('POST', '/v1/guests', wrong));
    expect(kind).to.equal('validation_failed');
    expect(mistakes.map((mistake) => 'pointer' in mistake && mistake.pointer)).to.have.members([
      '/vcpus',
      '/disks/1/size_mib',
      '/boot/kernel_image',
    ]);
  });

  it('name a missing member by its pointer, and a missing body by the empty pointer', async () => {
    const missing = await refusal(sendJson('POST', '/v1/guests', { vcpus: 1, memory_mib: 64 }));
    expect(missing.mistakes.map((mistake) => 'pointer' in mistake && mistake.pointer)).to.deep.equal(['/name']);
    const none = await refusal(send('POST', '/v1/guests'));
    expect(none).to.deep.include({ kind: 'validation_failed', mistakes: [{ pointer: '', detail: 'is required' }] });
  });

  it('reject a body of more than 2,000 values, however nested, without checking each value', async () => {
    for (const body of [
      JSON.stringify({ ...guest, disks: Array.from({ length: 2000 }, () => ({})) }),
      `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
    ]) {
      const { mistakes } = await refusal(send('POST', '/v1/guests', body, { 'Content-Type': 'application/json' }));
      expect(mistakes).to.deep.equal([{ pointer: '', detail: 'has more than 2000 values' }]);
    }
  });

  it('list no more than 20 mistakes', async () => {
    const members = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`m${index}`, 1]));
    const { mistakes } = await refusal(sendJson('POST', '/v1/guests', { ...guest, ...members }));
    expect(mistakes).to.have.length(20);
  });

  it('distinguish a read-only member from an unknown member, at any depth', async () => {
    const top = await refusal(sendJson('POST', '/v1/guests', { ...guest, state: 'running' }));
    expect(top).to.deep.include({ kind: 'read_only_field', mistakes: [{ pointer: '/state', detail: 'is read-only' }] });
    const deep = await refusal(sendJson('POST', '/v1/guests', { ...guest, disks: [{ size_mib: 1, device: 'vda' }] }));
    expect(deep).to.deep.include({
      kind: 'read_only_field',
      mistakes: [{ pointer: '/disks/0/device', detail: 'is read-only' }],
    });
    const image = await refusal(sendJson('POST', '/v1/images', { name: 'a', kind: 'disk', size_bytes: 1 }));
    expect(image.kind).to.equal('read_only_field');
    const both = await refusal(sendJson('POST', '/v1/guests', { ...guest, state: 'running', colour: 'red' }));
    expect(both.kind).to.equal('validation_failed');
  });

  // src/domain/name.ts rejects other names, which no pattern can describe: ids, `.`, `..`, blanks at the ends.
  const BAD_NAMES = ['', 'a/b', 'a#b', 'a?b', '%41', 'a;b', 'a\\b', 'a\u0000', 'a\u007f', '\ud800', 'x'.repeat(256)];
  const GOOD_NAMES = [
    'a',
    '...',
    'a b',
    'Ünïcode 東京 🙂',
    '🙂'.repeat(255),
    '5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2x',
    "' or name = '*' --",
  ];

  it('accept names in every script, and reject characters that end or change a path', async () => {
    for (const name of BAD_NAMES) {
      const { mistakes } = await refusal(sendJson('POST', '/v1/guests', { ...guest, name }));
      expect(mistakes[0], JSON.stringify(name)).to.deep.include({ pointer: '/name' });
    }
    for (const name of GOOD_NAMES) {
      await sendJson('POST', '/v1/guests', { ...guest, name });
      expect(onlyCall().values[0], name).to.deep.include({ name });
      calls.splice(0);
    }
  });

  it('fill in the defaults of the contract', async () => {
    await sendJson('POST', '/v1/guests', { ...guest, nics: [{}], disks: [{ size_mib: 1 }] });
    expect(onlyCall().values).to.deep.equal([
      {
        ...guest,
        description: '',
        firmware: 'bios',
        boot: null,
        disks: [{ size_mib: 1, media: 'disk', image: null }],
        nics: [{ network: 'user', model: 'virtio' }],
        metadata: {},
        instance_type: null,
        placement: null,
      },
      false,
      ...NOT_SENT(2),
    ]);
  });

  it('use the defaults for a verb without a body or with an empty body', async () => {
    for (const headers of [{}, { 'Content-Type': 'application/json' }] as Record<string, string>[]) {
      await send('POST', '/v1/guests/x/shutdown', undefined, headers);
      expect(onlyCall().values).to.deep.equal(['x', { timeout_s: 90, force: false }, ...NOT_SENT(4)]);
      calls.splice(0);
    }
  });

  it('ignore the Content-Type if the operation has no body', async () => {
    await send('POST', '/v1/guests/x/start', '{}', { 'Content-Type': 'text/strange; charset=utf-8' });
    expect(onlyCall().operationId).to.equal('startGuest');
  });

  it('ignore case and parameters of a Content-Type', async () => {
    await send('POST', '/v1/guests', JSON.stringify(guest), { 'Content-Type': 'Application/JSON; charset=UTF-8; x=y' });
    expect(onlyCall().operationId).to.equal('createGuest');
  });

  it('accept metadata as a merge patch or as JSON, with every key that the contract allows', async () => {
    for (const type of ['application/json', 'application/merge-patch+json']) {
      const body = '{"a:b":"","a b":"","gone":null,"__proto__":"kept","constructor":"kept"}';
      await send('PATCH', '/v1/guests/x/metadata', body, { 'Content-Type': type });
      expect(JSON.stringify(onlyCall().values[1])).to.equal(body);
      calls.splice(0);
    }
    for (const wrong of [
      { 'a  b': 'x' },
      { '': 'x' },
      { a: 1 },
      { a: {} },
      { ['k'.repeat(256)]: 'x' },
      { a: 'v'.repeat(4097) },
      { a: '\u0000' },
    ]) {
      await refusal(sendJson('PATCH', '/v1/guests/x/metadata', wrong));
    }
  });

  it('convert query parameters and enforce their bounds', async () => {
    await send('GET', '/v1/guests?limit=7&marker=a:b,c');
    expect(onlyCall().values).to.deep.equal([7, 'a:b,c', ...NOT_SENT(3), false, false]);
    calls.splice(0);
    await send('GET', '/v1/guests');
    expect(onlyCall().values).to.deep.equal([100, ...NOT_SENT(4), false, false]);
    calls.splice(0);
    for (const query of [
      'limit=0',
      'limit=1001',
      'limit=1.5',
      'limit=ten',
      'limit=',
      'limit=1&limit=2',
      'limit=0x10',
    ]) {
      const { kind, mistakes } = await refusal(send('GET', `/v1/guests?${query}`));
      expect(kind, query).to.equal('validation_failed');
      expect(mistakes[0], query).to.deep.include({ parameter: 'limit' });
    }
  });

  it('reject a path with an impossible name as not found, with the fault of its resource', async () => {
    expect((await refusal(send('GET', `/v1/guests/${'x'.repeat(256)}`))).kind).to.equal('guest_not_found');
    expect((await refusal(send('GET', '/v1/images/a%00b'))).kind).to.equal('image_not_found');
    expect((await refusal(send('GET', '/id/cats/1'))).kind).to.equal('not_found');
  });

  it('pass on decoded path parameters', async () => {
    await send('GET', `/v1/guests/${encodeURIComponent('a b%/ü')}`);
    expect(onlyCall().values).to.deep.equal(['a b%/ü', ...NOT_SENT(3)]);
  });

  it('stream any content unchanged', async () => {
    const digest = 'sha-256=:RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=:';
    await send('PUT', '/v1/images/x/content', '{"a":', {
      'Content-Type': 'application/octet-stream',
      'Content-Digest': digest,
    });
    expect(onlyCall().values).to.deep.equal(['x', '{"a":', digest, ...NOT_SENT(3)]);
    calls.splice(0);
    expect(await refusal(send('PUT', '/v1/images/x/content', '{}', { 'Content-Type': 'application/json' }))).to.include(
      { kind: 'unsupported_media_type' },
    );
    const headers = { 'Content-Type': 'application/octet-stream', 'Content-Encoding': 'gzip' };
    expect(await refusal(send('PUT', '/v1/images/x/content', '{}', headers))).to.include({
      kind: 'unsupported_media_type',
    });
  });

  it('send the media type, length and headers of the operation, and omit the body for HEAD', async () => {
    for (const [path, type, body] of [
      ['/v1/guests', 'application/json', '{}'],
      ['/docs', 'text/html; charset=utf-8', 'text'],
      ['/v1/openapi.yaml', 'application/yaml', 'text'],
      ['/v1/images/x/content', 'application/octet-stream', 'content'],
    ] as const) {
      for (const method of ['GET', 'HEAD']) {
        const response = await send(method, path);
        expect(response.status, path).to.equal(200);
        expect(response.headers.get('Content-Type')).to.equal(type);
        expect(response.headers.get('X-One')).to.equal('1');
        expect(response.headers.has('X-None')).to.be.false;
        expect(await response.text()).to.equal(method === 'GET' ? body : '');
      }
    }
    expect(calls[0]).to.deep.include({ context: 'the context' });
  });

  it('serve HEAD even as the first request of an operation', async () => {
    const document = parse(await readFile(new URL('../../openapi.yaml', import.meta.url), 'utf8')) as Document;
    const app = express();
    const bind = createBind<null>(app, await createRequestChecks(document));
    registerRoutes<null>(
      (route) => bind(route, async (exchange) => exchange.respond<void>({ status: 200, body: {} })),
      {} as Controllers<null>,
    );
    const server = createServer(app);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}/v1/guests`, { method: 'HEAD' });
    await new Promise((resolve) => server.close(resolve));
    expect(response.status).to.equal(200);
  });

  describe('for streams', () => {
    const withContent = async (
      makeBody: () => Readable,
      use: (url: string, errors: unknown[]) => Promise<void>,
    ): Promise<void> => {
      const app = express();
      const errors: unknown[] = [];
      const bind = createBind<null>(app, () => []);
      const route: Route = {
        operationId: 'getImageContent',
        method: 'get',
        path: '/content',
        parameters: [],
        mediaTypes: { '200': 'application/octet-stream' },
      };
      bind(route, async (exchange) => exchange.respond<void>({ status: 200, body: makeBody() }));
      app.use(((error, request, _response, _next) => {
        errors.push(error);
        request.socket.destroy();
      }) satisfies ErrorRequestHandler);
      const server = createServer(app);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      try {
        await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/content`, errors);
      } finally {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    };
    const closing = (body: Readable): Promise<void> => new Promise((resolve) => void body.once('close', resolve));
    const endless = (): Readable =>
      new Readable({
        read() {
          this.push(Buffer.alloc(65536));
        },
      });

    it('destroy the source when the client disconnects, without a fault', async () => {
      const body = endless();
      await withContent(
        () => body,
        async (url, errors) => {
          const abort = new AbortController();
          const response = await fetch(url, { signal: abort.signal });
          await response.body?.getReader().read();
          const closed = closing(body);
          abort.abort();
          await closed;
          expect(body.destroyed).to.be.true;
          expect(errors).to.be.empty;
        },
      );
    });

    it('destroy the source immediately if the client requests only the headers', async () => {
      const body = endless();
      await withContent(
        () => body,
        async (url) => {
          const closed = closing(body);
          expect((await fetch(url, { method: 'HEAD' })).status).to.equal(200);
          await closed;
        },
      );
    });

    it('cut off the response if the source fails, and pass on the fault', async () => {
      const broken = new Error('the disk is gone');
      const body = Readable.from(
        (async function* () {
          yield Buffer.alloc(10);
          throw broken;
        })(),
      );
      await withContent(
        () => body,
        async (url, errors) => {
          const outcome = await fetch(url)
            .then((response) => response.arrayBuffer())
            .then(
              () => 'a whole response',
              () => 'broken off',
            );
          expect(outcome).to.equal('broken off');
          expect(errors).to.deep.equal([broken]);
        },
      );
    });
  });

  it('fail if an operation has not responded', () => {
    expect(() => new Exchange(null).response).to.throw('has returned no response');
  });
});
