/**
 * The page /docs/errors has an entry for every fault, at the anchor that the fault's `type` names, and escapes all
 * text.
 */
import { expect } from 'chai';
import { ERROR_KINDS, GuesthouseError } from '../../src/domain/errors.js';
import { errorCataloguePage } from '../../src/http/docs.js';
import { problemOf, STATUS_OF } from '../../src/http/faults.js';
import { loadContract, type Contract } from '../../src/http/contract/load-contract.js';

describe('The error catalogue page', () => {
  let contract: Contract;
  let page: string;
  before(async () => {
    contract = await loadContract();
    page = errorCataloguePage(contract);
  });

  for (const kind of ERROR_KINDS) {
    it(`explains ${kind} at the anchor that its type names, with status, cause and remedy`, () => {
      const { type } = problemOf(new GuesthouseError(kind, 'x'), new Map(), { path: '/', requestId: 'x' });
      const [path, anchor = ''] = type.split('#');
      expect(path).to.equal('/docs/errors');
      const sections = page.split('<section ').filter((text) => text.startsWith(`id="${anchor}"`));
      expect(sections).to.have.length(1);
      expect(sections[0]).to.contain(`${kind.toUpperCase()}</code> ${STATUS_OF[kind]}:`);
      expect(sections[0]).to.match(/<dt>Cause<\/dt><dd>\S.{4,}<\/dd><dt>Remedy<\/dt><dd>\S.{4,}<\/dd>/);
    });
  }

  it('explains nothing else', () => expect(page.match(/<section /g)).to.have.length(ERROR_KINDS.length));

  it('escapes markup in the text of the spec', () => {
    const hostile = '<script>alert("1")</script> & `<b>"x"</b>` \' `';
    const entry = { status: 400, title: hostile, cause: hostile, remedy: hostile };
    const text = errorCataloguePage({ ...contract, faults: new Map([['X"><I>', entry]]) });
    const made = text.slice(text.indexOf('<section'));
    const tags = new Set([...made.matchAll(/<\/?([a-z0-9]+)[^>]*>/gi)].map((match) => match[1]));
    expect([...tags].sort()).to.deep.equal(['body', 'code', 'dd', 'div', 'dl', 'dt', 'h2', 'html', 'main', 'section']);
    expect(made).to.contain(
      '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; <code>&lt;b&gt;&quot;x&quot;&lt;/b&gt;</code>',
    );
    expect(made).to.match(/^<section id="[^"<>]*">/);
  });
});
