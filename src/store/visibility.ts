/**
 * Visibility as SQL conditions on a table whose rows belong to projects. For a list, there is one condition for each
 * part of the list, because each part has its own index; for a single row, there is one condition. Every read of such
 * rows for a client must use this file. Other files do not translate visibility to SQL; images.ts and events.ts only
 * add conditions for shared images, for events without a project, and for events about access.
 *
 * A row can refer to a user or project that the caller cannot see. Such a row shows the id, but a search by the name
 * must not find the row: otherwise a client could guess the name letter by letter.
 * Invariant: a search for an invisible name has the same result as a search for a missing name
 * (test/http/search-visibility.test.ts).
 */
import type { Visibility } from '../domain/access.js';
import type { ProjectId } from '../domain/ids.js';
import type { SubjectKind } from '../domain/words.js';
import type { Branch, Branches } from './paging.js';
import { sql } from './search.js';
import type { Sql } from './search.js';

/**
 * The column with the id of a row's guest: the row's own id, or the id of its subject if the subject is a guest. Null:
 * the rows belong to no guest. The project is always in `t.project_id`.
 */
export type GuestColumn = 't.id' | 't.subject_id' | null;

/** Bound, not part of the SQL: a client could send the same word, and no statement may contain a client's text. */
const GUEST: SubjectKind = 'guest';

const uuids = (ids: readonly string[]): never => [...ids] as unknown as never;

/** The parts of a list. */
export function branchesOf(visibility: Visibility, guest: GuestColumn): Branches {
  if (visibility.kind === 'everything') return { name: '-of-all', of: [alike(sql('true'))] };
  const { projectId, guestIds } = visibility;
  if (guest === null || (guestIds.length === 0 && projectId !== null)) return ofProject(projectId);
  const single =
    guest === 't.id'
      ? sql('t.id = any(?::uuid[])', uuids(guestIds))
      : sql('t.subject_kind = ? and t.subject_id = any(?::uuid[])', GUEST, uuids(guestIds));
  // A tombstone has the id of the deleted row, but no `subject_id`. So a tombstone can be matched with `guestIds` only
  // if the deleted row is a guest.
  const dead = (live: Sql): Sql | null => (guest === 't.id' ? live : null);
  if (projectId === null) return { name: '-of-guests', of: [{ live: single, dead: dead(single) }] };
  const elsewhere = sql(`t.project_id <> ? and ${single.text}`, projectId, ...single.bindings);
  return { name: '-and-guests', of: [...ofProject(projectId).of, { live: elsewhere, dead: dead(elsewhere) }] };
}

function ofProject(projectId: ProjectId | null): Branches {
  if (projectId === null) return { name: '-of-none', of: [alike(sql('false'))] };
  return { name: '', of: [alike(sql('t.project_id = ?', projectId))] };
}

function alike(condition: Sql): Branch {
  return { live: condition, dead: condition };
}

/** The condition that a single row is visible; `name` is a suffix for the name of the prepared statement. */
export function seenBy(visibility: Visibility, guest: GuestColumn): Sql & { readonly name: string } {
  const { name, of } = branchesOf(visibility, guest);
  const conditions = of.map(({ live }) => live);
  return {
    name,
    text: `(${conditions.map(({ text }) => `(${text})`).join(' or ')})`,
    bindings: conditions.flatMap(({ bindings }) => bindings),
  };
}

/** Whether the caller is an administrator in all projects, even if this request lists only one project. */
export function isEveryRowVisible(visibility: Visibility): boolean {
  return visibility.kind === 'everything' || visibility.userId === null;
}

/**
 * SQL that is true if the caller can see the user whose row has the alias `named`. A caller sees itself, and users with
 * a permission in a project whose permissions it can read.
 */
export function userSeenBy(visibility: Visibility): Sql {
  if (visibility.kind === 'everything' || visibility.userId === null) return sql('true');
  const { userId, projectId, canReadPermissions } = visibility;
  if (!canReadPermissions) return sql('named.id = ?', userId);
  const isGranted = 'exists (select 1 from permissions p where p.user_id = named.id and p.project_id = ?)';
  return sql(`(named.id = ? or ${isGranted})`, userId, projectId);
}

/** SQL that is true if the caller can see the project whose row has the alias `named`. */
export function projectSeenBy(visibility: Visibility): Sql {
  if (visibility.kind === 'everything' || visibility.projectIds === null) return sql('true');
  return sql('named.id = any(?::uuid[])', uuids(visibility.projectIds));
}
