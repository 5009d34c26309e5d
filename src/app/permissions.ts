/**
 * The use cases of permissions, in a project or for one guest. Owners of the project, and administrators, grant and
 * revoke them.
 *
 * No caller can grant or revoke a role above its own role in the project. The role `admin` applies beyond the project
 * in which it is granted, so only an administrator whose credential is not bound to a project can grant or revoke this
 * role.
 * Invariant: no chain of grants gives a user more rights than the first caller in the chain had
 * (test/http/permissions.test.ts).
 */
import type { Knex } from 'knex';
import { forbidden, isIn, isUnboundAdmin, requireRight, roleIn } from '../domain/access.js';
import { GuesthouseError } from '../domain/errors.js';
import { requirePrecondition } from '../domain/etag.js';
import type { NewEvent } from '../domain/event.js';
import { newId } from '../domain/ids.js';
import type { PermissionId } from '../domain/ids.js';
import type { Page, PageRequest } from '../domain/page.js';
import type { Permission, Place, Subject } from '../domain/permission.js';
import { isAtLeast } from '../domain/rights.js';
import type { Role } from '../domain/rights.js';
import type { EventKind } from '../domain/words.js';
import { subjectOf } from '../domain/subject.js';
import { NO_SUCH_USER, readUserReference } from '../domain/user.js';
import { withBallast } from '../store/database.js';
import { recordEvents } from '../store/events.js';
import { findNamed, holdNamed } from '../store/named.js';
import * as store from '../store/permissions.js';
import { inTransaction, query } from '../store/transaction.js';
import { isUniqueViolation } from '../store/database-failure.js';
import { holdUser } from '../store/users.js';
import { requireProject, visibilityOfList } from './access/caller.js';
import type { App } from './app.js';
import type { Caller } from './access/caller.js';
import { getGuestSummary } from './guests.js';
import { requireCredential } from './access/caller.js';

/** The guest or project that the path of a request names, by id or name. */
export type NamedPlace = { readonly guest: string } | { readonly project: string };

export async function listPermissions(
  app: App,
  caller: Caller,
  named: NamedPlace,
  page: PageRequest,
  isOfAll: boolean,
): Promise<Page<Permission>> {
  // A place is in one project, but a request for all projects still requires the right to see all projects.
  visibilityOfList(caller, isOfAll);
  const place = await getPlace(app, caller, named);
  return query(app.db.ofPage(caller, page), (sql) => store.listPermissions(sql, place, page));
}

export async function getPermission(app: App, caller: Caller, named: NamedPlace, id: string): Promise<Permission> {
  const place = await getPlace(app, caller, named);
  const permission = await query(app.db.of(caller), (sql) => store.findPermission(sql, place, id));
  if (permission === null) throw noSuchPermission();
  return permission;
}

function noSuchPermission(): GuesthouseError {
  return new GuesthouseError('permission_not_found', 'The permission does not exist.');
}

/**
 * Throws `forbidden` if the caller can see the place but lacks the right, and not found if the caller cannot see it.
 */
async function getPlace(app: App, caller: Caller, named: NamedPlace): Promise<Place> {
  if ('guest' in named) {
    const { id, name, projectId } = await getGuestSummary(app, requireProject(caller), named.guest);
    return { kind: 'guest', id, name, projectId };
  }
  const project = await query(app.db.of(caller), (sql) => findNamed(sql, 'projects', named.project));
  if (project === null || !isIn(caller.principal, project.id)) throw noSuchPlace('project');
  requireRight(caller, { projectId: project.id });
  return { kind: 'project', ...project, projectId: project.id };
}

function noSuchPlace(kind: Place['kind']): GuesthouseError {
  return new GuesthouseError(`${kind}_not_found`, `The ${kind} does not exist.`);
}

export interface PermissionToCreate {
  /** As `readUserReference` accepts it. Exactly one of `user` and `group` must be given. */
  readonly user: string | null;
  /** Id or name. */
  readonly group: string | null;
  readonly role: Role;
}

export interface CreatedPermission {
  readonly permission: Permission;
  /** Whether the outcome is repeated from an earlier request with the same idempotency key. */
  readonly isReplayed: boolean;
}

export async function createPermission(
  app: App,
  caller: Caller,
  named: NamedPlace,
  input: PermissionToCreate,
): Promise<CreatedPermission> {
  const authorize = async (): Promise<Place> => {
    const place = await getPlace(app, caller, named);
    requireNoMoreThanOwn(caller, place, input.role);
    return place;
  };
  const { result, isReplayed } = await app.idempotency.run<Permission>(
    app.db.of(caller),
    caller,
    async (run) => {
      const place = await authorize();
      const whom = readSubject(input);
      return run(async (trx) => {
        await requireCredential(trx, caller.principal);
        if (!(await store.holdPlace(trx, place))) throw noSuchPlace(place.kind);
        const subject = await holdSubject(trx, whom);
        const id = newId<PermissionId>();
        await store.insertPermission(trx, { id, subject, role: input.role, place }).catch((error: unknown) => {
          throw asRefusal(error, subject, input.role);
        });
        const granted = await store.findPermission(trx, place, id);
        if (granted === null) throw new GuesthouseError('internal', 'The permission could not be granted.');
        await recordEvents(trx, [eventOfPermission('permission.granted', granted, caller)]);
        return granted;
      });
    },
    async () => void (await authorize()),
  );
  return { permission: result, isReplayed };
}

function requireNoMoreThanOwn({ principal }: Caller, place: Place, role: Role): void {
  if (isUnboundAdmin(principal)) return;
  if (role === 'admin' || !isAtLeast(roleIn(principal, place.projectId), role)) throw forbidden();
}

interface NamedSubject {
  readonly kind: Subject['kind'];
  readonly text: string;
}

async function holdSubject(trx: Knex.Transaction, { kind, text }: NamedSubject): Promise<Subject> {
  if (kind === 'user') {
    const user = await holdUser(trx, readUserReference(text));
    if (user === null) throw mistake('/user', NO_SUCH_USER);
    return { kind, ...user };
  }
  const group = await holdNamed(trx, 'groups', text);
  if (group === null) throw mistake('/group', 'is not a group');
  return { kind, ...group };
}

function readSubject({ user, group }: PermissionToCreate): NamedSubject {
  if (user !== null && group === null) return { kind: 'user', text: user };
  if (group !== null && user === null) return { kind: 'group', text: group };
  throw mistake(user === null ? '/user' : '/group', 'exactly one of user and group must be given');
}

function mistake(pointer: string, detail: string): GuesthouseError {
  return new GuesthouseError('validation_failed', 'The role cannot be granted with these values.', {
    mistakes: [{ pointer, detail }],
  });
}

function asRefusal(error: unknown, { name }: Subject, role: Role): unknown {
  if (!isUniqueViolation(error, 'permissions_unique')) return error;
  return new GuesthouseError('permission_already_exists', `${name} already has the role ${role} there.`, {
    cause: error,
  });
}

export async function deletePermission(app: App, caller: Caller, named: NamedPlace, id: string): Promise<void> {
  const place = await getPlace(app, caller, named);
  await inTransaction(withBallast(app.db.of(caller)), async (trx) => {
    await requireCredential(trx, caller.principal);
    const permission = await store.lockPermission(trx, place, id);
    if (permission === null) throw noSuchPermission();
    requireNoMoreThanOwn(caller, place, permission.role);
    requirePrecondition(caller.precondition, permission.version);
    await store.deletePermission(trx, permission.id);
    await recordEvents(trx, [eventOfPermission('permission.revoked', permission, caller)]);
  });
}

function eventOfPermission(
  kind: EventKind,
  { id, subject, role, place }: Permission,
  { userId, requestId, clientAddress }: Caller,
): NewEvent {
  const detail = {
    permission_id: id,
    role,
    [`${subject.kind}_id`]: subject.id,
    [`${subject.kind}_name`]: subject.name,
  };
  const about = { subject: subjectOf(place.kind, place), projectId: place.projectId };
  return { kind, ...about, operationId: null, userId, requestId, clientAddress, detail };
}
