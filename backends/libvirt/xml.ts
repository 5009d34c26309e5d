/**
 * XML as a tree of values, and its text. All escaping and all parsing happen here. Characters that XML 1.0 does not
 * allow, escaped or not, are refused (section 2.2, Char). Wherever possible, the driver requests structures from
 * libvirt, not XML; only the comparison of definitions (guest-parts.ts) needs to parse it.
 */
import { GuesthouseError } from '../../src/domain/errors.js';

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | number | null>>;
  readonly children: readonly XmlNode[];
}

/** Children that are null are omitted, so that a caller can write an optional child inline. */
export type XmlNode = XmlElement | string | null;

/** Attributes that are null are omitted. */
export function element(name: string, attributes: XmlElement['attributes'] = {}, ...children: XmlNode[]): XmlElement {
  return { name, attributes, children };
}

export function toXml(node: XmlElement): string {
  const attributes = Object.entries(node.attributes)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => ` ${name}="${escape(String(value))}"`)
    .join('');
  const content = node.children.map((child) =>
    child === null ? '' : typeof child === 'string' ? escape(child) : toXml(child),
  );
  const text = content.join('');
  return text === '' ? `<${node.name}${attributes}/>` : `<${node.name}${attributes}>${text}</${node.name}>`;
}

const INVALID_CHARACTER = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

/**
 * White space other than a space is written as a character reference; otherwise a parser would turn it into spaces
 * (3.3.3) or newlines (2.11).
 */
function escape(text: string): string {
  if (INVALID_CHARACTER.test(text)) {
    throw new GuesthouseError(
      'unsupported_by_backend',
      'One of the texts contains a character that libvirt cannot store.',
    );
  }
  return text.replace(/[&<>"'\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** The reverse of `escape`: character references and the five predefined entities of XML 1.0 (4.1, 4.6). */
export function unescapeXml(escaped: string): string {
  const names: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
  return escaped.replace(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(\w+));/g, (whole, decimal, hex, name) => {
    if (name !== undefined) return names[String(name)] ?? whole;
    const point = decimal === undefined ? parseInt(String(hex), 16) : Number(decimal);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}

const TOKEN =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:'[^']*'|"[^"]*"))*)\s*(\/?)>|([^<]+)/g;
const ATTRIBUTE = /([\w:.-]+)\s*=\s*(?:'([^']*)'|"([^"]*)")/g;

/**
 * Parses a document that libvirt wrote, which is well-formed. White space between elements is dropped. Throws
 * `backend_refused` for anything else, so that nothing is concluded from it.
 */
export function parseXml(text: string): XmlElement {
  interface Open extends XmlElement {
    readonly children: XmlNode[];
  }
  const root: Open = { name: '', attributes: {}, children: [] };
  const open: Open[] = [root];
  for (const [, cdata, slash, name, attributes = '', isEmpty, characters] of text.matchAll(TOKEN)) {
    const parent = open.at(-1) ?? root;
    if (cdata !== undefined) parent.children.push(cdata);
    else if (characters !== undefined) {
      if (characters.trim() !== '') parent.children.push(unescapeXml(characters));
    } else if (name === undefined) continue;
    else if (slash === '/') {
      if (parent.name !== name || open.length === 1) throw malformed();
      open.pop();
    } else {
      const element: Open = { name, attributes: attributesIn(attributes), children: [] };
      parent.children.push(element);
      if (isEmpty !== '/') open.push(element);
    }
  }
  const [document] = root.children.filter((child) => child !== null && typeof child !== 'string');
  if (open.length !== 1 || document === undefined) throw malformed();
  return document;
}

function attributesIn(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(ATTRIBUTE)].map(([, name = '', single, double]) => [name, unescapeXml(single ?? double ?? '')]),
  );
}

function malformed(): GuesthouseError {
  return new GuesthouseError('backend_refused', 'libvirt described the guest in a form that cannot be read.');
}

export function childrenOf({ children }: XmlElement, name?: string): XmlElement[] {
  return children.filter(
    (child): child is XmlElement =>
      child !== null && typeof child !== 'string' && (name === undefined || child.name === name),
  );
}

export function childOf(parent: XmlElement, name: string): XmlElement | null {
  return childrenOf(parent, name)[0] ?? null;
}

export function textOf(element: XmlElement | null): string {
  return element === null ? '' : element.children.filter((child) => typeof child === 'string').join('');
}

export function attributeOf(element: XmlElement | null, name: string): string | null {
  const value = element?.attributes[name];
  return value === undefined || value === null ? null : String(value);
}
