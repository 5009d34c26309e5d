/** The status of every fault is the same in the code's table and in the contract's catalogue. */
import { expect } from 'chai';
import { ERROR_KINDS } from '../../src/domain/errors.js';
import { catalogueEntry, errorName, problemOf, STATUS_OF } from '../../src/http/faults.js';
import { GuesthouseError } from '../../src/domain/errors.js';
import { NATIVE } from '../support/contracts.js';

const { faults } = NATIVE;

describe('The table of faults', () => {
  it('has exactly the kinds of the catalogue', () => {
    expect(Object.keys(STATUS_OF).map((kind) => kind.toUpperCase())).to.have.members(Object.keys(faults));
  });

  for (const kind of ERROR_KINDS) {
    it(`gives ${errorName(kind)} the status of the catalogue`, () => {
      expect(STATUS_OF[kind]).to.equal(faults[errorName(kind)]?.status);
    });
  }

  it('keeps details that are only for the log out of responses', () => {
    const secret = 'postgres://somewhere';
    const error = new GuesthouseError('internal', 'Something.', { logDetail: secret, cause: new Error(secret) });
    const problem = problemOf(error, new Map(), { path: '/v1/guests', requestId: 'r' });
    expect(JSON.stringify(problem)).to.not.contain(secret);
    expect(problem.type).to.equal(`/docs/errors#${catalogueEntry('INTERNAL')}`);
  });
});
