/** Projects in PostgreSQL: the owners of guests, images and operations. One function per statement. */
import type { Knex } from 'knex';
import { PROJECTS } from '../domain/collections.js';
import { GuesthouseError } from '../domain/errors.js';
import { fold } from '../domain/fold.js';
import { newId } from '../domain/ids.js';
import type { ProjectId, ZoneId } from '../domain/ids.js';
import type { Project } from '../domain/project.js';
import { isForeignKeyViolation } from './database-failure.js';
import { findByIdOrName } from './named.js';
import { referenceThrough } from './named-columns.js';
import { ALL_ROWS, buryRow, selectPage } from './paging.js';
import type { Branches, Page, PagedCollection, PageRequest } from './paging.js';
import { projectFromRow, quotaToColumn } from './rows.js';
import type { ProjectRow } from './rows.js';
import { sql as sqlOf } from './search.js';
import { namedRows, rows } from './statement.js';

const COLUMNS = `t.id, t.name, t.description, t.quota, t.created_at, t.version,
  (select json_build_object('id', z.id, 'name', z.name) from zones z where z.id = t.zone_id) as zone`;

const PAGED_PROJECTS: PagedCollection<typeof PROJECTS> = {
  of: PROJECTS,
  columns: COLUMNS,
  from: 'from projects t',
  sort: {
    created_at: { value: 't.created_at', type: 'timestamptz' },
    name: { value: 't.name_folded', type: 'text' },
  },
  search: {
    id: { type: 'id', value: 't.id' },
    name: { type: 'text', exact: 't.name', folded: 't.name_folded', isIndexed: true },
    description: { type: 'text', exact: 't.description', folded: 't.description_folded' },
    zone: referenceThrough(sqlOf('zones named where named.id = t.zone_id')),
    created_at: { type: 'time', value: 't.created_at' },
  },
};

/** Null: all projects. */
export type VisibleProjects = readonly ProjectId[] | null;

export function listProjects(sql: Knex, visibility: VisibleProjects, page: PageRequest): Promise<Page<Project>> {
  const branches: Branches =
    visibility === null
      ? ALL_ROWS
      : { name: '-some', of: [{ live: sqlOf('t.id = any(?::uuid[])', [...visibility]), dead: null }] };
  return selectPage<ProjectRow, Project>(sql, PAGED_PROJECTS, branches, page, projectFromRow);
}

/** Finds a project by id or name. */
export async function findProject(sql: Knex, idOrName: string): Promise<Project | null> {
  const select = `select ${COLUMNS} from projects t`;
  const row = await findByIdOrName<ProjectRow>(sql, 'project', select, idOrName);
  return row ? projectFromRow(row) : null;
}

/** The project, with its row locked until the transaction ends, so that nothing can be added to it. */
export async function lockProject(trx: Knex.Transaction, id: ProjectId): Promise<Project | null> {
  const [row] = await namedRows<ProjectRow>(
    trx,
    'lock-project',
    `select ${COLUMNS} from projects t where t.id = ? for update`,
    [id],
  );
  return row ? projectFromRow(row) : null;
}

type ProjectTexts = Pick<Project, 'name' | 'description'>;

/** The members that a client can write. */
export type ProjectMembers = ProjectTexts & Pick<Project, 'quota'> & { readonly zoneId: ZoneId | null };

function textColumns({ name, description }: ProjectTexts): Record<string, string> {
  return { name, name_folded: fold(name), description, description_folded: fold(description) };
}

function memberColumns(project: ProjectMembers): Record<string, string | null> {
  return { ...textColumns(project), zone_id: project.zoneId, quota: quotaToColumn(project.quota) };
}

/** Fails on `projects_name_unique`. */
export async function insertProject(
  trx: Knex.Transaction,
  project: ProjectMembers & Pick<Project, 'id'>,
): Promise<void> {
  await trx('projects').insert({ id: project.id, ...memberColumns(project) });
}

/** Fails on `projects_name_unique`. */
export async function writeProject(trx: Knex.Transaction, id: ProjectId, project: ProjectMembers): Promise<void> {
  await trx('projects').where({ id }).update(memberColumns(project));
}

/**
 * Removes the row and the project's operations; foreign keys remove the other rows that refer to the project. Fails on
 * `guests_project_id_fkey` or `images_project_id_fkey` while the project has guests or images.
 */
export async function deleteProject(trx: Knex.Transaction, id: ProjectId): Promise<void> {
  await rows(trx, 'delete from operations where project_id = ?', [id]);
  await rows(trx, `${buryRow(PAGED_PROJECTS, 'null::uuid')} select id from gone`, [id]);
}

/** The project of that name, created if it does not exist. */
export async function ensureProject(sql: Knex, name: string): Promise<ProjectId> {
  await sql('projects')
    .insert({ id: newId<ProjectId>(), ...textColumns({ name, description: '' }) })
    .onConflict('name_folded')
    .ignore();
  const [row] = await rows<{ id: ProjectId }>(sql, 'select id from projects where name_folded = ?', [fold(name)]);
  if (!row) throw new Error(`the project ${name} does not exist and could not be created`);
  return row.id;
}

/**
 * The first project: the project of administrators whose request names no project. The database stores its id, so that
 * it can be renamed. If the first project does not exist, the project named `default` becomes the first project.
 */
export async function ensureFirstProject(trx: Knex.Transaction): Promise<ProjectId> {
  const [known] = await rows<{ id: ProjectId | null }>(trx, 'select project_id as id from initial_rows for update');
  if (known?.id) return known.id;
  const id = await ensureProject(trx, 'default');
  await rows(trx, 'update initial_rows set project_id = ?', [id]);
  return id;
}

/** The foreign keys that fail if a row is inserted into a project that is deleted at the same time. */
const NAMES_PROJECT = [
  ...['guests_project_id_fkey', 'images_project_id_fkey', 'idempotency_keys_project_id_fkey'],
  'placement_groups_project',
];

/**
 * If `error` means that the project was just deleted, returns `project_required`, the error that a later request would
 * get. Otherwise returns `error` itself.
 */
export function asProjectGone(error: unknown): unknown {
  if (!NAMES_PROJECT.some((constraint) => isForeignKeyViolation(error, constraint))) return error;
  return new GuesthouseError('project_required', 'The project was deleted in the meantime.', { cause: error });
}
