/** A walk through a list to its end, and its body as a stream: what is read, when, and how each can end. */
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { walk, type WalkRequest } from '../../src/app/walk.js';
import { GUESTS } from '../../src/domain/collections.js';
import { GuesthouseError } from '../../src/domain/errors.js';
import type { Page, PageRequest } from '../../src/domain/page.js';
import { parseSearch } from '../../src/domain/search/parse.js';
import { jsonListForm, listStream, type ListForm } from '../../src/http/contract/list-stream.js';

const FROM_START: WalkRequest = { marker: null, sortBy: null, search: null, isCaseSensitive: false };

/** A list of numbers. The marker of a row is its text. */
class Numbers {
  readonly requests: PageRequest[] = [];
  readonly #count: number;

  constructor(count: number) {
    this.#count = count;
  }

  readonly list = (request: PageRequest): Promise<Page<number>> => {
    this.requests.push(request);
    const { limit, marker } = request;
    const start = marker === null ? 0 : Number(marker) + 1;
    const end = Math.min(start + limit, this.#count);
    const rows = Array.from({ length: Math.max(0, end - start) }, (_, index) => start + index);
    const next = end < this.#count ? String(end - 1) : null;
    return Promise.resolve({ rows, next, prev: null, hasPrevious: false });
  };

  get limits(): number[] {
    return this.requests.map(({ limit }) => limit);
  }
}

async function rowsOf(pages: AsyncIterable<readonly number[]>): Promise<number[]> {
  const rows: number[] = [];
  for await (const page of pages) rows.push(...page);
  return rows;
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

async function faultOf(work: Promise<unknown>): Promise<GuesthouseError> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof GuesthouseError) return error;
  throw new Error('no fault', { cause: error });
}

describe('A walk through a list', () => {
  it('yields every row once, in pages of at most 1,000, of which the first is small', async () => {
    for (const [count, limits] of [
      [0, [100]],
      [100, [100]],
      [101, [100, 1_000]],
      [1_100, [100, 1_000]],
      [2_500, [100, 1_000, 1_000, 1_000]],
    ] as const) {
      const numbers = new Numbers(count);
      expect(await rowsOf(walk(numbers.list, FROM_START))).to.deep.equal(upTo(count));
      expect(numbers.limits, String(count)).to.deep.equal(limits);
    }
  });

  it('yields at most the requested number of rows, and reads no more', async () => {
    for (const [rowsMax, limits] of [
      [1, [1]],
      [1_000, [100, 900]],
      [1_500, [100, 1_000, 400]],
    ] as const) {
      const numbers = new Numbers(5_000);
      expect(await rowsOf(walk(numbers.list, FROM_START, rowsMax))).to.deep.equal(upTo(rowsMax));
      expect(numbers.limits, String(rowsMax)).to.deep.equal(limits);
    }
  });

  it('starts after the marker, and keeps the order', async () => {
    const numbers = new Numbers(2_010);
    const request = { ...FROM_START, marker: '999', sortBy: { key: 'name', isDescending: true } };
    expect(await rowsOf(walk(numbers.list, request))).to.deep.equal(upTo(2_010).slice(1_000));
    expect(numbers.requests.map(({ marker, sortBy }) => [marker, sortBy?.key])).to.deep.equal([
      ['999', 'name'],
      ['1099', 'name'],
    ]);
  });

  it('reads a page only when it is asked for it', async () => {
    const numbers = new Numbers(5_000);
    const pages = walk(numbers.list, FROM_START);
    expect(numbers.requests).to.have.length(0);
    await pages.next();
    expect(numbers.requests).to.have.length(1);
    await pages.next();
    expect(numbers.requests).to.have.length(2);
    await pages.return();
    expect(numbers.requests).to.have.length(2);
  });

  it('accepts `page N` in a search only with a limit of one page', async () => {
    const search = parseSearch('name=a* page 2', GUESTS, { now: new Date() });
    const numbers = new Numbers(10);
    for (const rowsMax of [null, 1_001]) {
      const fault = await faultOf(rowsOf(walk(numbers.list, { ...FROM_START, search }, rowsMax)));
      expect(fault.kind).to.equal('validation_failed');
      expect(fault.mistakes[0]).to.include({ parameter: 'search' });
    }
    expect(numbers.requests).to.have.length(0);
    await rowsOf(walk(numbers.list, { ...FROM_START, search }, 5));
    expect(numbers.requests.map(({ limit, search: sent }) => [limit, sent?.page])).to.deep.equal([[5, 2]]);
  });
});

describe('A list as a stream', () => {
  const form = jsonListForm((number: number) => ({ number }), '{"numbers":[', ']}');
  const { signal: never } = new AbortController();

  it('is one list of all pages', async () => {
    for (const count of [0, 1, 1_000, 2_001]) {
      const stream = await listStream(walk(new Numbers(count).list, FROM_START), form, never);
      expect(JSON.parse(await text(stream))).to.deep.equal({ numbers: upTo(count).map((number) => ({ number })) });
    }
  });

  it('has its own text if it is empty', async () => {
    const xml: ListForm<number> = {
      open: '<n>',
      between: '',
      close: '</n>',
      empty: '<n/>',
      textOf: (n) => `<i>${n}</i>`,
    };
    const textOf = async (count: number): Promise<string> =>
      text(await listStream(walk(new Numbers(count).list, FROM_START), xml, never));
    expect(await textOf(0)).to.equal('<n/>');
    expect(await textOf(2)).to.equal('<n><i>0</i><i>1</i></n>');
  });

  it('fails before the first byte if the first page fails', async () => {
    const pages = walk<number>(() => Promise.reject(new GuesthouseError('marker_unknown', 'unknown')), FROM_START);
    expect((await faultOf(listStream(pages, form, never))).kind).to.equal('marker_unknown');
  });

  it('fails without its end if a later page fails', async () => {
    const numbers = new Numbers(3_000);
    const list = (request: PageRequest): Promise<Page<number>> =>
      request.marker === null ? numbers.list(request) : Promise.reject(new GuesthouseError('internal', 'lost'));
    const stream = await listStream(walk(list, FROM_START), form, never);
    let sent = '';
    const reading = (async () => {
      for await (const chunk of stream) sent += String(chunk);
    })();
    expect((await faultOf(reading)).kind).to.equal('internal');
    expect(sent)
      .to.match(/^\{"numbers":\[.*\}$/)
      .and.not.match(/\]\}$/);
  });

  it('sends no page that it read after the access ended', async () => {
    const access = new AbortController();
    const numbers = new Numbers(5_000);
    const stream = await listStream(walk(numbers.list, FROM_START), form, access.signal);
    access.abort();
    expect((await faultOf(text(stream))).kind).to.equal('unauthenticated');
    // Only this read shows whether the first page was the whole list.
    expect(numbers.requests).to.have.length(2);
  });

  it('sends a list of one page whole, even if the access ends meanwhile', async () => {
    const access = new AbortController();
    const stream = await listStream(walk(new Numbers(3).list, FROM_START), form, access.signal);
    access.abort();
    expect(await text(stream)).to.match(/\]\}$/);
  });

  it('ends with the access, even if its reader has stopped reading', async () => {
    const access = new AbortController();
    const stream = await listStream(walk(new Numbers(50_000).list, FROM_START), form, access.signal);
    const reading = stream[Symbol.asyncIterator]();
    await reading.next();
    await reading.next();
    access.abort();
    expect(stream.destroyed).to.be.true;
    expect(stream.errored).to.include({ kind: 'unauthenticated' });
  });

  it('reads no faster than its reader', async () => {
    const numbers = new Numbers(50_000);
    const stream = await listStream(walk(numbers.list, FROM_START), form, never);
    const reading = stream[Symbol.asyncIterator]();
    await reading.next();
    expect(numbers.requests.length).to.be.at.most(4);
    stream.destroy();
  });
});
