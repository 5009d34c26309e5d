/** The use cases of zones. Everyone with a role in a project can see all zones; administrators can change them. */
import { requireRight } from '../domain/access.js';
import { GuesthouseError } from '../domain/errors.js';
import { requirePrecondition } from '../domain/etag.js';
import type { NewEvent } from '../domain/event.js';
import { newId } from '../domain/ids.js';
import type { ZoneId } from '../domain/ids.js';
import { normalizeName } from '../domain/name.js';
import type { Page, PageRequest } from '../domain/page.js';
import { subjectOf } from '../domain/subject.js';
import type { EventKind } from '../domain/words.js';
import type { Zone } from '../domain/zone.js';
import { isForeignKeyViolation, isUniqueViolation } from '../store/database-failure.js';
import { withBallast } from '../store/database.js';
import { recordEvents } from '../store/events.js';
import { inTransaction, query } from '../store/transaction.js';
import * as store from '../store/zones.js';
import { requireListable } from './access/caller.js';
import type { Caller } from './access/caller.js';
import type { App } from './app.js';

export function listZones(app: App, caller: Caller, page: PageRequest, isOfAllProjects: boolean): Promise<Page<Zone>> {
  requireListable(caller, isOfAllProjects);
  return query(app.db.ofPage(caller, page), (sql) => store.listZones(sql, page));
}

export async function getZone(app: App, caller: Caller, idOrName: string): Promise<Zone> {
  const zone = await query(app.db.of(caller), (sql) => store.findZone(sql, idOrName));
  if (zone === null) throw noSuchZone();
  return zone;
}

function noSuchZone(): GuesthouseError {
  return new GuesthouseError('zone_not_found', 'The zone does not exist.');
}

/** The members of a zone that clients can write. */
export interface WritableZone {
  readonly name: string;
  readonly description: string;
}

export interface CreatedZone {
  readonly zone: Zone;
  /** Whether the outcome is repeated from an earlier request with the same idempotency key. */
  readonly isReplayed: boolean;
}

export async function createZone(app: App, caller: Caller, input: WritableZone): Promise<CreatedZone> {
  const wanted = { ...input, id: newId<ZoneId>(), name: normalizeName(input.name) };
  const { result, isReplayed } = await app.idempotency.run<Zone>(
    app.db.of(caller),
    caller,
    (run) =>
      run(async (trx) => {
        await store.insertZone(trx, wanted);
        const zone = await store.findZone(trx, wanted.id);
        if (zone === null) throw new GuesthouseError('internal', 'The zone could not be created.');
        await recordEvents(trx, [eventOfZone('zone.created', zone, caller)]);
        return zone;
      }).catch((error: unknown) => {
        throw asNameRefusal(error);
      }),
    () => requireRight(caller, { projectId: null }),
  );
  return { zone: result, isReplayed };
}

function eventOfZone(kind: EventKind, { id, name }: Zone, { userId, requestId, clientAddress }: Caller): NewEvent {
  const detail = { zone_id: id, name };
  const subject = subjectOf('zone', { id, name });
  return { kind, projectId: null, subject, operationId: null, userId, requestId, clientAddress, detail };
}

function asNameRefusal(error: unknown): unknown {
  if (!isUniqueViolation(error, 'zones_name_unique')) return error;
  return new GuesthouseError('zone_name_already_exists', 'Another zone already has this name.', { cause: error });
}

/** `patch` gets the current zone, whose row is locked, and returns the changed zone. */
export async function updateZone(
  app: App,
  caller: Caller,
  idOrName: string,
  patch: (zone: Zone) => WritableZone,
): Promise<Zone> {
  const { id } = await getZone(app, caller, idOrName);
  try {
    return await inTransaction(app.db.of(caller), async (trx) => {
      const zone = await store.lockZone(trx, id);
      if (zone === null) throw noSuchZone();
      requirePrecondition(caller.precondition, zone.version);
      const wanted = patch(zone);
      await store.writeZone(trx, id, { ...wanted, name: normalizeName(wanted.name, zone.name) });
      const after = (await store.findZone(trx, id)) ?? zone;
      if (after.version !== zone.version) await recordEvents(trx, [eventOfZone('zone.updated', after, caller)]);
      return after;
    });
  } catch (error) {
    throw asNameRefusal(error);
  }
}

export async function deleteZone(app: App, caller: Caller, idOrName: string): Promise<void> {
  const { id } = await getZone(app, caller, idOrName);
  try {
    await inTransaction(withBallast(app.db.of(caller)), async (trx) => {
      const zone = await store.lockZone(trx, id);
      if (zone === null) throw noSuchZone();
      requirePrecondition(caller.precondition, zone.version);
      await recordEvents(trx, [eventOfZone('zone.deleted', zone, caller)]);
      await store.deleteZone(trx, id);
    });
  } catch (error) {
    throw asInUse(error);
  }
}

/** By the foreign key that prevents a deletion: what still refers to the zone. */
const USES = {
  hosts_zone_id_fkey: 'The zone still has hosts.',
  projects_zone_id_fkey: 'The zone is still the zone of a project.',
  initial_rows_zone_id_fkey: 'New hosts are placed in this zone by default.',
};

function asInUse(error: unknown): unknown {
  const [, use] = Object.entries(USES).find(([constraint]) => isForeignKeyViolation(error, constraint)) ?? [];
  return use === undefined ? error : new GuesthouseError('zone_in_use', use, { cause: error });
}
