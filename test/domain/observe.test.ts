/** What a look means: which observed state is stored, and which fault explains it. */
import { expect } from 'chai';
import { faultOfObserved, observedAfterLook } from '../../src/operations/observe.js';
import { OBSERVED_STATES } from '../../src/domain/words.js';

describe('observedAfterLook', () => {
  it('takes what was seen', () => {
    for (const state of ['stopped', 'running', 'suspended', 'crashed'] as const) {
      expect(observedAfterLook({ state }, { observed: 'running', openKind: null })).to.equal(state);
    }
  });

  it('concludes nothing from a guest that does not answer', () => {
    expect(observedAfterLook({ state: 'unanswered' }, { observed: 'running', openKind: null })).to.equal(undefined);
  });

  it('calls a guest that was there and is missing absent', () => {
    expect(observedAfterLook(undefined, { observed: 'stopped', openKind: null })).to.equal('absent');
    expect(observedAfterLook(undefined, { observed: 'running', openKind: 'guest.shutdown' })).to.equal('absent');
  });

  it('does not miss a guest that was never seen, is being made, or is being deleted', () => {
    expect(observedAfterLook(undefined, { observed: null, openKind: null })).to.equal(undefined);
    expect(observedAfterLook(undefined, { observed: null, openKind: 'guest.create' })).to.equal(undefined);
    expect(observedAfterLook(undefined, { observed: 'running', openKind: 'guest.delete' })).to.equal(undefined);
  });
});

describe('faultOfObserved', () => {
  it('explains crashes and vanishing, and nothing else', () => {
    const kinds = OBSERVED_STATES.map(
      (observed) => faultOfObserved(observed, '2026-01-01T00:00:00.000Z')?.kind ?? null,
    );
    expect(kinds).to.deep.equal([null, null, null, 'guest_crashed', 'guest_vanished']);
  });
});
