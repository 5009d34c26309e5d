/**
 * The use cases of placement groups. Everyone with a role in the project can see its groups; members can change them.
 * Only guests of the same project can be in a group.
 */
import { requireRight, visibilityOf } from '../domain/access.js';
import { GuesthouseError } from '../domain/errors.js';
import { requirePrecondition } from '../domain/etag.js';
import type { NewEvent } from '../domain/event.js';
import { newId } from '../domain/ids.js';
import type { PlacementGroupId } from '../domain/ids.js';
import { normalizeName } from '../domain/name.js';
import type { Page, PageRequest } from '../domain/page.js';
import type { PlacementGroup } from '../domain/placement-group.js';
import { subjectOf } from '../domain/subject.js';
import type { EventKind } from '../domain/words.js';
import { isForeignKeyViolation, isUniqueViolation } from '../store/database-failure.js';
import { withBallast } from '../store/database.js';
import { recordEvents } from '../store/events.js';
import * as store from '../store/placement-groups.js';
import { asProjectGone, lockProject } from '../store/projects.js';
import { inTransaction, query } from '../store/transaction.js';
import { visibilityOfList } from './access/caller.js';
import type { ProjectCaller } from './access/caller.js';
import type { App } from './app.js';

/** Protects only the database: a group costs no capacity, so a member could otherwise create any number. */
const GROUPS_MAX = 1_000;

export function listPlacementGroups(
  app: App,
  caller: ProjectCaller,
  page: PageRequest,
  isOfAllProjects: boolean,
): Promise<Page<PlacementGroup>> {
  const visibility = visibilityOfList(caller, isOfAllProjects);
  return query(app.db.ofPage(caller, page), (sql) => store.listPlacementGroups(sql, visibility, page));
}

/** Every use case of one placement group starts here. */
export async function getPlacementGroup(app: App, caller: ProjectCaller, idOrName: string): Promise<PlacementGroup> {
  const group = await query(app.db.of(caller), (sql) =>
    store.findPlacementGroup(sql, visibilityOf(caller), caller.projectId, idOrName),
  );
  if (group === null) throw noSuchPlacementGroup();
  requireRight(caller, group);
  return group;
}

/** The group of the caller's project that a new guest names; null if there is none. */
export async function findGroupOfGuest(
  app: App,
  caller: ProjectCaller,
  idOrName: string,
): Promise<PlacementGroup | null> {
  const { projectId } = caller;
  const group = await query(app.db.of(caller), (sql) =>
    store.findPlacementGroup(sql, visibilityOf(caller), projectId, idOrName),
  );
  return group?.projectId === projectId ? group : null;
}

function noSuchPlacementGroup(): GuesthouseError {
  return new GuesthouseError('placement_group_not_found', 'The placement group does not exist.');
}

/** The members of a placement group that clients can write. */
export type WritablePlacementGroup = store.PlacementGroupMembers;

export interface CreatedPlacementGroup {
  readonly placementGroup: PlacementGroup;
  /** Whether the outcome is repeated from an earlier request with the same idempotency key. */
  readonly isReplayed: boolean;
}

export async function createPlacementGroup(
  app: App,
  caller: ProjectCaller,
  input: WritablePlacementGroup,
): Promise<CreatedPlacementGroup> {
  requireRight(caller, caller);
  const { projectId } = caller;
  const wanted = { ...input, id: newId<PlacementGroupId>(), projectId, name: normalizeName(input.name) };
  const { result, isReplayed } = await app.idempotency.run<PlacementGroup>(
    app.db.of(caller),
    caller,
    (run) =>
      run(async (trx) => {
        // Locks the project, so that concurrent requests cannot exceed the limit together.
        await lockProject(trx, projectId);
        if ((await store.countPlacementGroups(trx, projectId)) >= GROUPS_MAX) throw tooManyGroups();
        await store.insertPlacementGroup(trx, wanted);
        const group = await store.lockPlacementGroup(trx, wanted.id);
        if (group === null) throw new GuesthouseError('internal', 'The placement group could not be created.');
        await recordEvents(trx, [eventOfPlacementGroup('placement_group.created', group, caller)]);
        return group;
      }).catch((error: unknown) => {
        throw asProjectGone(asNameRefusal(error));
      }),
    () => requireRight(caller, caller),
  );
  return { placementGroup: result, isReplayed };
}

function tooManyGroups(): GuesthouseError {
  return new GuesthouseError('quota_exceeded', `A project can have at most ${GROUPS_MAX} placement groups.`);
}

function eventOfPlacementGroup(
  kind: EventKind,
  { id, name, projectId }: PlacementGroup,
  { userId, requestId, clientAddress }: ProjectCaller,
): NewEvent {
  const detail = { placement_group_id: id, name };
  const subject = subjectOf('placement_group', { id, name });
  return { kind, projectId, subject, operationId: null, userId, requestId, clientAddress, detail };
}

function asNameRefusal(error: unknown): unknown {
  if (!isUniqueViolation(error, 'placement_groups_name_unique')) return error;
  const message = 'Another placement group of the project already has this name.';
  return new GuesthouseError('placement_group_name_already_exists', message, { cause: error });
}

/** `patch` gets the current placement group, whose row is locked, and returns the changed placement group. */
export async function updatePlacementGroup(
  app: App,
  caller: ProjectCaller,
  idOrName: string,
  patch: (group: PlacementGroup) => WritablePlacementGroup,
): Promise<PlacementGroup> {
  const { id } = await getPlacementGroup(app, caller, idOrName);
  try {
    return await inTransaction(app.db.of(caller), async (trx) => {
      const group = await store.lockPlacementGroup(trx, id);
      if (group === null) throw noSuchPlacementGroup();
      requirePrecondition(caller.precondition, group.version);
      const wanted = patch(group);
      await store.writePlacementGroup(trx, id, { ...wanted, name: normalizeName(wanted.name, group.name) });
      const after = (await store.lockPlacementGroup(trx, id)) ?? group;
      if (after.version !== group.version) {
        await recordEvents(trx, [eventOfPlacementGroup('placement_group.updated', after, caller)]);
      }
      return after;
    });
  } catch (error) {
    throw asNameRefusal(error);
  }
}

export async function deletePlacementGroup(app: App, caller: ProjectCaller, idOrName: string): Promise<void> {
  const { id } = await getPlacementGroup(app, caller, idOrName);
  try {
    await inTransaction(withBallast(app.db.of(caller)), async (trx) => {
      const group = await store.lockPlacementGroup(trx, id);
      if (group === null) throw noSuchPlacementGroup();
      requirePrecondition(caller.precondition, group.version);
      await recordEvents(trx, [eventOfPlacementGroup('placement_group.deleted', group, caller)]);
      await store.deletePlacementGroup(trx, id);
    });
  } catch (error) {
    if (!isForeignKeyViolation(error, 'guests_placement_group')) throw error;
    const message = 'The placement group still has guests. Delete them first.';
    throw new GuesthouseError('placement_group_in_use', message, { cause: error });
  }
}
