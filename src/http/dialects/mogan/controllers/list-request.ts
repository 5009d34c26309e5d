/** The request of a list: from the marker on, in order of creation. */
import type { WalkRequest } from '../../../../app/walk.js';

export function fromMarker(marker: string | undefined): WalkRequest {
  return { marker: marker ?? null, sortBy: null, search: null, isCaseSensitive: false };
}
