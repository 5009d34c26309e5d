/**
 * The XML that the driver writes and reads. All parsing happens here; src/domain/xml.ts writes the text. A character
 * that XML 1.0 does not allow is refused. Wherever possible, the driver requests structures from libvirt, not XML; only
 * the comparison of definitions (guest-parts.ts) needs to parse it.
 */
import { GuesthouseError } from '../../src/domain/errors.js';
import { toXml as toXmlText, type XmlElement, type XmlNode } from '../../src/domain/xml.js';

export function toXml(node: XmlElement): string {
  return toXmlText(node, () => {
    throw new GuesthouseError(
      'unsupported_by_backend',
      'One of the texts contains a character that libvirt cannot store.',
    );
  });
}

/** Reverses the escapes of `toXml`: character references and the five predefined entities of XML 1.0 (4.1, 4.6). */
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
