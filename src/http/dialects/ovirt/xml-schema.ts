/**
 * How the schemas of the contract describe XML. The reader and the writer both depend on these rules, and on nothing
 * else: neither knows any element by its name.
 *
 * - An object is an element. Its name as a root is `xml.name` of the object's schema; its name as a member is the name
 *   of the property, or `xml.name` beside the property's `$ref` or `type`.
 * - A property with `xml.attribute: true` is an attribute, every other one is an element. Elements are in the order of
 *   `properties`; attributes are in the order `href`, `id`, `rel`, then the others.
 * - An array is its element, repeated. A collection is an object with one array, whose name is the singular:
 *   `OvirtVms: {xml: {name: vms}, properties: {vm: {type: array, items: …}}}`.
 * - An array that is `required` is empty if it has no element, because XML has no other form of an empty array.
 * - An integer with `x-xml-type: dateTime` is the number of milliseconds since 1970 in JSON, and `xs:dateTime` in XML.
 *
 * `allOf`, `oneOf`, `anyOf` and `additionalProperties` are not supported.
 */

export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly xml?: { readonly name?: string; readonly attribute?: boolean };
  readonly 'x-xml-type'?: string;
}

/** The part of a contract that is read here. */
export interface SchemaDocument {
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

export interface Member {
  /** The name of the property. */
  readonly key: string;
  /** The name of the attribute or element. */
  readonly name: string;
  readonly isAttribute: boolean;
  /** Whether the property is an array. `schema` is then the schema of its items. */
  readonly isRepeated: boolean;
  readonly isRequired: boolean;
  readonly schema: Schema;
}

/** A schema by its name in the contract, with its name as a root. */
export function rootSchema(document: SchemaDocument, name: string): { readonly root: string; readonly schema: Schema } {
  const schema = named(document, name);
  if (schema.xml?.name === undefined) throw new Error(`the schema ${name} has no xml.name`);
  return { root: schema.xml.name, schema };
}

const members = new WeakMap<Schema, readonly Member[]>();

/** The members of an object, in the order in which they are written. */
export function membersOf(document: SchemaDocument, schema: Schema): readonly Member[] {
  const known = members.get(schema);
  if (known !== undefined) return known;
  const found = Object.entries(schema.properties ?? {}).map(([key, property]): Member => {
    const resolved = resolve(document, property);
    const isRepeated = typeOf(resolved) === 'array';
    return {
      ...{ key, isRepeated, name: property.xml?.name ?? key },
      isAttribute: (property.xml?.attribute ?? resolved.xml?.attribute) === true,
      isRequired: schema.required?.includes(key) === true,
      schema: isRepeated ? resolve(document, resolved.items ?? {}) : resolved,
    };
  });
  found.sort((one, other) => rankOf(one) - rankOf(other));
  members.set(schema, found);
  return found;
}

export function typeOf({ type, properties }: Schema): string {
  const own = typeof type === 'string' ? type : type?.find((each) => each !== 'null');
  return own ?? (properties === undefined ? 'string' : 'object');
}

/** Whether a number is a moment, which XML and JSON write differently. */
export function isMoment(schema: Schema): boolean {
  return schema['x-xml-type'] === 'dateTime';
}

const FIRST_ATTRIBUTES = ['href', 'id', 'rel'];

function rankOf({ name, isAttribute }: Member): number {
  if (!isAttribute) return FIRST_ATTRIBUTES.length + 1;
  const index = FIRST_ATTRIBUTES.indexOf(name);
  return index === -1 ? FIRST_ATTRIBUTES.length : index;
}

function resolve(document: SchemaDocument, schema: Schema): Schema {
  return schema.$ref === undefined ? schema : named(document, schema.$ref.split('/').at(-1) ?? '');
}

function named({ components }: SchemaDocument, name: string): Schema {
  const schema = components.schemas[name];
  if (schema === undefined) throw new Error(`the contract has no schema ${name}`);
  return schema.$ref === undefined ? schema : named({ components }, schema.$ref.split('/').at(-1) ?? '');
}
