/**
 * Verbs under way: pre-emption, soft power with its limits, guests that crash or vanish, hosts that refuse, lose answers or go away.
 * The table of what each verb may do in each state is tested in lifecycle.test.ts.
 */
import { expect } from 'chai';
import type { Guest } from '../../generated/api-types.js';
import { eventually } from '../support/eventually.js';
import { Api, jobOf, newGuest } from '../support/api.js';
import { onHost, Service } from '../support/service.js';

describe('verbs', () => {
  let service: Service;
  let api: Api;
  before(async () => {
    service = await Service.start();
    api = new Api(service);
  });
  after(() => service.leave());
  afterEach(() => service.host.clearFaults());

  function running(): Promise<Guest> {
    return api.makeGuest({}, '?start=true');
  }

  async function until(guest: Guest, state: Guest['state']): Promise<Guest> {
    await eventually(async () => (await api.guest(guest.id)).state === state);
    return api.guest(guest.id);
  }

  it('take a guest through its life, and what is said never runs ahead of what is so', async () => {
    const guest = await api.makeGuest();
    expect(guest).to.include({ state: 'stopped', power_state: 'off', launched_at: null, fault: null });
    const steps = [
      ['start', 'running', 'on', 'on'],
      ['suspend', 'suspended', 'suspended', 'paused'],
      ['start', 'running', 'on', 'on'],
      ['restart', 'running', 'on', 'on'],
      ['reboot', 'running', 'on', 'on'],
      ['shutdown', 'stopped', 'off', 'off'],
      ['start', 'running', 'on', 'on'],
      ['poweroff', 'stopped', 'off', 'off'],
    ] as const;
    for (const [verb, state, power, onTheHost] of steps) {
      const operation = await api.done(verb, guest.id);
      expect((await service.host.inspectGuest(onHost(guest))).state, verb).to.equal(onTheHost);
      const now = await api.guest(guest.id);
      expect(now, verb).to.include({ state, power_state: power, target_power_state: null });
      expect(operation.finished_at, verb).to.be.a('string');
    }
    expect((await api.guest(guest.id)).launched_at).to.be.a('string');
  });

  it('never show `succeeded` before the state that it means', async () => {
    const guest = await api.makeGuest();
    for (const [verb, state] of [
      ['start', 'running'],
      ['suspend', 'suspended'],
      ['poweroff', 'stopped'],
    ] as const) {
      const id = await api.begin(verb, guest.id);
      for (let isOver = false; !isOver;) {
        // The operation is asked first: whatever it says must be true of the guest by then.
        const operation = await api.operation(id);
        const now = await api.guest(guest.id);
        isOver = operation.state === 'succeeded';
        if (isOver) expect(now.state).to.equal(state);
      }
    }
  });

  it('setGuestPowerState is the verbs by other names', async () => {
    const guest = await api.makeGuest();
    const steps = [
      ['on', 'start', 'running'],
      ['reboot', 'restart', 'running'],
      ['soft_reboot', 'reboot', 'running'],
      ['suspend', 'suspend', 'suspended'],
      ['on', 'start', 'running'],
      ['soft_off', 'shutdown', 'stopped'],
      ['on', 'start', 'running'],
      ['off', 'poweroff', 'stopped'],
    ] as const;
    for (const [target, verb, state] of steps) {
      const answer = await api.expect(202, 'PUT', `${guest.href}/states/power`, { json: { target } });
      expect(answer.headers.get('location')).to.equal(`${service.url}${guest.href}/states`);
      expect(answer.json()).to.have.property('target_power_state', target);
      expect(await api.ended(jobOf(answer))).to.include({ kind: `guest.${verb}`, state: 'succeeded' });
      const { data } = await api.client.GET('/v1/guests/{guest}/states', { params: { path: { guest: guest.id } } });
      expect(data).to.include({ state, target_power_state: null });
    }
  });

  describe('that pre-empt', () => {
    it('poweroff during a start cancels it, and the guest ends stopped', async () => {
      const guest = await api.makeGuest();
      await service.host.slow('power-on', null, { guest: onHost(guest) });
      const start = await api.begin('start', guest.id);
      await eventually(async () => (await api.operation(start)).state === 'running');
      const poweroff = await api.begin('poweroff', guest.id);
      expect((await api.ended(poweroff)).state).to.equal('succeeded');
      expect(await api.operation(start)).to.include({ state: 'cancelled' });
      expect((await api.guest(guest.id)).state).to.equal('stopped');
    });

    it('the same pre-empting verb again joins the operation that is open', async () => {
      const guest = await running();
      await service.host.slow('power-off', null, { guest: onHost(guest) });
      const poweroff = await api.begin('poweroff', guest.id);
      expect(await api.begin('poweroff', guest.id)).to.equal(poweroff);
      const put = await api.expect(202, 'PUT', `${guest.href}/states/power`, { json: { target: 'off' } });
      expect(jobOf(put)).to.equal(poweroff);
      await service.host.release();
      await api.ended(poweroff);
      await service.host.slow('delete-volumes', null, { guest: onHost(guest) });
      const remove = await api.begin('delete', guest.id);
      expect(await api.begin('delete', guest.id)).to.equal(remove);
      await service.host.release();
      expect((await api.ended(remove)).state).to.equal('succeeded');
    });

    it('delete pre-empts a poweroff that hangs, and both are told apart', async () => {
      const guest = await running();
      await service.host.slow('power-off', null, { guest: onHost(guest) });
      const poweroff = await api.begin('poweroff', guest.id);
      const remove = await api.begin('delete', guest.id);
      expect(remove).to.not.equal(poweroff);
      expect((await api.ended(remove)).state).to.equal('succeeded');
      expect((await api.operation(poweroff)).state).to.equal('cancelled');
    });

    it('delete during a creation leaves nothing, on the host neither', async () => {
      await service.host.slow('define', null);
      const answer = await api.expect(201, 'POST', '/v1/guests', { json: { ...newGuest(), disks: [{ size_mib: 1 }] } });
      const guest = answer.json<Guest>();
      await eventually(async () => (await api.operation(jobOf(answer))).state === 'running');
      const remove = await api.begin('delete', guest.id);
      expect((await api.ended(remove)).state).to.equal('succeeded');
      expect((await api.operation(jobOf(answer))).state).to.equal('cancelled');
      await api.refused(404, 'GUEST_NOT_FOUND', 'GET', guest.href);
      expect(await service.host.inspectGuest(onHost(guest))).to.deep.include({ state: null, volumes: [] });
    });

    it('end what was only queued without ever beginning it', async () => {
      const guest = await api.makeGuest();
      await service.host.slow('power-on', null, { guest: onHost(guest) });
      const start = await api.begin('start', guest.id);
      await eventually(async () => (await api.operation(start)).state === 'running');
      const poweroff = await api.begin('poweroff', guest.id);
      const remove = await api.begin('delete', guest.id);
      await api.ended(remove);
      for (const id of [start, poweroff])
        expect((await api.operation(id)).state).to.be.oneOf(['cancelled', 'succeeded']);
      await api.refused(404, 'GUEST_NOT_FOUND', 'GET', guest.href);
    });

    it('decide one after the other when they come at once: one operation is open, no more', async () => {
      const guest = await api.makeGuest();
      const starts = await Promise.all(Array.from({ length: 10 }, () => api.send('POST', `${guest.href}/start`)));
      const statuses = starts.map(({ status }) => status);
      expect(statuses.filter((status) => status === 202)).to.have.length(1);
      expect(statuses.every((status) => [200, 202, 409].includes(status))).to.equal(true);
    });
  });

  describe('that ask softly', () => {
    it('shutdown of a guest that does not listen times out, and the guest runs on', async () => {
      const guest = await running();
      await service.host.ignoreShutdowns(onHost(guest));
      const operation = await api.ended(await api.begin('shutdown', guest.id, { timeout_s: 1 }));
      expect(operation.state).to.equal('failed');
      expect(operation.fault?.error_name).to.equal('OPERATION_TIMED_OUT');
      expect(await api.guest(guest.id)).to.include({ state: 'running', power_state: 'on', fault: null });
    });

    it('shutdown with force cuts its power instead', async () => {
      const guest = await running();
      await service.host.ignoreShutdowns(onHost(guest));
      await api.done('shutdown', guest.id, { timeout_s: 1, force: true });
      expect((await api.guest(guest.id)).state).to.equal('stopped');
    });

    it('reboot of a guest that does not listen times out, with force it comes up again', async () => {
      const guest = await running();
      await service.host.ignoreShutdowns(onHost(guest));
      const operation = await api.ended(await api.begin('reboot', guest.id, { timeout_s: 1 }));
      expect([operation.state, operation.fault?.error_name]).to.deep.equal(['failed', 'OPERATION_TIMED_OUT']);
      expect((await api.guest(guest.id)).state).to.equal('running');
      await api.done('reboot', guest.id, { timeout_s: 1, force: true });
      expect((await api.guest(guest.id)).state).to.equal('running');
    });

    it('take no body, an empty one, and an empty object for the defaults', async () => {
      const empty = { body: '', headers: { 'content-type': 'application/json' } };
      for (const options of [{}, empty, { json: {} }]) {
        const guest = await running();
        const answer = await api.expect(202, 'POST', `${guest.href}/shutdown`, options);
        expect((await api.ended(jobOf(answer))).state).to.equal('succeeded');
      }
    });
  });

  describe('on guests that things happen to', () => {
    it('a crash is an error with its fault, and start begins anew and clears it', async () => {
      const guest = await running();
      await service.host.change(onHost(guest), 'crash');
      const crashed = await until(guest, 'error');
      expect(crashed.fault?.error_name).to.equal('GUEST_CRASHED');
      expect(crashed.power_state).to.equal('off');
      await api.done('start', guest.id);
      expect(await api.guest(guest.id)).to.deep.include({ state: 'running', fault: null });
    });

    it('a crash while the guest is asked to shut down fails the operation, and is shown', async () => {
      const guest = await running();
      await service.host.ignoreShutdowns(onHost(guest));
      await service.host.slow('wait-until-off', null, { guest: onHost(guest) });
      const id = await api.begin('shutdown', guest.id, { timeout_s: 3600 });
      // Its button was pressed, and it is waited for.
      await eventually(async () => (await service.host.inspectGuest(onHost(guest))).held === 1);
      await service.host.release();
      await service.host.change(onHost(guest), 'crash');
      const operation = await api.ended(id);
      expect([operation.state, operation.fault?.error_name]).to.deep.equal(['failed', 'GUEST_CRASHED']);
      expect((await api.guest(guest.id)).fault?.error_name).to.equal('GUEST_CRASHED');
    });

    it('a guest that is gone from its host has vanished, and start defines it again', async () => {
      const guest = await api.makeGuest({ disks: [{ size_mib: 1 }] });
      await service.host.change(onHost(guest), 'undefine');
      const vanished = await until(guest, 'error');
      expect(vanished.fault?.error_name).to.equal('GUEST_VANISHED');
      await api.done('start', guest.id);
      expect(await api.guest(guest.id)).to.deep.include({ state: 'running', fault: null });
    });

    it('a guest whose disks are gone too cannot be started, but deleted', async () => {
      const guest = await api.makeGuest({ disks: [{ size_mib: 1 }] });
      await service.host.change(onHost(guest), 'undefine');
      await service.host.change(onHost(guest), 'delete-volumes');
      await until(guest, 'error');
      const operation = await api.ended(await api.begin('start', guest.id));
      expect([operation.state, operation.fault?.error_name]).to.deep.equal(['failed', 'BACKEND_REFUSED']);
      expect(await api.guest(guest.id)).to.include({ state: 'error' });
      await api.done('delete', guest.id);
    });

    it('what somebody does on the host behind our back is seen, and said in a fault that refuses nothing', async () => {
      const guest = await running();
      let was = 'running';
      for (const [change, state] of [
        ['pause', 'suspended'],
        ['resume', 'running'],
        ['down', 'stopped'],
        ['power-on', 'running'],
      ] as const) {
        await service.host.change(onHost(guest), change);
        const { fault } = await until(guest, state);
        expect(fault?.error_name, change).to.equal('GUEST_CHANGED_OUTSIDE');
        expect(fault?.detail, change).to.match(
          new RegExp(`^The guest was .* outside of Guesthouse: it was ${was} and is now ${state}.$`),
        );
        was = state;
      }
      await api.done('suspend', guest.id);
      expect((await api.guest(guest.id)).fault).to.equal(null);
    });
  });

  describe('on hosts that things happen to', () => {
    it('a refusal fails the operation, and the state is what was observed', async () => {
      const guest = await running();
      const calls = [
        ['suspend', 'pause'],
        ['restart', 'reset'],
        ['poweroff', 'power-off'],
      ] as const;
      for (const [verb, call] of calls) {
        await service.host.refuse(call, { guest: onHost(guest) });
        const operation = await api.ended(await api.begin(verb, guest.id));
        expect([operation.state, operation.fault?.error_name], verb).to.deep.equal(['failed', 'BACKEND_REFUSED']);
        expect(await api.guest(guest.id), verb).to.include({
          state: 'running',
          power_state: 'on',
          target_power_state: null,
        });
      }
    });

    it('no room on the host is said as that', async () => {
      const guest = await api.makeGuest();
      await service.host.refuse('power-on', { code: 'no-room', guest: onHost(guest) });
      const operation = await api.ended(await api.begin('start', guest.id));
      expect([operation.state, operation.fault?.error_name]).to.deep.equal(['failed', 'CAPACITY_EXHAUSTED']);
      expect((await api.guest(guest.id)).state).to.equal('stopped');
    });

    it('a creation that is refused leaves an error that explains itself', async () => {
      await service.host.refuse('define');
      const answer = await api.expect(201, 'POST', '/v1/guests', { json: newGuest() });
      const operation = await api.ended(jobOf(answer));
      const guest = await api.guest(answer.json<Guest>().id);
      expect(operation.state).to.equal('failed');
      expect(guest).to.deep.include({ state: 'error', power_state: null, fault: operation.fault });
      await api.done('delete', guest.id);
    });

    it('a creation of which only the start is refused leaves the guest stopped', async () => {
      await service.host.refuse('power-on');
      const answer = await api.expect(201, 'POST', '/v1/guests?start=true', { json: newGuest() });
      const operation = await api.ended(jobOf(answer));
      expect([operation.state, operation.fault?.error_name]).to.deep.equal(['failed', 'BACKEND_REFUSED']);
      expect(await api.guest(answer.json<Guest>().id)).to.deep.include({
        state: 'stopped',
        fault: null,
        launched_at: null,
      });
    });

    it('an answer that was lost is settled by a look: what was done has succeeded', async () => {
      const guest = await api.makeGuest();
      for (const [verb, call, state] of [
        ['start', 'power-on', 'running'],
        ['suspend', 'pause', 'suspended'],
        ['poweroff', 'power-off', 'stopped'],
      ] as const) {
        await service.host.loseAnswer(call, { guest: onHost(guest) });
        await api.done(verb, guest.id);
        expect((await api.guest(guest.id)).state, verb).to.equal(state);
      }
      await service.host.loseAnswer('delete-volumes', { guest: onHost(guest) });
      await api.done('delete', guest.id);
    });

    it('a delete whose answer was lost half-way leaves no disks behind', async () => {
      for (const call of ['power-off', 'undefine', 'delete-volumes'] as const) {
        const guest = await api.makeGuest({ disks: [{ size_mib: 1 }] }, '?start=true');
        await service.host.loseAnswer(call, { guest: onHost(guest) });
        await api.done('delete', guest.id);
        expect(await service.host.inspectGuest(onHost(guest)), call).to.deep.include({ state: null, volumes: [] });
      }
    });

    it('an answer that was lost, and that no look can settle, fails as unknown', async () => {
      const guest = await running();
      await service.host.loseAnswer('reset', { guest: onHost(guest) });
      const operation = await api.ended(await api.begin('restart', guest.id));
      expect([operation.state, operation.fault?.error_name]).to.deep.equal(['failed', 'OUTCOME_UNKNOWN']);
      expect((await api.guest(guest.id)).state).to.equal('running');
    });

    it('a host that is away makes its guests unknown, refuses verbs and questions, and is seen when it comes back', async () => {
      const guest = await running();
      const host = async () => {
        const { data } = await api.client.GET('/v1/hosts/{host}', { params: { path: { host: guest.host.id } } });
        return data?.state;
      };
      await service.host.refuseConnections();
      await until(guest, 'unknown');
      expect(await host()).to.equal('away');
      const ready = await api.expect(200, 'GET', '/readyz');
      expect(ready.json()).to.have.nested.property('hosts[0].state', 'away');
      for (const verb of ['start', 'shutdown', 'reboot', 'restart', 'poweroff', 'suspend']) {
        await api.refused(503, 'HOST_UNREACHABLE', 'POST', `${guest.href}/${verb}`);
      }
      await api.refused(503, 'HOST_UNREACHABLE', 'DELETE', guest.href);
      await api.refused(503, 'HOST_UNREACHABLE', 'POST', '/v1/guests', { json: newGuest() });
      for (const path of ['metrics/cpu', 'metrics/nic', 'metrics/disk', 'console-log']) {
        await api.refused(503, 'HOST_UNREACHABLE', 'GET', `${guest.href}/${path}`);
      }
      await api.refused(503, 'HOST_UNREACHABLE', 'GET', '/v1/networks');
      const headers = { 'content-type': 'application/merge-patch+json' };
      await api.expect(200, 'PATCH', `${guest.href}/metadata`, { json: { while: 'away' }, headers });
      await service.host.clearFaults();
      await until(guest, 'running');
      expect(await host()).to.equal('up');
      expect((await api.guest(guest.id)).metadata).to.deep.equal({ while: 'away' });
    });

    it('an operation whose host goes away goes on when it is back', async () => {
      const guest = await api.makeGuest();
      await service.host.refuseConnections();
      const id = await api.begin('start', guest.id);
      await eventually(async () => (await api.operation(id)).attempts > 0);
      await service.host.clearFaults();
      expect((await api.ended(id)).state).to.equal('succeeded');
      expect((await api.guest(guest.id)).state).to.equal('running');
    });
  });
});
