/** Addresses that guests report: only valid ones are shown, in their canonical form and in bounded number. */
import { expect } from 'chai';
import { addressesOfAgent, addressesToShow, canonicalAddress, MAX_ADDRESSES } from '../../backends/shared/addresses.js';

const NICS = [
  { device: 'net0', mac: '52:54:00:00:00:01' },
  { device: 'net1', mac: '52:54:00:00:00:02' },
];

describe('Reported addresses', () => {
  for (const [reported, shown] of [
    ['10.0.2.15', '10.0.2.15'],
    ['192.0.2.1', '192.0.2.1'],
    ['fd00::1', 'fd00::1'],
    ['FD00:0:0:0:0:0:0:1', 'fd00::1'],
    ['2001:db8:0000::00ff', '2001:db8::ff'],
  ] as const) {
    it(`${reported} is shown as ${shown}`, () => {
      expect(canonicalAddress(reported)).to.equal(shown);
    });
  }

  for (const reported of [
    ...['', ' 10.0.2.15', '10.0.2.15 ', '10.0.2', '010.0.2.15', '0x0a.0.2.15', '10.0.2.15/24', '256.1.1.1', '1e3'],
    ...['127.0.0.1', '0.0.0.0', '169.254.1.1', '224.0.0.1', '255.255.255.255'],
    ...[
      '::',
      '::1',
      'fe80::1',
      'febf::1',
      'fe80::1%eth0',
      'fd00::1%eth0',
      'ff02::1',
      '::ffff:10.0.2.15',
      '::ffff:a00:1',
    ],
    ...['fd00::1]', '[fd00::1]', 'fd00::1\n', 'example.com', '<script>', "'; drop table guests", '1'.repeat(100_000)],
    ...[null, undefined, 1, true, {}, [], ['10.0.2.15'], { toString: () => '10.0.2.15' }],
  ]) {
    it(`${JSON.stringify(reported)?.slice(0, 40)} is not shown`, () => {
      expect(canonicalAddress(reported)).to.equal(null);
    });
  }

  it('are IPv4 before IPv6, otherwise in the reported order, and without duplicates', () => {
    const reported = ['fd00::2', '192.0.2.9', 'FD00::2', 'fd00::1', '192.0.2.1', '192.0.2.9', 'nonsense'];
    expect(addressesToShow(reported)).to.deep.equal(['192.0.2.9', '192.0.2.1', 'fd00::2', 'fd00::1']);
  });

  it('are bounded in number, however many the guest reports', () => {
    const many = Array.from({ length: 100_000 }, (_none, n) => `10.1.${(n >> 8) & 255}.${n & 255}`);
    expect(addressesToShow(many)).to.deep.equal(many.slice(0, MAX_ADDRESSES));
    const interfaces = many.map((address) => ({
      'hardware-address': NICS[0]?.mac,
      'ip-addresses': [{ 'ip-address': address }],
    }));
    expect(addressesOfAgent(NICS, interfaces)['net0']).to.have.length(MAX_ADDRESSES);
  });

  it('belong to the NIC with the same MAC address, also if several interfaces have it', () => {
    const of = (mac: unknown, ...addresses: unknown[]): object => ({
      name: 'eth0',
      'hardware-address': mac,
      'ip-addresses': addresses.map((address) => ({ 'ip-address': address, 'ip-address-type': 'ipv4', prefix: 24 })),
    });
    const result = [
      { name: 'lo', 'ip-addresses': [{ 'ip-address': '127.0.0.1' }] },
      of('52:54:00:00:00:02', '192.0.2.2'),
      of('52:54:00:00:00:01'),
      of('52:54:00:00:00:0a', '192.0.2.10'),
      of('52:54:00:00:00:01'.toUpperCase(), 'fd00::1', '192.0.2.1'),
    ];
    expect(addressesOfAgent(NICS, result)).to.deep.equal({ net0: ['192.0.2.1', 'fd00::1'], net1: ['192.0.2.2'] });
  });

  for (const result of [
    ...[null, undefined, 'text', 7, {}, [null], [7], ['x'], [{}], [{ 'hardware-address': 7 }]],
    [{ 'hardware-address': '52:54:00:00:00:01' }],
    [{ 'hardware-address': '52:54:00:00:00:01', 'ip-addresses': 'x' }],
    [{ 'hardware-address': '52:54:00:00:00:01', 'ip-addresses': [null, 7, 'x', {}, { 'ip-address': {} }] }],
    [{ 'hardware-address': '__proto__', 'ip-addresses': [{ 'ip-address': '10.0.0.1' }] }],
  ]) {
    it(`are none if the agent replies with ${JSON.stringify(result)}`, () => {
      expect(addressesOfAgent(NICS, result)).to.deep.equal({});
    });
  }
});
