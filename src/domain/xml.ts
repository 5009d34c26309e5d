/**
 * XML as a tree of values, and the text of such a tree. All escaping happens here. Nothing here parses XML: the libvirt
 * driver and the oVirt dialect have their own readers.
 */

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

/** The characters that XML 1.0 does not allow, escaped or not (section 2.2, Char). */
const INVALID_CHARACTERS = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

/** Returns what is written instead of a character that XML 1.0 does not allow; can throw. */
export type ReplaceInvalid = (character: string) => string;

/** The text of an element on one line, without white space between elements. */
export function toXml(node: XmlElement, replaceInvalid: ReplaceInvalid): string {
  const text = node.children
    .map((child) =>
      child === null ? '' : typeof child === 'string' ? escape(child, replaceInvalid) : toXml(child, replaceInvalid),
    )
    .join('');
  return wrap(node, text, replaceInvalid);
}

/**
 * The text of an element with each element on a line of its own, which ends with a newline. Children are indented by
 * two more spaces than `indent`. An element must not have both text and elements.
 */
export function toXmlLines(node: XmlElement, replaceInvalid: ReplaceInvalid, indent = ''): string {
  const elements = node.children.filter((child) => child !== null && typeof child !== 'string');
  if (elements.length === 0) return `${indent}${toXml(node, replaceInvalid)}\n`;
  const lines = elements.map((child) => toXmlLines(child, replaceInvalid, `${indent}  `)).join('');
  return `${indent}${wrap(node, `\n${lines}${indent}`, replaceInvalid)}\n`;
}

function wrap({ name, attributes }: XmlElement, content: string, replaceInvalid: ReplaceInvalid): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== null)
    .map(([attribute, value]) => ` ${attribute}="${escape(String(value), replaceInvalid)}"`)
    .join('');
  return content === '' ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`;
}

/** Most texts have none of these, and are written as they are: a list has tens of thousands of texts. */
const SPECIAL = /[^ -~]|[&<>"']/;

/**
 * White space other than a space is written as a character reference; otherwise a parser would turn it into spaces
 * (3.3.3) or newlines (2.11).
 */
function escape(text: string, replaceInvalid: ReplaceInvalid): string {
  if (!SPECIAL.test(text)) return text;
  return text
    .replace(INVALID_CHARACTERS, replaceInvalid)
    .replace(/[&<>"'\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}
