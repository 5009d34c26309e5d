/** The metadata of the only host, by its short path. */
import type { Metadata } from '../domain/metadata.js';
import type { App } from './app.js';
import { getOnlyHost } from './app.js';
import { updateHostMetadata } from './hosts.js';

export async function getMetadata(app: App): Promise<Metadata> {
  return (await getOnlyHost(app)).metadata;
}

export async function updateMetadata(app: App, patch: Readonly<Record<string, string | null>>): Promise<Metadata> {
  return updateHostMetadata(app, (await getOnlyHost(app)).id, patch);
}
