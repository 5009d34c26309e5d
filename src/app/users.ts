/** Use cases of users. Everybody sees itself; administrators see and change all. */
import { isUnboundAdmin } from '../domain/access.js';
import { GuesthouseError } from '../domain/errors.js';
import { requirePrecondition } from '../domain/etag.js';
import type { NewEvent } from '../domain/event.js';
import { newId } from '../domain/ids.js';
import type { UserId } from '../domain/ids.js';
import { normalizeName } from '../domain/name.js';
import type { Page, PageRequest } from '../domain/page.js';
import type { User } from '../domain/user.js';
import type { EventKind } from '../domain/words.js';
import { recordEvents } from '../store/events.js';
import { inTransaction, isUniqueViolation, query } from '../store/transaction.js';
import * as store from '../store/users.js';
import { requireListable } from './app.js';
import type { App, Asker } from './app.js';

export function listUsers(app: App, asker: Asker, page: PageRequest, isOfAllProjects: boolean): Promise<Page<User>> {
  requireListable(asker, isOfAllProjects);
  return query(app.db, (sql) => store.listUsers(sql, usersInSight(asker), page));
}

export async function getUser(app: App, asker: Asker, idOrName: string): Promise<User> {
  const user = await query(app.db, (sql) => store.findUser(sql, idOrName));
  const sight = usersInSight(asker);
  if (user === null || (sight !== null && sight !== user.id)) throw noSuchUser();
  return user;
}

function usersInSight({ principal }: Asker): store.UsersInSight {
  return isUnboundAdmin(principal) ? null : principal.userId;
}

function noSuchUser(): GuesthouseError {
  return new GuesthouseError('user_not_found', 'There is no such user.');
}

/** What clients may write of a user. */
export interface WritableUser {
  readonly name: string;
}

export interface CreatedUser {
  readonly user: User;
  /** Whether this was answered before, under the same idempotency key. */
  readonly isReplayed: boolean;
}

export async function createUser(app: App, asker: Asker, input: WritableUser): Promise<CreatedUser> {
  const wanted = { id: newId<UserId>(), name: normalizeName(input.name) };
  const { result, isReplayed } = await app.onceKeeper.once<User>(app, asker, (run) =>
    run(async (trx) => {
      await store.insertUser(trx, wanted);
      const user = await store.findUser(trx, wanted.id);
      if (user === null) throw new GuesthouseError('internal', 'The user could not be made.');
      await recordEvents(trx, [eventOfUser('user.created', user, asker)]);
      return user;
    }).catch((error: unknown) => {
      throw asNameRefusal(error);
    }),
  );
  return { user: result, isReplayed };
}

function eventOfUser(kind: EventKind, { id, name }: User, { userId, requestId, clientAddress }: Asker): NewEvent {
  const detail = { user_id: id, name };
  return { kind, projectId: null, guest: null, operationId: null, userId, requestId, clientAddress, detail };
}

function asNameRefusal(error: unknown): unknown {
  if (!isUniqueViolation(error, 'users_name_unique')) return error;
  return new GuesthouseError('user_name_already_exists', 'Another user has this name.', { cause: error });
}

/** `patch` is given the user as it is, with its row locked, and answers how it is to be. */
export async function updateUser(
  app: App,
  asker: Asker,
  idOrName: string,
  patch: (user: User) => WritableUser,
): Promise<User> {
  const { id } = await getUser(app, asker, idOrName);
  try {
    return await inTransaction(app.db, async (trx) => {
      const user = await store.lockUser(trx, id);
      if (user === null) throw noSuchUser();
      requirePrecondition(asker.precondition, user.version);
      await store.renameUser(trx, id, normalizeName(patch(user).name));
      const after = (await store.findUser(trx, id)) ?? user;
      if (after.version !== user.version) await recordEvents(trx, [eventOfUser('user.updated', after, asker)]);
      return after;
    });
  } catch (error) {
    throw asNameRefusal(error);
  }
}

/** Its tokens, memberships and permissions go with it; what it made stays. */
export async function deleteUser(app: App, asker: Asker, idOrName: string): Promise<void> {
  const { id } = await getUser(app, asker, idOrName);
  await inTransaction(app.db, async (trx) => {
    const user = await store.lockUser(trx, id);
    if (user === null) throw noSuchUser();
    requirePrecondition(asker.precondition, user.version);
    await recordEvents(trx, [eventOfUser('user.deleted', user, asker)]);
    await store.deleteUser(trx, id);
  });
}
