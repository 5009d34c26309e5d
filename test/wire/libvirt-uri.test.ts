/**
 * libvirt's URIs: which are supported, which are rejected with which message, and which sockets and certificates they
 * select.
 */
import { expect } from 'chai';
import {
  socketCandidates,
  environmentOfProcess,
  tlsFileCandidates,
} from '../../backends/libvirt/rpc/client-environment.js';
import type { ClientEnvironment } from '../../backends/libvirt/rpc/client-environment.js';
import { parseLibvirtUri, UnsupportedUri } from '../../backends/libvirt/rpc/uri.js';
import type { TlsUri, UnixUri } from '../../backends/libvirt/rpc/uri.js';

const ROOT: ClientEnvironment = {
  uid: 0,
  homeFolder: '/root',
  runtimeFolder: null,
  cacheFolder: null,
  systemSocketFolders: ['/run/libvirt', '/var/run/libvirt'],
  pkiFolder: '/etc/pki',
  sshVariables: {},
};
const USER: ClientEnvironment = { ...ROOT, uid: 1000, homeFolder: '/home/ada', runtimeFolder: '/run/user/1000' };

describe('A libvirt URI', () => {
  const SUPPORTED: Record<string, object> = {
    'qemu:///system': { transport: 'unix', driver: 'qemu', name: 'qemu:///system', socketPath: null, isSession: false },
    'qemu:///session': { transport: 'unix', name: 'qemu:///session', isSession: true },
    'test:///default': { transport: 'unix', driver: 'test', name: 'test:///default' },
    'qemu+unix:///system': { transport: 'unix', name: 'qemu:///system', socketPath: null },
    'qemu+unix:///system?socket=/run/my%20own+sock': { name: 'qemu:///system', socketPath: '/run/my own+sock' },
    'test+unix:///default?socket=/s': { transport: 'unix', name: 'test:///default', socketPath: '/s' },
    'qemu+tcp://host/system': { transport: 'tcp', name: 'qemu:///system', host: 'host', port: 16509 },
    'qemu+tcp://[::1]:17000/system': { transport: 'tcp', host: '::1', port: 17000 },
    'qemu+tls://host.example/system': { transport: 'tls', port: 16514, pkiPath: null, isVerified: true },
    'qemu://host.example/system': { transport: 'tls', host: 'host.example' },
    'qemu+tls://h:1/system?pkipath=/p&no_verify=1': { port: 1, pkiPath: '/p', isVerified: false },
    'qemu+tls://h/system?no_verify=0': { isVerified: true },
  };
  for (const [text, parts] of Object.entries(SUPPORTED)) {
    it(`${text} is parsed`, () => {
      expect(parseLibvirtUri(text)).to.include(parts);
    });
  }

  const REFUSED: Record<string, string> = {
    '': 'not a libvirt URI',
    system: 'not a libvirt URI',
    'qemu:/system': 'not a libvirt URI',
    'qemu+libssh2://host/system': 'transport libssh2',
    'qemu+ext:///system': 'transport ext',
    'xen:///system': 'driver xen',
    'lxc:///': 'driver lxc',
    'vpx+tls://host/dc': 'driver vpx',
    'qemu:///': '/system or /session',
    'qemu:///embed?root=/x': '/system or /session',
    'test:///': 'must end in /default',
    'qemu+unix://host/system': 'must not name a host',
    'qemu+tcp:///system': 'must name a host',
    'qemu+tls:///system': 'must name a host',
    'qemu+tcp://host/session': 'only on this machine',
    'qemu+tcp://host:0/system': 'not a port',
    'qemu:///system?mode=direct': 'parameter mode',
    'qemu+tcp://host/system?no_verify=1': 'parameter no_verify',
    'qemu+unix:///system?socket=relative': 'must be an absolute path',
    'qemu+unix:///system?socket=/a&socket=/b': 'occurs twice',
    'qemu+unix:///system?socket=%zz': 'not encoded correctly',
    'qemu+tls://host/system?pkipath=relative': 'must be an absolute path',
    'qemu+tls://host/system?no_verify=yes': 'must be 0 or 1',
    'qemu:///system#x': 'must not have a fragment',
  };
  for (const [text, reason] of Object.entries(REFUSED)) {
    it(`'${text}' is rejected: ${reason}`, () => {
      expect(() => parseLibvirtUri(text)).to.throw(UnsupportedUri, reason);
    });
  }

  it('never repeats a password', () => {
    let message = '';
    try {
      parseLibvirtUri('qemu+tcp://ada:swordfish@host/system');
    } catch (error) {
      message = String(error);
    }
    expect(message).to.contain('SASL').and.not.contain('swordfish').and.not.contain('ada');
  });

  it('is shown in its canonical form, without redundant parts', () => {
    const shown = [
      'qemu:///system',
      'test:///default',
      'qemu+unix:///system?socket=/s',
      'qemu+tcp://host/system',
      'qemu+tls://[::1]:1/system?no_verify=1',
    ];
    for (const text of shown) expect(String(parseLibvirtUri(text))).to.equal(text);
    expect(String(parseLibvirtUri('qemu+tls://host/system?pkipath=/secret/place'))).to.equal('qemu+tls://host/system');
  });
});

describe('The files of libvirt', () => {
  const sockets = (text: string, environment: ClientEnvironment): readonly string[] =>
    socketCandidates(parseLibvirtUri(text) as UnixUri, environment);

  it('for the system are the monolithic socket, then that of virtqemud', () => {
    expect(sockets('qemu:///system', USER)).to.deep.equal([
      '/run/libvirt/libvirt-sock',
      '/var/run/libvirt/libvirt-sock',
      '/run/libvirt/virtqemud-sock',
      '/var/run/libvirt/virtqemud-sock',
    ]);
  });

  it('for the test driver are only the monolithic socket, because that driver has no separate daemon', () => {
    expect(sockets('test:///default', USER)).to.deep.equal([
      '/run/libvirt/libvirt-sock',
      '/var/run/libvirt/libvirt-sock',
    ]);
  });

  it("for a session are in the user's folder, or in the cache if that folder is not set, and for root they are the system's", () => {
    expect(sockets('qemu:///session', USER)).to.deep.equal([
      '/run/user/1000/libvirt/libvirt-sock',
      '/run/user/1000/libvirt/virtqemud-sock',
    ]);
    expect(sockets('qemu:///session', { ...USER, runtimeFolder: null })[0]).to.equal(
      '/home/ada/.cache/libvirt/libvirt-sock',
    );
    expect(sockets('qemu:///session', { ...USER, runtimeFolder: null, cacheFolder: '/c' })[0]).to.equal(
      '/c/libvirt/libvirt-sock',
    );
    expect(sockets('qemu:///session', ROOT)).to.deep.equal(sockets('qemu:///system', ROOT));
  });

  it('for a URI that names a socket are only that socket', () => {
    expect(sockets('qemu+unix:///session?socket=/s', USER)).to.deep.equal(['/s']);
  });

  it("for certificates are the user's, then the system's; only the system's for root; and only those in a folder that the URI names", () => {
    const files = (text: string, environment: ClientEnvironment): string[] =>
      tlsFileCandidates(parseLibvirtUri(text) as TlsUri, environment).map(({ key }) => key);
    const system = '/etc/pki/libvirt/private/clientkey.pem';
    expect(files('qemu+tls://h/system', USER)).to.deep.equal(['/home/ada/.pki/libvirt/clientkey.pem', system]);
    expect(files('qemu+tls://h/system', ROOT)).to.deep.equal([system]);
    expect(files('qemu+tls://h/system?pkipath=/p', USER)).to.deep.equal(['/p/clientkey.pem']);
  });

  it('depend on the environment of the process', () => {
    const read = environmentOfProcess({ HOME: '/h', XDG_RUNTIME_DIR: '/r', XDG_CACHE_HOME: '' });
    expect(read).to.include({ homeFolder: '/h', runtimeFolder: '/r', cacheFolder: null });
  });
});
