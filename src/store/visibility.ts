/**
 * Visibility as SQL conditions on a table whose rows belong to projects. For a list, there is one condition for each
 * part of the list, because each part has its own index; for a single row, there is one condition. Every read of such
 * rows for a client must use this file. Other files do not translate visibility to SQL; images.ts and events.ts only
 * add conditions for shared images and for events without a project.
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
