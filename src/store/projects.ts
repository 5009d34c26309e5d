/** Projects in PostgreSQL: whose every guest, image and operation is. */
import type { Knex } from 'knex';
import { fold } from '../domain/fold.js';
import { newId } from '../domain/ids.js';
import type { ProjectId } from '../domain/ids.js';
import { rows } from './statement.js';

/** The project of that name, made if it is not there. */
export async function ensureProject(sql: Knex, name: string): Promise<ProjectId> {
  await sql('projects')
    .insert({ id: newId<ProjectId>(), name, name_folded: fold(name) })
    .onConflict('name_folded')
    .ignore();
  const [row] = await rows<{ id: ProjectId }>(sql, 'select id from projects where name_folded = ?', [fold(name)]);
  if (!row) throw new Error(`project ${name} is neither there nor could it be made`);
  return row.id;
}
