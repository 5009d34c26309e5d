/**
 * The use cases of instance types. Everyone in a project can see the types for all projects, and those for this
 * project. Only administrators can change them: a type decides how large the guests are that others create with it.
 * Invariant: no project can see or use a type for another project (test/http/instance-types.test.ts).
 */
import type { Knex } from 'knex';
import { isVisible, requireRight, visibilityOf } from '../domain/access.js';
import { GuesthouseError } from '../domain/errors.js';
import { requirePrecondition } from '../domain/etag.js';
import type { NewEvent } from '../domain/event.js';
import { newId } from '../domain/ids.js';
import type { InstanceTypeId, ProjectId } from '../domain/ids.js';
import type { InstanceType } from '../domain/instance-type.js';
import { mergeMetadata, metadataChanges } from '../domain/metadata.js';
import type { Metadata } from '../domain/metadata.js';
import { normalizeName } from '../domain/name.js';
import type { Page, PageRequest } from '../domain/page.js';
import { subjectOf } from '../domain/subject.js';
import type { EventKind } from '../domain/words.js';
import { isUniqueViolation } from '../store/database-failure.js';
import { withBallast } from '../store/database.js';
import { recordEvents } from '../store/events.js';
import * as store from '../store/instance-types.js';
import { holdNamed } from '../store/named.js';
import { inTransaction, query } from '../store/transaction.js';
import { visibilityOfList } from './access/caller.js';
import type { Caller } from './access/caller.js';
import type { App } from './app.js';

export function listInstanceTypes(
  app: App,
  caller: Caller,
  page: PageRequest,
  isOfAllProjects: boolean,
): Promise<Page<InstanceType>> {
  const visibility = visibilityOfList(caller, isOfAllProjects);
  return query(app.db.ofPage(caller, page), (sql) => store.listInstanceTypes(sql, visibility, page));
}

/** Every use case of one instance type starts here. */
export async function getInstanceType(app: App, caller: Caller, idOrName: string): Promise<InstanceType> {
  const type = await findVisibleInstanceType(app, caller, idOrName);
  if (type === null) throw noSuchInstanceType();
  return type;
}

/** Null if the instance type does not exist, or the caller cannot see it. */
export async function findVisibleInstanceType(
  app: App,
  caller: Caller,
  idOrName: string,
): Promise<InstanceType | null> {
  const type = await query(app.db.of(caller), (sql) => store.findInstanceType(sql, idOrName));
  if (type === null || type.project === null) return type;
  return isVisible(visibilityOf(caller), { projectId: type.project.id }) ? type : null;
}

function noSuchInstanceType(): GuesthouseError {
  return new GuesthouseError('instance_type_not_found', 'The instance type does not exist.');
}

/** The members of an instance type that clients can write. */
export interface WritableInstanceType {
  readonly name: string;
  readonly description: string;
  readonly vcpus: number;
  readonly memoryMib: number;
  readonly rootDiskMib: number | null;
  readonly metadata: Metadata;
  /** By id or name; null: all projects. */
  readonly project: string | null;
}

export interface CreatedInstanceType {
  readonly instanceType: InstanceType;
  /** Whether the outcome is repeated from an earlier request with the same idempotency key. */
  readonly isReplayed: boolean;
}

export async function createInstanceType(
  app: App,
  caller: Caller,
  input: WritableInstanceType,
): Promise<CreatedInstanceType> {
  const metadata = mergeMetadata({}, input.metadata);
  const wanted = { ...input, id: newId<InstanceTypeId>(), name: normalizeName(input.name), metadata };
  const { result, isReplayed } = await app.idempotency.run<InstanceType>(
    app.db.of(caller),
    caller,
    (run) =>
      run(async (trx) => {
        const projectId = await holdProject(trx, input.project);
        await store.insertInstanceType(trx, { ...wanted, projectId });
        const type = await store.findInstanceType(trx, wanted.id);
        if (type === null) throw new GuesthouseError('internal', 'The instance type could not be created.');
        await recordEvents(trx, [eventOfInstanceType('instance_type.created', type, caller)]);
        return type;
      }).catch((error: unknown) => {
        throw asNameRefusal(error);
      }),
    () => requireRight(caller, { projectId: null }),
  );
  return { instanceType: result, isReplayed };
}

/** The id of the project; the project cannot be deleted until the transaction ends. Throws `validation_failed`. */
async function holdProject(trx: Knex.Transaction, idOrName: string | null): Promise<ProjectId | null> {
  if (idOrName === null) return null;
  const project = await holdNamed(trx, 'projects', idOrName);
  if (project !== null) return project.id;
  throw new GuesthouseError('validation_failed', 'The project of the instance type does not exist.', {
    mistakes: [{ pointer: '/project', detail: 'does not name a project' }],
  });
}

function eventOfInstanceType(
  kind: EventKind,
  { id, name, project }: InstanceType,
  { userId, requestId, clientAddress }: Caller,
): NewEvent {
  const detail = { instance_type_id: id, name };
  const subject = subjectOf('instance_type', { id, name });
  const projectId = project?.id ?? null;
  return { kind, projectId, subject, operationId: null, userId, requestId, clientAddress, detail };
}

function asNameRefusal(error: unknown): unknown {
  if (!isUniqueViolation(error, 'instance_types_name_unique')) return error;
  const message = 'Another instance type already has this name.';
  return new GuesthouseError('instance_type_name_already_exists', message, { cause: error });
}

/** `patch` gets the current instance type, whose row is locked, and returns the changed instance type. */
export async function updateInstanceType(
  app: App,
  caller: Caller,
  idOrName: string,
  patch: (type: InstanceType) => WritableInstanceType,
): Promise<InstanceType> {
  const { id } = await getInstanceType(app, caller, idOrName);
  try {
    return await inTransaction(app.db.of(caller), async (trx) => {
      const type = await store.lockInstanceType(trx, id);
      if (type === null) throw noSuchInstanceType();
      requirePrecondition(caller.precondition, type.version);
      const wanted = patch(type);
      await store.writeInstanceType(trx, id, {
        ...wanted,
        name: normalizeName(wanted.name, type.name),
        metadata: mergeMetadata(type.metadata, metadataChanges(type.metadata, wanted.metadata)),
        projectId: await holdProject(trx, wanted.project),
      });
      const after = (await store.findInstanceType(trx, id)) ?? type;
      if (after.version !== type.version) {
        await recordEvents(trx, [eventOfInstanceType('instance_type.updated', after, caller)]);
      }
      return after;
    });
  } catch (error) {
    throw asNameRefusal(error);
  }
}

export async function deleteInstanceType(app: App, caller: Caller, idOrName: string): Promise<void> {
  const { id } = await getInstanceType(app, caller, idOrName);
  await inTransaction(withBallast(app.db.of(caller)), async (trx) => {
    const type = await store.lockInstanceType(trx, id);
    if (type === null) throw noSuchInstanceType();
    requirePrecondition(caller.precondition, type.version);
    await recordEvents(trx, [eventOfInstanceType('instance_type.deleted', type, caller)]);
    await store.deleteInstanceType(trx, id);
  });
}
