/** The whole state × verb table, cell by cell, against a copy written by hand, and how a guest's state is derived. */
import { expect } from 'chai';
import { decide, guestState, LIFECYCLE, powerState, powerTarget } from '../../src/domain/lifecycle.js';
import { GUEST_STATES, OBSERVED_STATES, VERBS } from '../../src/domain/words.js';
import type { GuestState, Verb } from '../../src/domain/words.js';

const REFUSED_BUSY = '! operation_in_progress';
/**
 * Rows: states. Columns: start, shutdown, reboot, restart, poweroff, suspend, update, delete, accept_drift,
 * discard_drift.
 */
const EXPECTED: Record<GuestState, readonly string[]> = {
  creating: [
    REFUSED_BUSY,
    REFUSED_BUSY,
    REFUSED_BUSY,
    REFUSED_BUSY,
    REFUSED_BUSY,
    REFUSED_BUSY,
    REFUSED_BUSY,
    'pre-empt',
    REFUSED_BUSY,
    REFUSED_BUSY,
  ],
  stopped: [
    'begin',
    'already',
    '! guest_not_running',
    '! guest_not_running',
    'already',
    '! guest_not_running',
    'begin',
    'begin',
    'begin',
    'begin',
  ],
  starting: [
    REFUSED_BUSY,
    REFUSED_BUSY,
    REFUSED_BUSY,
    REFUSED_BUSY,
    'pre-empt',
    REFUSED_BUSY,
    REFUSED_BUSY,
    'pre-empt',
    REFUSED_BUSY,
    REFUSED_BUSY,
  ],
  running: [
    'already',
    'begin',
    'begin',
    'begin',
    'begin',
    'begin',
    '! guest_not_stopped',
    'begin',
    'begin',
    '! guest_not_stopped',
  ],
  stopping: [
    REFUSED_BUSY,
    REFUSED_BUSY,
    REFUSED_BUSY,
    REFUSED_BUSY,
    'pre-empt',
    REFUSED_BUSY,
    REFUSED_BUSY,
    'pre-empt',
    REFUSED_BUSY,
    REFUSED_BUSY,
  ],
  rebooting: [
    REFUSED_BUSY,
    REFUSED_BUSY,
    REFUSED_BUSY,
    REFUSED_BUSY,
    'pre-empt',
    REFUSED_BUSY,
    REFUSED_BUSY,
    'pre-empt',
    REFUSED_BUSY,
    REFUSED_BUSY,
  ],
  suspending: [
    REFUSED_BUSY,
    REFUSED_BUSY,
    REFUSED_BUSY,
    REFUSED_BUSY,
    'pre-empt',
    REFUSED_BUSY,
    REFUSED_BUSY,
    'pre-empt',
    REFUSED_BUSY,
    REFUSED_BUSY,
  ],
  suspended: [
    'begin',
    '! guest_suspended',
    '! guest_not_running',
    '! guest_not_running',
    'begin',
    'already',
    '! guest_not_stopped',
    'begin',
    'begin',
    '! guest_not_stopped',
  ],
  updating: [
    REFUSED_BUSY,
    REFUSED_BUSY,
    REFUSED_BUSY,
    REFUSED_BUSY,
    'pre-empt',
    REFUSED_BUSY,
    REFUSED_BUSY,
    'pre-empt',
    REFUSED_BUSY,
    REFUSED_BUSY,
  ],
  deleting: [
    REFUSED_BUSY,
    REFUSED_BUSY,
    REFUSED_BUSY,
    REFUSED_BUSY,
    REFUSED_BUSY,
    REFUSED_BUSY,
    REFUSED_BUSY,
    'join',
    REFUSED_BUSY,
    REFUSED_BUSY,
  ],
  error: ['begin', ...Array<string>(6).fill('! guest_in_error'), 'begin', 'begin', 'begin'],
  unknown: Array<string>(10).fill('! host_unreachable'),
};

/** An operation whose guest has this state while the operation is open. */
const OPEN_VERB: Partial<Record<GuestState, Verb>> = {
  starting: 'start',
  stopping: 'shutdown',
  rebooting: 'reboot',
  suspending: 'suspend',
  updating: 'update',
  deleting: 'delete',
};

function decision(state: GuestState, verb: Verb): string {
  const openVerb = OPEN_VERB[state] ?? null;
  const decided = decide({ state, observed: 'crashed', openVerb }, verb);
  return decided.kind === 'refuse' ? `! ${decided.error}` : decided.kind;
}

describe('The lifecycle', () => {
  for (const state of GUEST_STATES) {
    for (const [column, verb] of VERBS.entries()) {
      it(`decides on ${verb} of a guest that is ${state}: ${EXPECTED[state][column]}`, () => {
        expect(decision(state, verb)).to.equal(EXPECTED[state][column]);
      });
    }
  }

  it('allows a shutdown of a suspended guest only with force', () => {
    const guest = { state: 'suspended', observed: 'suspended', openVerb: null } as const;
    expect(decide(guest, 'shutdown', true)).to.deep.equal({ kind: 'begin' });
    expect(decide(guest, 'shutdown', false)).to.deep.equal({ kind: 'refuse', error: 'guest_suspended' });
  });

  it('allows no start of a guest whose creation failed', () => {
    const guest = { state: 'error', observed: null, openVerb: null } as const;
    expect(decide(guest, 'start')).to.deep.equal({ kind: 'refuse', error: 'guest_in_error' });
    expect(decide(guest, 'delete')).to.deep.equal({ kind: 'begin' });
  });

  it('makes a poweroff join an open poweroff, and pre-empt an open shutdown', () => {
    const stopping = { state: 'stopping', observed: 'running' } as const;
    expect(decide({ ...stopping, openVerb: 'poweroff' }, 'poweroff')).to.deep.equal({ kind: 'join' });
    expect(decide({ ...stopping, openVerb: 'shutdown' }, 'poweroff')).to.deep.equal({ kind: 'pre-empt' });
  });

  it('has cells for states and verbs only', () => {
    expect(Object.keys(LIFECYCLE)).to.have.members([...GUEST_STATES]);
    for (const row of Object.values(LIFECYCLE)) expect(Object.keys(row)).to.have.members([...VERBS]);
  });

  it('derives the state from the open operation, or from the observed state if there is none', () => {
    for (const openState of GUEST_STATES) {
      for (const observed of [null, ...OBSERVED_STATES]) {
        expect(guestState({ observed, openState, isHostAway: false })).to.equal(openState);
      }
    }
    const settled = [null, ...OBSERVED_STATES].map((observed) =>
      guestState({ observed, openState: null, isHostAway: false }),
    );
    expect(settled).to.deep.equal(['error', 'stopped', 'running', 'suspended', 'error', 'error']);
  });

  it('reports unknown while the host is away, even with an open operation', () => {
    for (const openState of [null, ...GUEST_STATES]) {
      expect(guestState({ observed: 'running', openState, isHostAway: true })).to.equal('unknown');
    }
  });

  it('derives the power state from the observed state only', () => {
    expect([null, ...OBSERVED_STATES].map(powerState)).to.deep.equal([null, 'off', 'on', 'suspended', 'off', 'off']);
  });

  it('names the target of every verb except those that do not change the power', () => {
    expect(Object.fromEntries(VERBS.map((verb) => [verb, powerTarget(verb)]))).to.deep.equal({
      start: 'on',
      shutdown: 'soft_off',
      reboot: 'soft_reboot',
      restart: 'reboot',
      poweroff: 'off',
      suspend: 'suspend',
      update: null,
      delete: null,
      accept_drift: null,
      discard_drift: null,
    });
  });
});
