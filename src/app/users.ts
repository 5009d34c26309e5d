/** The use cases of users. Users can see themselves; administrators can see and change all users. */
import { isUnboundAdmin, requireRight } from '../domain/access.js';
import { GuesthouseError } from '../domain/errors.js';
import { requirePrecondition } from '../domain/etag.js';
import type { NewEvent } from '../domain/event.js';
import { newId } from '../domain/ids.js';
import type { UserId } from '../domain/ids.js';
import { normalizeName } from '../domain/name.js';
import type { Page, PageRequest } from '../domain/page.js';
import type { User } from '../domain/user.js';
import type { EventKind } from '../domain/words.js';
import { subjectOf } from '../domain/subject.js';
import { withBallast } from '../store/database.js';
import { recordEvents } from '../store/events.js';
import { inTransaction, query } from '../store/transaction.js';
import { isUniqueViolation } from '../store/database-failure.js';
import * as store from '../store/users.js';
import { requireListable } from './access/caller.js';
import type { App } from './app.js';
import type { Caller } from './access/caller.js';

export function listUsers(app: App, caller: Caller, page: PageRequest, isOfAllProjects: boolean): Promise<Page<User>> {
  requireListable(caller, isOfAllProjects);
  return query(app.db.ofPage(caller, page), (sql) => store.listUsers(sql, visibleUsers(caller), page));
}

export async function getUser(app: App, caller: Caller, idOrName: string): Promise<User> {
  const user = await query(app.db.of(caller), (sql) => store.findUser(sql, idOrName));
  const visibility = visibleUsers(caller);
  if (user === null || (visibility !== null && visibility !== user.id)) throw noSuchUser();
  return user;
}

function visibleUsers({ principal }: Caller): store.VisibleUsers {
  return isUnboundAdmin(principal) ? null : principal.userId;
}

function noSuchUser(): GuesthouseError {
  return new GuesthouseError('user_not_found', 'The user does not exist.');
}

/** The members of a user that clients can write. */
export interface WritableUser {
  readonly name: string;
}

export interface CreatedUser {
  readonly user: User;
  /** Whether the outcome is repeated from an earlier request with the same idempotency key. */
  readonly isReplayed: boolean;
}

export async function createUser(app: App, caller: Caller, input: WritableUser): Promise<CreatedUser> {
  const wanted = { id: newId<UserId>(), name: normalizeName(input.name) };
  const { result, isReplayed } = await app.idempotency.run<User>(
    app.db.of(caller),
    caller,
    (run) =>
      run(async (trx) => {
        await store.insertUser(trx, wanted);
        const user = await store.findUser(trx, wanted.id);
        if (user === null) throw new GuesthouseError('internal', 'The user could not be created.');
        await recordEvents(trx, [eventOfUser('user.created', user, caller)]);
        return user;
      }).catch((error: unknown) => {
        throw asNameRefusal(error);
      }),
    () => requireRight(caller, { projectId: null }),
  );
  return { user: result, isReplayed };
}

function eventOfUser(kind: EventKind, { id, name }: User, { userId, requestId, clientAddress }: Caller): NewEvent {
  const detail = { user_id: id, name };
  const subject = subjectOf('user', { id, name });
  return { kind, projectId: null, subject, operationId: null, userId, requestId, clientAddress, detail };
}

function asNameRefusal(error: unknown): unknown {
  if (!isUniqueViolation(error, 'users_name_unique')) return error;
  return new GuesthouseError('user_name_already_exists', 'Another user already has this name.', { cause: error });
}

/** `patch` gets the current user, whose row is locked, and returns the changed user. */
export async function updateUser(
  app: App,
  caller: Caller,
  idOrName: string,
  patch: (user: User) => WritableUser,
): Promise<User> {
  const { id } = await getUser(app, caller, idOrName);
  try {
    return await inTransaction(app.db.of(caller), async (trx) => {
      const user = await store.lockUser(trx, id);
      if (user === null) throw noSuchUser();
      requirePrecondition(caller.precondition, user.version);
      await store.renameUser(trx, id, normalizeName(patch(user).name, user.name));
      const after = (await store.findUser(trx, id)) ?? user;
      if (after.version !== user.version) await recordEvents(trx, [eventOfUser('user.updated', after, caller)]);
      return after;
    });
  } catch (error) {
    throw asNameRefusal(error);
  }
}

/** Deletes the user with its tokens, memberships and permissions. Everything that the user created stays. */
export async function deleteUser(app: App, caller: Caller, idOrName: string): Promise<void> {
  const { id } = await getUser(app, caller, idOrName);
  await inTransaction(withBallast(app.db.of(caller)), async (trx) => {
    const user = await store.lockUser(trx, id);
    if (user === null) throw noSuchUser();
    requirePrecondition(caller.precondition, user.version);
    await recordEvents(trx, [eventOfUser('user.deleted', user, caller)]);
    await store.deleteUser(trx, id);
  });
}
