/**
 * The differences between Guesthouse and nginx that are intended, each with its reason. The differential test fails for
 * a difference that is not in this list, and for an entry that is not true of every case that it names.
 */

export interface Explanation {
  /** The names of the cases. */
  readonly cases: RegExp;
  /** The first line in which the two outcomes differ. */
  readonly guesthouse: string;
  readonly nginx: string;
  readonly section: string;
  readonly reason: string;
}

/** Conditions that hold, so that the range is used. */
const HELD = String.raw`(?:If-Match: (?:\{tag\}|\*|"stale", \{tag\}) \| )?(?:If-None-Match: "stale" \| )?`;

/** The cases with one of these ranges, under conditions that hold. */
function ranged(method: string, ranges: readonly string[]): RegExp {
  const one = ranges.map((range) => range.replaceAll(/[+*.]/g, String.raw`\$&`)).join('|');
  return new RegExp(String.raw`^${method} \| ${HELD}Range: (?:${one})(?: \| If-Range: \{tag\})?$`);
}

const PARTS = [
  ...['bytes=0-0', 'bytes=0-4', 'bytes=0-9', 'bytes=5-', 'bytes=-5', 'bytes=-64', 'bytes=-65', 'bytes=63-63'],
  ...['bytes=63-200', 'Bytes=0-3', 'bytes= 0-3', 'bytes=0 -3', 'bytes=0-3 ', 'bytes=00-03'],
];
const SEVERAL = ['bytes=0-0,2-3', 'bytes=0-0,-1', 'bytes=0-0,70-'];
const BEYOND = ['bytes=-0', 'bytes=64-', 'bytes=64-100', 'bytes=99999999999999999999-'];
const BEYOND_SEVERAL = ['bytes=70-,80-'];
const MALFORMED = ['bytes=5-2', 'bytes=-', 'bytes=a-b', 'bytes=5', 'bytes=+1-5', 'bytes=0x0-5'];
const LONG = ['bytes=0-99999999999999999999', 'bytes=-99999999999999999999'];

export const EXPLANATIONS: readonly Explanation[] = [
  {
    cases: ranged('HEAD', [...PARTS, ...SEVERAL]),
    guesthouse: '200',
    nginx: '206',
    section: 'RFC 9110 §14.2',
    reason: 'Only GET has ranges. A server must ignore Range in HEAD.',
  },
  {
    cases: ranged('HEAD', [...BEYOND, ...BEYOND_SEVERAL, ...MALFORMED, ...LONG]),
    guesthouse: '200',
    nginx: '416',
    section: 'RFC 9110 §14.2',
    reason: 'Only GET has ranges. A server must ignore Range in HEAD.',
  },
  {
    cases: ranged('GET', SEVERAL),
    guesthouse: '200',
    nginx: '206',
    section: 'RFC 9110 §14.2',
    reason: 'A server may ignore Range. Guesthouse sends the whole content instead of several parts in one response.',
  },
  {
    cases: ranged('GET', BEYOND_SEVERAL),
    guesthouse: '200',
    nginx: '416',
    section: 'RFC 9110 §14.2',
    reason: 'A server may ignore Range. Guesthouse ignores several ranges, whether or not they can be satisfied.',
  },
  {
    cases: ranged('GET', MALFORMED),
    guesthouse: '200',
    nginx: '416',
    section: 'RFC 9110 §14.2',
    reason: 'A range that is not valid is ignored. 416 is for a valid range beyond the end.',
  },
  {
    cases: ranged('GET', ['bytes=0 -3']),
    guesthouse: '200',
    nginx: '206',
    section: 'RFC 9110 §14.1.2',
    reason: 'The grammar allows no space inside a range, so the range is not valid and is ignored.',
  },
  {
    cases: ranged('GET', LONG),
    guesthouse: '206',
    nginx: '416',
    section: 'RFC 9110 §14.1.2',
    reason: 'A last position or a suffix length beyond the end means the rest of the content, however large it is.',
  },
  {
    cases: /^(?:GET|HEAD) \| If-None-Match: \{tag\} \| If-Modified-Since: /,
    guesthouse: '304',
    nginx: '200',
    section: 'RFC 9110 §13.1.3',
    reason: 'A request with If-None-Match must be handled without regard to If-Modified-Since.',
  },
  {
    cases: /^(?:GET|HEAD) \| (?:If-None-Match: "stale" \| )?If-Unmodified-Since: (?:Sat|yesterday)/,
    guesthouse: '200',
    nginx: '412',
    section: 'RFC 9110 §13.1.4',
    reason: 'If-Unmodified-Since is ignored, because no resource of Guesthouse has a modification date.',
  },
  {
    cases: /^(?:GET|HEAD) \| If-None-Match: \{tag\} \| If-Unmodified-Since: (?:Sat|yesterday)/,
    guesthouse: '304',
    nginx: '412',
    section: 'RFC 9110 §13.1.4',
    reason: 'If-Unmodified-Since is ignored, because no resource of Guesthouse has a modification date.',
  },
  {
    cases: /^(?:GET|HEAD) \| If-Match: \{tag\} \| If-Unmodified-Since: (?:Sat|yesterday)/,
    guesthouse: '200',
    nginx: '412',
    section: 'RFC 9110 §13.1.4',
    reason: 'A request with If-Match must be handled without regard to If-Unmodified-Since.',
  },
  {
    cases: /^OPTIONS$/,
    guesthouse: '204',
    nginx: '405',
    section: 'RFC 9110 §9.3.7',
    reason: 'Guesthouse responds to OPTIONS with the methods of the path. nginx has no OPTIONS for files.',
  },
  {
    cases: /^OPTIONS \*$/,
    guesthouse: '404',
    nginx: '400',
    section: 'RFC 9110 §9.3.7',
    reason: 'No operation applies to the server as a whole. 404 says so; nginx does not parse this target.',
  },
  {
    cases: /^(?:POST|PATCH|DELETE)$/,
    guesthouse: 'allow: GET, HEAD, OPTIONS, PUT',
    nginx: 'allow: none',
    section: 'RFC 9110 §15.5.6',
    reason: 'A 405 must have Allow. nginx sends none.',
  },
  {
    cases: /^pipelined \| a fault between$|^half-closed \| a fault between$/,
    guesthouse: '2. allow: GET, HEAD, OPTIONS, PUT',
    nginx: '2. allow: none',
    section: 'RFC 9110 §15.5.6',
    reason: 'A 405 must have Allow. nginx sends none.',
  },
  {
    cases: /^(?:TRACE|LOCK|BREW)$/,
    guesthouse: '501',
    nginx: '405',
    section: 'RFC 9110 §15.6.2',
    reason: 'Guesthouse supports this method for no resource, so the status is 501 instead of 405.',
  },
  {
    cases: /^get$/,
    guesthouse: '501',
    nginx: '400',
    section: 'RFC 9110 §9.1',
    reason: 'Methods are case-sensitive, so this is an unknown method, as any other: 501.',
  },
  {
    cases: /^GET \| Transfer-Encoding: chunked, gzip$/,
    guesthouse: '400',
    nginx: '501',
    section: 'RFC 9112 §6.3',
    reason: 'The last coding is not chunked, so the length of the body is unknown, and the request is not valid.',
  },
  {
    cases: /^GET \| HTTP\/2\.7$/,
    guesthouse: '400',
    nginx: '505',
    section: 'RFC 9112 §2.3',
    reason: 'Node’s parser does not distinguish a version that it does not know from other mistakes in the first line.',
  },
  {
    cases: /^GET \| HTTP\/1\.2$/,
    guesthouse: '400',
    nginx: '200',
    section: 'RFC 9112 §2.3',
    reason: 'Node’s parser knows only the versions 1.0 and 1.1. No client sends another one, so this is left as it is.',
  },
];
