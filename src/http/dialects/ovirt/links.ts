/** The paths of elements. They are absolute paths without a host, as clients of oVirt expect. */
import type { OvirtReference } from '../../../../generated/ovirt/api-types.js';

export const API = '/ovirt-engine/api';

/** `hrefOf('vms', id, 'nics')`. Ids and names are encoded. */
export function hrefOf(...parts: readonly string[]): string {
  return [API, ...parts.map(encodeURIComponent)].join('/');
}

/** The link to an element of a collection. */
export function referenceTo(
  collection: string,
  { id, name }: { readonly id: string; readonly name?: string },
): OvirtReference {
  return { href: hrefOf(collection, id), id, name };
}
