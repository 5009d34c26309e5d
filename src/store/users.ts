/** Users in PostgreSQL: who does things. */
import type { Knex } from 'knex';
import { fold } from '../domain/fold.js';
import { newId } from '../domain/ids.js';
import type { PermissionId, ProjectId, UserId } from '../domain/ids.js';
import { rows } from './statement.js';

/**
 * The user `admin`, made with the role `admin` if it is not there. One that is there keeps what it has: whoever took its role away meant it.
 */
export async function ensureAdmin(sql: Knex, projectId: ProjectId): Promise<UserId> {
  await rows(
    sql,
    `with made as (insert into users (id, name, name_folded) values (?, 'admin', 'admin') on conflict (name_folded) do nothing returning id)
     insert into permissions (id, user_id, role, project_id) select ?, id, 'admin', ? from made`,
    [newId<UserId>(), newId<PermissionId>(), projectId],
  );
  // A statement of its own: the first does not see whom another service makes meanwhile.
  const [row] = await rows<{ id: UserId }>(sql, 'select id from users where name_folded = ?', [fold('admin')]);
  if (!row) throw new Error('the user admin is neither there nor could it be made');
  return row.id;
}
