/** The lifecycle table in the handbook (docs/guide/guest-states.md) matches LIFECYCLE. */
import { expect } from 'chai';
import { LIFECYCLE, type Cell } from '../../src/domain/lifecycle.js';
import { GUEST_STATES, VERBS } from '../../src/domain/words.js';
import { STATUS_OF } from '../../src/http/faults.js';
import { readLifecycleTable } from '../support/lifecycle-table.js';

function printed(cell: Cell): string {
  switch (cell) {
    case 'begin':
    case 'pre-empt':
      return '202';
    case 'already':
      return '200';
    case 'begin if created':
      return '202, 409 `GUEST_IN_ERROR` after a failed creation';
    case 'begin if forced':
      return '409 `GUEST_SUSPENDED`, 202 with `force`';
    default:
      return `${STATUS_OF[cell]} \`${cell.toUpperCase()}\``;
  }
}

describe('The handbook’s lifecycle table', () => {
  const table = readLifecycleTable();

  it('has exactly one cell for each state and verb', () => {
    const expected = GUEST_STATES.flatMap((state) => VERBS.map((verb) => `${state} ${verb}`));
    expect(table.map(({ state, verb }) => `${state} ${verb}`)).to.have.members(expected);
  });

  for (const state of GUEST_STATES) {
    for (const verb of VERBS) {
      it(`matches the code for ${verb} while ${state}`, () => {
        const cell = table.find((each) => each.state === state && each.verb === verb);
        expect(cell?.text).to.equal(printed(LIFECYCLE[state][verb]));
      });
    }
  }
});
