/** How addresses are grouped for counting: an IPv6 address counts as its /64, however it is written. */
import { expect } from 'chai';
import { addressGroup } from '../../src/app/access/address-group.js';

describe('addressGroup', () => {
  const groups: Readonly<Record<string, string>> = {
    '198.51.100.7': '198.51.100.7',
    '': '',
    '2001:db8:0:1:2:3:4:5': '2001:db8:0:1::/64',
    '2001:0DB8:0000:0001::5': '2001:db8:0:1::/64',
    '2001:db8::1': '2001:db8:0:0::/64',
    '::1': '0:0:0:0::/64',
    '::': '0:0:0:0::/64',
    'fe80::1%eth0': 'fe80:0:0:0::/64',
    '1:2:3:4:5:6:7::': '1:2:3:4::/64',
    '1::5:6:7:8': '1:0:0:0::/64',
    '1:2:3::5:6:7:8': '1:2:3:0::/64',
    '64:ff9b::192.0.2.1': '64:ff9b:0:0::/64',
    '1:2:3:4:5:6:192.0.2.1': '1:2:3:4::/64',
  };
  for (const [address, group] of Object.entries(groups)) {
    it(`counts ${address || 'none'} as ${group || 'none'}`, () => expect(addressGroup(address)).to.equal(group));
  }
});
