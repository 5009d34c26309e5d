/**
 * The backend `libvirt` while its daemon stops and returns: the outcome of calls, the resumption of events, and guests
 * that keep running. test/wire/libvirt-connection.test.ts covers a daemon that stops in the middle of a packet or
 * becomes silent.
 */
import { expect } from 'chai';
import type { Backend, BackendEvent } from '../../backends/backend.js';
import { isGuesthouseError, type ErrorKind } from '../../src/domain/errors.js';
import type { GuestId } from '../../src/domain/ids.js';
import { EventLog } from '../contract/event-log.js';
import { eventually } from '../support/eventually.js';
import { domainOf, LibvirtHarness } from '../contract/libvirt-harness.js';
import { skip } from '../support/skip.js';

describe('The libvirt driver', function () {
  this.timeout(120_000);

  const { signal } = new AbortController();
  const harness = new LibvirtHarness();
  let backend: Backend;
  let guest: GuestId;
  let events: EventLog;

  before(async function () {
    this.timeout(300_000); // the first run builds the test guest
    const reason = await harness.whyNot();
    if (reason !== null) skip(this, 'libvirt', reason);
    await harness.setUp();
    backend = await harness.open();
    const disk = { device: 'vda', media: 'disk', sizeMib: 1, bus: 'virtio', format: 'qcow2', image: null } as const;
    const definition = await harness.makeDefinition({ boot: null, disks: [disk], memoryMib: 16 });
    guest = definition.id;
    await backend.defineGuest(definition, { signal, disks: 'make' });
    await backend.startGuest(guest, { signal });
    events = new EventLog(backend);
    await events.until(isOf('observe_everything'));
  });

  after(async () => {
    if (!harness.isSetUp) return;
    await events.end();
    await backend.removeGuest(guest, { signal });
    expect(await harness.findLeftovers(guest)).to.deep.equal([]);
    await backend.close();
    await harness.tearDown();
  });

  // A failed test may have left the daemon paused, and a paused daemon does not handle the signal to end.
  afterEach(() => {
    if (harness.isSetUp) harness.libvirtd.signalDaemon('SIGCONT');
  });

  const stateOf = async (): Promise<string | undefined> =>
    (await backend.observeGuests([guest], { signal })).get(guest)?.state;
  const isHere = (): Promise<boolean> =>
    backend.describe({ signal }).then(
      () => true,
      () => false,
    );

  async function kindOf(call: Promise<unknown>): Promise<ErrorKind | 'none'> {
    const error: unknown = await call.then(
      () => null,
      (reason: unknown) => reason,
    );
    return isGuesthouseError(error) ? error.kind : 'none';
  }

  it('is unreachable while libvirtd restarts, then reconnects by itself and receives events again', async () => {
    const pid = await harness.libvirtd.pidOf(domainOf(guest));
    await harness.libvirtd.stopDaemon();
    await events.next(isOf('stream_lost'));
    expect(await kindOf(backend.describe({ signal }))).to.equal('host_unreachable');
    expect(await kindOf(backend.observeGuests('all', { signal }))).to.equal('host_unreachable');
    expect(await kindOf(backend.startGuest(guest, { signal }))).to.equal('host_unreachable');
    await harness.libvirtd.startDaemon();
    await events.next(isOf('observe_everything'));
    expect(await stateOf()).to.equal('running');
    expect(await harness.libvirtd.pidOf(domainOf(guest))).to.equal(pid);
    expect((await backend.describe({ signal })).hypervisorVersion).not.to.equal('');

    await harness.libvirtd.virsh('suspend', domainOf(guest));
    await events.next(isAbout(guest));
    expect(await stateOf()).to.equal('suspended');
    await backend.startGuest(guest, { signal });
    await events.next(isAbout(guest));
    expect(await stateOf()).to.equal('running');
  });

  it('reports an unknown outcome only for changes when libvirtd dies with calls in flight (B3)', async () => {
    // From here on, calls are sent but get no reply.
    harness.libvirtd.signalDaemon('SIGSTOP');
    const change = kindOf(backend.poweroffGuest(guest, { signal }));
    const question = kindOf(backend.observeGuests('all', { signal }));
    const abort = new AbortController();
    const reason = new Error('no longer needed');
    const given = backend.describe({ signal: abort.signal }).catch((error: unknown) => error);
    abort.abort(reason);
    expect(await given).to.equal(reason);
    await harness.libvirtd.stopDaemon('SIGKILL');
    expect(await change).to.equal('outcome_unknown');
    expect(await question).to.equal('host_unreachable');
    await events.next(isOf('stream_lost'));
    await harness.libvirtd.startDaemon();
    await events.next(isOf('observe_everything'));
    expect(['running', 'stopped']).to.include(await stateOf());
    await backend.startGuest(guest, { signal });
    expect(await stateOf()).to.equal('running');
  });

  it('notices and reports that a guest died while libvirtd was away', async () => {
    await harness.libvirtd.stopDaemon();
    await events.next(isOf('stream_lost'));
    await harness.crashGuest(guest);
    await harness.libvirtd.startDaemon();
    await events.next(isOf('observe_everything'));
    await eventually(async () => ['crashed', 'stopped'].includes((await stateOf()) ?? ''));
    await backend.startGuest(guest, { signal });
    expect(await stateOf()).to.equal('running');
  });

  it('retries while libvirtd stays away, and can be closed meanwhile', async () => {
    await harness.libvirtd.stopDaemon();
    await events.next(isOf('stream_lost'));
    const second = new EventLog(backend);
    for (let round = 0; round < 3; round++) expect(await isHere()).to.equal(false);
    await second.end();
    expect(second.seen).to.deep.equal([]);
    await harness.libvirtd.startDaemon();
    await events.next(isOf('observe_everything'));
    await eventually(isHere);
    const other = await harness.open();
    await other.close();
    expect(await kindOf(other.describe({ signal }))).to.equal('host_unreachable');
  });
});

function isOf(kind: BackendEvent['kind']): (event: BackendEvent) => boolean {
  return (event) => event.kind === kind;
}

function isAbout(guest: GuestId): (event: BackendEvent) => boolean {
  return (event) => event.kind === 'guest_changed' && event.guest === guest;
}
