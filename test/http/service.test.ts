/** The service itself: versions, index, documentation, health, bookmarks, HEAD and OPTIONS. */
import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import type { Bookmark, GuestList, HostList, Index, Readiness } from '../../generated/api-types.js';
import { Api, jobOf, newGuest, type CheckedResponse } from '../support/api.js';
import { NATIVE } from '../support/contracts.js';
import { Service } from '../support/service.js';

const { document, faults, file, operations } = NATIVE;

describe('The service', () => {
  let service: Service;
  let api: Api;
  before(async () => {
    service = await Service.start();
    api = new Api(service);
  });
  after(() => service.leave());

  it('lists its versions without a credential', async () => {
    const { data } = await api.client.GET('/');
    expect(data?.versions.map(({ id, href }) => [id, href])).to.deep.equal([['v1', '/v1']]);
    expect((await api.send('GET', '/', { token: null })).status).to.equal(200);
  });

  it('links every collection in its index, and each link works', async () => {
    const index = (await api.expect(200, 'GET', '/v1')).json<Index>();
    const names = index.links.map(({ rel }) => rel);
    const collections = operations.filter(
      ({ operationId, path }) => operationId.startsWith('list') && !path.includes('{'),
    );
    const expected = collections.map(({ path }) => path.replace('/v1/', ''));
    expect(names).to.include.members(['self', ...expected]);
    for (const { href } of index.links) {
      const { origin, pathname } = new URL(href);
      expect(origin).to.equal(service.url);
      await api.expect(200, 'GET', pathname);
    }
  });

  it('serves the contract that it implements, as YAML byte for byte and as JSON', async () => {
    const yaml = await api.expect(200, 'GET', '/v1/openapi.yaml');
    expect(yaml.text).to.equal(await readFile(file, 'utf8'));
    const json = await api.expect(200, 'GET', '/v1/openapi.json');
    expect(json.json()).to.deep.equal(document);
  });

  it('serves its documentation without resources from other servers', async () => {
    const page = await api.expect(200, 'GET', '/docs', { token: null });
    const sources = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(sources).to.not.be.empty;
    for (const source of sources.filter((each) => !each.startsWith('data:'))) {
      const { origin, pathname } = new URL(source, `${service.url}/docs`);
      expect(origin, source).to.equal(service.url);
      await api.expect(200, 'GET', pathname, { token: null });
    }
    expect(page.headers.get('content-security-policy')).to.be.a('string');
  });

  it('explains every fault in its catalogue', async () => {
    const page = await api.expect(200, 'GET', '/docs/errors', { token: null });
    for (const name of Object.keys(faults)) {
      expect(page.text).to.contain(name);
      expect(page.text).to.contain(`id="${name.toLowerCase().replaceAll('_', '-')}"`);
    }
  });

  it('reports that it is alive and ready', async () => {
    expect((await api.expect(200, 'GET', '/healthz')).json()).to.deep.equal({ status: 'ok' });
    const ready = (await api.expect(200, 'GET', '/readyz')).json<Readiness>();
    const conditions = { migrations_done: true, database_answers: true, first_look_tried: true };
    expect(ready).to.deep.equal({ ready: true, ...conditions });
  });

  it('reveals no host, and no name of a machine, without a credential', async () => {
    const { hosts } = (await api.expect(200, 'GET', '/v1/hosts')).json<HostList>();
    const open = operations.filter(({ isOpen, method, path }) => isOpen && method === 'get' && !path.includes('{'));
    for (const { path } of open) {
      const { text } = await api.expect(200, 'GET', path, { token: null });
      for (const { id, name } of hosts) {
        expect(text.includes(id), path).to.equal(false);
        expect(text.includes(`"${name}"`), path).to.equal(false);
      }
    }
  });

  it('redirects a bookmark, or with follow=false returns its target', async () => {
    const guest = await api.makeGuest();
    const bookmark = guest.links.find(({ rel }) => rel === 'bookmark')?.href ?? '';
    const { pathname } = new URL(bookmark);
    const redirect = await api.expect(307, 'GET', pathname);
    expect(redirect.headers.get('location')).to.equal(service.url + guest.href);
    const target = (await api.expect(200, 'GET', `${pathname}?follow=false`)).json<Bookmark>();
    expect(target.href).to.equal(guest.href);
    expect(target.links).to.deep.equal([{ rel: 'v1', href: service.url + guest.href }]);
  });

  it('rejects (404) a bookmark of an unknown collection', async () => {
    await api.refused(404, 'NOT_FOUND', 'GET', '/id/cats/1');
  });

  it('responds to HEAD as to GET, without the body', async () => {
    for (const { path, method } of operations) {
      if (method !== 'get' || path.includes('{')) continue;
      const { get, head } = await unchanged(path);
      expect(head.status, path).to.equal(get.status);
      expect(head.bytes.length, path).to.equal(0);
      // Metrics change with each scrape, and so does their length.
      for (const name of path === '/metrics' ? ['content-type'] : ['content-type', 'content-length']) {
        expect(head.headers.get(name), `${path} ${name}`).to.equal(get.headers.get(name));
      }
    }
  });

  /**
   * Repeats GET and HEAD until both saw the same state: between the two, an event may get its number, or a token may be
   * used.
   */
  async function unchanged(path: string): Promise<{ get: CheckedResponse; head: CheckedResponse }> {
    let get = await api.send('GET', path);
    for (;;) {
      const head = await api.send('HEAD', path);
      if (path === '/metrics') return { get, head };
      const again = await api.send('GET', path);
      if (again.text === get.text) return { get, head };
      get = again;
    }
  }

  it('responds to OPTIONS with the methods of the path', async () => {
    const paths = new Set(operations.map(({ path }) => path));
    for (const path of paths) {
      const methods = operations.filter((each) => each.path === path).map(({ method }) => method.toUpperCase());
      const expected = new Set([...methods, 'OPTIONS', ...(methods.includes('GET') ? ['HEAD'] : [])]);
      const response = await api.expect(204, 'OPTIONS', path.replaceAll(/\{\w+\}/g, 'x'));
      expect(response.headers.get('allow')?.split(', ').sort(), path).to.deep.equal([...expected].sort());
    }
  });

  it('rejects (405) a method that the path does not support, and names those that it does', async () => {
    for (const path of new Set(operations.map((each) => each.path))) {
      const known = operations.filter((each) => each.path === path).map(({ method }) => method);
      for (const method of ['get', 'put', 'post', 'patch', 'delete'] as const) {
        if (known.includes(method)) continue;
        const response = await api.expect(405, method.toUpperCase(), path.replaceAll(/\{\w+\}/g, 'x'));
        expect(response.fault().error_name).to.equal('METHOD_NOT_ALLOWED');
      }
    }
  });

  it('rejects unknown paths with 501 below version 1, and with 404 elsewhere', async () => {
    await api.refused(501, 'NOT_IMPLEMENTED', 'GET', '/v1/cats');
    await api.refused(501, 'NOT_IMPLEMENTED', 'GET', '/v1/guests/x/snapshots');
    await api.refused(404, 'NOT_FOUND', 'GET', '/cats');
    await api.refused(404, 'NOT_FOUND', 'GET', '/v2');
    await api.refused(404, 'NOT_FOUND', 'GET', '/%ff');
  });

  it('serves a path with one trailing slash like the path without the slash', async () => {
    const guest = await api.makeGuest();
    for (const path of ['/v1', '/v1/guests', guest.href, '/healthz', '/v1/openapi.json']) {
      const { get, head } = await unchanged(path);
      const slashed = await api.expect(200, 'GET', `${path}/`);
      expect(slashed.text, path).to.equal(get.text);
      expect((await api.expect(200, 'HEAD', `${path}/`)).headers.get('content-length'), path).to.equal(
        head.headers.get('content-length'),
      );
      const allow = (await api.expect(204, 'OPTIONS', path)).headers.get('allow');
      expect((await api.expect(204, 'OPTIONS', `${path}/`)).headers.get('allow'), path).to.equal(allow);
    }
    const page = (await api.expect(200, 'GET', '/v1/guests/?limit=1&fields=name')).json<GuestList>();
    expect(page.guests).to.have.length(1);
    const made = await api.expect(201, 'POST', '/v1/guests/', { json: newGuest() });
    await api.ended(jobOf(made));
    const { id } = await api.announceImage();
    const content = { body: Buffer.alloc(1024 * 1024), headers: { 'content-type': 'application/octet-stream' } };
    await api.expect(200, 'PUT', `/v1/images/${id}/content/`, content);
    await api.expect(200, 'GET', `/v1/images/${id}/content/`);
    await api.expect(405, 'DELETE', '/v1/guests/');
    await api.refused(501, 'NOT_IMPLEMENTED', 'GET', '/v1/cats/');
    await api.refused(401, 'UNAUTHENTICATED', 'GET', '/v1/guests/', { token: null });
  });

  it('redirects a page’s path with a trailing slash to the path without it', async () => {
    for (const [path, location] of [
      ['/docs/', '/docs'],
      ['/docs/?deep=1', '/docs?deep=1'],
      ['/docs/errors/', '/docs/errors'],
      ['/docs/guide/getting-started/', '/docs/guide/getting-started'],
    ] as const) {
      for (const method of ['GET', 'HEAD', 'OPTIONS']) {
        const response = await api.expect(308, method, path, { token: null });
        expect(response.headers.get('location'), `${method} ${path}`).to.equal(location);
        expect(response.bytes.length).to.equal(0);
      }
    }
  });

  it('requires a credential before it reveals that a path or a method does not exist', async () => {
    for (const [method, path] of [
      ['GET', '/v1/cats'],
      ['GET', '/cats'],
      ['DELETE', '/v1/guests'],
    ] as const) {
      await api.refused(401, 'UNAUTHENTICATED', method, path, { token: null });
    }
  });

  it('accepts a valid request id, and generates one for other requests', async () => {
    const sane = await api.send('GET', '/healthz', { headers: { 'x-request-id': 'Build-7.run_1' } });
    expect(sane.headers.get('x-request-id')).to.equal('Build-7.run_1');
    for (const odd of ['a b', 'x'.repeat(129), '"', '<script>', 'a/b', '\u00fc']) {
      const response = await api.send('GET', '/healthz', { headers: { 'x-request-id': odd } });
      expect(response.headers.get('x-request-id'), odd).to.match(/^[0-9a-f-]{36}$/);
    }
  });
});
