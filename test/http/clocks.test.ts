/**
 * A service whose wall clock is wrong, or jumps. Durations follow the monotonic clock, and what spans several processes
 * follows the clock of the database, which is right here (support/shifted-clock.cjs).
 */
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import type { Host } from '../../generated/api-types.js';
import { Api } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { EventStream } from '../support/peers/event-stream.js';
import { Service } from '../support/service.js';

const MINUTE_MS = 60_000;
const PRELOAD = new URL('../support/shifted-clock.cjs', import.meta.url).href;

describe('A service whose wall clock is wrong', () => {
  let folder: string;
  let file: string;
  let service: Service;
  let api: Api;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'guesthouse-clock-'));
    file = path.join(folder, 'shift');
    setAhead(0);
    const env = { NODE_OPTIONS: `--trace-warnings --import ${PRELOAD}`, SHIFTED_CLOCK: file };
    service = await Service.start({ env });
    api = new Api(service);
  });
  after(async () => {
    await service.leave();
    await rm(folder, { recursive: true });
  });
  afterEach(async () => {
    setAhead(0);
    await service.host.clearFaults();
    await service.host.setDurations({ bootMs: 0, shutdownMs: 0 });
  });

  /** 1 and not 0, so that an empty file differs. */
  const setAhead = (ms: number): void => writeFileSync(file, String(ms || 1));
  const hostState = async (): Promise<string | undefined> => {
    const { data } = await api.client.GET('/v1/hosts');
    return (data?.hosts[0] as Host | undefined)?.state;
  };

  it('notices that its host is away although the clock is set back by an hour meanwhile', async () => {
    await eventually(async () => (await hostState()) === 'up');
    await service.host.withholdReply('info', { times: null });
    setAhead(-60 * MINUTE_MS);
    await eventually(async () => (await hostState()) === 'away');
    await service.host.clearFaults();
    await service.host.release();
    await eventually(async () => (await hostState()) === 'up');
  });

  it('gives a guest its time to shut down before it cuts the power, although it is ahead of its database', async () => {
    setAhead(2 * MINUTE_MS);
    const guest = await api.makeGuest({}, '?start=true');
    await service.host.setDurations({ shutdownMs: 1_500 });
    await service.host.refuse('power-off', { guest: guest.id, times: null });
    const operation = await api.ended(await api.begin('shutdown', guest.id, { timeout_s: 60, force: true }));
    expect(operation.fault).to.equal(null);
    expect(operation.state).to.equal('succeeded');
  });

  it('ends a shutdown at its timeout although it is behind its database', async () => {
    setAhead(-60 * MINUTE_MS);
    const guest = await api.makeGuest({}, '?start=true');
    await service.host.ignoreShutdowns(guest.id);
    const operation = await api.ended(await api.begin('shutdown', guest.id, { timeout_s: 1 }));
    expect(operation.fault?.error_name).to.equal('OPERATION_TIMED_OUT');
  });

  it('accepts a token until it expires by the clock of the database, although it is two hours ahead', async () => {
    setAhead(120 * MINUTE_MS);
    const expiresAt = new Date(Date.now() + 60 * MINUTE_MS).toISOString();
    const made = await api.expect(201, 'POST', '/v1/tokens', { json: { name: 'brief', expires_at: expiresAt } });
    const { token } = made.json<{ token: string }>();
    const stream = await EventStream.open({ url: service.url, token });
    const guest = await api.makeGuest();
    await stream.until(({ subject }) => subject?.id === guest.id);
    expect(stream.ended).to.equal(null);
    await stream.close();
  });

  it('rejects a token that is to expire in the past of the database, although it is two hours behind', async () => {
    setAhead(-120 * MINUTE_MS);
    const expiresAt = new Date(Date.now() - 60 * MINUTE_MS).toISOString();
    const json = { name: 'late', expires_at: expiresAt };
    const { errors } = await api.refused(400, 'VALIDATION_FAILED', 'POST', '/v1/tokens', { json });
    expect(errors).to.deep.include({ pointer: '/expires_at', detail: 'must be a time in the future' });
  });
});
