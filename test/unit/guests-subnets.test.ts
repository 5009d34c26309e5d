/** Which IP networks the guests on a network of libvirt, or on a bridge, can be in. */
import os from 'node:os';
import { expect } from 'chai';
import { subnetsOfNetwork } from '../../backends/libvirt/subnets.js';
import { parseXml } from '../../backends/libvirt/xml.js';
import { isThisMachine, listInterfaces, subnetsOn } from '../../backends/shared/interfaces.js';

describe('The IP networks of guests', () => {
  const interfaces = [
    { name: 'br0', link: null, subnets: ['10.1.0.7/16', 'fe80::7/64'] },
    { name: 'br0.5', link: 'br0', subnets: ['10.5.0.7/24'] },
    { name: 'inner', link: 'br0.5', subnets: ['10.6.0.7/24'] },
    { name: 'eth0', link: null, subnets: ['192.0.2.7/24'] },
    { name: 'virbr0', link: null, subnets: ['192.168.122.1/24', '10.9.0.1/24'] },
  ];
  const of = (xml: string, isLocal = true): string[] =>
    subnetsOfNetwork(parseXml(`<network><name>n</name>${xml}</network>`), isLocal ? interfaces : null);
  const ip = "<ip address='192.168.122.1' netmask='255.255.254.0'/>";

  it('on a bridge are those of the bridge and of the interfaces above it', () => {
    expect(subnetsOn('br0', interfaces)).to.have.members(['10.1.0.7/16', 'fe80::7/64', '10.5.0.7/24', '10.6.0.7/24']);
    expect(subnetsOn('absent', interfaces)).to.deep.equal([]);
  });

  it('are those that libvirt’s definition of a network names', () => {
    expect(of(`<forward mode='nat'/>${ip}`)).to.deep.equal(['192.168.122.1/23']);
    expect(of(`<forward/><ip family='ipv6' address='fd00::1' prefix='48'/>`)).to.deep.equal(['fd00::1/48']);
    expect(of("<ip address='10.2.3.4'/><ip address='172.20.0.1'/>")).to.deep.equal(['10.2.3.4/8', '172.20.0.1/16']);
    const routed = "<route address='10.77.0.0' prefix='16' gateway='192.168.122.2'/>";
    expect(of(`${ip}${routed}`)).to.deep.equal(['192.168.122.1/23', '10.77.0.0/16']);
  });

  it('are also those of the bridge, or of the interface that the network passes on', () => {
    expect(of(`<bridge name='virbr0'/><forward mode='nat' dev='eth0'/>${ip}`)).to.have.members([
      ...['192.168.122.1/23', '192.168.122.1/24', '10.9.0.1/24'],
    ]);
    expect(of("<forward mode='bridge'/><bridge name='br0'/>")).to.include('10.1.0.7/16');
    expect(of("<forward mode='private' dev='eth0'/>")).to.deep.equal(['192.0.2.7/24']);
    expect(of("<forward mode='passthrough'><interface dev='eth0'/></forward>")).to.deep.equal(['192.0.2.7/24']);
  });

  it('on another machine are only those that the host does not translate', () => {
    expect(of(`<forward mode='nat'/>${ip}`, false)).to.deep.equal([]);
    expect(of(ip, false)).to.deep.equal([]);
    expect(of(`<forward mode='route'/>${ip}`, false)).to.deep.equal(['192.168.122.1/23']);
    expect(of("<forward mode='bridge'/><bridge name='br0'/>", false)).to.deep.equal([]);
  });

  it('include the loopback of this machine, which every machine has', async () => {
    expect(subnetsOn('lo', await listInterfaces())).to.include('127.0.0.1/8');
  });
});

describe('A host name or address', () => {
  it('means this machine if it is its name, its loopback, or an address of one of its interfaces', () => {
    const own = Object.values(os.networkInterfaces()).flatMap((addresses) => addresses ?? []);
    const here = ['localhost', os.hostname(), '127.0.0.1', '127.8.8.8', ...own.map(({ address }) => address)];
    expect(here.filter((host) => !isThisMachine(host))).to.deep.equal([]);
    expect(['203.0.113.7', '127.example', 'rack-3.invalid'].filter(isThisMachine)).to.deep.equal([]);
  });
});
