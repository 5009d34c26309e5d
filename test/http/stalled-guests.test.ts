/**
 * Guests that their hypervisor pauses, or that do not respond, and hypervisors that report as done what they did not
 * do. A success is a success, and the silence of one guest is never that of its host.
 */
import { expect } from 'chai';
import type { ErrorName, EventList, Guest } from '../../generated/api-types.js';
import { Api, jobOf, newGuest } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import type { HaltReason, HostCall } from '../support/fake-host-control.js';
import { onHost, Service } from '../support/service.js';

interface Case {
  readonly reason: HaltReason;
  readonly fault: ErrorName;
  readonly status: number;
}

const CASES: readonly Case[] = [
  { reason: 'no-room', fault: 'HOST_OUT_OF_SPACE', status: 507 },
  { reason: 'io-error', fault: 'GUEST_IO_ERROR', status: 409 },
  { reason: 'watchdog', fault: 'GUEST_WATCHDOG', status: 409 },
];
const WAIT = { headers: { prefer: 'wait=30' } };

describe('A success is a success', () => {
  let service: Service;
  let api: Api;
  before(async () => {
    service = await Service.start();
    api = new Api(service);
  });
  after(() => service.leave());
  afterEach(() => service.host.clearFaults());

  const running = (): Promise<Guest> => api.makeGuest({ disks: [{ size_mib: 1 }] }, '?start=true');
  const faultOf = async ({ id }: Guest): Promise<ErrorName | null> => (await api.guest(id)).fault?.error_name ?? null;

  async function eventsOf(guest: Guest, kind: string): Promise<EventList['events']> {
    return (await api.expect(200, 'GET', `/v1/events?guest=${guest.id}&kind=${kind}`)).json<EventList>().events;
  }

  for (const { reason, fault, status } of CASES) {
    it(`a guest that its host pauses (${reason}) shows ${fault} until it runs, and no start succeeds before`, async () => {
      const guest = await running();
      await service.host.halt(onHost(guest), reason, true);
      await eventually(async () => (await faultOf(guest)) === fault);
      expect((await api.guest(guest.id)).state).to.equal('suspended');
      const [stalled] = await eventsOf(guest, 'guest.stalled');
      expect(stalled?.severity).to.equal('error');
      expect(stalled?.detail).to.deep.equal({ state: 'suspended', before: 'running', error_name: fault });
      const { at } = (await api.guest(guest.id)).fault ?? {};
      for (let round = 0; round < 2; round++) {
        await api.refused(status, fault, 'POST', `${guest.href}/start`, WAIT);
        expect((await api.guest(guest.id)).fault).to.include({ error_name: fault, at });
      }
      await service.host.halt(onHost(guest), null);
      await api.done('start', guest.id);
      expect(await api.guest(guest.id)).to.deep.include({ state: 'running', fault: null });
      expect(await eventsOf(guest, 'guest.stalled')).to.have.length(1);
    });
  }

  it('a guest that is resumed by others runs with another fault, and one that is powered off has none', async () => {
    const [resumed, off] = [await running(), await running()];
    for (const guest of [resumed, off]) {
      await service.host.halt(onHost(guest), 'no-room');
      await eventually(async () => (await faultOf(guest)) === 'HOST_OUT_OF_SPACE');
    }
    await service.host.change(onHost(resumed), 'resume');
    await eventually(async () => (await faultOf(resumed)) === 'GUEST_CHANGED_OUTSIDE');
    await api.done('poweroff', off.id);
    expect(await api.guest(off.id)).to.deep.include({ state: 'stopped', fault: null });
  });

  it('a restart and a reboot after which the guest stalls fail, each with the fault of the guest', async () => {
    for (const verb of ['restart', 'reboot']) {
      const guest = await running();
      const call: HostCall = verb === 'restart' ? 'reset' : 'power-on';
      await service.host.slow(call, null, { guest: onHost(guest) });
      const id = await api.begin(verb, guest.id);
      await eventually(async () => (await service.host.inspectGuest(onHost(guest))).held === 1);
      await service.host.halt(onHost(guest), 'no-room', true);
      await service.host.release();
      const operation = await api.ended(id);
      expect([operation.state, operation.fault?.error_name], verb).to.deep.equal(['failed', 'HOST_OUT_OF_SPACE']);
      expect(await faultOf(guest), verb).to.equal('HOST_OUT_OF_SPACE');
    }
    const guest = await running();
    await service.host.slow('reset', null, { guest: onHost(guest) });
    const restarted = api.refused(507, 'HOST_OUT_OF_SPACE', 'POST', `${guest.href}/restart`, WAIT);
    await eventually(async () => (await service.host.inspectGuest(onHost(guest))).held === 1);
    await service.host.halt(onHost(guest), 'no-room', true);
    await service.host.release();
    await restarted;
  });

  describe('even if the hypervisor confirms what it did not do:', () => {
    const LIES: readonly (readonly [verb: string, from: 'stopped' | 'running' | 'suspended', call: HostCall])[] = [
      ['start', 'suspended', 'resume'],
      ['suspend', 'running', 'pause'],
      ['poweroff', 'running', 'power-off'],
      ['poweroff', 'suspended', 'power-off'],
      ['delete', 'stopped', 'undefine'],
    ];
    for (const [verb, from, call] of LIES) {
      it(`${verb} of a guest that is ${from} fails, and the guest shows its real state`, async () => {
        const guest = from === 'stopped' ? await api.makeGuest() : await running();
        if (from === 'suspended') await api.done('suspend', guest.id);
        await service.host.pretend(call, { guest: onHost(guest) });
        const operation = await api.ended(await api.begin(verb, guest.id));
        expect([operation.state, operation.fault?.error_name]).to.deep.equal(['failed', 'GUEST_CHANGED_OUTSIDE']);
        expect((await api.guest(guest.id)).state).to.equal(from);
      });
    }

    it('create fails, and its guest is in error', async () => {
      await service.host.pretend('define');
      const response = await api.expect(201, 'POST', '/v1/guests', { json: newGuest() });
      const operation = await api.ended(jobOf(response));
      // The driver finds no definition when it reads back what it wrote.
      expect([operation.state, operation.fault?.error_name]).to.deep.equal(['failed', 'BACKEND_REFUSED']);
      expect((await api.guest(response.json<Guest>().id)).state).to.equal('error');
    });
  });

  it('a guest that powers itself off right after it was started has been started', async () => {
    const guest = await api.makeGuest();
    await service.host.slow('power-on', 500, { guest: onHost(guest) });
    const id = await api.begin('start', guest.id);
    await eventually(async () => (await service.host.inspectGuest(onHost(guest))).held === 1);
    await service.host.slow('list', null, { guest: onHost(guest), times: null });
    await eventually(async () => (await service.host.inspectGuest(onHost(guest))).state === 'on');
    await service.host.change(onHost(guest), 'down');
    await service.host.release();
    expect((await api.ended(id)).state).to.equal('succeeded');
    await eventually(async () => (await api.guest(guest.id)).state === 'stopped');
  });
});

describe('A guest that does not respond', () => {
  let service: Service;
  let api: Api;
  let silent: Guest;
  let other: Guest;
  before(async () => {
    service = await Service.start();
    api = new Api(service);
    silent = await api.makeGuest({}, '?start=true');
    other = await api.makeGuest({}, '?start=true');
  });
  after(() => service.leave());

  async function eventKinds(guest: Guest): Promise<string[]> {
    const path = `/v1/events?guest=${guest.id}&kind=guest.unresponsive,guest.responsive`;
    return (await api.expect(200, 'GET', path)).json<EventList>().events.map(({ kind }) => kind ?? '');
  }

  it('keeps its state, and shows a fault with an event', async () => {
    for (const change of ['pause', 'resume'] as const) {
      await service.host.change(onHost(silent), change);
      const state = change === 'pause' ? 'suspended' : 'running';
      await eventually(async () => (await api.guest(silent.id)).state === state);
    }
    const before = await api.guest(silent.id);
    await service.host.mute(onHost(silent));
    await service.host.cutEvents(); // the service polls everything again
    await eventually(async () => (await api.guest(silent.id)).fault?.error_name === 'GUEST_UNRESPONSIVE');
    const now = await api.guest(silent.id);
    expect(now).to.include({ state: 'running', power_state: 'on' });
    expect(now.updated_at).to.not.equal(before.updated_at);
    await eventually(async () => (await eventKinds(silent)).length > 0);
    expect(await eventKinds(silent)).to.deep.equal(['guest.unresponsive']);
  });

  it('is the only one: its host is up, and other guests are observed, measured and operated as before', async () => {
    await api.refused(503, 'GUEST_UNRESPONSIVE', 'GET', `${silent.href}/metrics/cpu`);
    await api.expect(200, 'GET', `${other.href}/metrics/cpu`);
    await service.host.change(onHost(other), 'pause');
    await eventually(async () => (await api.guest(other.id)).state === 'suspended');
    await api.done('start', other.id);
    expect(await api.guest(other.id)).to.deep.include({ state: 'running', fault: null });
    const metrics = (await api.expect(200, 'GET', '/metrics')).text;
    expect(metrics).to.match(/^guesthouse_host_up\{.*\} 1$/m);
    expect(metrics).to.contain(`guesthouse_guest_memory_bytes{id="${other.id}"`);
    expect(metrics).to.not.contain(`guesthouse_guest_memory_bytes{id="${silent.id}"`);
  });

  it('fails operations that only a response can confirm, with the same fault', async () => {
    const operation = await api.ended(await api.begin('suspend', silent.id));
    expect([operation.state, operation.fault?.error_name]).to.deep.equal(['failed', 'GUEST_UNRESPONSIVE']);
    await api.refused(503, 'GUEST_UNRESPONSIVE', 'POST', `${silent.href}/restart`, WAIT);
  });

  it('shows its earlier fault again when it responds, with an event', async () => {
    await service.host.mute(onHost(silent), false);
    await eventually(async () => (await api.guest(silent.id)).fault?.error_name === 'GUEST_CHANGED_OUTSIDE');
    // Events appear shortly after the change.
    await eventually(async () => (await eventKinds(silent)).length > 1);
    expect(await eventKinds(silent)).to.deep.equal(['guest.unresponsive', 'guest.responsive']);
  });

  it('can be powered off, which ends the fault', async () => {
    const guest = await api.makeGuest({}, '?start=true');
    await service.host.mute(onHost(guest));
    await service.host.cutEvents();
    await eventually(async () => (await api.guest(guest.id)).fault?.error_name === 'GUEST_UNRESPONSIVE');
    await service.host.mute(onHost(guest), false);
    await api.done('poweroff', guest.id);
    expect(await api.guest(guest.id)).to.deep.include({ state: 'stopped', fault: null });
  });

  it('is found by the next service, which does not leave it unknown', async () => {
    const guest = await api.makeGuest({}, '?start=true');
    await service.host.mute(onHost(guest));
    await service.stop('SIGKILL');
    await service.start();
    api = new Api(service);
    await eventually(async () => (await api.guest(guest.id)).fault?.error_name === 'GUEST_UNRESPONSIVE');
    expect((await api.guest(guest.id)).state).to.equal('running');
    await service.host.mute(onHost(guest), false);
    await eventually(async () => (await api.guest(guest.id)).fault === null);
  });
});
