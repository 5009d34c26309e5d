/** The list of the older APIs, their contracts, and the setting that turns them off. */
import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { parse } from 'yaml';
import type { Dialects, Index, Versions } from '../../generated/api-types.js';
import { Api } from '../support/api.js';
import { NATIVE } from '../support/contracts.js';
import { Service } from '../support/service.js';

interface Entry {
  readonly title: string;
  readonly file: string;
  readonly prefix: string | readonly string[];
}

const ENTRIES = NATIVE.document['x-dialects'] as Readonly<Record<string, Entry>>;

function textOf({ file }: Entry): Promise<string> {
  return readFile(new URL(`../../${file}`, import.meta.url), 'utf8');
}

describe('The older APIs', () => {
  let service: Service;
  let api: Api;
  before(async () => {
    service = await Service.start();
    api = new Api(service);
  });
  after(() => service.leave());

  it('are listed without a credential, each with its prefixes and its contract', async () => {
    const { dialects } = (await api.expect(200, 'GET', '/v1/dialects', { token: null })).json<Dialects>();
    expect(dialects.map(({ name, title, prefixes }) => ({ name, title, prefixes }))).to.deep.equal(
      Object.entries(ENTRIES).map(([name, { title, prefix }]) => ({ name, title, prefixes: [prefix].flat() })),
    );
    for (const { name, links } of dialects) {
      const [json, yaml] = links.map(({ href }) => href.replace(service.url, ''));
      const text = await textOf(ENTRIES[name] as Entry);
      expect((await api.expect(200, 'GET', yaml ?? '', { token: null })).text).to.equal(text);
      const { paths, ...rest } = (await api.expect(200, 'GET', json ?? '', { token: null })).json<{ paths: object }>();
      const { paths: expected, ...restOfFile } = parse(text) as { paths: object };
      expect(rest).to.deep.equal(restOfFile);
      expect(Object.keys(paths)).to.deep.equal(Object.keys(expected));
    }
  });

  it('are linked from the list of versions and from the index', async () => {
    const { versions } = (await api.expect(200, 'GET', '/', { token: null })).json<Versions>();
    const { links } = (await api.expect(200, 'GET', '/v1')).json<Index>();
    for (const all of [versions[0]?.links, links]) {
      expect(all).to.deep.include({ rel: 'dialects', href: `${service.url}/v1/dialects` });
    }
  });

  it('have no contract under an unknown name', async () => {
    for (const name of ['nobody', '__proto__', 'native', 'SAHARA', '..%2Fopenapi']) {
      for (const form of ['json', 'yaml']) {
        await api.refused(404, 'NOT_FOUND', 'GET', `/v1/dialects/${name}/openapi.${form}`, { token: null });
      }
    }
  });
});

describe('The older APIs that the configuration turns off', () => {
  let service: Service;
  let api: Api;
  before(async () => {
    service = await Service.start({ env: { GUESTHOUSE_DIALECTS: 'none' } });
    api = new Api(service);
  });
  after(() => service.leave());

  it('are not listed, and have no contract', async () => {
    expect((await api.expect(200, 'GET', '/v1/dialects')).json()).to.deep.equal({ dialects: [] });
    for (const name of Object.keys(ENTRIES)) {
      await api.refused(404, 'NOT_FOUND', 'GET', `/v1/dialects/${name}/openapi.json`);
    }
    const initializer = await fetch(`${service.url}/docs/initializer.js`);
    expect(await initializer.text()).to.not.contain('/v1/dialects/');
  });

  it('have no paths: a request for one is a request for an unknown path', async () => {
    for (const prefix of Object.values(ENTRIES).flatMap((entry) => [entry.prefix].flat())) {
      // Not through `Api`, which would expect a fault of the older API.
      const response = await fetch(`${service.url}${prefix}/default/guests`, {
        headers: { authorization: `Bearer ${service.token}` },
      });
      const fault = (await response.json()) as { error_name: string };
      const name = prefix.startsWith('/v1/') ? 'NOT_IMPLEMENTED' : 'NOT_FOUND';
      expect([response.headers.get('content-type'), fault.error_name]).to.deep.equal([
        'application/problem+json; charset=utf-8',
        name,
      ]);
    }
  });
});
