/** The visibility of callers who cannot see everything. */
import type { Visibility } from '../../../src/domain/access.js';
import type { ProjectId } from '../../../src/domain/ids.js';

type Some = Extract<Visibility, { readonly kind: 'some' }>;

/** An administrator in this project; without a project, and with other `limits`, a caller with fewer rights. */
export function allOf(projectId: ProjectId | null, limits: Partial<Some> = {}): Visibility {
  const canReadPermissions = projectId !== null;
  return { kind: 'some', projectId, guestIds: [], canReadPermissions, userId: null, projectIds: null, ...limits };
}
