/**
 * The choice of the media type of a response from `Accept` (RFC 9110 §12.5.1).
 *
 * The most specific range that matches a type decides its weight. Among types of the same weight, the first one of the
 * contract wins. Case and parameters of a range are ignored (`application/json; charset=utf-8` is JSON), because this
 * API has no variants of a type that differ in parameters. A malformed range is ignored, and a header without a valid
 * range counts as absent.
 *
 * A client that accepts some JSON gets the first type of the operation, unless the header excludes that type: generated
 * clients send `application/problem+json` or `application/json`, whatever the operation returns. RFC 9110 §12.5.1
 * permits a server to disregard `Accept`. An API can require the strict rule (`Dialect.isAcceptStrict`).
 */
import { GuesthouseError } from '../../domain/errors.js';
import type { Gate } from '../access/gate.js';
import type { Dialect } from '../dialects/dialect.js';
import type { OperationContract } from './load-contract.js';

interface MediaRange {
  /** A type, a type with any subtype, or any type; in lower case. */
  readonly range: string;
  /** The weight, from 0 to 1; 0 excludes the type. */
  readonly weight: number;
}

const MEDIA_RANGE = /^(?:\*\/\*|[!#$%&'+.^_`|~\w-]+\/(?:\*|[!#$%&'+.^_`|~\w-]+))$/;
const WEIGHT = /^(?:0(?:\.\d*)?|1(?:\.0*)?)$/;

/**
 * Chooses the media type of the response; throws `not_acceptable` if the client accepts neither the operation's types
 * nor any JSON.
 */
export function requireAcceptable({ produces }: OperationContract): Gate {
  if (produces.length === 0) return () => undefined;
  const [first = null] = produces;
  return ({ headers: { accept } }, context) => {
    const { mediaTypeInPath, dialect } = context;
    if (mediaTypeInPath !== null) context.mediaType = produces.includes(mediaTypeInPath) ? mediaTypeInPath : null;
    else context.mediaType = accept === undefined || accept === '*/*' ? first : negotiate(accept, produces, dialect);
    if (context.mediaType !== null) return;
    throw new GuesthouseError('not_acceptable', `The response is available only as ${produces.join(' or ')}.`);
  };
}

/** The chosen type of `produces`; null if no type is acceptable. */
export function negotiate(
  accept: string | undefined,
  produces: readonly string[],
  { isAcceptStrict }: Pick<Dialect, 'isAcceptStrict'>,
): string | null {
  const ranges = accept === undefined ? [] : splitList(accept, ',').flatMap(readRange);
  const weighed = produces.map((type) => ({ type, weight: ranges.length === 0 ? 1 : (weightIn(ranges, type) ?? 0) }));
  const best = weighed.reduce((left, right) => (right.weight > left.weight ? right : left), { type: '', weight: 0 });
  if (best.weight > 0) return best.type;
  const [first] = produces;
  const isServed =
    !isAcceptStrict && first !== undefined && weightIn(ranges, first) === null && ranges.some(isAcceptedJson);
  return isServed ? first : null;
}

/** The weight of the most specific range that matches the type; null if none matches. */
function weightIn(ranges: readonly MediaRange[], type: string): number | null {
  for (const wanted of [type, type.replace(/\/.*$/, '/*'), '*/*']) {
    const weights = ranges.filter(({ range }) => range === wanted).map(({ weight }) => weight);
    if (weights.length > 0) return Math.max(...weights);
  }
  return null;
}

function isAcceptedJson({ range, weight }: MediaRange): boolean {
  return weight > 0 && (range === 'application/json' || range.endsWith('+json'));
}

function readRange(text: string): MediaRange[] {
  const [range = '', ...parameters] = splitList(text, ';').map((part) => part.trim().toLowerCase());
  const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1';
  return MEDIA_RANGE.test(range) && WEIGHT.test(weight) ? [{ range, weight: Number(weight) }] : [];
}

/** Splits outside quoted strings, in one pass, because the header can be long. */
function splitList(text: string, separator: string): string[] {
  const parts: string[] = [];
  let isQuoted = false;
  let start = 0;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (character === '"') isQuoted = !isQuoted;
    else if (character === '\\' && isQuoted) index++;
    else if (character === separator && !isQuoted) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  return [...parts, text.slice(start)];
}
