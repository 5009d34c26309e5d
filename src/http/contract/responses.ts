/**
 * The responses that most operations on a resource share: the resource with its entity tag, and a newly created
 * resource.
 */
import { etagOf } from '../../domain/etag.js';

interface Versioned {
  readonly version: number | string;
}

/** 200: `body` is the resource or a part of it; the entity tag is that of the resource. */
export function resourceResponse<Body>(
  { version }: Versioned,
  body: Body,
): { status: 200; headers: { ETag: string }; body: Body } {
  return { status: 200, headers: { ETag: etagOf(version) }, body };
}

interface CreatedHeaders {
  readonly ETag: string;
  readonly Location: string;
  readonly 'Idempotency-Replayed': 'true' | undefined;
}

/**
 * 201: `Location` is the address of the new resource. `isReplayed`: an earlier request with the same idempotency key
 * created it.
 */
export function createdResponse<View extends { readonly href: string }>(
  { version }: Versioned,
  view: View,
  origin: string,
  isReplayed: boolean,
): { status: 201; headers: CreatedHeaders; body: View } {
  const headers = {
    ETag: etagOf(version),
    Location: origin + view.href,
    'Idempotency-Replayed': isReplayed ? ('true' as const) : undefined,
  };
  return { status: 201, headers, body: view };
}
