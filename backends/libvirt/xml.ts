/**
 * XML as a tree of values, and its text. All escaping happens here. Characters that XML 1.0 does not allow, escaped or
 * not, are refused (section 2.2, Char). This file does not parse XML: wherever possible, the driver requests structures
 * from libvirt, not XML.
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
