/** The view of projects. */
import type { Project as ProjectView } from '../../../generated/api-types.js';
import type { ProjectWithUsage } from '../../domain/project.js';
import { eachResource } from '../../domain/quota.js';
import { hrefOf, linksOf } from './links.js';

/** The order of the members is that of the code: PostgreSQL stores a replayed project in another order. */
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
