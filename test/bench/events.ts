/**
 * Measures the time from an event of the hypervisor to a client's stream. The bench suspends and resumes a simulated
 * guest without the service, and a client that reads `GET /v1/events` as a stream receives `guest.state_changed`. The
 * measurement starts when a second listener receives the host's event, on a connection like the driver's. Listener and
 * client are in this process and share a clock. The bench also prints the time since it sent the change, which includes
 * the time in which the simulation writes its journal. The bench makes one change at a time, at irregular intervals.
 * The setup is that of `make run`, including the service's own PostgreSQL.
 */
import { get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { FakeHostControl } from '../support/fake-host-control.js';
import { hostPaths } from '../../backends/fake/paths.js';
import { HostConnection } from '../../backends/fake/wire/host-connection.js';
import type { HostCalls } from '../../backends/fake/wire/protocol.js';
import type { GuestId } from '../../src/domain/ids.js';
import { durations } from './median.js';
import { makeGuests, withOwnDatabase } from './running-service.js';
import type { RunningService } from './running-service.js';

const CHANGES = 400;
const WARM_UP = 50;
const APART_MS = [10, 60] as const;

export function benchEvents(): Promise<void> {
  return withOwnDatabase(measure);
}

async function measure(service: RunningService): Promise<void> {
  const [guest] = (await makeGuests(service, 1, '?start=true')) as GuestId[];
  if (guest === undefined) throw new Error('there is no guest');
  const control = await FakeHostControl.open(service.dataFolder);
  let onReceived: () => void = () => undefined;
  let onSeen: () => void = () => undefined;
  const listener = await listen(service.dataFolder, () => onReceived());
  const stream = await openStream(service, (text) => {
    if (text.includes('guest.state_changed')) onSeen();
  });
  const fromEvent: number[] = [];
  const fromChange: number[] = [];
  for (let change = 0; change < WARM_UP + CHANGES; change++) {
    await sleep(APART_MS[0] + Math.random() * (APART_MS[1] - APART_MS[0]));
    const received = new Promise<number>((resolve) => (onReceived = () => resolve(performance.now())));
    const seen = new Promise<number>((resolve) => (onSeen = () => resolve(performance.now())));
    const begun = performance.now();
    await control.change(guest, change % 2 === 0 ? 'pause' : 'resume');
    const [receivedMs, seenMs] = await Promise.all([received, seen]);
    if (change < WARM_UP) continue;
    fromEvent.push(seenMs - receivedMs);
    fromChange.push(seenMs - begun);
  }
  stream.destroy();
  listener.close();
  control.close();
  console.log("Events: from the hypervisor's event to a client's stream, one at a time");
  console.log(`  from the event: ${durations(fromEvent)}; aim: p50 under 10 ms`);
  console.log(`  since the change was sent to the host: ${durations(fromChange)}`);
}

async function listen(dataFolder: string, onEvent: () => void): Promise<HostConnection<HostCalls>> {
  const { signal } = new AbortController();
  const listener = await HostConnection.open<HostCalls>(hostPaths(dataFolder).socket, { signal, onEvent });
  await listener.call('subscribe', {}, { signal });
  return listener;
}

async function openStream({ url, token }: RunningService, onText: (text: string) => void): Promise<IncomingMessage> {
  const headers = { Authorization: `Bearer ${token}`, Accept: 'text/event-stream' };
  const [response] = (await once(get(`${url}/v1/events`, { headers }), 'response')) as [IncomingMessage];
  if (response.statusCode !== 200) throw new Error(`no stream: ${response.statusCode}`);
  response.setEncoding('utf8').on('data', onText);
  return response;
}
