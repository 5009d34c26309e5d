/**
 * The use cases of projects. Users with a role in a project, or for a guest in it, can see the project; administrators
 * can see and change all projects.
 *
 * A project can be deleted if it is empty and no role in it makes a user an administrator, because the role of an
 * administrator applies beyond the project. The deletion includes the project's operations and, through foreign keys,
 * its permissions, the tokens bound to it and its idempotency keys. The events of the project stay, for administrators.
 */
import type { Knex } from 'knex';
import { requireRight, visibleProjects } from '../domain/access.js';
import { GuesthouseError } from '../domain/errors.js';
import { requirePrecondition } from '../domain/etag.js';
import type { NewEvent } from '../domain/event.js';
import { newId } from '../domain/ids.js';
import type { ProjectId, ZoneId } from '../domain/ids.js';
import { normalizeName } from '../domain/name.js';
import type { Page, PageRequest } from '../domain/page.js';
import { withUsage } from '../domain/project.js';
import type { Project, ProjectWithUsage } from '../domain/project.js';
import { eachResource, limitsOf, usageWithLimits } from '../domain/quota.js';
import type { Quota } from '../domain/quota.js';
import type { EventKind } from '../domain/words.js';
import { subjectOf } from '../domain/subject.js';
import { withBallast } from '../store/database.js';
import { recordEvents } from '../store/events.js';
import { holdNamed } from '../store/named.js';
import { makesAdministrators } from '../store/permissions.js';
import * as store from '../store/projects.js';
import { inTransaction, query } from '../store/transaction.js';
import { listUsage } from '../store/usage.js';
import { isForeignKeyViolation, isUniqueViolation } from '../store/database-failure.js';
import { requireListable } from './access/caller.js';
import type { App } from './app.js';
import type { Caller } from './access/caller.js';

/** The usage of a project that was deleted in the meantime. */
const NOTHING = eachResource(() => 0);

export function listProjects(
  app: App,
  caller: Caller,
  page: PageRequest,
  isOfAllProjects: boolean,
): Promise<Page<ProjectWithUsage>> {
  requireListable(caller, isOfAllProjects);
  return query(app.db.ofPage(caller, page), async (sql) => {
    const found = await store.listProjects(sql, visibleProjects(caller.principal), page);
    return { ...found, rows: await withUsages(app, sql, found.rows) };
  });
}

export async function getProject(app: App, caller: Caller, idOrName: string): Promise<ProjectWithUsage> {
  const project = await findVisible(app, caller, idOrName);
  return query(app.db.of(caller), (sql) => withItsUsage(app, sql, project));
}

async function findVisible(app: App, caller: Caller, idOrName: string): Promise<Project> {
  const project = await query(app.db.of(caller), (sql) => store.findProject(sql, idOrName));
  const visibility = visibleProjects(caller.principal);
  if (project === null || (visibility !== null && !visibility.includes(project.id))) throw noSuchProject();
  return project;
}

async function withItsUsage(app: App, sql: Knex, project: Project): Promise<ProjectWithUsage> {
  const [shown] = await withUsages(app, sql, [project]);
  if (shown === undefined) throw noSuchProject();
  return shown;
}

async function withUsages(
  { quotaDefaults }: App,
  sql: Knex,
  projects: readonly Project[],
): Promise<ProjectWithUsage[]> {
  const usages = await listUsage(
    sql,
    projects.map(({ id }) => id),
  );
  return projects.map((project) => {
    const used = usages.get(project.id) ?? NOTHING;
    return withUsage(project, usageWithLimits(used, limitsOf(project.quota, quotaDefaults)));
  });
}

function noSuchProject(): GuesthouseError {
  return new GuesthouseError('project_not_found', 'The project does not exist.');
}

/** The members of a project that clients can write. */
export interface WritableProject {
  readonly name: string;
  readonly description: string;
  /** By id or name; null: any zone. */
  readonly zone: string | null;
  readonly quota: Quota;
}

export interface CreatedProject {
  readonly project: ProjectWithUsage;
  /** Whether the outcome is repeated from an earlier request with the same idempotency key. */
  readonly isReplayed: boolean;
}

export async function createProject(app: App, caller: Caller, input: WritableProject): Promise<CreatedProject> {
  const wanted = { ...input, id: newId<ProjectId>(), name: normalizeName(input.name) };
  const { result, isReplayed } = await app.idempotency.run<ProjectWithUsage>(
    app.db.of(caller),
    caller,
    (run) =>
      run(async (trx) => {
        await store.insertProject(trx, { ...wanted, zoneId: await holdZone(trx, input.zone) });
        const project = await store.findProject(trx, wanted.id);
        if (project === null) throw new GuesthouseError('internal', 'The project could not be created.');
        await recordEvents(trx, [eventOfProject('project.created', project, caller)]);
        return withItsUsage(app, trx, project);
      }).catch((error: unknown) => {
        throw asNameRefusal(error);
      }),
    () => requireRight(caller, { projectId: null }),
  );
  return { project: result, isReplayed };
}

/** The id of the zone; the zone cannot be deleted until the transaction ends. Throws `validation_failed`. */
async function holdZone(trx: Knex.Transaction, idOrName: string | null): Promise<ZoneId | null> {
  if (idOrName === null) return null;
  const zone = await holdNamed(trx, 'zones', idOrName);
  if (zone !== null) return zone.id;
  throw new GuesthouseError('validation_failed', 'The zone of the project does not exist.', {
    mistakes: [{ pointer: '/zone', detail: 'does not name a zone' }],
  });
}

function eventOfProject(
  kind: EventKind,
  { id, name }: Pick<Project, 'id' | 'name'>,
  { userId, requestId, clientAddress }: Caller,
): NewEvent {
  const detail = { project_id: id, name };
  const subject = subjectOf('project', { id, name });
  return { kind, projectId: id, subject, operationId: null, userId, requestId, clientAddress, detail };
}

function asNameRefusal(error: unknown): unknown {
  if (!isUniqueViolation(error, 'projects_name_unique')) return error;
  return new GuesthouseError('project_name_already_exists', 'Another project already has this name.', { cause: error });
}

/** `patch` gets the current project, whose row is locked, and returns the changed project. */
export async function updateProject(
  app: App,
  caller: Caller,
  idOrName: string,
  patch: (project: ProjectWithUsage) => WritableProject,
): Promise<ProjectWithUsage> {
  const { id } = await findVisible(app, caller, idOrName);
  try {
    return await inTransaction(app.db.of(caller), async (trx) => {
      const project = await store.lockProject(trx, id);
      if (project === null) throw noSuchProject();
      const shown = await withItsUsage(app, trx, project);
      requirePrecondition(caller.precondition, shown.version);
      const wanted = patch(shown);
      const name = normalizeName(wanted.name, project.name);
      await store.writeProject(trx, id, { ...wanted, name, zoneId: await holdZone(trx, wanted.zone) });
      const after = (await store.findProject(trx, id)) ?? project;
      if (after.version !== project.version) {
        await recordEvents(trx, [eventOfProject('project.updated', after, caller)]);
      }
      return withItsUsage(app, trx, after);
    });
  } catch (error) {
    throw asNameRefusal(error);
  }
}

export async function deleteProject(app: App, caller: Caller, idOrName: string): Promise<void> {
  const { id } = await findVisible(app, caller, idOrName);
  try {
    await inTransaction(withBallast(app.db.of(caller)), async (trx) => {
      const project = await store.lockProject(trx, id);
      if (project === null) throw noSuchProject();
      requirePrecondition(caller.precondition, (await withItsUsage(app, trx, project)).version);
      // A project with a role that makes users administrators cannot be deleted: these users would silently lose the
      // role `admin`. If the last administrator lost it, no user could grant the role again.
      if (await makesAdministrators(trx, id)) throw notEmpty('administrators');
      await recordEvents(trx, [eventOfProject('project.deleted', project, caller)]);
      await store.deleteProject(trx, id);
    });
  } catch (error) {
    throw asNotEmpty(error);
  }
}

function asNotEmpty(error: unknown): unknown {
  const things = {
    ...{ guests_project_id_fkey: 'guests', images_project_id_fkey: 'images' },
    // The groups of the project are deleted with it, unless they have guests.
    guests_placement_group: 'guests',
  };
  const [, left] = Object.entries(things).find(([constraint]) => isForeignKeyViolation(error, constraint)) ?? [];
  if (left === undefined) return error;
  return notEmpty(left, error);
}

function notEmpty(left: string, cause?: unknown): GuesthouseError {
  return new GuesthouseError('project_not_empty', `The project still has ${left}.`, {
    ...(cause === undefined ? {} : { cause }),
  });
}
