/**
 * Use cases of guests. A verb is decided and written in one transaction (src/operations/enqueue.ts) and done later by the worker;
 * what is only asked (metrics, the console log) is asked of the hypervisor at once.
 */
import type { GuestMetrics } from '../../backends/backend.js';
import { GuesthouseError } from '../domain/errors.js';
import type { Guest } from '../domain/guest.js';
import { newId } from '../domain/ids.js';
import type { GuestId, OperationId } from '../domain/ids.js';
import { VERB_OF_TARGET } from '../domain/lifecycle.js';
import { mergeMetadata } from '../domain/metadata.js';
import type { Metadata } from '../domain/metadata.js';
import { normalizeName } from '../domain/name.js';
import type { OperationParams } from '../domain/operation.js';
import { timestampOf } from '../domain/timestamp.js';
import type { Timestamp } from '../domain/timestamp.js';
import type { PowerTarget, Verb } from '../domain/words.js';
import { enqueueCreation, enqueueVerb } from '../operations/enqueue.js';
import type { Enqueued } from '../operations/enqueue.js';
import * as store from '../store/guests.js';
import { inTransaction, isForeignKeyViolation, isUniqueViolation, query } from '../store/transaction.js';
import { ask, getOnlyHost } from './app.js';
import type { App, Caller, Page, PageRequest } from './app.js';
import { resolveHardware } from './guest-to-create.js';
import type { GuestToCreate } from './guest-to-create.js';

/** A guest as it is now, and the operation that a verb began; null when the guest was there already. */
export type ActedOnGuest = Enqueued;
export type CreatedGuest = ActedOnGuest & { readonly operationId: OperationId };

export function listGuests(app: App, caller: Caller, page: PageRequest): Promise<Page<Guest>> {
  return query(app.db, (sql) => store.listGuests(sql, caller.projectId, page));
}

export async function getGuest(app: App, caller: Caller, idOrName: string): Promise<Guest> {
  const guest = await query(app.db, (sql) => store.findGuest(sql, caller.projectId, idOrName));
  if (guest === null) throw noSuchGuest();
  return guest;
}

export async function createGuest(
  app: App,
  caller: Caller,
  input: GuestToCreate,
  start: boolean,
): Promise<CreatedGuest> {
  const name = normalizeName(input.name);
  const host = await getOnlyHost(app);
  if (host.state === 'away') throw hostAway();
  const hardware = await resolveHardware(app, caller, input);
  const guest = {
    id: newId<GuestId>(),
    projectId: caller.projectId,
    userId: caller.userId,
    hostId: host.id,
    name,
    description: input.description,
    vcpus: input.vcpus,
    memoryMib: input.memoryMib,
    firmware: input.firmware,
    ...hardware,
    metadata: mergeMetadata({}, input.metadata),
  };
  try {
    return await inTransaction(app.db, (trx) => enqueueCreation(trx, guest, start ? { start } : {}, caller));
  } catch (error) {
    if (isUniqueViolation(error, 'guests_name_unique')) {
      throw new GuesthouseError('guest_name_already_exists', 'Another guest has this name.', { cause: error });
    }
    if (isForeignKeyViolation(error, 'guest_images_in_use')) {
      throw new GuesthouseError('validation_failed', 'An image of the guest was deleted meanwhile.', { cause: error });
    }
    throw error;
  }
}

export function deleteGuest(app: App, caller: Caller, guest: string): Promise<ActedOnGuest> {
  return enqueue(app, caller, guest, 'delete');
}

export function startGuest(app: App, caller: Caller, guest: string): Promise<ActedOnGuest> {
  return enqueue(app, caller, guest, 'start');
}

export function shutdownGuest(app: App, caller: Caller, guest: string, params: OperationParams): Promise<ActedOnGuest> {
  return enqueue(app, caller, guest, 'shutdown', params);
}

export function rebootGuest(app: App, caller: Caller, guest: string, params: OperationParams): Promise<ActedOnGuest> {
  return enqueue(app, caller, guest, 'reboot', params);
}

export function restartGuest(app: App, caller: Caller, guest: string): Promise<ActedOnGuest> {
  return enqueue(app, caller, guest, 'restart');
}

export function poweroffGuest(app: App, caller: Caller, guest: string): Promise<ActedOnGuest> {
  return enqueue(app, caller, guest, 'poweroff');
}

export function suspendGuest(app: App, caller: Caller, guest: string): Promise<ActedOnGuest> {
  return enqueue(app, caller, guest, 'suspend');
}

export function setGuestPowerState(
  app: App,
  caller: Caller,
  guest: string,
  target: PowerTarget,
): Promise<ActedOnGuest> {
  return enqueue(app, caller, guest, VERB_OF_TARGET[target]);
}

async function enqueue(
  app: App,
  caller: Caller,
  idOrName: string,
  verb: Verb,
  params: OperationParams = {},
): Promise<ActedOnGuest> {
  const { id } = await getGuest(app, caller, idOrName);
  return inTransaction(app.db, (trx) => enqueueVerb(trx, id, verb, params, caller));
}

export async function updateGuestMetadata(
  app: App,
  caller: Caller,
  idOrName: string,
  patch: Readonly<Record<string, string | null>>,
): Promise<Metadata> {
  const { id } = await getGuest(app, caller, idOrName);
  return inTransaction(app.db, async (trx) => {
    const guest = await store.lockGuest(trx, id);
    if (guest === null) throw noSuchGuest();
    const metadata = mergeMetadata(guest.metadata, patch);
    await store.writeGuestMetadata(trx, id, metadata);
    return metadata;
  });
}

/** Counters of a powered guest, and when they were read. */
export interface GuestMeasurement {
  readonly at: Timestamp;
  readonly metrics: GuestMetrics;
}

/** What getGuestCpuMetrics, getGuestDiskMetrics and getGuestNicMetrics each show a part of. */
export async function getGuestMetrics(app: App, caller: Caller, idOrName: string): Promise<GuestMeasurement> {
  const guest = await getGuest(app, caller, idOrName);
  if (guest.state === 'unknown') throw hostAway();
  const measured = await ask((options) => app.backend.measureGuests([guest.id], options));
  const metrics = measured.get(guest.id);
  if (metrics === undefined) throw new GuesthouseError('guest_not_powered', 'The guest is not powered on.');
  return { at: timestampOf(new Date()), metrics };
}

/** The last `bytes` of the serial console, as the guest wrote them. */
export async function getGuestConsoleLog(app: App, caller: Caller, idOrName: string, bytes: number): Promise<Buffer> {
  const { id } = await getGuest(app, caller, idOrName);
  return ask((options) => app.backend.readConsoleLog(id, { ...options, bytes }));
}

function noSuchGuest(): GuesthouseError {
  return new GuesthouseError('guest_not_found', 'There is no such guest.');
}

function hostAway(): GuesthouseError {
  return new GuesthouseError('host_unreachable', 'The host of the guest is away.');
}
