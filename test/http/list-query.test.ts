/** The limits of the query of a list, and what a rejected query says. */
import { expect } from 'chai';
import type { GuestList } from '../../generated/api-types.js';
import { Api } from '../support/api.js';
import { NATIVE } from '../support/contracts.js';
import { Service } from '../support/service.js';

/** Has the most bytes in a URL that a character can have: 12. */
const WIDEST = '😀';
const SEARCH_MAX = 4096;

describe('The query of a list', () => {
  let service: Service;
  let api: Api;
  before(async () => {
    service = await Service.start();
    api = new Api(service);
    for (let nth = 0; nth < 2; nth += 1) await api.makeGuest();
  });
  after(() => service.leave());

  const searchOf = (length: number): string => `name!=${WIDEST.repeat(length - 'name!='.length)}`;
  const page = (search: string): string => `/v1/guests?limit=1&search=${encodeURIComponent(search)}`;

  it('can have a search of the documented length in any characters, beside the longest credential', async () => {
    const headers = { 'x-filler': 'x'.repeat(12_288) };
    await api.expect(200, 'GET', page(searchOf(SEARCH_MAX)), { headers });
    const fault = await api.refused(400, 'VALIDATION_FAILED', 'GET', page(searchOf(SEARCH_MAX + 1)), { headers });
    expect(fault.errors?.[0]).to.include({ parameter: 'search' });
  });

  it('makes no header `Link` that is too long for clients: the markers are in the body', async () => {
    const short = await api.expect(200, 'GET', page('name!=x'));
    expect(short.headers.get('link')).to.include('rel="next"');
    const long = await api.expect(200, 'GET', page(searchOf(SEARCH_MAX)));
    expect(long.headers.get('link')).to.equal(null);
    const [first, second] = [short, long].map((response) => response.json<GuestList>());
    expect(second).to.deep.equal(first);
    expect(second?.markers.next).to.be.a('string');
  });

  it('is rejected with a list of the keys that `sort_by` accepts if it has another one, such as `id:desc`', async () => {
    for (const { operationId, path, parameters } of NATIVE.operations) {
      if (!parameters.some(({ name }) => name === 'sort_by') || path.includes('{')) continue;
      for (const wrong of ['name:desc', 'name%3Adesc', '+id', 'id,name', 'nothing']) {
        const { errors } = await api.refused(400, 'VALIDATION_FAILED', 'GET', `${path}?sort_by=${wrong}`);
        expect(errors, `${operationId} ${wrong}`).to.have.length(1);
        expect(errors?.[0]?.parameter).to.equal('sort_by');
        expect(errors?.[0]?.detail).to.match(/^must be equal to one of the allowed values: (\w+), -\1/);
      }
    }
  });

  it('is rejected with the advice to percent-encode reserved characters where they are not allowed', async () => {
    const { errors } = await api.refused(400, 'VALIDATION_FAILED', 'GET', '/v1/events?guest=a:b');
    expect(errors).to.deep.equal([
      { parameter: 'guest', detail: 'has reserved characters, which must be percent-encoded' },
    ]);
  });
});
