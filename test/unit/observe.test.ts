/** What an observation means: which state is stored, and which fault explains it. */
import { expect } from 'chai';
import { STALLS } from '../../src/domain/stall.js';
import { faultOfChange, faultOfObserved, observedStateOf } from '../../src/operations/observe.js';
import { OBSERVED_STATES, type ObservedState } from '../../src/domain/words.js';

describe('observedStateOf', () => {
  it('returns the state that was seen', () => {
    for (const state of ['stopped', 'running', 'suspended', 'crashed'] as const) {
      expect(observedStateOf({ state }, { observed: 'running', isAbsenceExpected: false })).to.equal(state);
    }
  });

  it('returns no new state for a guest that does not respond, or whose state is being changed', () => {
    for (const state of ['unresponsive', 'unsettled'] as const) {
      expect(observedStateOf({ state }, { observed: 'running', isAbsenceExpected: false })).to.equal(undefined);
    }
  });

  it('reports a guest as absent if it existed and is missing', () => {
    expect(observedStateOf(undefined, { observed: 'stopped', isAbsenceExpected: false })).to.equal('absent');
    expect(observedStateOf(undefined, { observed: 'running', isAbsenceExpected: false })).to.equal('absent');
  });

  it('does not report a guest as absent that was never seen, is being created, or is being deleted', () => {
    expect(observedStateOf(undefined, { observed: null, isAbsenceExpected: false })).to.equal(undefined);
    expect(observedStateOf(undefined, { observed: null, isAbsenceExpected: true })).to.equal(undefined);
    expect(observedStateOf(undefined, { observed: 'running', isAbsenceExpected: true })).to.equal(undefined);
  });
});

describe('faultOfObserved', () => {
  it('explains crashes and disappearances, and nothing else', () => {
    const kinds = OBSERVED_STATES.map(
      (observed) => faultOfObserved({ observed }, '2026-01-01T00:00:00.000Z')?.kind ?? null,
    );
    expect(kinds).to.deep.equal([null, null, null, 'guest_crashed', 'guest_vanished']);
  });
});

describe('faultOfChange', () => {
  const AT = '2026-01-01T00:00:00.000Z';
  const detailOf = (was: ObservedState | null, is: ObservedState): string | null => {
    const fault = faultOfChange({ observed: is }, { observed: was, faultKind: null, isOperationOpen: false }, AT);
    return fault?.kind === 'guest_changed_outside' ? fault.detail : (fault?.kind ?? null);
  };

  it('names the states before and after a change from outside, for every pair', () => {
    expect(OBSERVED_STATES.map((was) => OBSERVED_STATES.map((is) => detailOf(was, is)))).to.deep.equal([
      [
        null,
        'The guest was started outside of Guesthouse: it was stopped and is now running.',
        'The guest was started and suspended outside of Guesthouse: it was stopped and is now suspended.',
        ...['guest_crashed', 'guest_vanished'],
      ],
      [
        'The guest was stopped, or powered itself off, outside of Guesthouse: it was running and is now stopped.',
        null,
        'The guest was suspended outside of Guesthouse: it was running and is now suspended.',
        ...['guest_crashed', 'guest_vanished'],
      ],
      [
        'The guest was stopped outside of Guesthouse: it was suspended and is now stopped.',
        'The guest was resumed outside of Guesthouse: it was suspended and is now running.',
        null,
        ...['guest_crashed', 'guest_vanished'],
      ],
      [
        'The guest was powered off outside of Guesthouse: it was crashed and is now stopped.',
        'The guest was started outside of Guesthouse: it was crashed and is now running.',
        'The guest was started and suspended outside of Guesthouse: it was crashed and is now suspended.',
        ...['guest_crashed', 'guest_vanished'],
      ],
      [
        'The guest was put back outside of Guesthouse: it was absent and is now stopped.',
        'The guest was put back and started outside of Guesthouse: it was absent and is now running.',
        'The guest was put back and suspended outside of Guesthouse: it was absent and is now suspended.',
        ...['guest_crashed', 'guest_vanished'],
      ],
    ]);
  });

  it('reports no change if no state was known, or if an open operation will report the change', () => {
    expect(detailOf(null, 'running')).to.equal(null);
    const context = { observed: 'stopped', faultKind: null, isOperationOpen: true } as const;
    expect(faultOfChange({ observed: 'running' }, context, AT)).to.equal(null);
  });

  it('names the reason of every stall, even while an operation is open, but reports each stall only once', () => {
    for (const stall of STALLS) {
      const found = { observed: 'suspended', stall } as const;
      for (const observed of [null, ...OBSERVED_STATES]) {
        for (const isOperationOpen of [true, false]) {
          const fault = faultOfChange(found, { observed, faultKind: null, isOperationOpen }, AT);
          expect(fault?.kind, `${observed}, ${isOperationOpen}`).to.equal(stall);
        }
      }
      const again = { observed: 'suspended', faultKind: stall, isOperationOpen: false } as const;
      expect(faultOfChange(found, again, AT)).to.equal(null);
    }
  });

  it('names a change from outside if the reason of a stall is gone, but not the pause', () => {
    const before = { observed: 'suspended', faultKind: 'guest_watchdog', isOperationOpen: false } as const;
    const fault = faultOfChange({ observed: 'suspended' }, before, AT);
    expect(fault?.detail).to.equal(
      'The guest was resumed and suspended outside of Guesthouse: it was suspended and is now suspended.',
    );
  });
});
