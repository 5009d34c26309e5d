/** The view of projects, and its inverse. */
import type { Project as ProjectView } from '../../../generated/api-types.js';
import type { ProjectCreate } from '../../../generated/checked-bodies.js';
import type { WritableProject } from '../../app/projects.js';
import type { ProjectWithUsage } from '../../domain/project.js';
import { eachResource } from '../../domain/quota.js';
import { hrefOf, linksOf } from './links.js';

/**
 * The members have the order of the code. A replayed project would otherwise have another order, because PostgreSQL
 * reorders the members that it stores.
 */
export function projectView(project: ProjectWithUsage, origin: string): ProjectView {
  return {
    id: project.id,
    href: hrefOf('projects', project.id),
    links: linksOf(origin, 'projects', project.id),
    name: project.name,
    description: project.description,
    zone: project.zone === null ? null : { id: project.zone.id, name: project.zone.name },
    quota: eachResource((resource) => project.quota[resource]),
    usage: eachResource((resource) => {
      const { used, limit } = project.usage[resource];
      return { used, limit };
    }),
    created_at: project.createdAt,
  };
}

/** Members of the quota that are absent become null. The zone is an id or name, or an object as in `projectView`. */
export function projectToWrite({ name, description, zone, quota }: WritableProjectView): WritableProject {
  return {
    name,
    description,
    zone: typeof zone === 'string' || zone === null ? zone : zone.id,
    quota: eachResource((resource) => quota[resource] ?? null),
  };
}

type WritableProjectView = Pick<ProjectCreate, 'name' | 'description' | 'zone'> & {
  readonly quota: Partial<ProjectCreate['quota']>;
};
