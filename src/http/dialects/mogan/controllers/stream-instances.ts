/** The list of instances as a stream, with the members that the request names. */
import type { Readable } from 'node:stream';
import type { App } from '../../../../app/app.js';
import type { ProjectCaller } from '../../../../app/access/caller.js';
import { listGuests } from '../../../../app/guests.js';
import { networkIdsOf } from '../../../../app/networks.js';
import { walk } from '../../../../app/walk.js';
import type { Guest } from '../../../../domain/guest.js';
import { jsonListForm, listStream } from '../../../contract/list-stream.js';
import type { RequestContext } from '../../../request-context.js';
import { instanceView, selectMembers } from '../views/instances.js';
import type { InstanceMember, NetworkIds } from '../views/instances.js';
import { fromMarker } from './list-request.js';

export interface InstanceListInput {
  readonly limit?: number;
  readonly marker?: string;
  readonly allTenants?: '1' | 'true' | 'True' | '0' | 'false' | 'False';
}

interface ShownGuest {
  readonly guest: Guest;
  readonly networks: NetworkIds;
}

export function streamInstances(
  app: App,
  { limit, marker, allTenants = '0' }: InstanceListInput,
  members: readonly InstanceMember[],
  { projectCaller: caller, origin, over }: RequestContext,
): Promise<Readable> {
  const isOfAllProjects = ['1', 'true', 'True'].includes(allTenants);
  const guests = walk((page) => listGuests(app, caller, page, isOfAllProjects), fromMarker(marker), limit ?? null);
  const pages = members.includes('network_info') ? withNetworks(app, caller, guests) : withoutNetworks(guests);
  const viewOf = ({ guest, networks }: ShownGuest): object =>
    selectMembers(instanceView(guest, networks, origin), members);
  return listStream(pages, jsonListForm(viewOf, '{"instances":[', ']}'), over);
}

/** One statement for each page. */
async function* withNetworks(
  app: App,
  caller: ProjectCaller,
  pages: AsyncIterable<readonly Guest[]>,
): AsyncGenerator<readonly ShownGuest[]> {
  for await (const page of pages) {
    const networks = await networkIdsOf(app, caller, page);
    yield page.map((guest) => ({ guest, networks }));
  }
}

async function* withoutNetworks(pages: AsyncIterable<readonly Guest[]>): AsyncGenerator<readonly ShownGuest[]> {
  const networks: NetworkIds = new Map();
  for await (const page of pages) yield page.map((guest) => ({ guest, networks }));
}
