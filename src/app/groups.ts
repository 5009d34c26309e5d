/** The use cases of groups. Members can see their group; administrators can see and change all groups. */
import type { Knex } from 'knex';
import { isUnboundAdmin, requireRight } from '../domain/access.js';
import { GuesthouseError } from '../domain/errors.js';
import type { Mistake } from '../domain/errors.js';
import { requirePrecondition } from '../domain/etag.js';
import type { EventDetail, NewEvent } from '../domain/event.js';
import type { Group } from '../domain/group.js';
import { newId } from '../domain/ids.js';
import type { GroupId, UserId } from '../domain/ids.js';
import { normalizeName } from '../domain/name.js';
import type { Page, PageRequest } from '../domain/page.js';
import type { EventKind } from '../domain/words.js';
import { subjectOf } from '../domain/subject.js';
import { NO_SUCH_USER, readUserReference } from '../domain/user.js';
import type { UserReference } from '../domain/user.js';
import { withBallast } from '../store/database.js';
import { recordEvents } from '../store/events.js';
import * as store from '../store/groups.js';
import { inTransaction, query } from '../store/transaction.js';
import { isUniqueViolation } from '../store/database-failure.js';
import { lockUsers } from '../store/users.js';
import { requireListable } from './access/caller.js';
import type { App } from './app.js';
import type { Caller } from './access/caller.js';

/**
 * The maximum number of mistakes in an error: a list can name many unknown users, and more mistakes do not help a
 * reader.
 */
const MISTAKES_MAX = 20;

export function listGroups(
  app: App,
  caller: Caller,
  page: PageRequest,
  isOfAllProjects: boolean,
): Promise<Page<Group>> {
  requireListable(caller, isOfAllProjects);
  return query(app.db.ofPage(caller, page), (sql) => store.listGroups(sql, visibleGroups(caller), page));
}

export async function getGroup(app: App, caller: Caller, idOrName: string): Promise<Group> {
  const group = await query(app.db.of(caller), (sql) => store.findGroup(sql, idOrName));
  const visibility = visibleGroups(caller);
  if (group === null || (visibility !== null && !group.members.some(({ id }) => id === visibility)))
    throw noSuchGroup();
  return group;
}

function visibleGroups({ principal }: Caller): store.VisibleGroups {
  return isUnboundAdmin(principal) ? null : principal.userId;
}

function noSuchGroup(): GuesthouseError {
  return new GuesthouseError('group_not_found', 'The group does not exist.');
}

/** The members of a group that clients can write. */
export interface WritableGroup {
  readonly name: string;
  /** The name of a group of the OpenID provider, exactly as in its tokens; null: none. */
  readonly externalName: string | null;
  /** The complete list of members, each as `readUserReference` accepts it. */
  readonly members: readonly string[];
}

export interface CreatedGroup {
  readonly group: Group;
  /** Whether the outcome is repeated from an earlier request with the same idempotency key. */
  readonly isReplayed: boolean;
}

export async function createGroup(app: App, caller: Caller, input: WritableGroup): Promise<CreatedGroup> {
  const wanted = { id: newId<GroupId>(), name: normalizeName(input.name), externalName: input.externalName };
  const { result, isReplayed } = await app.idempotency.run<Group>(
    app.db.of(caller),
    caller,
    (run) =>
      run(async (trx) => {
        await store.insertGroup(trx, wanted);
        const changes = await writeMembers(trx, wanted.id, [], input.members);
        const group = await store.findGroup(trx, wanted.id);
        if (group === null) throw new GuesthouseError('internal', 'The group could not be created.');
        await recordEvents(trx, [eventOfGroup('group.created', group, caller, changes)]);
        return group;
      }).catch((error: unknown) => {
        throw asNameRefusal(error);
      }),
    () => requireRight(caller, { projectId: null }),
  );
  return { group: result, isReplayed };
}

function eventOfGroup(
  kind: EventKind,
  { id, name }: Group,
  { userId, requestId, clientAddress }: Caller,
  more: EventDetail = {},
): NewEvent {
  const detail = { group_id: id, name, ...more };
  const subject = subjectOf('group', { id, name });
  return { kind, projectId: null, subject, operationId: null, userId, requestId, clientAddress, detail };
}

function asNameRefusal(error: unknown): unknown {
  if (!isUniqueViolation(error, 'groups_name_unique')) return error;
  return new GuesthouseError('group_name_already_exists', 'Another group already has this name.', { cause: error });
}

/** `patch` gets the current group, whose row is locked, and returns the changed group. */
export async function updateGroup(
  app: App,
  caller: Caller,
  idOrName: string,
  patch: (group: Group) => WritableGroup,
): Promise<Group> {
  const { id } = await getGroup(app, caller, idOrName);
  try {
    return await inTransaction(app.db.of(caller), async (trx) => {
      const group = await store.lockGroup(trx, id);
      if (group === null) throw noSuchGroup();
      requirePrecondition(caller.precondition, group.version);
      const wanted = patch(group);
      // Must come first: this locks the members, because their versions change with the name of the group.
      const changes = await writeMembers(trx, id, idsOf(group), wanted.members);
      await store.updateGroup(trx, {
        id,
        name: normalizeName(wanted.name, group.name),
        externalName: wanted.externalName,
      });
      const after = (await store.findGroup(trx, id)) ?? group;
      if (after.version !== group.version) {
        await recordEvents(trx, [eventOfGroup('group.updated', after, caller, changes)]);
      }
      return after;
    });
  } catch (error) {
    throw asNameRefusal(error);
  }
}

function idsOf({ members }: Group): UserId[] {
  return members.map(({ id }) => id);
}

function byId(id: UserId): UserReference {
  return { by: 'id', value: id };
}

/** The ids of the added and removed members, for an event. */
type MembersDetail = { readonly added: string; readonly removed: string };

/**
 * Changes the members from `current` to `wanted`. Throws `validation_failed` if one of the wanted members is not a
 * user.
 */
async function writeMembers(
  trx: Knex.Transaction,
  group: GroupId,
  current: readonly UserId[],
  wanted: readonly string[],
): Promise<MembersDetail> {
  const locked = await lockUsers(trx, [...current.map(byId), ...wanted.map(readUserReference)]);
  const members = new Set<UserId>();
  const mistakes: Mistake[] = [];
  for (const [index, user] of locked.slice(current.length).entries()) {
    if (user === null) mistakes.push({ pointer: `/members/${index}`, detail: NO_SUCH_USER });
    else members.add(user);
  }
  if (mistakes.length > 0) {
    throw new GuesthouseError('validation_failed', 'Some of the members are not users.', {
      mistakes: mistakes.slice(0, MISTAKES_MAX),
    });
  }
  const added = [...members].filter((id) => !current.includes(id));
  const removed = current.filter((id) => !members.has(id));
  await store.removeMembers(trx, group, removed);
  await store.addMembers(trx, group, added);
  return { added: added.join(' '), removed: removed.join(' ') };
}

/** Deletes the group with its memberships and permissions. */
export async function deleteGroup(app: App, caller: Caller, idOrName: string): Promise<void> {
  const { id } = await getGroup(app, caller, idOrName);
  await inTransaction(withBallast(app.db.of(caller)), async (trx) => {
    const group = await store.lockGroup(trx, id);
    if (group === null) throw noSuchGroup();
    requirePrecondition(caller.precondition, group.version);
    await recordEvents(trx, [eventOfGroup('group.deleted', group, caller)]);
    await lockUsers(trx, idsOf(group).map(byId));
    await store.deleteGroup(trx, id);
  });
}
