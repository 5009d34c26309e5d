/**
 * Turns a body of the dialect into XML, by the schema that the contract has for it (xml-schema.ts). Nothing here knows
 * a member by its name.
 *
 * Clients read this text with regular expressions, so its layout is a promise: one element a line, indented by two
 * spaces. Members that are null or empty are left out. A character that XML cannot hold becomes U+FFFD.
 */
import { element, toXmlLines, type XmlElement, type XmlNode } from '../../../domain/xml.js';
import { isMoment, membersOf, rootSchema, typeOf, type Schema, type SchemaDocument } from './xml-schema.js';

export const XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** The text of a body whose schema has the given name in the contract. */
export function writeXml(body: unknown, schemaName: string, document: SchemaDocument): string {
  return `${XML_DECLARATION}${writeElement(body, schemaName, document, 0)}\n`;
}

/**
 * The text of one element, for a list that is written one element after another. It is indented by two spaces for every
 * level of depth, and does not end with a newline.
 */
export function writeElement(value: unknown, schemaName: string, document: SchemaDocument, depth: number): string {
  const { root, schema } = rootSchema(document, schemaName);
  return toXmlLines(elementOf(root, value, schema, document), replaceInvalid, '  '.repeat(depth)).trimEnd();
}

function replaceInvalid(): string {
  return '\uFFFD';
}

function elementOf(name: string, value: unknown, schema: Schema, document: SchemaDocument): XmlElement {
  if (typeOf(schema) !== 'object') return element(name, {}, textOf(value, schema));
  const attributes: Record<string, string> = {};
  const children: XmlNode[] = [];
  for (const member of membersOf(document, schema)) {
    const held = (value as Readonly<Record<string, unknown>>)[member.key] ?? null;
    if (held === null) continue;
    if (member.isAttribute) {
      const text = textOf(held, member.schema);
      if (text !== '') attributes[member.name] = text;
    } else if (member.isRepeated) {
      for (const item of held as readonly unknown[]) {
        children.push(elementOf(member.name, item, member.schema, document));
      }
    } else {
      const child = elementOf(member.name, held, member.schema, document);
      if (!isEmpty(child)) children.push(child);
    }
  }
  return element(name, attributes, ...children);
}

function isEmpty({ attributes, children }: XmlElement): boolean {
  return Object.keys(attributes).length === 0 && children.every((child) => child === '');
}

function textOf(value: unknown, schema: Schema): string {
  return isMoment(schema) ? new Date(Number(value)).toISOString() : String(value);
}
