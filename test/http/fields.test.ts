/**
 * `fields` selects the members that a response shows of each element of a collection, and of a single resource. The
 * tests loop over openapi.yaml.
 */
import { expect } from 'chai';
import type { Guest } from '../../generated/api-types.js';
import { accessPresent, fillPath } from '../support/access/access-present.js';
import { Api, jobOf } from '../support/api.js';
import type { Operation } from '../support/contract.js';
import { NATIVE } from '../support/contracts.js';
import { peoplePresent } from '../support/access/people.js';
import { Service } from '../support/service.js';

const { operations } = NATIVE;

type Members = Readonly<Record<string, unknown>>;

describe('The parameter `fields`', () => {
  let service: Service;
  let api: Api;
  let present: Readonly<Record<string, string>>;
  before(async () => {
    service = await Service.start();
    api = new Api(service);
    const guest: Guest = await api.makeGuest({ metadata: { role: 'web' } }, '?start=true');
    const image = await api.makeImage();
    await api.ended(jobOf(await api.expect(202, 'PUT', `/v1/images/${image.id}/copies/${guest.host.id}`)));
    const { data } = await api.client.GET('/v1/operations');
    const operation = data?.operations[0]?.id ?? '';
    const access = { ...(await peoplePresent(api)), ...(await accessPresent(api, guest)) };
    present = { guest: guest.id, image: image.id, host: guest.host.id, operation, ...access };
  });
  after(() => service.leave());

  const takers = operations.filter(({ parameters }) => parameters.some(({ name }) => name === 'fields'));

  function pathOf({ path }: Operation): string {
    return fillPath(path, present);
  }

  /** Returns the elements of a collection, or the single resource. */
  function elementsOf(body: Members): Members[] {
    const list = 'markers' in body ? Object.values(body).find((member) => Array.isArray(member)) : undefined;
    return list === undefined ? [body] : (list as Members[]);
  }

  /** Removes `last_used_at`, which the test's own requests change. */
  function steady({ last_used_at: _, ...rest }: Members): Members {
    return rest;
  }

  async function send(operation: Operation, query: string): Promise<Members[]> {
    return elementsOf((await api.expect(200, 'GET', pathOf(operation) + query)).json<Members>());
  }

  it('is accepted by every collection, and by every single resource that has an id', () => {
    const isMap = (path: string): boolean => /\/(metadata|states|drift|content|console-log)$|\/metrics\//.test(path);
    const expected = operations.filter(
      ({ method, path, isOpen }) => method === 'get' && !isOpen && path.startsWith('/v1/') && !isMap(path),
    );
    expect(takers.map(({ operationId }) => operationId)).to.have.members(
      expected.map(({ operationId }) => operationId),
    );
  });

  for (const operation of takers) {
    describe(`of ${operation.operationId}`, () => {
      it('selects the members that it names, unchanged, together with those that identify the resource', async () => {
        const whole = await send(operation, '');
        expect(whole.length).to.be.at.least(1);
        const members = Object.keys(whole[0] ?? {});
        // The copy of an image has neither an id nor a name, so it shows only what the request names.
        const identifying = members.includes('id') ? ['id', 'links'] : ['name'];
        const always = identifying.filter((name) => members.includes(name));
        if (operation.operationId !== 'listImageCopies') expect(always).to.include(identifying[0]);
        for (const wanted of [...members.map((member) => [member]), members.slice(0, 3), members]) {
          const shown = await send(operation, `?fields=${wanted.join(',')}`);
          expect(shown).to.have.length(whole.length);
          for (const [index, element] of shown.entries()) {
            expect(Object.keys(element), wanted.join()).to.have.members([...new Set([...wanted, ...always])]);
            for (const name of Object.keys(element)) {
              // Other members can change meanwhile, but not those that identify the resource.
              if (always.includes(name)) expect(element[name]).to.deep.equal(whole[index]?.[name]);
            }
          }
        }
        expect((await send(operation, `?fields=${members.join(',')}`)).map(steady)).to.deep.equal(whole.map(steady));
      });

      it('can name a member twice, and can contain spaces', async () => {
        const [name = ''] = Object.keys((await send(operation, ''))[0] ?? {}).filter(
          (member) => !['id', 'links'].includes(member),
        );
        const plain = await send(operation, `?fields=${name}`);
        expect(await send(operation, `?fields=${name},${name}`)).to.deep.equal(plain);
        expect(await send(operation, `?fields=%20${name}%20`)).to.deep.equal(plain);
      });

      it('is rejected if it names an unknown member, with a list of the known members', async () => {
        const members = Object.keys((await send(operation, ''))[0] ?? {});
        const first = members[0] ?? '';
        for (const fields of [
          'colour',
          `${first},colour`,
          first.toUpperCase(),
          '__proto__',
          'toString',
          `${first},`,
          `,${first}`,
          `${first}.x`,
        ]) {
          const response = await api.expect(400, 'GET', `${pathOf(operation)}?fields=${fields}`);
          const [mistake] = response.fault().errors ?? [];
          expect([response.fault().error_name, mistake?.parameter], fields).to.deep.equal([
            'VALIDATION_FAILED',
            'fields',
          ]);
          for (const member of members) expect(mistake?.detail).to.contain(member);
        }
        await api.refused(400, 'VALIDATION_FAILED', 'GET', `${pathOf(operation)}?fields=`);
        await api.refused(400, 'VALIDATION_FAILED', 'GET', `${pathOf(operation)}?fields=${first}&fields=${first}`);
      });

      it('has the same effect on HEAD', async () => {
        const path = `${pathOf(operation)}?fields=${Object.keys((await send(operation, ''))[0] ?? {})[0]}`;
        const [get, head] = [await api.expect(200, 'GET', path), await api.expect(200, 'HEAD', path)];
        expect(head.bytes.length).to.equal(0);
        for (const name of ['content-type', 'content-length', 'link', 'etag']) {
          expect(head.headers.get(name), name).to.equal(get.headers.get(name));
        }
        await api.expect(400, 'HEAD', `${pathOf(operation)}?fields=colour`);
      });
    });
  }

  it('is kept in the links to other pages, and can be combined with a search and a sort order', async () => {
    await api.makeGuest();
    const response = await api.expect(200, 'GET', '/v1/guests?fields=name,state&limit=1&sort_by=-name&search=vcpus=1');
    const next = /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1];
    if (next === undefined) throw new Error(`there is no next page: ${response.headers.get('link')}`);
    const page = (await api.expect(200, 'GET', next.slice(service.url.length))).json<{ guests: Members[] }>();
    expect(Object.keys(page.guests[0] ?? {})).to.have.members(['id', 'links', 'name', 'state']);
  });
});
