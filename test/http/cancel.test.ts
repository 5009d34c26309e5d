/**
 * cancelOperation: a queued operation ends immediately, and a running one as soon as it can. Ended operations and
 * running deletions do not change.
 */
import { expect } from 'chai';
import pg from 'pg';
import type { Guest, Operation } from '../../generated/api-types.js';
import { eventually } from '../support/eventually.js';
import { Api, jobOf, newGuest } from '../support/api.js';
import { onHost, Service } from '../support/service.js';

describe('cancelOperation', () => {
  let service: Service;
  let api: Api;
  let sql: pg.Client;
  before(async () => {
    service = await Service.start();
    api = new Api(service);
    sql = new pg.Client(service.databaseUrl);
    await sql.connect();
  });
  after(async () => {
    await sql.end();
    await service.leave();
  });
  afterEach(() => service.host.clearFaults());

  async function isRunning(id: string): Promise<void> {
    await eventually(async () => (await api.operation(id)).state === 'running');
  }

  it('ends a running operation and leaves a usable guest in the state that the host reports @conforming', async () => {
    const guest = await api.makeGuest();
    await service.host.slow('power-on', null, { guest: onHost(guest) });
    const id = await api.begin('start', guest.id);
    await isRunning(id);
    const response = await api.expect(200, 'POST', `/v1/operations/${id}/cancel`);
    expect(response.json<Operation>().state).to.be.oneOf(['running', 'cancelled']);
    expect(await api.ended(id)).to.include({ state: 'cancelled', fault: null });
    expect(await api.guest(guest.id)).to.include({ state: 'stopped', power_state: 'off', target_power_state: null });
    await service.host.clearFaults();
    await api.done('start', guest.id);
  });

  it('ends a queued operation immediately, and no worker retries it', async () => {
    const guest = await api.makeGuest();
    // Until the service considers the host away, it puts the operation back into the queue for a retry.
    await service.host.refuseConnections();
    const id = await api.begin('start', guest.id);
    await eventually(async () => {
      const { state, attempts } = await api.operation(id);
      // Otherwise a worker could claim the operation again before the test cancels it.
      const later = `update operations set not_before = 'infinity' where id = $1 and state = 'queued' and attempts > 0`;
      return state === 'queued' && attempts > 0 && (await sql.query(later, [id])).rowCount === 1;
    });
    const response = await api.expect(200, 'POST', `/v1/operations/${id}/cancel`);
    // From here on, a worker claims the operation if it is still queued.
    await sql.query('update operations set not_before = null where id = $1', [id]);
    await service.host.clearFaults();
    // On a slow machine, the service may consider the host away in spite of this.
    await eventually(async () => (await api.guest(guest.id)).state === 'stopped');
    expect(response.json<Operation>()).to.include({ state: 'cancelled' });
    const { attempts } = await api.operation(id);
    await api.done('start', guest.id);
    expect(await api.operation(id)).to.include({ state: 'cancelled', attempts });
  });

  it('of a creation leaves a guest in the state `error`, which can only be deleted', async () => {
    await service.host.slow('define', null);
    const made = await api.expect(201, 'POST', '/v1/guests', { json: newGuest() });
    const { id } = made.json<Guest>();
    await isRunning(jobOf(made));
    await api.expect(200, 'POST', `/v1/operations/${jobOf(made)}/cancel`);
    expect((await api.ended(jobOf(made))).state).to.equal('cancelled');
    const guest = await api.guest(id);
    expect([guest.state, guest.fault?.error_name]).to.deep.equal(['error', 'OPERATION_CANCELLED']);
    await service.host.clearFaults();
    await api.refused(409, 'GUEST_IN_ERROR', 'POST', `${guest.href}/start`);
    await api.done('delete', id);
  });

  it('rejects an ended operation, a running deletion and a stale If-Match @conforming', async () => {
    const guest = await api.makeGuest();
    const { id: started } = await api.done('start', guest.id);
    await api.refused(409, 'OPERATION_ENDED', 'POST', `/v1/operations/${started}/cancel`);
    await service.host.slow('power-off', null, { guest: onHost(guest) });
    const deletion = await api.begin('delete', guest.id);
    await isRunning(deletion);
    await api.refused(412, 'PRECONDITION_FAILED', 'POST', `/v1/operations/${deletion}/cancel`, {
      headers: { 'if-match': '"1"' },
    });
    await api.refused(409, 'OPERATION_NOT_CANCELLABLE', 'POST', `/v1/operations/${deletion}/cancel`);
    await service.host.release();
    expect((await api.ended(deletion)).state).to.equal('succeeded');
    await api.refused(404, 'OPERATION_NOT_FOUND', 'POST', '/v1/operations/none/cancel');
  });
});
