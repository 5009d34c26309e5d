/** Which media type a client prefers when an operation has several. test/http/negotiation.test.ts tests rejections. */
import { expect } from 'chai';
import { negotiate } from '../../src/http/contract/negotiate.js';

describe('negotiate', () => {
  const produces = ['application/json', 'text/event-stream'];

  const cases: readonly (readonly [string | undefined, string | null])[] = [
    [undefined, 'application/json'],
    ['*/*', 'application/json'],
    ['text/event-stream', 'text/event-stream'],
    ['text/event-stream, application/json', 'application/json'],
    ['text/event-stream, application/json;q=0.9', 'text/event-stream'],
    ['text/*, */*;q=0.1', 'text/event-stream'],
    ['application/json;q=0.2, text/*;q=0.3', 'text/event-stream'],
    ['text/event-stream;q=0.1, text/*;q=0.9, application/json;q=0.5', 'application/json'],
    ['application/json;q=0, */*', 'text/event-stream'],
    ['*/*;q=0, text/event-stream;q=0.001', 'text/event-stream'],
    ['text/event-stream;q=0.1, text/event-stream;level=1;q=0.8, application/json;q=0.5', 'text/event-stream'],
    ['image/png', null],
    ['*/*;q=0', null],
    ['unreadable', 'application/json'],
    ['application/problem+json', 'application/json'],
    ['application/problem+json, application/json;q=0', null],
    ['application/vnd.api+json;q=0.1', 'application/json'],
    ['application/problem+json;q=0', null],
    ['application/problem+json, */*;q=0', null],
    ['application/json5', null],
  ];
  for (const [accept, type] of cases) {
    it(`selects for ${accept ?? 'no Accept'}: ${type ?? 'nothing'}`, () =>
      expect(negotiate(accept, produces, { isAcceptStrict: false })).to.equal(type));
  }

  it('never selects a type that the client does not name for an API that requires the strict rule', () => {
    for (const accept of ['application/problem+json', 'application/vnd.api+json']) {
      expect(negotiate(accept, produces, { isAcceptStrict: true })).to.equal(null);
    }
    expect(negotiate('application/json', ['text/plain'], { isAcceptStrict: true })).to.equal(null);
  });

  it('selects for a client that accepts JSON the text of an operation that has no JSON', () => {
    expect(negotiate('application/json', ['text/plain'], { isAcceptStrict: false })).to.equal('text/plain');
    expect(negotiate('application/json, text/plain;q=0', ['text/plain'], { isAcceptStrict: false })).to.equal(null);
  });
});
