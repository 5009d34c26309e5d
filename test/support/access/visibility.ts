/** The visibility of a caller who can see one project and nothing else. */
import type { Visibility } from '../../../src/domain/access.js';
import type { ProjectId } from '../../../src/domain/ids.js';

export function allOf(projectId: ProjectId): Visibility {
  return { kind: 'some', projectId, guestIds: [] };
}
