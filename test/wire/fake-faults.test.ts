/**
 * Planned faults of the simulated hypervisor: each affects a driver as its name suggests, exactly as often as planned.
 */
import { expect } from 'chai';
import type { Backend, GuestDefinition } from '../../backends/backend.js';
import type { FakeHostControl } from '../support/fake-host-control.js';
import { isGuesthouseError, type ErrorKind } from '../../src/domain/errors.js';
import type { GuestId } from '../../src/domain/ids.js';
import { EventLog } from '../contract/event-log.js';
import { eventually } from '../support/eventually.js';
import { FakeHarness } from '../contract/fake-harness.js';

const { signal } = new AbortController();

describe('A planned fault of the fake host', () => {
  const harness = new FakeHarness();
  let backend: Backend;
  let control: FakeHostControl;
  let definition: GuestDefinition;
  let guest: GuestId;

  before(async () => {
    await harness.setUp();
    control = harness.control;
    backend = await harness.open();
  });

  beforeEach(async () => {
    definition = await harness.makeDefinition();
    guest = definition.id;
    await backend.defineGuest(definition, { signal, disks: 'make' });
  });

  afterEach(async () => {
    await control.clearFaults();
    await backend.removeGuest(guest, { signal });
  });

  after(async () => {
    await backend.close();
    await harness.tearDown();
  });

  const start = () => backend.startGuest(guest, { signal });
  const stateOf = async (which = guest) =>
    (await backend.observeGuests([which], { signal })).get(which)?.state ?? 'absent';

  async function expectKind(kind: ErrorKind, call: Promise<unknown>): Promise<Error> {
    const error: unknown = await call.then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(isGuesthouseError(error, kind), `${kind}, not ${String(error)}`).to.equal(true);
    return error as Error;
  }

  it('refuses as many calls as planned, with its reason, and changes nothing', async () => {
    await control.refuse('power-on', { times: 2, reason: 'the fuse is blown' });
    expect((await expectKind('backend_refused', start())).message).to.contain('the fuse is blown');
    await expectKind('backend_refused', start());
    expect(await stateOf()).to.equal('stopped');
    await start();
    expect(await stateOf()).to.equal('running');
  });

  it('refuses with a code that distinguishes a lack of room from a request that is never possible', async () => {
    await control.refuse('power-on', { code: 'no-room' });
    await expectKind('capacity_exhausted', start());
    await control.refuse('power-on', { code: 'unsupported' });
    await expectKind('unsupported_by_backend', start());
  });

  it('affects only the guest for which it was planned', async () => {
    const other = await harness.makeDefinition();
    await backend.defineGuest(other, { signal, disks: 'make' });
    await control.refuse('power-on', { guest });
    await backend.startGuest(other.id, { signal });
    await expectKind('backend_refused', start());
    await backend.removeGuest(other.id, { signal });
  });

  it('drops the reply to a call that was carried out, so the outcome is unknown until an observation shows it (B3)', async () => {
    await control.loseReply('power-on');
    await expectKind('outcome_unknown', start());
    expect(await stateOf()).to.equal('running');
  });

  it('makes the host unreachable, so that nothing is sent, until the fault is cleared (B3)', async () => {
    await control.refuseConnections();
    await expectKind('host_unreachable', start());
    await expectKind('host_unreachable', backend.observeGuests('all', { signal }));
    await control.clearFaults();
    expect(await stateOf()).to.equal('stopped');
  });

  it('makes the host unreachable for a number of connections', async () => {
    await control.refuseConnections(2);
    await expectKind('host_unreachable', start());
    await expectKind('host_unreachable', start());
    await start();
  });

  it('delays one call, and no other', async () => {
    await control.slow('power-on', null, { guest });
    const abort = new AbortController();
    const slow = backend.startGuest(guest, { signal: abort.signal }).catch((error: unknown) => error);
    expect(await stateOf()).to.equal('stopped');
    abort.abort(new Error('waited long enough'));
    expect(await slow).to.equal(abort.signal.reason);
  });

  it('delays a call that is then carried out', async () => {
    await control.slow('power-on', 20);
    await start();
    expect(await stateOf()).to.equal('running');
  });

  it('delays current and later calls until they are released, and a release clears no other fault', async () => {
    await control.slow('power-on', null, { times: null });
    await control.refuse('pause');
    const started = start();
    await eventually(async () => (await control.inspectGuest(guest)).held === 1);
    expect(await stateOf()).to.equal('stopped');
    await control.release();
    await started;
    await backend.poweroffGuest(guest, { signal });
    await start();
    await expectKind('backend_refused', backend.suspendGuest(guest, { signal }));
  });

  it('never carries out a delayed call that was aborted (B5)', async () => {
    await control.slow('power-on', null);
    const abort = new AbortController();
    const aborted = backend.startGuest(guest, { signal: abort.signal }).catch((error: unknown) => error);
    // This call uses the same connection, so the host has read the start when it replies to this call.
    await backend.describe({ signal });
    abort.abort(new Error('no longer needed'));
    await aborted;
    await control.release();
    expect(await stateOf()).to.equal('stopped');
  });

  it('never carries out a delayed call whose driver has disconnected (B5)', async () => {
    const leaving = await harness.open();
    await control.slow('power-on', null);
    const lost = expectKind('outcome_unknown', leaving.startGuest(guest, { signal }));
    await leaving.describe({ signal });
    await leaving.close();
    await lost;
    await eventually(async () => (await control.inspectGuest(guest)).held === 0);
    await control.release();
    expect(await stateOf()).to.equal('stopped');
  });

  it('makes a guest mute: it is observed as unresponsive, and no other guest is delayed (B6)', async () => {
    const other = await harness.makeDefinition();
    await backend.defineGuest(other, { signal, disks: 'make' });
    await backend.startGuest(guest, { signal });
    await control.mute(guest);
    const seen = await backend.observeGuests('all', { signal });
    expect(seen.get(guest)?.state).to.equal('unresponsive');
    expect(seen.get(other.id)?.state).to.equal('stopped');
    expect((await backend.measureGuests('all', { signal })).has(guest)).to.equal(false);
    await control.mute(guest, false);
    expect(await stateOf()).to.equal('running');
    await backend.removeGuest(other.id, { signal });
  });

  it('makes a guest ignore its power button until the fault is revoked', async () => {
    await start();
    await harness.waitUntilBooted(backend, guest);
    await control.ignoreShutdowns(guest);
    const abort = new AbortController();
    const ignored = backend.shutdownGuest(guest, { signal: abort.signal }).catch((error: unknown) => error);
    expect(await stateOf()).to.equal('running');
    abort.abort(new Error('waited long enough'));
    expect(await ignored).to.equal(abort.signal.reason);
    await control.ignoreShutdowns(guest, false);
    await backend.shutdownGuest(guest, { signal });
    expect(await stateOf()).to.equal('stopped');
  });

  it('crashes a guest during a shutdown, which reports the crash', async () => {
    await start();
    await control.ignoreShutdowns(guest);
    const shutdown = expectKind('guest_crashed', backend.shutdownGuest(guest, { signal }));
    // This call uses the same connection, so the host has read the shutdown when it replies to this call.
    await backend.describe({ signal });
    await control.change(guest, 'crash');
    await shutdown;
    expect(await stateOf()).to.equal('crashed');
  });

  it('changes guests without the driver, which gets events', async () => {
    const events = new EventLog(backend);
    await events.next(({ kind }) => kind === 'observe_everything');
    for (const [what, state] of [
      ['power-on', 'running'],
      ['pause', 'suspended'],
      ['resume', 'running'],
      ['down', 'stopped'],
      ['undefine', 'absent'],
    ] as const) {
      await control.change(guest, what);
      await events.next((event) => event.kind === 'guest_changed' && event.guest === guest);
      expect(await stateOf(), what).to.equal(state);
    }
    await events.end();
    // The disks still exist, so the same definition works again.
    await backend.defineGuest(definition, { signal, disks: 'keep' });
    await start();
  });

  it('removes the disks without the driver, so that a definition cannot keep them', async () => {
    await control.change(guest, 'delete-volumes');
    await expectKind('backend_refused', start());
    await expectKind('backend_refused', backend.defineGuest(definition, { signal, disks: 'keep' }));
    await backend.defineGuest(definition, { signal, disks: 'make' });
    await start();
  });

  it('drops the next events, and no others', async () => {
    const events = new EventLog(backend);
    await events.next(({ kind }) => kind === 'observe_everything');
    await control.loseEvents(1);
    await control.change(guest, 'power-on');
    const other = await harness.makeDefinition();
    await backend.defineGuest(other, { signal, disks: 'make' });
    await events.next((event) => event.kind === 'guest_changed' && event.guest === other.id);
    expect(events.seen.some((event) => event.kind === 'guest_changed' && event.guest === guest)).to.equal(false);
    await events.end();
    await backend.removeGuest(other.id, { signal });
  });

  it('cuts the event stream, which reports the loss and reconnects, without affecting calls (B7)', async () => {
    const events = new EventLog(backend);
    await events.next(({ kind }) => kind === 'observe_everything');
    const call = backend.shutdownGuest(guest, { signal });
    await control.cutEvents();
    await call;
    await events.next(({ kind }) => kind === 'stream_lost');
    await events.next(({ kind }) => kind === 'observe_everything');
    await start();
    await events.next((event) => event.kind === 'guest_changed' && event.guest === guest);
    await events.end();
  });
});
