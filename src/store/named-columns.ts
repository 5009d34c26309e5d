/**
 * Search columns for fields that refer to another resource: a project, a user, an image. `through` is the rest of a
 * `select 1 from …` that finds the row of the resource under the alias `named`. The table of the resource must have an
 * id, a name and a folded name.
 */
import type { Column, Sql } from './search.js';
import { sql as sqlOf } from './search.js';

type Of<Type extends Column['type']> = Extract<Column, { readonly type: Type }>;

/** A resource by its id or its name. */
export function referenceThrough(through: string): Of<'reference'> {
  return { type: 'reference', through, id: 'named.id', exact: 'named.name', folded: 'named.name_folded' };
}

/** A resource by its name only. */
export function nameThrough(through: Sql): Of<'text'> {
  return {
    type: 'text',
    exact: { through, value: 'named.name' },
    folded: { through, value: 'named.name_folded' },
  };
}

/** For tables with a `project_id`. */
export const PROJECT_COLUMN = referenceThrough('projects named where named.id = t.project_id');
/** For tables with a `user_id`. */
export const USER_COLUMN = referenceThrough('users named where named.id = t.user_id');
export const USER_NAME_COLUMN = nameThrough(sqlOf('users named where named.id = t.user_id'));
