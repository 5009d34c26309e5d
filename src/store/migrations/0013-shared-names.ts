/**
 * Shared images have unique names: a name finds at most one shared image, however many projects share images.
 *
 * Of several shared images with the same name, the oldest one that has content stays shared. The others become images
 * of their own project only. Existing guests keep their images, because guests refer to images by id; only new guests
 * of other projects can no longer be created from an image that was unshared. The log lists these images, and an
 * administrator can rename them and share them again.
 */
import type { Migration } from '../migrate.js';

interface Unshared {
  readonly id: string;
  readonly name: string;
  readonly project_id: string;
}

export const migration0013: Migration = {
  name: '0013-shared-names',
  async up(trx, log) {
    const { rows } = await trx.raw<{ rows: Unshared[] }>(
      `update images t set is_shared = false
       from (select id, row_number() over (partition by name_folded order by state <> 'available', created_at, id) as place
             from images where is_shared) ranked
       where ranked.id = t.id and ranked.place > 1
       returning t.id, t.name, t.project_id`,
    );
    for (const { id, name, project_id: project } of rows) {
      log.warn(
        { image: id, name, project },
        'another shared image has the same name, so this image is no longer shared; rename it before sharing it again',
      );
    }
    await trx.raw('create unique index images_shared_name_unique on images (name_folded) where is_shared');
  },
};
