/**
 * Instance types in PostgreSQL: one function per statement. A name belongs to at most one type, whichever project the
 * type is for, so a name never means another type in another project.
 *
 * The deletion of a project deletes its types, so a trigger writes the tombstones of deleted types.
 */
import type { Knex } from 'knex';
import type { Visibility } from '../domain/access.js';
import { INSTANCE_TYPES } from '../domain/collections.js';
import { fold } from '../domain/fold.js';
import type { InstanceTypeId, ProjectId } from '../domain/ids.js';
import type { InstanceType } from '../domain/instance-type.js';
import { foldedMetadata } from './folded.js';
import { findByIdOrName } from './named.js';
import { projectColumn } from './named-columns.js';
import { selectPage } from './paging.js';
import type { Branch, Branches, Page, PagedCollection, PageRequest } from './paging.js';
import { instanceTypeFromRow } from './rows.js';
import type { InstanceTypeRow } from './rows.js';
import { sql as sqlOf } from './search.js';
import { namedRows, rows } from './statement.js';
import { branchesOf } from './visibility.js';

const COLUMNS = `t.id, t.name, t.description, t.vcpus, t.memory_mib, t.root_disk_mib, t.metadata, t.created_at, t.updated_at, t.version,
  (select json_build_object('id', p.id, 'name', p.name) from projects p where p.id = t.project_id) as project`;
const SELECT = `select ${COLUMNS} from instance_types t`;

function pagedInstanceTypes(visibility: Visibility): PagedCollection<typeof INSTANCE_TYPES> {
  return {
    of: INSTANCE_TYPES,
    columns: COLUMNS,
    from: 'from instance_types t',
    sort: {
      created_at: { value: 't.created_at', type: 'timestamptz' },
      name: { value: 't.name_folded', type: 'text' },
    },
    search: {
      id: { type: 'id', value: 't.id' },
      name: { type: 'text', exact: 't.name', folded: 't.name_folded', isIndexed: true },
      description: { type: 'text', exact: 't.description', folded: 't.description_folded' },
      vcpus: { type: 'number', value: 't.vcpus' },
      memory_mib: { type: 'number', value: 't.memory_mib' },
      root_disk_mib: { type: 'number', value: 't.root_disk_mib' },
      metadata: { type: 'map', exact: 't.metadata', folded: 't.metadata_folded' },
      shared: { type: 'word', value: '(t.project_id is null)::text' },
      project: projectColumn(visibility),
      created_at: { type: 'time', value: 't.created_at' },
      updated_at: { type: 'time', value: 't.updated_at' },
    },
  };
}

const SHARED: Branch = { live: sqlOf('t.project_id is null'), dead: sqlOf('t.project_id is null') };

/** The types of the project that `visibility` allows, and the types for all projects. */
function instanceTypeBranchesOf(visibility: Visibility): Branches {
  const own = branchesOf(visibility, null);
  if (visibility.kind === 'everything') return own;
  if (visibility.projectId === null) return { name: '-shared', of: [SHARED] };
  return { name: '-and-shared', of: [...own.of, SHARED] };
}

export function listInstanceTypes(sql: Knex, visibility: Visibility, page: PageRequest): Promise<Page<InstanceType>> {
  return selectPage<InstanceTypeRow, InstanceType>(
    sql,
    pagedInstanceTypes(visibility),
    instanceTypeBranchesOf(visibility),
    page,
    instanceTypeFromRow,
  );
}

/** Finds an instance type by id or name, whichever project it is for. */
export async function findInstanceType(sql: Knex, idOrName: string): Promise<InstanceType | null> {
  const row = await findByIdOrName<InstanceTypeRow>(sql, 'instance-type', SELECT, idOrName);
  return row ? instanceTypeFromRow(row) : null;
}

/** The instance type, with its row locked until the transaction ends. */
export async function lockInstanceType(trx: Knex.Transaction, id: InstanceTypeId): Promise<InstanceType | null> {
  const [row] = await namedRows<InstanceTypeRow>(
    trx,
    'lock-instance-type',
    `${SELECT} where t.id = ? for update of t`,
    [id],
  );
  return row ? instanceTypeFromRow(row) : null;
}

/** The members that a client can write. */
export type InstanceTypeMembers = Pick<
  InstanceType,
  'name' | 'description' | 'vcpus' | 'memoryMib' | 'rootDiskMib' | 'metadata'
> & { readonly projectId: ProjectId | null };

function memberColumns(type: InstanceTypeMembers): Record<string, string | number | null> {
  return {
    name: type.name,
    name_folded: fold(type.name),
    description: type.description,
    description_folded: fold(type.description),
    vcpus: type.vcpus,
    memory_mib: type.memoryMib,
    root_disk_mib: type.rootDiskMib,
    metadata: JSON.stringify(type.metadata),
    metadata_folded: foldedMetadata(type.metadata),
    project_id: type.projectId,
  };
}

/** Fails on `instance_types_name_unique`. */
export async function insertInstanceType(
  trx: Knex.Transaction,
  type: InstanceTypeMembers & Pick<InstanceType, 'id'>,
): Promise<void> {
  await trx('instance_types').insert({ id: type.id, ...memberColumns(type) });
}

/** Fails on `instance_types_name_unique`. */
export async function writeInstanceType(
  trx: Knex.Transaction,
  id: InstanceTypeId,
  type: InstanceTypeMembers,
): Promise<void> {
  await trx('instance_types').where({ id }).update(memberColumns(type));
}

/** Removes the row. No guest refers to it. */
export async function deleteInstanceType(trx: Knex.Transaction, id: InstanceTypeId): Promise<void> {
  await rows(trx, 'delete from instance_types where id = ?', [id]);
}
