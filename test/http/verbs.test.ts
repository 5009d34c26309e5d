/**
 * How verbs run: pre-emption, soft power verbs with their timeouts, guests that crash or vanish, and hosts that refuse,
 * lose responses or go away. lifecycle.test.ts tests the table of what each verb does in each state.
 */
import { expect } from 'chai';
import type { Guest } from '../../generated/api-types.js';
import { eventually } from '../support/eventually.js';
import { Api, jobOf, newGuest } from '../support/api.js';
import { onHost, Service } from '../support/service.js';

describe('Verbs', () => {
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

  it('take a guest through its life, and the shown state is never ahead of the real state', async () => {
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

  it('never show `succeeded` before the guest has the resulting state', async () => {
    const guest = await api.makeGuest();
    for (const [verb, state] of [
      ['start', 'running'],
      ['suspend', 'suspended'],
      ['poweroff', 'stopped'],
    ] as const) {
      const id = await api.begin(verb, guest.id);
      for (let isOver = false; !isOver;) {
        // The operation is read first, so the guest must already be in the resulting state.
        const operation = await api.operation(id);
        const now = await api.guest(guest.id);
        isOver = operation.state === 'succeeded';
        if (isOver) expect(now.state).to.equal(state);
      }
    }
  });

  it('are the same operations as the targets of setGuestPowerState', async () => {
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
      const response = await api.expect(202, 'PUT', `${guest.href}/states/power`, { json: { target } });
      expect(response.headers.get('location')).to.equal(`${service.url}${guest.href}/states`);
      expect(response.json()).to.have.property('target_power_state', target);
      expect(await api.ended(jobOf(response))).to.include({ kind: `guest.${verb}`, state: 'succeeded' });
      const { data } = await api.client.GET('/v1/guests/{guest}/states', { params: { path: { guest: guest.id } } });
      expect(data).to.include({ state, target_power_state: null });
    }
  });

  describe('that pre-empt', () => {
    it('cancel a running start with poweroff, and the guest ends stopped', async () => {
      const guest = await api.makeGuest();
      await service.host.slow('power-on', null, { guest: onHost(guest) });
      const start = await api.begin('start', guest.id);
      await eventually(async () => (await api.operation(start)).state === 'running');
      const poweroff = await api.begin('poweroff', guest.id);
      expect((await api.ended(poweroff)).state).to.equal('succeeded');
      expect(await api.operation(start)).to.include({ state: 'cancelled' });
      expect((await api.guest(guest.id)).state).to.equal('stopped');
    });

    it('join the open operation if the same verb is sent again', async () => {
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

    it('cancel a hanging poweroff with delete, as two different operations', async () => {
      const guest = await running();
      await service.host.slow('power-off', null, { guest: onHost(guest) });
      const poweroff = await api.begin('poweroff', guest.id);
      // Otherwise the delete could cancel the poweroff in the queue, and the planned fault would delay the delete.
      await eventually(async () => (await service.host.inspectGuest(onHost(guest))).held > 0);
      const remove = await api.begin('delete', guest.id);
      expect(remove).to.not.equal(poweroff);
      expect((await api.ended(remove)).state).to.equal('succeeded');
      expect((await api.operation(poweroff)).state).to.equal('cancelled');
    });

    it('leave nothing, not even on the host, if a delete interrupts a creation', async () => {
      await service.host.slow('define', null);
      const response = await api.expect(201, 'POST', '/v1/guests', {
        json: { ...newGuest(), disks: [{ size_mib: 1 }] },
      });
      const guest = response.json<Guest>();
      await eventually(async () => (await api.operation(jobOf(response))).state === 'running');
      const remove = await api.begin('delete', guest.id);
      expect((await api.ended(remove)).state).to.equal('succeeded');
      expect((await api.operation(jobOf(response))).state).to.equal('cancelled');
      await api.refused(404, 'GUEST_NOT_FOUND', 'GET', guest.href);
      expect(await service.host.inspectGuest(onHost(guest))).to.deep.include({ state: null, volumes: [] });
    });

    it('end a queued operation without starting it', async () => {
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

    it('are decided one after the other if they are concurrent, and only one operation is open', async () => {
      const guest = await api.makeGuest();
      const starts = await Promise.all(Array.from({ length: 10 }, () => api.send('POST', `${guest.href}/start`)));
      const statuses = starts.map(({ status }) => status);
      expect(statuses.filter((status) => status === 202)).to.have.length(1);
      expect(statuses.every((status) => [200, 202, 409].includes(status))).to.equal(true);
    });
  });

  describe('that need the guest’s cooperation', () => {
    it('time out if the guest ignores a shutdown, and the guest keeps running', async () => {
      const guest = await running();
      await service.host.ignoreShutdowns(onHost(guest));
      const operation = await api.ended(await api.begin('shutdown', guest.id, { timeout_s: 1 }));
      expect(operation.state).to.equal('failed');
      expect(operation.fault?.error_name).to.equal('OPERATION_TIMED_OUT');
      expect(await api.guest(guest.id)).to.include({ state: 'running', power_state: 'on', fault: null });
    });

    it('cut the power if the guest ignores a shutdown with force', async () => {
      const guest = await running();
      await service.host.ignoreShutdowns(onHost(guest));
      await api.done('shutdown', guest.id, { timeout_s: 1, force: true });
      expect((await api.guest(guest.id)).state).to.equal('stopped');
    });

    it('time out if the guest ignores a reboot, or with force restart the guest', async () => {
      const guest = await running();
      await service.host.ignoreShutdowns(onHost(guest));
      const operation = await api.ended(await api.begin('reboot', guest.id, { timeout_s: 1 }));
      expect([operation.state, operation.fault?.error_name]).to.deep.equal(['failed', 'OPERATION_TIMED_OUT']);
      expect((await api.guest(guest.id)).state).to.equal('running');
      await api.done('reboot', guest.id, { timeout_s: 1, force: true });
      expect((await api.guest(guest.id)).state).to.equal('running');
    });

    it('use the defaults for no body, an empty body and an empty object', async () => {
      const empty = { body: '', headers: { 'content-type': 'application/json' } };
      for (const options of [{}, empty, { json: {} }]) {
        const guest = await running();
        const response = await api.expect(202, 'POST', `${guest.href}/shutdown`, options);
        expect((await api.ended(jobOf(response))).state).to.equal('succeeded');
      }
    });
  });

  describe('on a guest that changed on its own', () => {
    it('find a crashed guest in error with a fault, which a start clears', async () => {
      const guest = await running();
      await service.host.change(onHost(guest), 'crash');
      const crashed = await until(guest, 'error');
      expect(crashed.fault?.error_name).to.equal('GUEST_CRASHED');
      expect(crashed.power_state).to.equal('off');
      await api.done('start', guest.id);
      expect(await api.guest(guest.id)).to.deep.include({ state: 'running', fault: null });
    });

    it('fail with GUEST_CRASHED, which the guest also shows, if it crashes during a shutdown', async () => {
      const guest = await running();
      await service.host.ignoreShutdowns(onHost(guest));
      await service.host.slow('wait-until-off', null, { guest: onHost(guest) });
      const id = await api.begin('shutdown', guest.id, { timeout_s: 3600 });
      // The service has pressed the power button and waits for the guest.
      await eventually(async () => (await service.host.inspectGuest(onHost(guest))).held === 1);
      await service.host.release();
      await service.host.change(onHost(guest), 'crash');
      const operation = await api.ended(id);
      expect([operation.state, operation.fault?.error_name]).to.deep.equal(['failed', 'GUEST_CRASHED']);
      expect((await api.guest(guest.id)).fault?.error_name).to.equal('GUEST_CRASHED');
    });

    it('define the guest again when it is started after it vanished from its host', async () => {
      const guest = await api.makeGuest({ disks: [{ size_mib: 1 }] });
      await service.host.change(onHost(guest), 'undefine');
      const vanished = await until(guest, 'error');
      expect(vanished.fault?.error_name).to.equal('GUEST_VANISHED');
      await api.done('start', guest.id);
      expect(await api.guest(guest.id)).to.deep.include({ state: 'running', fault: null });
    });

    it('cannot start a guest whose disks are gone too, but can delete it', async () => {
      const guest = await api.makeGuest({ disks: [{ size_mib: 1 }] });
      await service.host.change(onHost(guest), 'undefine');
      await service.host.change(onHost(guest), 'delete-volumes');
      await until(guest, 'error');
      const operation = await api.ended(await api.begin('start', guest.id));
      expect([operation.state, operation.fault?.error_name]).to.deep.equal(['failed', 'BACKEND_REFUSED']);
      expect(await api.guest(guest.id)).to.include({ state: 'error' });
      await api.done('delete', guest.id);
    });

    it('still work while the guest has a fault that reports a change from outside', async () => {
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

  describe('on a host that fails', () => {
    it('fail if the host refuses, and the guest shows the observed state', async () => {
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

    it('fail with CAPACITY_EXHAUSTED if the host has no room', async () => {
      const guest = await api.makeGuest();
      await service.host.refuse('power-on', { code: 'no-room', guest: onHost(guest) });
      const operation = await api.ended(await api.begin('start', guest.id));
      expect([operation.state, operation.fault?.error_name]).to.deep.equal(['failed', 'CAPACITY_EXHAUSTED']);
      expect((await api.guest(guest.id)).state).to.equal('stopped');
    });

    it('leave the guest in error, with the fault of its creation, if the host refuses the creation', async () => {
      await service.host.refuse('define');
      const response = await api.expect(201, 'POST', '/v1/guests', { json: newGuest() });
      const operation = await api.ended(jobOf(response));
      const guest = await api.guest(response.json<Guest>().id);
      expect(operation.state).to.equal('failed');
      expect(guest).to.deep.include({ state: 'error', power_state: null, fault: operation.fault });
      await api.done('delete', guest.id);
    });

    it('leave the guest stopped if the host refuses only the start after its creation', async () => {
      await service.host.refuse('power-on');
      const response = await api.expect(201, 'POST', '/v1/guests?start=true', { json: newGuest() });
      const operation = await api.ended(jobOf(response));
      expect([operation.state, operation.fault?.error_name]).to.deep.equal(['failed', 'BACKEND_REFUSED']);
      expect(await api.guest(response.json<Guest>().id)).to.deep.include({
        state: 'stopped',
        fault: null,
        launched_at: null,
      });
    });

    it('succeed after a lost response if an observation shows their effect', async () => {
      const guest = await api.makeGuest();
      for (const [verb, call, state] of [
        ['start', 'power-on', 'running'],
        ['suspend', 'pause', 'suspended'],
        ['poweroff', 'power-off', 'stopped'],
      ] as const) {
        await service.host.loseReply(call, { guest: onHost(guest) });
        await api.done(verb, guest.id);
        expect((await api.guest(guest.id)).state, verb).to.equal(state);
      }
      await service.host.loseReply('delete-volumes', { guest: onHost(guest) });
      await api.done('delete', guest.id);
    });

    it('leave no disks behind if the response of a step of a delete is lost', async () => {
      for (const call of ['power-off', 'undefine', 'delete-volumes'] as const) {
        const guest = await api.makeGuest({ disks: [{ size_mib: 1 }] }, '?start=true');
        await service.host.loseReply(call, { guest: onHost(guest) });
        await api.done('delete', guest.id);
        expect(await service.host.inspectGuest(onHost(guest)), call).to.deep.include({ state: null, volumes: [] });
      }
    });

    it('fail with OUTCOME_UNKNOWN after a lost response that no observation can settle', async () => {
      const guest = await running();
      await service.host.loseReply('reset', { guest: onHost(guest) });
      const operation = await api.ended(await api.begin('restart', guest.id));
      expect([operation.state, operation.fault?.error_name]).to.deep.equal(['failed', 'OUTCOME_UNKNOWN']);
      expect((await api.guest(guest.id)).state).to.equal('running');
    });

    it('are rejected (503) while the host is away and its guests are unknown, until it comes back', async () => {
      const guest = await running();
      const host = async () => {
        const { data } = await api.client.GET('/v1/hosts/{host}', { params: { path: { host: guest.host.id } } });
        return data?.state;
      };
      await service.host.refuseConnections();
      await until(guest, 'unknown');
      expect(await host()).to.equal('away');
      await api.expect(200, 'GET', '/readyz');
      for (const verb of ['start', 'shutdown', 'reboot', 'restart', 'poweroff', 'suspend']) {
        await api.refused(503, 'HOST_UNREACHABLE', 'POST', `${guest.href}/${verb}`);
      }
      await api.refused(503, 'HOST_UNREACHABLE', 'DELETE', guest.href);
      await api.refused(503, 'HOST_UNREACHABLE', 'POST', '/v1/guests', { json: newGuest() });
      for (const path of ['metrics/cpu', 'metrics/nic', 'metrics/disk', 'console-log']) {
        await api.refused(503, 'HOST_UNREACHABLE', 'GET', `${guest.href}/${path}`);
      }
      await api.expect(200, 'GET', '/v1/networks');
      const headers = { 'content-type': 'application/merge-patch+json' };
      await api.expect(200, 'PATCH', `${guest.href}/metadata`, { json: { while: 'away' }, headers });
      await service.host.clearFaults();
      await until(guest, 'running');
      expect(await host()).to.equal('up');
      expect((await api.guest(guest.id)).metadata).to.deep.equal({ while: 'away' });
    });

    it('continue when the host is back if it went away during the operation', async () => {
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
