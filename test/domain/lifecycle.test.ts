/** The whole state × verb table, cell by cell, against a copy written by hand, and how a guest's state is derived. */
import { expect } from 'chai';
import { decide, guestState, KIND_OF_VERB, LIFECYCLE, powerState, powerTarget } from '../../src/domain/lifecycle.js';
import { GUEST_STATES, OBSERVED_STATES, OPERATION_KINDS, VERBS } from '../../src/domain/words.js';
import type { GuestState, OperationKind, Verb } from '../../src/domain/words.js';

const REFUSED_BUSY = '! operation_in_progress';
/** Rows: states. Columns: start, shutdown, reboot, restart, poweroff, suspend, update, delete. */
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
  ],
  running: ['already', 'begin', 'begin', 'begin', 'begin', 'begin', '! guest_not_stopped', 'begin'],
  stopping: [
    REFUSED_BUSY,
    REFUSED_BUSY,
    REFUSED_BUSY,
    REFUSED_BUSY,
    'pre-empt',
    REFUSED_BUSY,
    REFUSED_BUSY,
    'pre-empt',
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
  ],
  deleting: [REFUSED_BUSY, REFUSED_BUSY, REFUSED_BUSY, REFUSED_BUSY, REFUSED_BUSY, REFUSED_BUSY, REFUSED_BUSY, 'join'],
  error: ['begin', ...Array<string>(6).fill('! guest_in_error'), 'begin'],
  unknown: Array<string>(8).fill('! host_unreachable'),
};

/** An operation that gives a guest this state while it is open. */
const OPEN_KIND: Partial<Record<GuestState, OperationKind>> = {
  creating: 'guest.create',
  starting: 'guest.start',
  stopping: 'guest.shutdown',
  rebooting: 'guest.reboot',
  suspending: 'guest.suspend',
  updating: 'guest.update',
  deleting: 'guest.delete',
};

function decision(state: GuestState, verb: Verb): string {
  const openKind = OPEN_KIND[state] ?? null;
  const decided = decide({ state, observed: 'crashed', openKind }, verb);
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

  it('shuts a suspended guest down only by force', () => {
    const guest = { state: 'suspended', observed: 'suspended', openKind: null } as const;
    expect(decide(guest, 'shutdown', true)).to.deep.equal({ kind: 'begin' });
    expect(decide(guest, 'shutdown', false)).to.deep.equal({ kind: 'refuse', error: 'guest_suspended' });
  });

  it('does not start a guest whose creation failed', () => {
    const guest = { state: 'error', observed: null, openKind: null } as const;
    expect(decide(guest, 'start')).to.deep.equal({ kind: 'refuse', error: 'guest_in_error' });
    expect(decide(guest, 'delete')).to.deep.equal({ kind: 'begin' });
  });

  it('joins a running poweroff, and pre-empts a shutdown', () => {
    const stopping = { state: 'stopping', observed: 'running' } as const;
    expect(decide({ ...stopping, openKind: 'guest.poweroff' }, 'poweroff')).to.deep.equal({ kind: 'join' });
    expect(decide({ ...stopping, openKind: 'guest.shutdown' }, 'poweroff')).to.deep.equal({ kind: 'pre-empt' });
  });

  it('has cells for states and verbs only', () => {
    expect(Object.keys(LIFECYCLE)).to.have.members([...GUEST_STATES]);
    for (const row of Object.values(LIFECYCLE)) expect(Object.keys(row)).to.have.members([...VERBS]);
  });

  it('takes its word from the open operation, else from what was observed', () => {
    for (const openKind of OPERATION_KINDS) {
      for (const observed of [null, ...OBSERVED_STATES]) {
        const state = guestState({ observed, openKind, isHostAway: false });
        expect(['creating', 'starting', 'stopping', 'rebooting', 'suspending', 'updating', 'deleting']).to.include(
          state,
        );
      }
    }
    const settled = [null, ...OBSERVED_STATES].map((observed) =>
      guestState({ observed, openKind: null, isHostAway: false }),
    );
    expect(settled).to.deep.equal(['error', 'stopped', 'running', 'suspended', 'error', 'error']);
  });

  it('knows nothing while the host is away, whatever is open', () => {
    for (const openKind of [null, ...OPERATION_KINDS]) {
      expect(guestState({ observed: 'running', openKind, isHostAway: true })).to.equal('unknown');
    }
  });

  it('derives the power state from the observed state only', () => {
    expect([null, ...OBSERVED_STATES].map(powerState)).to.deep.equal([null, 'off', 'on', 'suspended', 'off', 'off']);
  });

  it('names the target of every verb but create, update and delete', () => {
    const targets = Object.fromEntries(OPERATION_KINDS.map((kind) => [kind, powerTarget(kind)]));
    expect(targets).to.deep.equal({
      'guest.create': null,
      'guest.update': null,
      'guest.start': 'on',
      'guest.shutdown': 'soft_off',
      'guest.reboot': 'soft_reboot',
      'guest.restart': 'reboot',
      'guest.poweroff': 'off',
      'guest.suspend': 'suspend',
      'guest.delete': null,
    });
    expect(Object.keys(KIND_OF_VERB)).to.have.members([...VERBS]);
  });
});
