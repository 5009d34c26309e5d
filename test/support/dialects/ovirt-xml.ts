/**
 * A reader of oVirt's XML for tests, which is independent of the service's codec. It turns an element into the value
 * that the same body would have in JSON, by the schemas of the contract.
 */
import { parseXml, XmlElement } from '@rgrove/parse-xml';

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly xml?: { readonly name?: string; readonly attribute?: boolean };
  readonly 'x-xml-type'?: string;
}

/** `schema` can be a reference. Throws if the text is not the element of the schema. */
export function valueOfXml(text: string, schema: object, document: object): unknown {
  const { root } = parseXml(text);
  if (root === null) throw new Error('the XML has no element');
  const resolve = (node: Schema): Schema => {
    if (node.$ref === undefined) return node;
    let target: unknown = document;
    for (const key of node.$ref.split('/').slice(1)) target = (target as Readonly<Record<string, unknown>>)[key];
    return resolve(target as Schema);
  };
  const whole = resolve(schema);
  const variants = (whole.anyOf ?? [whole]).map(resolve);
  const found = variants.find(({ xml }) => xml?.name === root.name);
  if (found === undefined) throw new Error(`the element is ${root.name}`);
  return valueOf(root, found, resolve);
}

function valueOf(element: XmlElement, schema: Schema, resolve: (node: Schema) => Schema): unknown {
  const children = element.children.filter((child) => child instanceof XmlElement);
  if (schema.properties === undefined) return scalarOf(element.text, schema);
  const value: Record<string, unknown> = {};
  for (const [name, text] of Object.entries(element.attributes)) {
    const property = schema.properties[name];
    if (property?.xml?.attribute !== true) throw new Error(`${element.name} has an attribute ${name}`);
    value[name] = scalarOf(text, resolve(property));
  }
  let previous = -1;
  for (const child of children) {
    const index = Object.keys(schema.properties).indexOf(child.name);
    const property = schema.properties[child.name];
    if (property === undefined) throw new Error(`${element.name} has an element ${child.name}`);
    if (index < previous) throw new Error(`${child.name} is not in the order of the contract`);
    const resolved = resolve(property);
    if (resolved.type === 'array') {
      ((value[child.name] ??= []) as unknown[]).push(valueOf(child, resolve(resolved.items ?? {}), resolve));
    } else {
      if (index === previous) throw new Error(`${element.name} has two elements ${child.name}`);
      value[child.name] = valueOf(child, resolved, resolve);
    }
    previous = index;
  }
  // XML has no empty array.
  for (const name of schema.required ?? []) {
    if (resolve(schema.properties[name] ?? {}).type === 'array') value[name] ??= [];
  }
  return value;
}

function scalarOf(text: string, schema: Schema): unknown {
  if (schema['x-xml-type'] === 'dateTime') return Date.parse(text);
  if (schema.type === 'integer' || schema.type === 'number') return Number(text);
  if (schema.type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  return text;
}
