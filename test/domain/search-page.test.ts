/**
 * The list parameters of a request, including those that exclude each other, and pages of an array, with markers, order
 * and search in memory.
 */
import { expect } from 'chai';
import { EVENTS, GUESTS, NETWORKS } from '../../src/domain/collections.js';
import type { Collection } from '../../src/domain/collections.js';
import { GuesthouseError } from '../../src/domain/errors.js';
import type { ErrorKind } from '../../src/domain/errors.js';
import { pageInMemory } from '../../src/domain/page-in-memory.js';
import type { InMemoryCollection } from '../../src/domain/page-in-memory.js';
import { OFFSET_ROWS_MAX, readPageRequest } from '../../src/domain/page-request.js';
import type { PageParameters } from '../../src/domain/page-request.js';
import type { Page, PageRequest } from '../../src/domain/page.js';

const NOW = new Date('2026-03-12T10:20:30.456Z');

function request(parameters: Partial<PageParameters>, collection: Collection = GUESTS): PageRequest {
  return readPageRequest(collection, { limit: 100, ...parameters }, NOW);
}

/** The fault as `kind parameter: detail`. */
function faultOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (!(error instanceof GuesthouseError)) throw error;
    const kind: ErrorKind = error.kind;
    return `${kind} ${error.mistakes.map((one) => `${'parameter' in one ? one.parameter : 'a body'}: ${one.detail}`).join('; ')}`;
  }
  throw new Error('the parameters were accepted');
}

describe('A list request', () => {
  it('without parameters is the first page in the order of the collection', () => {
    expect(request({})).to.deep.equal({ limit: 100, marker: null, sortBy: null, search: null, isCaseSensitive: false });
    expect(request({ marker: null, sort_by: null, search: null })).to.deep.equal(request({}));
  });

  it('can sort by every sort key of every collection, and in reverse', () => {
    for (const collection of [GUESTS, EVENTS, NETWORKS]) {
      for (const key of collection.sortKeys) {
        expect(request({ sort_by: key }, collection).sortBy).to.deep.equal({ key, isDescending: false });
        expect(request({ sort_by: `-${key}` }, collection).sortBy).to.deep.equal({ key, isDescending: true });
      }
    }
  });

  it('with an unknown sort key is rejected with the known ones', () => {
    for (const bad of ['', '-', '--name', 'Name', 'name ', '+name', 'description', 'constructor', 'length']) {
      expect(faultOf(() => request({ sort_by: bad }))).to.equal(
        `validation_failed sort_by: is not a sort key of guests; known keys are ${GUESTS.sortKeys.join(', ')}, each with an optional leading -`,
      );
    }
  });

  it('can set the order in the search or in sort_by, but not in both', () => {
    expect(request({ search: 'sortby name desc' }).sortBy).to.deep.equal({ key: 'name', isDescending: true });
    expect(request({ search: 'a', sort_by: '-name' }).sortBy).to.deep.equal({ key: 'name', isDescending: true });
    expect(faultOf(() => request({ search: 'sortby name', sort_by: 'name' }))).to.equal(
      'validation_failed sort_by: cannot be combined with `sortby` in `search`',
    );
  });

  it('can select a page in the search if it has no marker, up to the largest possible offset', () => {
    expect(request({ search: 'page 3' }).search?.page).to.equal(3);
    expect(faultOf(() => request({ search: 'page 3', marker: 'x' }))).to.match(/^validation_failed marker: /);
    expect(request({ search: `page ${OFFSET_ROWS_MAX / 100}` }).search?.page).to.equal(1_000);
    expect(faultOf(() => request({ search: 'page 1001' }))).to.match(/^validation_failed search: page 1001 of 100 /);
    expect(request({ limit: 1, search: 'page 100000' }).search?.page).to.equal(100_000);
    expect(faultOf(() => request({ limit: 1, search: 'page 100001' }))).to.match(/^validation_failed search: /);
    expect(faultOf(() => request({ search: 'page 999999999' }))).to.match(/^validation_failed search: /);
  });

  it('with a mistake in its search is rejected with that mistake, and with an empty search finds everything', () => {
    expect(faultOf(() => request({ search: 'vcpus=x' }))).to.equal(
      'search_syntax search: at character 7: expected a whole number',
    );
    expect(request({ search: '' }).search?.criteria).to.equal(null);
    expect(request({ case_sensitive: true }).isCaseSensitive).to.equal(true);
  });
});

interface Thing {
  readonly name: string;
  readonly kind: string;
  readonly size: number | null;
}

const THINGS: InMemoryCollection<Thing> = {
  collection: {
    name: 'things',
    fields: { name: { type: 'text' }, kind: { type: 'word', words: ['big', 'small'] }, size: { type: 'number' } },
    sortKeys: ['name', 'size'],
    defaultSort: { key: 'name', isDescending: false },
  },
  idOf: ({ name }) => name,
  sortValue: (thing, key) => (key === 'size' ? thing.size : thing.name.toLowerCase()),
  read: (thing) => (field) => [field === 'size' ? thing.size : field === 'kind' ? thing.kind : thing.name],
};

describe('A page of an array', () => {
  const things: Thing[] = [
    { name: 'e', kind: 'big', size: 1 },
    { name: 'B', kind: 'small', size: null },
    { name: 'a', kind: 'big', size: 2 },
    { name: 'd', kind: 'small', size: 1 },
    { name: 'C', kind: 'big', size: null },
  ];
  const page = (parameters: Partial<PageParameters>, items: readonly Thing[] = things): Page<string> => {
    const found = pageInMemory(THINGS, items, request(parameters, THINGS.collection));
    return { ...found, rows: found.rows.map(({ name }) => name) };
  };
  const names = (parameters: Partial<PageParameters>): string => page(parameters).rows.join(' ');

  it('is in the requested order, with absent values last and ties ordered by id, or in exactly the reverse order', () => {
    expect(names({})).to.equal('a B C d e');
    expect(names({ sort_by: '-name' })).to.equal('e d C B a');
    expect(names({ sort_by: 'size' })).to.equal('d e a B C');
    expect(names({ sort_by: '-size' })).to.equal('C B a e d');
  });

  it('orders by code points, as the database does, not by UTF-16 units', () => {
    const odd = ['\u{1f600}', '\uff5e', 'z'].map((name) => ({ name, kind: 'big', size: 1 }));
    expect(page({}, odd).rows).to.deep.equal(['z', '\uff5e', '\u{1f600}']);
  });

  it('links forwards by next and back by prev, as far as the first page, which has no prev', () => {
    expect(page({ limit: 2 })).to.deep.equal({ rows: ['a', 'B'], next: 'B', prev: null, hasPrevious: false });
    expect(page({ limit: 2, marker: 'B' })).to.deep.equal({
      rows: ['C', 'd'],
      next: 'd',
      prev: null,
      hasPrevious: true,
    });
    expect(page({ limit: 2, marker: 'd' })).to.deep.equal({ rows: ['e'], next: null, prev: 'B', hasPrevious: true });
    expect(page({ limit: 2, marker: 'e' })).to.deep.equal({ rows: [], next: null, prev: 'C', hasPrevious: true });
    expect(page({ limit: 5 })).to.deep.equal({
      rows: ['a', 'B', 'C', 'd', 'e'],
      next: null,
      prev: null,
      hasPrevious: false,
    });
    expect(page({}, [])).to.deep.equal({ rows: [], next: null, prev: null, hasPrevious: false });
  });

  it('can follow a marker that the search does not find, but not one that does not exist', () => {
    expect(page({ limit: 1, search: 'kind=big', marker: 'B' })).to.deep.equal({
      rows: ['C'],
      next: 'C',
      prev: null,
      hasPrevious: true,
    });
    for (const marker of ['b', 'x', '']) {
      expect(faultOf(() => page({ marker }))).to.equal(
        'marker_unknown marker: is not the marker of an element of this list',
      );
    }
  });

  it('can begin at page N, even beyond the end', () => {
    expect(page({ limit: 2, search: 'page 2' })).to.deep.equal({
      rows: ['C', 'd'],
      next: 'd',
      prev: null,
      hasPrevious: true,
    });
    expect(page({ limit: 2, search: 'kind=big sortby name desc page 2' })).to.deep.equal({
      rows: ['a'],
      next: null,
      prev: null,
      hasPrevious: true,
    });
    expect(page({ limit: 2, search: 'page 9' })).to.deep.equal({ rows: [], next: null, prev: 'C', hasPrevious: true });
  });

  it('compares folded text by default, and exact text on request', () => {
    expect(names({ search: 'name=b or name=A' })).to.equal('a B');
    expect(names({ search: 'name=b or name=a', case_sensitive: true })).to.equal('a');
    expect(names({ search: 'C', case_sensitive: true })).to.equal('C');
    expect(names({ search: 'kind=BIG', case_sensitive: true })).to.equal('a C e');
    expect(names({ search: 'size!=1' })).to.equal('a B C');
    expect(names({ search: 'size=*' })).to.equal('a d e');
    expect(names({ search: 'size<2' })).to.equal('d e');
  });
});
