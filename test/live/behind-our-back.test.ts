/**
 * Guests that another program starts, stops, pauses, crashes or removes. The service shows the state that it observes
 * on the hypervisor, and a fault names the change. The service does not correct the change, and the next successful
 * verb clears the fault.
 */
import { expect } from 'chai';
import type { OutsideChange } from '../../backends/fake/host/control-calls.js';
import type { ErrorName, Guest } from '../../generated/api-types.js';
import { eventually } from '../support/eventually.js';
import { Api } from '../support/api.js';
import { onHost, Service } from '../support/service.js';

interface Case {
  readonly from: 'stopped' | 'running' | 'suspended';
  readonly change: OutsideChange;
  readonly state: Guest['state'];
  readonly fault: ErrorName;
  /** The verb whose success clears the fault. */
  readonly verb: 'start' | 'poweroff' | 'suspend' | 'delete';
}

const CASES: readonly Case[] = [
  { from: 'stopped', change: 'power-on', state: 'running', fault: 'GUEST_CHANGED_OUTSIDE', verb: 'poweroff' },
  { from: 'suspended', change: 'resume', state: 'running', fault: 'GUEST_CHANGED_OUTSIDE', verb: 'suspend' },
  { from: 'running', change: 'power-off', state: 'stopped', fault: 'GUEST_CHANGED_OUTSIDE', verb: 'start' },
  { from: 'running', change: 'down', state: 'stopped', fault: 'GUEST_CHANGED_OUTSIDE', verb: 'start' },
  { from: 'running', change: 'pause', state: 'suspended', fault: 'GUEST_CHANGED_OUTSIDE', verb: 'start' },
  { from: 'running', change: 'crash', state: 'error', fault: 'GUEST_CRASHED', verb: 'start' },
  { from: 'stopped', change: 'undefine', state: 'error', fault: 'GUEST_VANISHED', verb: 'start' },
];

describe('A guest that is changed outside of Guesthouse', () => {
  let service: Service;
  let api: Api;
  before(async () => {
    service = await Service.start();
    api = new Api(service);
  });
  after(() => service.leave());

  async function make(from: Case['from']): Promise<Guest> {
    const guest = await api.makeGuest({ disks: [{ size_mib: 1 }] }, from === 'stopped' ? '' : '?start=true');
    if (from === 'suspended') await api.done('suspend', guest.id);
    return guest;
  }
  const stateOf = async ({ id }: Guest): Promise<Guest['state']> => (await api.guest(id)).state;

  for (const { from, change, state, fault, verb } of CASES) {
    it(`that is ${from} and undergoes ${change} becomes ${state}, with ${fault} until ${verb} succeeds`, async () => {
      const guest = await make(from);
      await service.host.change(onHost(guest), change);
      await eventually(async () => (await stateOf(guest)) === state);
      expect((await api.guest(guest.id)).fault?.error_name).to.equal(fault);
      await api.done(verb, guest.id);
      expect((await api.guest(guest.id)).fault).to.equal(null);
    });
  }

  it('shows the change after the event stream was cut, even if the event itself was lost', async () => {
    const guest = await make('running');
    await service.host.loseEvents(1);
    await service.host.change(onHost(guest), 'power-off');
    await service.host.cutEvents();
    await eventually(async () => (await stateOf(guest)) === 'stopped');
    expect((await api.guest(guest.id)).fault?.error_name).to.equal('GUEST_CHANGED_OUTSIDE');
  });

  it('shows the change when the next service starts if none was running', async () => {
    const [stopped, crashed, untouched] = [await make('running'), await make('running'), await make('running')];
    await service.stop('SIGKILL');
    await service.host.change(onHost(stopped), 'down');
    await service.host.change(onHost(crashed), 'crash');
    await service.start();
    api = new Api(service);
    await eventually(async () => (await stateOf(stopped)) === 'stopped' && (await stateOf(crashed)) === 'error');
    expect((await api.guest(stopped.id)).fault?.error_name).to.equal('GUEST_CHANGED_OUTSIDE');
    expect((await api.guest(crashed.id)).fault?.error_name).to.equal('GUEST_CRASHED');
    expect(await api.guest(untouched.id)).to.include({ state: 'running', fault: null });
  });

  it('gets no fault from the effects of operations', async () => {
    const guest = await make('running');
    for (const verb of ['suspend', 'start', 'restart', 'reboot', 'shutdown', 'start', 'poweroff']) {
      await api.done(verb, guest.id);
      expect((await api.guest(guest.id)).fault, verb).to.equal(null);
    }
  });
});
