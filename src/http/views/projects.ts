/** The view of projects. */
import type { Project as ProjectView } from '../../../generated/api-types.js';
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
    quota: eachResource((resource) => project.quota[resource]),
    usage: eachResource((resource) => {
      const { used, limit } = project.usage[resource];
      return { used, limit };
    }),
    created_at: project.createdAt,
  };
}
