/** Operations as resources: they show which request started them, and they outlive their guest and the service. */
import { expect } from 'chai';
import type { OperationList } from '../../generated/api-types.js';
import { Api, jobOf } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { onHost, Service } from '../support/service.js';

describe('An operation', () => {
  let service: Service;
  let api: Api;
  before(async () => {
    service = await Service.start();
    api = new Api(service);
  });
  after(() => service.leave());

  it('shows its guest, its request and its times @conforming', async () => {
    const guest = await api.makeGuest();
    const response = await api.expect(202, 'POST', `${guest.href}/start`, { headers: { 'x-request-id': 'why-1' } });
    expect(response.headers.get('location')).to.equal(`${service.url}/v1/operations/${jobOf(response)}`);
    const operation = await api.ended(jobOf(response));
    expect(operation).to.include({ kind: 'guest.start', state: 'succeeded', request_id: 'why-1', attempts: 1 });
    expect(operation.subject).to.deep.equal({ kind: 'guest', id: guest.id, name: guest.name });
    expect(operation.fault).to.equal(null);
    const times = [operation.created_at, operation.started_at ?? '', operation.finished_at ?? ''];
    expect([...times].sort()).to.deep.equal(times);
  });

  it('is listed under its guest, in order of creation @conforming', async () => {
    const guest = await api.makeGuest({}, '?start=true');
    await api.done('poweroff', guest.id);
    const list = (await api.expect(200, 'GET', `${guest.href}/operations`)).json<OperationList>().operations;
    expect(list.map(({ kind }) => kind)).to.deep.equal(['guest.create', 'guest.poweroff']);
    const byName = await api.expect(200, 'GET', `/v1/guests/${guest.name}/operations`);
    expect(byName.json<OperationList>().operations).to.deep.equal(list);
    const all = (await api.expect(200, 'GET', '/v1/operations')).json<OperationList>().operations;
    expect(all.map(({ id }) => id)).to.include.members(list.map(({ id }) => id));
  });

  it('still exists after its guest is deleted @conforming', async () => {
    const guest = await api.makeGuest();
    const { id } = await api.done('delete', guest.id);
    await api.refused(404, 'GUEST_NOT_FOUND', 'GET', guest.href);
    await api.refused(404, 'GUEST_NOT_FOUND', 'GET', `${guest.href}/operations`);
    expect((await api.operation(id)).subject).to.deep.equal({ kind: 'guest', id: guest.id, name: guest.name });
    const { operations } = (await api.expect(200, 'GET', '/v1/operations')).json<OperationList>();
    expect(operations.map((each) => each.id)).to.include(id);
  });

  it('can wait for its host together with as many others as the worker runs, without a warning of Node', async () => {
    const guests = await Promise.all(Array.from({ length: 32 }, () => api.makeGuest()));
    await service.host.slow('list', null, { times: null });
    const ids = await Promise.all(guests.map(({ id }) => api.begin('start', id)));
    await eventually(async () => {
      const seen = await Promise.all(guests.map(({ id }) => service.host.inspectGuest(onHost({ id }))));
      return seen.every(({ held }) => held > 0);
    });
    await service.host.release();
    await service.host.clearFaults();
    for (const id of ids) expect((await api.ended(id)).state).to.equal('succeeded');
    expect(service.warnings).to.deep.equal([]);
  });

  it('continues when the service starts again after it was stopped or killed', async () => {
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      const guest = await api.makeGuest();
      await service.host.slow('power-on', null);
      const id = await api.begin('start', guest.id);
      await service.stop(signal);
      await service.host.clearFaults();
      await service.start();
      api = new Api(service);
      const operation = await api.ended(id);
      expect(operation.state, signal).to.equal('succeeded');
      expect(await api.guest(guest.id)).to.include({ state: 'running', power_state: 'on', target_power_state: null });
    }
  });
});
