/** The view of projects. */
import type { Project as ProjectView } from '../../../generated/api-types.js';
import type { ProjectWithUsage } from '../../domain/project.js';
import { hrefOf, linksOf } from './links.js';

export function projectView(project: ProjectWithUsage, origin: string): ProjectView {
  return {
    id: project.id,
    href: hrefOf('projects', project.id),
    links: linksOf(origin, 'projects', project.id),
    name: project.name,
    description: project.description,
    quota: project.quota,
    usage: project.usage,
    created_at: project.createdAt,
  };
}
