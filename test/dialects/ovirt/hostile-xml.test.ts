/**
 * Bodies from clients that attack the XML reader or send nonsense, against a running service. Each gets a documented
 * fault in the form that its `Accept` names; none is an error of the service, and none delays it.
 */
import { readFileSync } from 'node:fs';
import net from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { parse } from 'yaml';
import { readXml } from '../../../src/http/dialects/ovirt/xml-reader.js';
import type { SchemaDocument } from '../../../src/http/dialects/ovirt/xml-schema.js';
import { Api } from '../../support/api.js';
import { sendRaw } from '../../support/peers/raw-request.js';
import { Service } from '../../support/service.js';

interface Contract extends SchemaDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly responses?: object }>>>>;
}
const CONTRACT = parse(readFileSync(new URL('../../../openapi/ovirt.yaml', import.meta.url), 'utf8')) as Contract;

const API = '/ovirt-engine/api';
const XML = 'application/xml';
const JSON_TYPE = 'application/json';
/** A response that takes longer fails the test: the service would hang. */
const PATIENCE_MS = 20_000;

interface Target {
  readonly method: string;
  /** The path in the contract. */
  readonly path: string;
  /** The element that the body must be. */
  readonly root: string;
  readonly isAction: boolean;
}
const TARGETS: readonly Target[] = [
  { method: 'POST', path: `${API}/vms`, root: 'vm', isAction: false },
  { method: 'PUT', path: `${API}/vms/{guest}`, root: 'vm', isAction: false },
  { method: 'POST', path: `${API}/vms/{guest}/start`, root: 'action', isAction: true },
  { method: 'POST', path: `${API}/vms/{guest}/permissions`, root: 'permission', isAction: false },
];

type Body = string | Uint8Array;
type MakeBody = (root: string) => Body;

/** Bodies that are not well-formed XML, or are XML of a kind that is refused: 400, whatever the element. */
const REFUSED: Readonly<Record<string, MakeBody>> = {
  'a document type': (root) => `<!DOCTYPE ${root}><${root}/>`,
  'an entity': (root) => `<!DOCTYPE ${root} [<!ENTITY a "b">]><${root}><name>&a;</name></${root}>`,
  'an entity of a file': (root) => `<!DOCTYPE ${root} [<!ENTITY a SYSTEM "file:///etc/passwd">]><${root}>&a;</${root}>`,
  'an unknown entity': (root) => `<${root}><name>&nbsp;</name></${root}>`,
  'a billion laughs': (root) => {
    const entities = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('');
    return `<!DOCTYPE ${root} [<!ENTITY l0 "lol">${entities}]><${root}><name>&l9;</name></${root}>`;
  },
  'deep nesting': (root) => `<${root}>`.repeat(2_500) + `</${root}>`.repeat(2_500),
  'many opened elements': (root) => `<${root}>`.repeat(5_000),
  'only <': () => '<'.repeat(65_536),
  'only &': (root) => `<${root}><name>${'&'.repeat(60_000)}</name></${root}>`,
  'many elements': (root) => `<${root}>${'<a/>'.repeat(16_000)}</${root}>`,
  'many unclosed comments': (root) => `<${root}>${'<!--'.repeat(16_000)}`,
  'a null byte': (root) => `<${root}><name>a\u0000b</name></${root}>`,
  'a reference to a null byte': (root) => `<${root}><name>a&#0;b</name></${root}>`,
  'a reference to half a pair': (root) => `<${root}><name>a&#xD800;b</name></${root}>`,
  'a control character': (root) => `<${root}><name>a\u0001b</name></${root}>`,
  'UTF-16 with a mark': (root) => Buffer.from(`\uFEFF<${root}/>`, 'utf16le'),
  'UTF-16 without a mark': (root) => Buffer.from(`<${root}/>`, 'utf16le'),
  'UTF-16, big-endian': (root) => Buffer.from(`\uFEFF<${root}/>`, 'utf16le').swap16(),
  'Latin-1': (root) => Buffer.from(`<?xml version="1.0"?><${root}><name>\xE9</name></${root}>`, 'latin1'),
  'overlong UTF-8': (root) => Buffer.from(`<${root}><name>\xC0\xAF</name></${root}>`, 'latin1'),
  'a declared encoding': (root) => `<?xml version="1.0" encoding="ISO-8859-1"?><${root}/>`,
  'another declared encoding': (root) => `<?xml version="1.0" encoding="UTF-7"?><${root}/>`,
  'another version': (root) => `<?xml version="2.0"?><${root}/>`,
  'a namespace': (root) => `<${root} xmlns="http://example.com/"/>`,
  'a prefix': (root) => `<x:${root} xmlns:x="http://example.com/"/>`,
  'another element': () => '<host/>',
  'an unknown attribute': (root) => `<${root} a="b"/>`,
  'an attribute twice': (root) => `<${root} a="b" a="c"/>`,
  'an unknown element': (root) => `<${root}><colour>red</colour></${root}>`,
  'names of JavaScript': (root) => `<${root}><__proto__><a>1</a></__proto__><constructor/></${root}>`,
  'text instead of elements': (root) => `<${root}>text</${root}>`,
  'two documents': (root) => `<${root}/><${root}/>`,
  'text after the document': (root) => `<${root}/>text`,
  'no end': (root) => `<${root}><name>a</name>`,
  'half of a tag': (root) => `<${root}`,
  'no markup': () => 'text',
  JSON: () => '{"name": "a"}',
  'a long name of an element': (root) => `<${root}><${'a'.repeat(60_000)}/></${root}>`,
  'a long name of an attribute': (root) => `<${root} ${'a'.repeat(60_000)}=""/>`,
};

describe('A hostile body in XML', () => {
  let service: Service;
  let api: Api;
  before(async () => {
    service = await Service.start();
    api = new Api(service);
    await api.makeGuest({ name: 'target', disks: [], nics: [] });
  });
  after(async () => {
    const failures = service.log.filter(({ level }) => level >= 50);
    await service.leave();
    expect(failures).to.deep.equal([]);
  });

  const pathOf = ({ path }: Target): string => path.replace('{guest}', 'target');

  /** Sends a body, and checks that the response is documented and has the form that was asked for. */
  async function send(
    target: Target,
    body: Body,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<{ readonly status: number; readonly detail: string }> {
    const sent = { Authorization: `Bearer ${service.token}`, 'Content-Type': XML, ...headers };
    const response = await fetch(service.url + pathOf(target), {
      ...{ method: target.method, headers: sent, body, signal: AbortSignal.timeout(PATIENCE_MS) },
    });
    const text = await response.text();
    const { status } = response;
    const documented = CONTRACT.paths[target.path]?.[target.method.toLowerCase()]?.responses ?? {};
    expect(Object.keys(documented), text).to.include(String(status));
    return { status, detail: status < 400 ? '' : detailOf(target, response.headers, headers['Accept'], text) };
  }

  /** The detail of a fault. Checks its form. */
  function detailOf(target: Target, headers: Headers, accept: string | undefined, text: string): string {
    const isJson = accept === JSON_TYPE;
    expect(headers.get('content-type')).to.match(isJson ? /^application\/json\b/ : /^application\/xml\b/);
    const schema = target.isAction ? 'OvirtAction' : 'OvirtFault';
    const body = (isJson ? JSON.parse(text) : readXml(text, schema, CONTRACT)) as Record<string, unknown>;
    if (target.isAction) expect(body).to.have.property('status', 'failed');
    const fault = (target.isAction ? body['fault'] : body) as { reason: string; detail: string };
    expect(fault).to.have.all.keys('reason', 'detail');
    // At most the name of an unknown element is repeated.
    expect(fault.detail.length).to.be.below(61_000);
    expect(fault.detail).not.to.match(/node_modules|\.[jt]s:\d|rgrove/);
    return fault.detail;
  }

  for (const target of TARGETS) {
    it(`is rejected (400) by ${target.method} ${target.path}`, async () => {
      for (const [name, make] of Object.entries(REFUSED)) {
        for (const accept of [XML, JSON_TYPE, '*/*']) {
          const { status } = await send(target, make(target.root), { Accept: accept });
          expect(status, name).to.equal(400);
        }
      }
    });
  }

  it('is rejected (413) if it is larger than 64 KiB, however its size is declared', async () => {
    for (const target of TARGETS) {
      const body = `<${target.root}>${' '.repeat(65_536)}</${target.root}>`;
      expect((await send(target, body)).status).to.equal(413);
      const chunks = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
      const head = [
        `${target.method} ${pathOf(target)} HTTP/1.1`,
        ...[`Host: a`, `Authorization: Bearer ${service.token}`, `Content-Type: ${XML}`, 'Connection: close'],
      ];
      const chunked = await sendRaw(service.url, [...head, 'Transfer-Encoding: chunked', '', chunks].join('\r\n'));
      expect(chunked.status).to.equal(413);
      const declared = await sendRaw(service.url, [...head, 'Content-Length: 1000000000', '', '<vm>'].join('\r\n'));
      expect(declared.status).to.equal(413);
    }
  });

  it('is rejected (415) if its type, charset or coding is not supported', async () => {
    for (const target of TARGETS) {
      const body = `<${target.root}/>`;
      for (const type of ['text/html', 'application/soap+xml', `${XML}; charset=UTF-16`, `${XML}; charset=latin1`]) {
        for (const accept of [XML, JSON_TYPE]) {
          const { status } = await send(target, body, { 'Content-Type': type, Accept: accept });
          expect(status, type).to.equal(415);
        }
      }
      expect((await send(target, gzipSync(body), { 'Content-Encoding': 'gzip' })).status).to.equal(415);
    }
  });

  it('is rejected (400) if its type is that of JSON, and the reverse', async () => {
    for (const target of TARGETS) {
      expect((await send(target, `<${target.root}/>`, { 'Content-Type': JSON_TYPE })).status).to.equal(400);
      for (const type of [XML, 'text/xml']) {
        expect((await send(target, '{}', { 'Content-Type': type })).status).to.equal(400);
      }
    }
  });

  it('that ends early leaves no trace', async () => {
    for (const target of TARGETS) {
      const head = [
        `${target.method} ${pathOf(target)} HTTP/1.1`,
        ...[`Host: a`, `Authorization: Bearer ${service.token}`, `Content-Type: ${XML}`, 'Connection: close'],
      ];
      const bytes = [...head, 'Content-Length: 100', '', `<${target.root}>`].join('\r\n');
      await new Promise<void>((resolve, reject) => {
        const socket = net.connect(Number(new URL(service.url).port), '127.0.0.1', () => socket.end(bytes));
        socket.setTimeout(PATIENCE_MS, () => reject(new Error('the service keeps the connection')));
        socket.once('close', () => resolve()).resume();
      });
    }
    expect((await api.guest('target')).state).to.equal('stopped');
  });

  it('does not hide valid spellings of XML', async () => {
    const start = TARGETS.find(({ isAction }) => isAction);
    if (start === undefined) throw new Error('no target is an action');
    for (const [body, type] of [
      ['\uFEFF<action/>', XML],
      [
        '<?xml version="1.0" encoding="utf-8" standalone="yes"?>\r\n<action\r\n/>\r\n<!-- end -->',
        `${XML};charset=utf-8`,
      ],
      ["<?xml version='1.0'?><action><async>false</async></action>", 'text/xml; charset="UTF-8"'],
      ['<action><async><![CDATA[ FALSE ]]></async><?a b?></action>', 'Text/XML'],
      ['<action>\n\t<async>&#102;alse</async>\n</action>', XML],
    ] as const) {
      const { status, detail } = await send(start, body, { 'Content-Type': type });
      expect(status, detail || body).to.be.oneOf([200, 202]);
      await api.noneUnderWay();
    }
    await api.done('poweroff', 'target');
  });

  it('does not delay other requests', async () => {
    const [target] = TARGETS;
    if (target === undefined) throw new Error('there is no target');
    const attacks = Object.values(REFUSED).flatMap((make) => Array.from({ length: 5 }, () => send(target, make('vm'))));
    await api.expect(200, 'GET', '/v1/guests/target');
    await Promise.all(attacks);
    await api.expect(200, 'GET', '/healthz');
  });
});
