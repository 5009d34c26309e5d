/** Projects as clients see them, and back. */
import type { ProjectCreate, Project as ProjectView } from '../../../generated/api-types.js';
import type { WritableProject } from '../../app/projects.js';
import type { Project } from '../../domain/project.js';
import { hrefOf, linksOf } from './links.js';

export function projectView(project: Project, origin: string): ProjectView {
  return {
    id: project.id,
    href: hrefOf('projects', project.id),
    links: linksOf(origin, 'projects', project.id),
    name: project.name,
    description: project.description,
    created_at: project.createdAt,
  };
}

/** The defaults of the contract have been filled in by the request check; the types do not say so. */
export function projectToCreate({ name, description }: ProjectCreate): WritableProject {
  return { name, description: description ?? '' };
}
