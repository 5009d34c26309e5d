/** The sight of somebody who has one project and nothing else. */
import type { Sight } from '../../src/domain/access.js';
import type { ProjectId } from '../../src/domain/ids.js';

export function allOf(projectId: ProjectId): Sight {
  return { kind: 'some', projectId, guestIds: [] };
}
