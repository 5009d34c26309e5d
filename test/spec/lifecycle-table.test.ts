/** The lifecycle table that the handbook prints for people (docs/guide/guest-states.md) says what LIFECYCLE says. */
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
    case 'begin if made':
      return '202, 409 `GUEST_IN_ERROR` after a failed creation';
    case 'begin if forced':
      return '409 `GUEST_SUSPENDED`, 202 with `force`';
    default:
      return `${STATUS_OF[cell]} \`${cell.toUpperCase()}\``;
  }
}

describe('the lifecycle table of the handbook', () => {
  const table = readLifecycleTable();

  it('has a cell for each state and verb, and no other', () => {
    const expected = GUEST_STATES.flatMap((state) => VERBS.map((verb) => `${state} ${verb}`));
    expect(table.map(({ state, verb }) => `${state} ${verb}`)).to.have.members(expected);
  });

  for (const state of GUEST_STATES) {
    for (const verb of VERBS) {
      it(`says of ${verb} while ${state} what the code does`, () => {
        const cell = table.find((each) => each.state === state && each.verb === verb);
        expect(cell?.text).to.equal(printed(LIFECYCLE[state][verb]));
      });
    }
  }
});
