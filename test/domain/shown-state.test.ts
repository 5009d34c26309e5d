/** The model that the black-box tests have of a guest's state agrees with the lifecycle. */
import { expect } from 'chai';
import { guestState, powerTarget } from '../../src/domain/lifecycle.js';
import { OBSERVED_STATES, OPERATION_KINDS } from '../../src/domain/words.js';
import type { OperationKind } from '../../src/domain/words.js';
import type { AnyKind } from '../../src/operations/kind.js';
import { KIND_OF_VERB, KINDS } from '../../src/operations/kinds.js';
import { isKindOfGuest, shownState, TARGET_WHILE_OPEN } from '../support/kill/shown-state.js';

const KINDS_OF_GUEST = OPERATION_KINDS.filter(isKindOfGuest);
const definitionOf = (kind: OperationKind): AnyKind => KINDS[kind];

describe('The model that the black-box tests have of a guest’s state', () => {
  it('gives the state for each open operation and each observation', () => {
    for (const openKind of [null, ...KINDS_OF_GUEST]) {
      for (const observed of [null, ...OBSERVED_STATES]) {
        const openState = openKind === null ? null : definitionOf(openKind).stateMeanwhile;
        const shown = guestState({ observed, openState, isHostAway: false });
        expect(shownState(observed, openKind), `${openKind}, ${observed}`).to.equal(shown);
      }
    }
  });

  it('gives the target of each open operation', () => {
    for (const kind of KINDS_OF_GUEST) {
      const { verb } = definitionOf(kind);
      expect(TARGET_WHILE_OPEN[kind], kind).to.equal(verb === null ? null : powerTarget(verb));
    }
  });

  it('finds the kind of an operation by the name of its verb', () => {
    for (const [verb, { kind }] of Object.entries(KIND_OF_VERB)) expect(kind).to.equal(`guest.${verb}`);
  });
});
