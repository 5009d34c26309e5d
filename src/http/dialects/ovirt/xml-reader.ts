/**
 * Turns the XML of a request into the object that the same body would be in JSON, by the schema that the contract has
 * for it (xml-schema.ts). The request check must still check the object: an element that is not in the schema becomes a
 * member, so that the check rejects it in the same way as in JSON.
 *
 * XML that a client has no reason to send is refused: document types and their entities, namespaces, encodings other
 * than UTF-8. The parser calls itself for every level of nesting, and copies the rest of a text at every carriage
 * return, so the depth is checked and line breaks are normalized before it runs. The time to read a text then grows
 * with its size, and no text can exhaust the stack.
 */
import { parseXml, XmlDeclaration, XmlElement, XmlError, XmlText } from '@rgrove/parse-xml';
import type { GuesthouseError } from '../../../domain/errors.js';
import { invalid } from '../../contract/invalid-request.js';
import {
  isMoment,
  membersOf,
  rootSchema,
  typeOf,
  type Member,
  type Schema,
  type SchemaDocument,
} from './xml-schema.js';

/** The maximum size of a body. */
export const XML_BODY_MAX_BYTES = 64 * 1024;
/** Maximum number of tags, comments and sections. */
const MARKUP_MAX = 4000;
/** No schema of the contract is nested half as deep. */
const DEPTH_MAX = 32;
/** Names in messages are cut to this length. */
const SHOWN_MAX = 100;

/** Throws `validation_failed` if the text is not an element of this schema. */
export function readXml(text: string, schemaName: string, document: SchemaDocument): unknown {
  const { root, schema } = rootSchema(document, schemaName);
  const found = parse(text);
  if (found.name !== root) throw mistake(pathOf('', found.name), `must be the element ${root}`);
  return readElement(found, schema, `/${root}`, document);
}

function parse(text: string): XmlElement {
  requireModest(text);
  try {
    // Section 2.11 of XML 1.0 requires this replacement before parsing.
    const { children, root } = parseXml(text.replace(/\r\n?/g, '\n'), { preserveXmlDeclaration: true });
    for (const node of children) {
      if (node instanceof XmlDeclaration && node.encoding !== null && node.encoding.toUpperCase() !== 'UTF-8') {
        throw mistake('', 'has another encoding than UTF-8');
      }
    }
    if (root === null) throw new Error('the parser returned a document without a root');
    return root;
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    throw invalid(
      [{ pointer: '', detail: `is not well-formed XML (line ${error.line}, column ${error.column})` }],
      error,
    );
  }
}

/** Markup that has no tags inside, by its beginning and its end. */
const OPAQUE = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
] as const;
/** A tag. Values of attributes cannot contain `<`, so a search for the end of a tag ends at the next tag. */
const TAG = /<(\/?)[^<>"']*(?:(?:"[^"<]*"|'[^'<]*')[^<>"']*)*>/y;

/** Throws if the text has a document type, too many tags, or tags that are nested too deeply. */
function requireModest(text: string): void {
  if (text.includes('<!DOCTYPE')) throw mistake('', 'has a document type, which is not supported');
  let depth = 0;
  let count = 0;
  for (let at = text.indexOf('<'); at !== -1; at = text.indexOf('<', at)) {
    count += 1;
    if (count > MARKUP_MAX) throw mistake('', `has more than ${MARKUP_MAX} tags`);
    const [start, end] = OPAQUE.find(([beginning]) => text.startsWith(beginning, at)) ?? ['', ''];
    if (start !== '') {
      const endsAt = text.indexOf(end, at + start.length);
      if (endsAt === -1) throw mistake('', 'is not well-formed XML');
      at = endsAt + end.length;
      continue;
    }
    TAG.lastIndex = at;
    const [tag, slash] = TAG.exec(text) ?? [];
    if (tag === undefined) throw mistake('', 'is not well-formed XML');
    if (slash === '/') depth -= 1;
    else if (!tag.endsWith('/>')) depth += 1;
    if (depth > DEPTH_MAX) throw mistake('', `has elements nested deeper than ${DEPTH_MAX} levels`);
    at += tag.length;
  }
}

function readElement(found: XmlElement, schema: Schema, path: string, document: SchemaDocument): unknown {
  return typeOf(schema) === 'object'
    ? readObject(found, schema, path, document)
    : readScalarElement(found, schema, path);
}

function readObject(found: XmlElement, schema: Schema, path: string, document: SchemaDocument): object {
  const members = membersOf(document, schema);
  const value = new Map<string, unknown>();
  for (const [name, text] of Object.entries(found.attributes)) {
    const member = members.find((each) => each.isAttribute && each.name === name);
    const place = pathOf(path, `@${name}`);
    if (member === undefined) throw mistake(place, 'is not an attribute of this element');
    value.set(member.key, readScalar(text, member.schema, place));
  }
  const repeated = new Map<Member, unknown[]>();
  for (const { key, isRepeated, isRequired } of members) if (isRepeated && isRequired) value.set(key, []);
  for (const child of elementsIn(found, path)) {
    const member = members.find((each) => !each.isAttribute && each.name === child.name);
    const place = pathOf(path, child.name);
    if (member === undefined) {
      if (members.some(({ key }) => key === child.name)) throw mistake(place, 'must not be an element here');
      value.set(child.name, readUnknown(child));
    } else if (member.isRepeated) {
      const items = repeated.get(member) ?? [];
      items.push(readElement(child, member.schema, `${place}[${items.length + 1}]`, document));
      repeated.set(member, items);
      value.set(member.key, items);
    } else {
      if (value.has(member.key)) throw mistake(place, 'must occur only once');
      value.set(member.key, readElement(child, member.schema, place, document));
    }
  }
  // Unlike an assignment, this makes a member of any name, even `__proto__`.
  return Object.fromEntries(value);
}

/** The elements in an element that has no text. */
function elementsIn(found: XmlElement, path: string): XmlElement[] {
  return found.children.filter((child): child is XmlElement => {
    if (child instanceof XmlText && child.text.trim() !== '') throw mistake(path, 'must contain elements, not text');
    return child instanceof XmlElement;
  });
}

/** A value for an element that is not in the schema: the request check rejects it as the same member in JSON. */
function readUnknown(found: XmlElement): unknown {
  const elements = found.children.filter((child) => child instanceof XmlElement);
  if (elements.length === 0) return found.text;
  return Object.fromEntries(elements.map((child) => [child.name, readUnknown(child)]));
}

function readScalarElement(found: XmlElement, schema: Schema, path: string): unknown {
  const [attribute] = Object.keys(found.attributes);
  if (attribute !== undefined) throw mistake(pathOf(path, `@${attribute}`), 'is not an attribute of this element');
  if (found.children.some((child) => child instanceof XmlElement))
    throw mistake(path, 'must contain text, not elements');
  return readScalar(found.text, schema, path);
}

const BOOLEAN = /^(?:(true|1)|false|0)$/i;
const INTEGER = /^-?\d+$/;
const NUMBER = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;
/** `xs:dateTime`. Without a zone it would be a moment that depends on the reader. */
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

function readScalar(text: string, schema: Schema, path: string): string | number | boolean {
  const type = typeOf(schema);
  if (type === 'string') return text;
  const word = text.trim();
  if (type === 'boolean') {
    const match = BOOLEAN.exec(word);
    if (match === null) throw mistake(path, 'must be true or false');
    return match[1] !== undefined;
  }
  if (isMoment(schema)) {
    const moment = DATE_TIME.test(word) ? Date.parse(word) : NaN;
    if (Number.isNaN(moment))
      throw mistake(path, 'must be a date and a time with a zone, such as 2026-01-31T12:00:00Z');
    return moment;
  }
  const number = (type === 'integer' ? INTEGER : NUMBER).test(word) ? Number(word) : NaN;
  if (type === 'integer' && !Number.isSafeInteger(number))
    throw mistake(path, 'must be a whole number in decimal digits');
  if (!Number.isFinite(number)) throw mistake(path, 'must be a number');
  return number;
}

function pathOf(parent: string, name: string): string {
  return `${parent}/${name.length > SHOWN_MAX ? `${name.slice(0, SHOWN_MAX)}…` : name}`;
}

function mistake(path: string, detail: string): GuesthouseError {
  return invalid([{ pointer: path, detail }]);
}
