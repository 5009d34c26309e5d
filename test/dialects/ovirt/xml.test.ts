/**
 * The XML codec of the oVirt dialect: what it reads and writes, that reading reverses writing, and that no text from a
 * client can make it fail in another way than with a fault.
 */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import vm from 'node:vm';
import { expect } from 'chai';
import fc from 'fast-check';
import { parse } from 'yaml';
import { isGuesthouseError, type GuesthouseError } from '../../../src/domain/errors.js';
import { decodeBody } from '../../../src/http/contract/json-body.js';
import { readXml } from '../../../src/http/dialects/ovirt/xml-reader.js';
import { rootSchema, type SchemaDocument } from '../../../src/http/dialects/ovirt/xml-schema.js';
import { writeElement, writeXml, XML_DECLARATION } from '../../../src/http/dialects/ovirt/xml-writer.js';
import { fenceList, fenceStatus } from '../../support/dialects/fence-rhevm.js';
import { normalOf, valuesOf } from '../../support/dialects/xml-values.js';
import { SEED } from '../../support/fuzz/seed.js';
import { skip } from '../../support/skip.js';

/** A contract that uses everything that the codec knows. */
const DOCUMENT: SchemaDocument = {
  components: {
    schemas: {
      Id: { type: 'string', xml: { attribute: true } },
      Link: {
        type: 'object',
        xml: { name: 'link' },
        properties: {
          rel: { type: 'string', xml: { attribute: true } },
          href: { type: 'string', xml: { attribute: true } },
        },
      },
      Vm: {
        type: 'object',
        xml: { name: 'vm' },
        required: ['name', 'status'],
        properties: {
          id: { $ref: '#/components/schemas/Id' },
          href: { $ref: '#/components/schemas/Id' },
          actions: {
            type: 'object',
            properties: { link: { type: 'array', items: { $ref: '#/components/schemas/Link' } } },
          },
          name: { type: 'string' },
          description: { type: ['string', 'null'] },
          status: { type: 'string' },
          memory: { type: 'integer' },
          load: { type: 'number' },
          stateless: { type: 'boolean' },
          creation_time: { type: 'integer', 'x-xml-type': 'dateTime' },
          cpu: {
            type: 'object',
            properties: { topology: { type: 'object', properties: { sockets: { type: 'integer' } } } },
          },
          guest_os: { type: 'string', xml: { name: 'os' } },
          dns: { type: 'array', items: { type: 'string' } },
          template: { $ref: '#/components/schemas/Vm' },
          link: { type: 'array', items: { $ref: '#/components/schemas/Link' } },
        },
      },
      Vms: {
        type: 'object',
        xml: { name: 'vms' },
        required: ['vm'],
        properties: { vm: { type: 'array', items: { $ref: '#/components/schemas/Vm' } } },
      },
      Action: { type: 'object', xml: { name: 'action' }, properties: { async: { type: 'boolean' } } },
    },
  },
};
const CONTRACT = parse(readFileSync(new URL('../../../openapi/ovirt.yaml', import.meta.url), 'utf8')) as SchemaDocument;

const VM = rootSchema(DOCUMENT, 'Vm').schema;
const VMS = rootSchema(DOCUMENT, 'Vms').schema;

const read = (text: string, schema = 'Vm'): unknown => readXml(text, schema, DOCUMENT);

function refusalOf(act: () => unknown): GuesthouseError {
  let result: unknown;
  try {
    result = act();
  } catch (error) {
    if (isGuesthouseError(error, 'validation_failed')) return error;
    throw error;
  }
  throw new Error(`was accepted: ${JSON.stringify(result).slice(0, 200)}`);
}

function placeOf(text: string, schema = 'Vm'): string {
  const [first] = refusalOf(() => read(text, schema)).mistakes;
  return first !== undefined && 'pointer' in first ? first.pointer : 'no pointer';
}

/** Throws if the text is neither read nor refused. */
function readOrRefuse(bytes: Uint8Array): void {
  try {
    expect(read(decodeBody(Buffer.from(bytes)))).to.be.an('object');
  } catch (error) {
    if (!isGuesthouseError(error, 'validation_failed')) throw error;
  }
}

async function xmllint(texts: readonly string[]): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'guesthouse-xml-'));
  try {
    const files = texts.map((_text, index) => path.join(folder, `${index}.xml`));
    await Promise.all(files.map((file, index) => writeFile(file, texts[index] ?? '')));
    await promisify(execFile)('xmllint', ['--noout', ...files]);
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('XML of the oVirt dialect', () => {
  it('O7 writes one element a line; href, id and rel are attributes', () => {
    const body = {
      ...{ id: '17', href: '/vms/17', name: 'a & <b>', description: null, status: 'up', memory: 0, stateless: false },
      ...{ load: 0.5, creation_time: 1_700_000_000_000, cpu: { topology: { sockets: 2 } }, guest_os: 'other' },
      ...{ actions: { link: [{ rel: 'start', href: '/vms/17/start' }] }, dns: ['a', ''], template: {}, link: [] },
    };
    const text = [
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<vm href="/vms/17" id="17">',
      '  <actions>',
      '    <link href="/vms/17/start" rel="start"/>',
      '  </actions>',
      '  <name>a &#38; &#60;b&#62;</name>',
      '  <status>up</status>',
      '  <memory>0</memory>',
      '  <load>0.5</load>',
      '  <stateless>false</stateless>',
      '  <creation_time>2023-11-14T22:13:20.000Z</creation_time>',
      '  <cpu>',
      '    <topology>',
      '      <sockets>2</sockets>',
      '    </topology>',
      '  </cpu>',
      '  <os>other</os>',
      '  <dns>a</dns>',
      '  <dns/>',
      '</vm>',
      '',
    ];
    expect(writeXml(body, 'Vm', DOCUMENT).split('\n')).to.deep.equal(text);
    expect(read(text.join('\n'))).to.deep.equal(normalOf(DOCUMENT, VM, body));
  });

  it('O8 writes a collection as the plural with singular elements, also one element after another', () => {
    const vms = [
      { id: '1', name: 'a', status: 'up' },
      { id: '2', name: 'b', status: 'down', cpu: { topology: { sockets: 1 } } },
    ];
    const whole = writeXml({ vm: vms }, 'Vms', DOCUMENT);
    const parts = vms.map((each) => `${writeElement(each, 'Vm', DOCUMENT, 1)}\n`);
    expect(`${XML_DECLARATION}<vms>\n${parts.join('')}</vms>\n`).to.equal(whole);
    expect(whole).to.match(/^<\?xml [^>]*\?>\n<vms>\n {2}<vm id="1">\n {4}<name>a<\/name>\n/);
    expect(writeXml({ vm: [] }, 'Vms', DOCUMENT)).to.equal(`${XML_DECLARATION}<vms/>\n`);
    for (const text of ['<vms/>', '<vms>\n</vms>']) expect(read(text, 'Vms')).to.deep.equal({ vm: [] });
  });

  it('O6 reads what it has written, for any value of a schema', () => {
    fc.assert(
      fc.property(valuesOf(DOCUMENT, VMS), (value) => {
        const text = writeXml(value, 'Vms', DOCUMENT);
        const back = read(text, 'Vms');
        expect(back).to.deep.equal(normalOf(DOCUMENT, VMS, value));
        expect(writeXml(back, 'Vms', DOCUMENT)).to.equal(text);
        // Invariant of the layout: one element a line.
        for (const line of text.split('\n')) expect(line).to.match(/^ *(<[^<>]*>([^<>]*<\/[^<>]*>)?)?$/);
      }),
      { seed: SEED },
    );
  });

  it('O6 reads what it has written, for every element of the contract', () => {
    const roots = Object.entries(CONTRACT.components.schemas).filter(([, { xml }]) => xml?.name !== undefined);
    expect(roots.length).to.be.above(20);
    for (const [name, schema] of roots) {
      const property = fc.property(valuesOf(CONTRACT, schema), (value) => {
        const text = writeXml(value, name, CONTRACT);
        expect(readXml(text, name, CONTRACT), name).to.deep.equal(normalOf(CONTRACT, schema, value));
      });
      fc.assert(property, { seed: SEED, numRuns: 30 });
    }
  });

  it('writes XML that xmllint accepts', async function () {
    const texts = fc
      .sample(valuesOf(DOCUMENT, VMS), { numRuns: 200, seed: SEED })
      .map((value) => writeXml(value, 'Vms', DOCUMENT));
    await xmllint(['<vms/>']).catch((error: unknown) => {
      if ((error as { code?: unknown }).code === 'ENOENT') skip(this, 'ancestors', 'xmllint is not installed');
      throw error;
    });
    await xmllint(texts);
  });

  it('writes vms that fence_rhevm reads, whatever their texts contain', () => {
    // The agent does not decode references, so the names are compared as they are written.
    const vms = fc.array(fc.tuple(fc.uuid(), valuesOf(DOCUMENT, VM), fc.constantFrom('up', 'down')), { minLength: 1 });
    fc.assert(
      fc.property(vms, (made) => {
        const bodies = made.map(([id, value, status], index) => {
          // No vm inside a vm, whose name would come first.
          const body = { ...(value as object), id, status, template: null };
          return { ...body, href: `/ovirt-engine/api/vms/${id}`, name: `n${index}` };
        });
        const text = writeXml({ vm: bodies }, 'Vms', DOCUMENT);
        expect(fenceStatus(text)).to.deep.equal({ id: made[0]?.[0], isOn: made[0]?.[2] === 'up' });
        expect(fenceList(text)).to.deep.equal(made.map(([, , status], index) => [`n${index}`, status]));
      }),
      { seed: SEED },
    );
  });

  it('reads scalars by their types', () => {
    const of = (inner: string): unknown => read(`<vm>${inner}</vm>`);
    expect(of('<stateless>TRUE</stateless>')).to.deep.equal({ stateless: true });
    expect(of('<stateless> 0\n</stateless>')).to.deep.equal({ stateless: false });
    expect(of('<memory>\n  -7 </memory>')).to.deep.equal({ memory: -7 });
    expect(of('<load>1.5E2</load>')).to.deep.equal({ load: 150 });
    expect(of('<creation_time>2023-11-14T23:13:20+01:00</creation_time>')).to.deep.equal({
      creation_time: 1_700_000_000_000,
    });
    expect(of('<name> a\r\nb\r<![CDATA[<c>]]>&#13;&quot;<!-- d --></name>')).to.deep.equal({ name: ' a\nb\n<c>\r"' });
    expect(of('<description/><cpu/>')).to.deep.equal({ description: '', cpu: {} });
    for (const [name, texts] of Object.entries({
      memory: ['', '1.0', '0x10', '1e3', '+1', '١', '9007199254740993', '1 2'],
      load: ['', 'NaN', '1e999', '.5', 'Infinity'],
      stateless: ['', 'yes', '2'],
      creation_time: ['', '0', '2023-11-14', '2023-11-14T22:13:20', '2023-13-14T22:13:20Z'],
    })) {
      for (const text of texts) expect(placeOf(`<vm><${name}>${text}</${name}></vm>`), text).to.equal(`/vm/${name}`);
    }
  });

  it('points at the mistake', () => {
    for (const [text, place] of [
      ['<vms/>', '/vms'],
      ['<vm>text</vm>', '/vm'],
      ['<vm><cpu><topology>2</topology></cpu></vm>', '/vm/cpu/topology'],
      ['<vm><cpu><topology><sockets><a/></sockets></topology></cpu></vm>', '/vm/cpu/topology/sockets'],
      ['<vm><name>a</name><name>b</name></vm>', '/vm/name'],
      ['<vm><cpu/><cpu/></vm>', '/vm/cpu'],
      ['<vm><link/><link rel="a" up="b"/></vm>', '/vm/link[2]/@up'],
      ['<vm name="a"/>', '/vm/@name'],
      ['<vm><id>a</id></vm>', '/vm/id'],
      ['<vm><name lang="en">a</name></vm>', '/vm/name/@lang'],
      ['<vm xmlns="http://example.com/"/>', '/vm/@xmlns'],
      ['<x:vm xmlns:x="http://example.com/"/>', '/x:vm'],
      [`<vm ${'long'.repeat(1000)}=""/>`, `/vm/@${'long'.repeat(24)}lon…`],
    ] as const) {
      expect(placeOf(text), text).to.equal(place);
    }
  });

  it('reads an unknown element as an unknown member, as in JSON', () => {
    expect(read('<vm><nope/><other><a>1</a><b><c/></b></other></vm>')).to.deep.equal({
      nope: '',
      other: { a: '1', b: { c: '' } },
    });
    for (const name of ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '__defineGetter__']) {
      const value = read(`<vm><${name}><polluted>1</polluted></${name}></vm>`) as object;
      expect(JSON.stringify(value)).to.equal(`{"${name}":{"polluted":"1"}}`);
      expect(Object.getPrototypeOf(value)).to.equal(Object.prototype);
      expect(placeOf(`<vm ${name}="a"/>`)).to.equal(`/vm/@${name}`);
      expect(placeOf(`<${name}/>`)).to.equal(`/${name}`);
    }
    expect('polluted' in {}).to.equal(false);
  });

  it('rejects what no client needs to send', () => {
    const laughs = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('');
    for (const text of [
      '<!DOCTYPE vm><vm/>',
      '<!DOCTYPE vm [<!ENTITY a "b">]><vm><name>&a;</name></vm>',
      `<!DOCTYPE vm [<!ENTITY l0 "lol">${laughs}]><vm><name>&l9;</name></vm>`,
      '<!DOCTYPE vm SYSTEM "file:///etc/passwd"><vm/>',
      '<!DOCTYPE vm [<!ENTITY % a SYSTEM "http://127.0.0.1/">%a;]><vm/>',
      '<vm><![CDATA[<!DOCTYPE vm>]]></vm>',
      '<!doctype vm><vm/>',
      '<vm><name>&a;</name></vm>',
      '<vm><name>&nbsp;</name></vm>',
      '<vm><name>&#0;</name></vm>',
      '<vm><name>&#xD800;</name></vm>',
      '<vm><name>&#x110000;</name></vm>',
      '<vm><name>\u0000</name></vm>',
      '<vm><name>\uFFFE</name></vm>',
      '<?xml version="1.0" encoding="ISO-8859-1"?><vm/>',
      '<?xml version="1.0" encoding="UTF-16"?><vm/>',
      '<?xml version="2.0"?><vm/>',
      ' <?xml version="1.0"?><vm/>',
      '',
      ' ',
      'vm',
      '{"name": "a"}',
      '<vm',
      '<vm>',
      '<vm><name></vm></name>',
      '<vm/><vm/>',
      '<vm/>a',
      '<vm a="<"/>',
      '<vm id="1" id="2"/>',
      '<vm id=1/>',
      '<vm><!-- a -- b --></vm>',
      '<vm><!--',
      '<vm><![CDATA[',
      '<vm><?a',
      '<vm>]]></vm>',
      '<vm><name>&</name></vm>',
    ]) {
      expect(placeOf(text), text).to.be.oneOf(['', '/vm']);
    }
    for (const text of ['\uFEFF<vm/>', '<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<vm/>\n<!-- a -->']) {
      expect(read(text)).to.deep.equal({});
    }
    expect(read('<action/>', 'Action')).to.deep.equal(read('<action></action>', 'Action'));
  });

  it('rejects bytes that are not UTF-8', () => {
    for (const bytes of [
      Buffer.from('\uFEFF<vm/>', 'utf16le'),
      Buffer.from('<vm/>', 'utf16le'),
      Buffer.from('\uFEFF<vm/>', 'utf16le').swap16(),
      Buffer.from('<vm><name>\xE9</name></vm>', 'latin1'),
      Buffer.from([0x3c, 0x76, 0x6d, 0xc0, 0xaf, 0x3e]),
    ]) {
      expect(refusalOf(() => read(decodeBody(bytes)))).to.be.instanceOf(Error);
    }
  });

  it('rejects deep nesting and too many tags before the parser runs', () => {
    const deep = (depth: number, between = ''): string => `${`<vm>${between}`.repeat(depth)}${'</vm>'.repeat(depth)}`;
    for (const between of [
      '',
      'a',
      '<!--</vm></vm>-->',
      '<![CDATA[</vm></vm>]]>',
      '<?a </vm></vm>?>',
      '<link rel="/>"/>',
    ]) {
      expect(placeOf(deep(900, between)), between).to.equal('');
    }
    expect(placeOf(deep(100_000))).to.equal('');
    expect(placeOf(`<vm>${'<template>'.repeat(32)}${'</template>'.repeat(32)}</vm>`)).to.equal('');
    expect(read(`<vm>${'<template>'.repeat(31)}${'</template>'.repeat(31)}</vm>`)).to.be.an('object');
    expect(placeOf(`<vm>${'<dns/>'.repeat(4000)}</vm>`)).to.equal('');
    expect(read(`<vm>${'<dns/>'.repeat(3998)}</vm>`))
      .to.have.property('dns')
      .with.lengthOf(3998);
    expect(placeOf('<'.repeat(65_536))).to.equal('');
  });

  it('reads any bytes, or rejects them', () => {
    const marks =
      '<vm> </vm> <vm /> > < <name> </name> <cpu> </cpu> <link id=" rel=\' " \' <!-- --> <!---> <![CDATA[ ]]> <?a ?> <! &';
    const others = [
      '<?xml version="1.0"?>',
      '&lt;',
      '&#1;',
      '&#x1F600;',
      ' ',
      '\n',
      '\r',
      'a',
      '\u0000',
      '😀',
      '__proto__',
    ];
    const token = fc.constantFrom(...marks.split(' '), ...others);
    const soup = fc.array(token, { maxLength: 40 }).map((tokens) => new TextEncoder().encode(tokens.join('')));
    const flipped = fc
      .tuple(valuesOf(DOCUMENT, VM), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }))
      .map(([value, flips]) => {
        const bytes = new TextEncoder().encode(writeXml(value, 'Vm', DOCUMENT));
        for (const [at, byte] of flips) bytes[at % bytes.length] = byte;
        return bytes;
      });
    const cut = valuesOf(DOCUMENT, VM)
      .map((value) => new TextEncoder().encode(writeXml(value, 'Vm', DOCUMENT)))
      .chain((bytes) => fc.nat(bytes.length).map((end) => bytes.slice(0, end)));
    for (const bytes of [fc.uint8Array(), soup, flipped, cut]) {
      fc.assert(fc.property(bytes, readOrRefuse), { numRuns: 500, seed: SEED });
    }
  });

  /**
   * The texts are far longer than a body can be. In quadratic time, they would take minutes, and would be aborted, so
   * the load of the machine does not change the result.
   */
  it('reads any text in linear time', function () {
    this.timeout(600_000);
    const length = 1_000_000;
    const repeat = (text: string): string => text.repeat(length / text.length);
    const names = Array.from({ length: length / 10 }, (_, index) => ` a${index}=""`).join('');
    const inner = ['\r', '\r\n', '\n', ' ', ...'a &amp; &#97; ]] ]]&#62; > /> " \' = & 😀&#97; - ?'.split(' ')];
    const texts = [
      ...inner.flatMap((each) => [`<vm><name>${repeat(each)}</name></vm>`, `<vm><name>${repeat(each)}`]),
      ...inner.flatMap((each) => [`<vm id="${repeat(each)}"/>`, `<vm id='${repeat(each)}`, `<vm ${repeat(each)}`]),
      ...inner.flatMap((each) => [
        `<vm><!--${repeat(each)}-->`,
        `<vm><![CDATA[${repeat(each)}]]>`,
        `<?a ${repeat(each)}?>`,
      ]),
      ...['<vm>', '<', '</', '<!--', '<!---->', '<![CDATA[', '<?a?>', '<dns/>', '<vm a="', "<vm a='b'"].map(repeat),
      ...[
        `<vm${names}/>`,
        `<${repeat('a')}/>`,
        `<vm><name>&${repeat('a')};</name></vm>`,
        repeat('a'),
        repeat('\uFEFF'),
      ],
      `<vm><name>&#${repeat('0')}97;</name></vm>`,
      `<vm><memory>${repeat('1')}</memory></vm>`,
      `<vm><memory>${repeat(' ')}1</memory></vm>`,
      `<vm><load>${repeat('1')}a</load></vm>`,
      `<vm><creation_time>2023-11-14T22:13:20.${repeat('1')}</creation_time></vm>`,
      // The most tags that are accepted, with as much text as possible between them.
      `<vm>${`<dns>${'&#97;\r'.repeat(length / 6 / 1900)}</dns>`.repeat(1900)}</vm>`,
      `<vm>${`<!--${'a'.repeat(length / 3900)}-->`.repeat(3900)}</vm>`,
      `<vm><name>${`<![CDATA[${'\r'.repeat(length / 3900)}]]>`.repeat(3900)}</name></vm>`,
    ];
    const run = (text: string): void => readOrRefuse(Buffer.from(text));
    for (const text of texts) {
      const shown = `${text.slice(0, 30)}…${text.slice(-10)}`;

      expect(() => void vm.runInNewContext('run(text)', { run, text }, { timeout: 30_000 }), shown).not.to.throw();
    }
  });
});
