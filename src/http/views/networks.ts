/** The view of networks, and its inverse. */
import type { Network as NetworkView } from '../../../generated/api-types.js';
import type { NetworkUpdate } from '../../../generated/checked-bodies.js';
import type { WritableNetwork } from '../../app/networks.js';
import { visibleProjects } from '../../domain/access.js';
import type { Network } from '../../domain/networks.js';
import type { RequestContext } from '../request-context.js';
import { hrefOf, linksOf } from './links.js';

/** Callers see only those projects of the network that they can see. */
export function networkView(
  network: Network,
  { caller, origin }: Pick<RequestContext, 'caller' | 'origin'>,
): NetworkView {
  const visible = visibleProjects(caller.principal);
  const projects = network.projects.filter(({ id }) => visible === null || visible.includes(id));
  return {
    id: network.id,
    href: hrefOf('networks', network.id),
    links: linksOf(origin, 'networks', network.id),
    name: network.name,
    kind: network.kind,
    state: network.state,
    description: network.description,
    access: network.access,
    projects: projects.map(({ id, name }) => ({ id, name })),
    mac_choice: network.macChoice,
    hosts: {
      count: network.hostCount,
      href: `${hrefOf('hosts')}?${new URLSearchParams({ search: `network=${network.id}` }).toString()}`,
    },
    created_at: network.createdAt,
  };
}

/** A whole network after a patch, which has every member. */
export type NetworkToWrite = {
  readonly [Member in keyof NetworkUpdate]-?: NonNullable<NetworkUpdate[Member]>;
};

/** A project is an id or name, or an object as in `networkView`. Only the id of such an object is used. */
export function networkToWrite({ description, access, projects, mac_choice }: NetworkToWrite): WritableNetwork {
  return {
    ...{ description, access, macChoice: mac_choice },
    projects: projects.map((project) => (typeof project === 'string' ? project : project.id)),
  };
}
