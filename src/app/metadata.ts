/** The metadata of the only host, by its short path. */
import type { Host } from '../domain/host.js';
import type { Metadata } from '../domain/metadata.js';
import type { App, Asker } from './app.js';
import { getOnlyHost } from './app.js';
import { updateHostMetadata } from './hosts.js';

/** The host whose metadata they are. */
export function getMetadata(app: App): Promise<Host> {
  return getOnlyHost(app);
}

export async function updateMetadata(app: App, asker: Asker, patch: (metadata: Metadata) => Metadata): Promise<Host> {
  return updateHostMetadata(app, asker, (await getOnlyHost(app)).id, patch);
}
