/**
 * Placement groups in PostgreSQL: one function per statement.
 *
 * The deletion of a project deletes its groups, so a trigger writes the tombstones of deleted groups.
 */
import type { Knex } from 'knex';
import type { Visibility } from '../domain/access.js';
import { PLACEMENT_GROUPS } from '../domain/collections.js';
import { fold } from '../domain/fold.js';
import { isIdForm } from '../domain/ids.js';
import type { HostId, PlacementGroupId, ProjectId } from '../domain/ids.js';
import type { PlacementGroup } from '../domain/placement-group.js';
import { projectColumn } from './named-columns.js';
import { selectPage } from './paging.js';
import type { Page, PagedCollection, PageRequest } from './paging.js';
import { placementGroupFromRow } from './rows.js';
import type { PlacementGroupRow } from './rows.js';
import { namedRows, rows } from './statement.js';
import { branchesOf, seenBy } from './visibility.js';

const COLUMNS = 't.id, t.project_id, t.name, t.description, t.policy, t.is_strict, t.created_at, t.version';
const SELECT = `select ${COLUMNS} from placement_groups t`;

/** A search finds groups only by the names of projects that `visibility` allows. */
function pagedPlacementGroups(visibility: Visibility): PagedCollection<typeof PLACEMENT_GROUPS> {
  return {
    of: PLACEMENT_GROUPS,
    columns: COLUMNS,
    from: 'from placement_groups t',
    sort: {
      created_at: { value: 't.created_at', type: 'timestamptz' },
      name: { value: 't.name_folded', type: 'text' },
    },
    search: {
      id: { type: 'id', value: 't.id' },
      name: { type: 'text', exact: 't.name', folded: 't.name_folded', isIndexed: true },
      description: { type: 'text', exact: 't.description', folded: 't.description_folded' },
      policy: { type: 'word', value: 't.policy' },
      strict: { type: 'word', value: 't.is_strict::text' },
      project: projectColumn(visibility),
      created_at: { type: 'time', value: 't.created_at' },
    },
  };
}

export function listPlacementGroups(
  sql: Knex,
  visibility: Visibility,
  page: PageRequest,
): Promise<Page<PlacementGroup>> {
  const branches = branchesOf(visibility, null);
  return selectPage<PlacementGroupRow, PlacementGroup>(
    sql,
    pagedPlacementGroups(visibility),
    branches,
    page,
    placementGroupFromRow,
  );
}

/** Finds a group by id in every visible project, or by name in one project. */
export async function findPlacementGroup(
  sql: Knex,
  visibility: Visibility,
  project: ProjectId,
  idOrName: string,
): Promise<PlacementGroup | null> {
  const { name, text, bindings } = seenBy(visibility, null);
  const [row] = isIdForm(idOrName)
    ? await namedRows<PlacementGroupRow>(sql, `placement-group-by-id${name}`, `${SELECT} where ${text} and t.id = ?`, [
        ...bindings,
        idOrName,
      ])
    : await namedRows<PlacementGroupRow>(
        sql,
        `placement-group-by-name${name}`,
        `${SELECT} where ${text} and t.project_id = ? and t.name_folded = ?`,
        [...bindings, project, fold(idOrName)],
      );
  return row ? placementGroupFromRow(row) : null;
}

/**
 * The group, with its row locked until the transaction ends. No guest can be added to it meanwhile, and no other
 * transaction can choose a host for a guest of the group.
 */
export async function lockPlacementGroup(trx: Knex.Transaction, id: PlacementGroupId): Promise<PlacementGroup | null> {
  const [row] = await namedRows<PlacementGroupRow>(trx, 'lock-placement-group', `${SELECT} where t.id = ? for update`, [
    id,
  ]);
  return row ? placementGroupFromRow(row) : null;
}

/** How many guests of the group each host has; hosts without any are absent. */
export async function countGuestsByHost(sql: Knex, id: PlacementGroupId): Promise<ReadonlyMap<HostId, number>> {
  const found = await namedRows<{ host_id: HostId; count: number }>(
    sql,
    'guests-of-placement-group-by-host',
    'select host_id, count(*)::int as count from guests where placement_group_id = ? group by host_id',
    [id],
  );
  return new Map(found.map(({ host_id, count }) => [host_id, count]));
}

export async function countPlacementGroups(trx: Knex.Transaction, project: ProjectId): Promise<number> {
  const text = 'select count(*)::int as count from placement_groups where project_id = ?';
  const [row] = await rows<{ count: number }>(trx, text, [project]);
  return row?.count ?? 0;
}

/** The members that a client can write. */
export type PlacementGroupMembers = Pick<PlacementGroup, 'name' | 'description' | 'policy' | 'isStrict'>;

function memberColumns({ name, description, policy, isStrict }: PlacementGroupMembers): Record<string, unknown> {
  const texts = { name, name_folded: fold(name), description, description_folded: fold(description) };
  return { ...texts, policy, is_strict: isStrict };
}

/** Fails on `placement_groups_name_unique`. */
export async function insertPlacementGroup(
  trx: Knex.Transaction,
  group: PlacementGroupMembers & Pick<PlacementGroup, 'id' | 'projectId'>,
): Promise<void> {
  await trx('placement_groups').insert({ id: group.id, project_id: group.projectId, ...memberColumns(group) });
}

/** Fails on `placement_groups_name_unique`. */
export async function writePlacementGroup(
  trx: Knex.Transaction,
  id: PlacementGroupId,
  group: PlacementGroupMembers,
): Promise<void> {
  await trx('placement_groups').where({ id }).update(memberColumns(group));
}

/** Removes the row. Fails on `guests_placement_group` while the group has guests. */
export async function deletePlacementGroup(trx: Knex.Transaction, id: PlacementGroupId): Promise<void> {
  await rows(trx, 'delete from placement_groups where id = ?', [id]);
}
