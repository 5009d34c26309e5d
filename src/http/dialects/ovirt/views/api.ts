/** The view of the entry point: links to all collections, and the templates of their searches. */
import type { OvirtApi, OvirtLink } from '../../../../../generated/ovirt/api-types.js';
import type { Principal } from '../../../../domain/access.js';
import { API, hrefOf, referenceTo } from '../links.js';
import { BLANK } from './templates.js';

const SEARCHED = [
  ...['vms', 'hosts', 'events', 'users', 'groups', 'templates', 'clusters', 'datacenters', 'networks'],
  ...['storagedomains', 'vmpools'],
];
const OTHERS = ['vnicprofiles', 'roles', 'permissions', 'jobs'];

/** The version of oVirt whose API this is, for clients that require a minimum. */
const VERSION = { major: 4, minor: 5, build: 0, revision: 0 } as const;

export function apiView(version: string, vms: number, { userId, userName }: Principal): OvirtApi {
  const full = `${VERSION.major}.${VERSION.minor}.${VERSION.build} (Guesthouse ${version})`;
  return {
    product_info: { name: 'Guesthouse', vendor: 'Guesthouse', version: { ...VERSION, full_version: full } },
    link: [...SEARCHED.flatMap(linksOfSearched), ...OTHERS.map((rel) => ({ href: hrefOf(rel), rel }))],
    summary: { vms: { total: vms }, storage_domains: { active: 0, total: 0 } },
    special_objects: { blank_template: referenceTo('templates', BLANK) },
    time: Date.now(),
    authenticated_user: referenceTo('users', { id: userId, name: userName }),
  };
}

/** Clients replace `{query}` themselves. */
function linksOfSearched(rel: string): OvirtLink[] {
  return [
    { href: hrefOf(rel), rel },
    { href: `${API}/${rel}?search={query}`, rel: `${rel}/search` },
  ];
}
