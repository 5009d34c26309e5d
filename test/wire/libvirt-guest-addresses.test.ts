/** The addresses and the CPU of a guest from what libvirt, its leases and a hostile agent say. */
import { expect } from 'chai';
import { cpuElement, cpuModelIn, cpuModelsIn } from '../../backends/libvirt/cpu-xml.js';
import type { Daemon } from '../../backends/libvirt/daemon.js';
import { findAddresses } from '../../backends/libvirt/guest-addresses.js';
import { LibvirtError } from '../../backends/libvirt/rpc/errors.js';
import { parseXml, toXml } from '../../backends/libvirt/xml.js';
import type { SeenAddresses } from '../../src/domain/guest.js';
import { newId } from '../../src/domain/ids.js';
import type { GuestId } from '../../src/domain/ids.js';

const MAC = '52:54:00:00:00:01';
const { signal } = new AbortController();

interface Replies {
  readonly xml: string;
  readonly leases?: readonly string[] | Error;
  readonly agent?: string | null | Error;
}

function xmlOf(options: { readonly type?: string; readonly agent?: string | null; readonly mac?: string }): string {
  const { type = 'network', agent = 'connected', mac = MAC } = options;
  const channel =
    agent === null
      ? ''
      : `<channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0' state='${agent}'/></channel>`;
  return `<domain><devices><interface type='${type}'><mac address='${mac}'/></interface>${channel}</devices></domain>`;
}

describe('The addresses of a libvirt guest', () => {
  let calls: string[];
  beforeEach(() => (calls = []));

  async function find({ xml, leases = [], agent = null }: Replies, mac?: string): Promise<SeenAddresses | null> {
    const reply = (name: string): unknown => {
      calls.push(name);
      if (name === 'DomainGetXMLDesc') return { xml };
      if (name === 'QemuDomainAgentCommand') {
        if (agent instanceof Error) throw agent;
        return { result: agent };
      }
      if (leases instanceof Error) throw leases;
      const addrs = leases.map((addr) => ({ type: 0, addr, prefix: 24 }));
      return { ifaces: [{ name: 'vnet0', hwaddr: MAC.toUpperCase(), addrs }] };
    };
    const query = async (name: string): Promise<unknown> => reply(name);
    const daemon = { query, queryApart: query } as unknown as Daemon;
    const nic = { device: 'net0', network: 'default' };
    return await findAddresses(daemon, newId<GuestId>(), { nics: [mac === undefined ? nic : { ...nic, mac }] }, signal);
  }
  const agentReply = (...addresses: unknown[]): string =>
    JSON.stringify({
      return: [{ 'hardware-address': MAC, 'ip-addresses': addresses.map((each) => ({ 'ip-address': each })) }],
    });
  const refusal = new LibvirtError('QemuDomainAgentCommand', {
    ...{ code: 86, domain: 10, message: 'agent is not responding', level: 2, dom: null, net: null },
    ...{ str1: null, str2: null, str3: null, int1: 0, int2: 0 },
  });

  it('are those of its agent, otherwise its leases', async () => {
    const xml = xmlOf({});
    expect(await find({ xml, leases: ['192.0.2.1'], agent: agentReply('192.0.2.9', 'fd00::9') })).to.deep.equal({
      net0: ['192.0.2.9', 'fd00::9'],
    });
    expect(await find({ xml, leases: ['192.0.2.1'], agent: agentReply() })).to.deep.equal({ net0: ['192.0.2.1'] });
    expect(await find({ xml, leases: ['192.0.2.1'], agent: refusal })).to.deep.equal({ net0: ['192.0.2.1'] });
    expect(await find({ xml, leases: refusal, agent: agentReply('192.0.2.9') })).to.deep.equal({ net0: ['192.0.2.9'] });
  });

  it('are found by the MAC address of the metadata, or of the definition if the metadata has none', async () => {
    const xml = xmlOf({ mac: '52:54:00:00:00:99' });
    expect(await find({ xml, leases: ['192.0.2.1'] }, MAC)).to.deep.equal({ net0: ['192.0.2.1'] });
    expect(await find({ xml, leases: ['192.0.2.1'] })).to.deep.equal({});
  });

  it('cost one query if nothing can know them: no agent is connected, and no network of libvirt has leases', async () => {
    for (const agent of ['disconnected', null]) {
      calls = [];
      expect(await find({ xml: xmlOf({ type: 'user', agent }) })).to.equal(null);
      expect(calls).to.deep.equal(['DomainGetXMLDesc']);
    }
  });

  for (const [what, agent] of [
    ['no JSON', 'nonsense'],
    ['an error', '{"error": {"class": "GenericError"}}'],
    ['another type', '7'],
    ['nothing', null],
    ['too much', agentReply(...Array.from({ length: 20_000 }, () => '192.0.2.1'))],
    ['lies', agentReply('<script>', 7, null, '127.0.0.1')],
  ] as const) {
    it(`are none if a hostile agent replies with ${what}`, async () => {
      expect((await find({ xml: xmlOf({ type: 'user' }), agent })) ?? {}).to.deep.equal({});
    });
  }
});

describe('The CPU of a libvirt guest', () => {
  const capabilities = (vendor: string, ...models: [name: string, usable: string][]): string =>
    `<domainCapabilities><cpu><mode name='host-passthrough' supported='no'/><mode name='maximum' supported='yes'/>
     <mode name='host-model' supported='yes'><model fallback='forbid'>Haswell</model><vendor>${vendor}</vendor></mode>
     <mode name='custom' supported='yes'>${models
       .map(([name, usable]) => `<model usable='${usable}' vendor='unknown'>${name}</model>`)
       .join('')}</mode></cpu></domainCapabilities>`;

  it('is the newest named model that the host can offer completely', () => {
    const models = Object.entries({ qemu64: 'yes', Westmere: 'yes', 'Icelake-Server': 'no', EPYC: 'yes' });
    expect(cpuModelsIn(capabilities('Intel', ...models)).best).to.equal('Westmere');
    expect(cpuModelsIn(capabilities('AMD', ...models)).best).to.equal('EPYC');
    expect([...cpuModelsIn(capabilities('Intel', ...models)).usable]).to.have.members([
      'qemu64',
      'Westmere',
      'EPYC',
      'max',
    ]);
    expect(cpuModelsIn('nonsense').usable.size).to.equal(0);
  });

  for (const [model, xml] of [
    ['max', '<cpu mode="maximum"/>'],
    ['host', '<cpu mode="host-passthrough"/>'],
    ['Westmere', '<cpu mode="custom" match="exact"><model fallback="forbid">Westmere</model></cpu>'],
  ] as const) {
    it(`${model} is written and read back`, () => {
      expect(toXml(cpuElement(model))).to.equal(xml);
      expect(cpuModelIn(parseXml(`<domain>${xml}</domain>`))).to.equal(model);
    });
  }

  it('is null if the definition names none', () => {
    expect(cpuModelIn(parseXml('<domain><vcpu>1</vcpu></domain>'))).to.equal(null);
    expect(cpuModelIn(parseXml("<domain><cpu mode='custom'/></domain>"))).to.equal(null);
    expect(cpuModelIn(parseXml("<domain><cpu mode='host-model'/></domain>"))).to.equal('host-model');
  });
});
