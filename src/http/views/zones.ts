/** The view of zones. */
import type { Zone as ZoneView } from '../../../generated/api-types.js';
import type { Zone } from '../../domain/zone.js';
import { hrefOf, linksOf } from './links.js';

export function zoneView(zone: Zone, origin: string): ZoneView {
  return {
    id: zone.id,
    href: hrefOf('zones', zone.id),
    links: linksOf(origin, 'zones', zone.id),
    name: zone.name,
    description: zone.description,
    created_at: zone.createdAt,
  };
}
