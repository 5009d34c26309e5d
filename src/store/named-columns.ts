/**
 * Search columns for fields that refer to another resource: a project, a user, an image. `through` is the rest of a
 * `select 1 from …` that finds the row of the resource under the alias `named`. The table of the resource must have an
 * id, a name and a folded name.
 *
 * If the caller can see the row but not the resource that it refers to, the search must treat the reference as absent
 * (visibility.ts). Only a table whose rows show the name of the resource itself can use the columns without a
 * visibility.
 */
import type { Visibility } from '../domain/access.js';
import type { Column, Sql } from './search.js';
import { sql as sqlOf } from './search.js';
import { projectSeenBy, userSeenBy } from './visibility.js';

type Of<Type extends Column['type']> = Extract<Column, { readonly type: Type }>;

/** A resource by its id or its name. */
export function referenceThrough(through: Sql): Of<'reference'> {
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

const PROJECT = 'projects named where named.id = t.project_id';
const USER = 'users named where named.id = t.user_id';

/** For tables with a `project_id`, whose rows show the name of their project. */
export const PROJECT_COLUMN = referenceThrough(sqlOf(PROJECT));
/** For tables with a `user_id`, whose rows show the name of their user. */
export const USER_COLUMN = referenceThrough(sqlOf(USER));

/** For tables with a `project_id`. */
export function projectColumn(visibility: Visibility): Of<'reference'> {
  return referenceThrough(and(PROJECT, projectSeenBy(visibility)));
}

/** For tables with a `user_id`. */
export function userNameColumn(visibility: Visibility): Of<'text'> {
  return nameThrough(and(USER, userSeenBy(visibility)));
}

function and(through: string, { text, bindings }: Sql): Sql {
  return sqlOf(`${through} and ${text}`, ...bindings);
}
