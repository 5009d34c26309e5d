/**
 * libvirt's URIs over ssh: which are supported, which are rejected with which message, and what `ssh` and the shell of
 * the host get of them. A hostile URI must not become an option, a program or shell syntax.
 */
import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { remoteCommand, sshArguments } from '../../backends/libvirt/rpc/ssh-command.js';
import { parseLibvirtUri, UnsupportedUri } from '../../backends/libvirt/rpc/uri.js';
import type { SshUri } from '../../backends/libvirt/rpc/uri.js';
import { Random } from '../support/fuzz/fuzz-random.js';
import { SEED } from '../support/fuzz/seed.js';

const ROUNDS = 20_000;
const SAFE = /^[A-Za-z0-9._+@:/-]+$/;

const parseSsh = (text: string): SshUri => {
  const uri = parseLibvirtUri(text);
  if (uri.transport !== 'ssh') throw new Error(`the transport is ${uri.transport}`);
  return uri;
};

describe('A libvirt URI over ssh', () => {
  const SUPPORTED: Record<string, object> = {
    'qemu+ssh://host/system': {
      ...{ transport: 'ssh', driver: 'qemu', name: 'qemu:///system', host: 'host', port: null, user: null },
      ...{ proxy: 'auto', netcat: 'nc', socketPath: null, keyPath: null, knownHostsPath: null },
    },
    'qemu+ssh://root@host.example:2222/system': { user: 'root', host: 'host.example', port: 2222 },
    'qemu+ssh://_a.b-c@10.0.0.1/system': { user: '_a.b-c', host: '10.0.0.1' },
    'qemu+ssh://root@[2001:db8::7]:22/system': { user: 'root', host: '2001:db8::7', port: 22 },
    'test+ssh://host/default': { driver: 'test', name: 'test:///default' },
    'qemu+ssh://h/system?proxy=native': { proxy: 'native' },
    'qemu+ssh://h/system?proxy=netcat': { proxy: 'netcat', netcat: 'nc', socketPath: null },
    'qemu+ssh://h/system?socket=/run/s': { proxy: 'netcat', socketPath: '/run/s' },
    'qemu+ssh://h/system?proxy=auto&netcat=ncat': { proxy: 'netcat', netcat: 'ncat' },
    'qemu+ssh://h/system?netcat=/opt/bin/nc': { proxy: 'netcat', netcat: '/opt/bin/nc' },
    'qemu+ssh://h/system?keyfile=/etc/k%65y&known_hosts=/etc/hosts+keys': {
      ...{ keyPath: '/etc/key', knownHostsPath: '/etc/hosts+keys', proxy: 'auto' },
    },
    'qemu+ssh://h/system?no_tty=1': { host: 'h' },
  };
  for (const [text, parts] of Object.entries(SUPPORTED)) {
    it(`${text} is parsed`, () => {
      expect(parseSsh(text)).to.include(parts);
    });
  }

  const REFUSED: Record<string, string> = {
    'qemu+ssh:///system': 'must name a host',
    'qemu+ssh://host/': '/system or /session',
    'qemu+ssh://host/session': 'only on this machine',
    'qemu+ssh://host:0/system': 'not a port',
    'qemu+ssh://host:65536/system': 'not a libvirt URI',
    'qemu+ssh://-oProxyCommand=x/system': 'the host',
    'qemu+ssh://-h/system': 'the host',
    'qemu+ssh://ho%20st/system': 'the host',
    'qemu+ssh://ho%6fst/system': 'the host',
    'qemu+ssh://h;id/system': 'the host',
    'qemu+ssh://$(id)/system': 'the host',
    'qemu+ssh://`id`/system': 'the host',
    'qemu+ssh://h\u00f6st/system': 'the host',
    'qemu+ssh://[fe80::1%25eth0]/system': 'not a libvirt URI',
    'qemu+ssh://[::1;id]/system': 'not a libvirt URI',
    'qemu+ssh://-oProxyCommand=x@host/system': 'the user',
    'qemu+ssh://%2doProxyCommand=x@host/system': 'the user',
    'qemu+ssh://a%40b@host/system': 'the user',
    'qemu+ssh://a%0ab@host/system': 'the user',
    'qemu+ssh://a%zzb@host/system': 'not encoded correctly',
    'qemu+ssh://$USER@host/system': 'the user',
    'qemu+ssh://ho\nst/system': 'control characters',
    'qemu+ssh://h/system?keyfile=/a\u0000b': 'control characters',
    'qemu+ssh://h/system?command=/bin/sh': 'parameter command is not supported over ssh: it would run another program',
    'qemu+ssh://h/system?no_verify=1': 'parameter no_verify is not supported over ssh',
    'qemu+ssh://h/system?no_verify=0': 'parameter no_verify is not supported over ssh',
    'qemu+ssh://h/system?no_tty=0': 'must be 1',
    'qemu+ssh://h/system?mode=direct': 'parameter mode',
    'qemu+ssh://h/system?pkipath=/p': 'parameter pkipath',
    'qemu+ssh://h/system?constructor=1': 'parameter constructor',
    'qemu+ssh://h/system?proxy=other': 'auto, native, netcat',
    'qemu+ssh://h/system?proxy=native&socket=/s': 'not possible with proxy=native',
    'qemu+ssh://h/system?proxy=native&netcat=nc': 'not possible with proxy=native',
    'qemu+ssh://h/system?socket=relative': 'absolute path',
    'qemu+ssh://h/system?socket=/a%20b': 'absolute path',
    "qemu+ssh://h/system?socket=/a'b": 'absolute path',
    'qemu+ssh://h/system?socket=/a$(id)': 'absolute path',
    'qemu+ssh://h/system?netcat=-x': 'absolute path',
    'qemu+ssh://h/system?netcat=nc%20-e': 'absolute path',
    'qemu+ssh://h/system?keyfile=~/.ssh/id': 'absolute path',
    'qemu+ssh://h/system?keyfile=/%25d/id': 'absolute path',
    'qemu+ssh://h/system?keyfile=/${HOME}/id': 'absolute path',
    'qemu+ssh://h/system?known_hosts=none': 'absolute path',
    'qemu+ssh://h/system?known_hosts=/a%20/b': 'absolute path',
    'qemu+ssh://h/system?known_hosts=/a%22': 'absolute path',
    'qemu+ssh://h/system?keyfile=/a&keyfile=/b': 'occurs twice',
    'qemu+ssh://h/system#x': 'must not have a fragment',
  };
  for (const [text, reason] of Object.entries(REFUSED)) {
    it(`${JSON.stringify(text)} is rejected: ${reason}`, () => {
      expect(() => parseLibvirtUri(text)).to.throw(UnsupportedUri, reason);
    });
  }

  it('never repeats a password, and cannot have one', () => {
    let message = '';
    try {
      parseLibvirtUri('qemu+ssh://ada:swordfish@host/system');
    } catch (error) {
      message = String(error);
    }
    expect(message).to.contain('password').and.not.contain('swordfish').and.not.contain('ada');
  });

  it('is shown with the parts that identify the daemon', () => {
    for (const text of ['qemu+ssh://host/system', 'qemu+ssh://ada@[::1]:1/system?socket=/run/s']) {
      expect(String(parseSsh(text))).to.equal(text);
    }
    const all = 'qemu+ssh://ada@h:1/system?keyfile=/k&known_hosts=/h&proxy=netcat&no_tty=1';
    expect(String(parseSsh(all))).to.equal('qemu+ssh://ada@h:1/system');
  });

  it('gives ssh a host after "--", and only options that it names or that are always the same', () => {
    const plain = sshArguments(parseSsh('qemu+ssh://host/system'));
    expect(plain).to.include.members(['-T', 'BatchMode=yes', 'StrictHostKeyChecking=yes', 'ClearAllForwardings=yes']);
    expect(plain.slice(-3, -1)).to.deep.equal(['--', 'host']);
    for (const option of ['-p', '-l', '-i', 'IdentitiesOnly=yes']) expect(plain).not.to.include(option);
    const full = sshArguments(parseSsh('qemu+ssh://ada@host:7/system?keyfile=/k&known_hosts=/h'));
    const added = full.slice(0, -1).filter((each) => !plain.includes(each));
    const options = ['UserKnownHostsFile=/h', 'IdentitiesOnly=yes'];
    expect(added).to.deep.equal([...options, '-p', '7', '-l', 'ada', '-i', '/k']);
  });

  it(`is rejected, or gives ssh and shells only words without a meaning to them (seed ${SEED})`, () => {
    const random = new Random(SEED);
    const pieces = [
      ...['-', '--', '-oProxyCommand=id', 'a', 'host', 'nc', '/run/s', '.', '..', '_', '0', '1', '[::1]', '[', ']'],
      ...['$(id)', '`id`', ';', '|', '&', '>', '<', "'", '"', '\\', '%20', '%0a', '%00', '%27', '%2d', '%', '~', '#'],
      ...[
        '${HOME}',
        '%h',
        '%25h',
        '*',
        '?',
        '!',
        '{',
        '}',
        '(',
        ')',
        '\t',
        '\n',
        ' ',
        '\u00e9',
        '\u202e',
        '@',
        ':',
        '/',
      ],
    ];
    const parameters = ['socket', 'proxy', 'netcat', 'keyfile', 'known_hosts', 'command', 'no_verify', 'no_tty', 'x'];
    const make = (most: number): string => {
      let text = '';
      for (let left = random.below(most + 1); left > 0; left -= 1) text += random.pick(pieces);
      return text;
    };
    const maybe = (text: string): string => (random.below(2) === 0 ? text : '');
    let accepted = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const user = maybe(`${make(2)}@`);
      const host = random.below(3) === 0 ? 'host' : make(3);
      const query = maybe(`?${random.pick(parameters)}=${make(3)}&${random.pick(parameters)}=/${make(2)}`);
      const path = random.pick(['qemu', 'test']) === 'qemu' ? '/system' : `/x${make(3)}`;
      const scheme = path === '/system' ? 'qemu' : 'test';
      const text = `${scheme}+ssh://${user}${host}${maybe(':22')}${path}${query}`;
      let uri: SshUri;
      try {
        uri = parseSsh(text);
      } catch (error) {
        expect(error, text).to.be.instanceOf(UnsupportedUri);
        continue;
      }
      accepted += 1;
      const { host: name, user: login, netcat, socketPath, keyPath, knownHostsPath } = uri;
      for (const word of [name, login, netcat, socketPath, keyPath, knownHostsPath]) {
        if (word !== null) expect(word, text).to.match(SAFE).and.not.match(/^-/);
      }
      const args = sshArguments(uri);
      expect(args.indexOf('--'), text).to.equal(args.length - 3);
      expect(args.at(-1)?.split("'"), text).to.have.length(3);
    }
    expect(accepted).to.be.above(ROUNDS / 100);
  });
});

describe('The command that ssh runs on the host of libvirt', () => {
  let folder = '';
  let count = 0;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'guesthouse-ssh-'));
  });

  after(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  const NC =
    '#!/bin/sh\nif [ "$*" = -q ]; then echo "nc: option requires an argument -- q" >&2; exit 1; fi\necho nc "$@"\n';
  const PROGRAMS = {
    'virt-ssh-helper': '#!/bin/sh\necho virt-ssh-helper "$@"\n',
    nc: NC,
    'other-nc': '#!/bin/sh\necho other-nc "$@"\n',
  };

  /** Runs the command as the login shell of a host that has only these programs. */
  async function run(text: string, programs: readonly (keyof typeof PROGRAMS)[]): Promise<string> {
    const path = join(folder, `host-${++count}`);
    await mkdir(path);
    for (const each of ['sh', 'grep']) await symlink(`/bin/${each}`, join(path, each));
    for (const each of programs) {
      await writeFile(join(path, each), PROGRAMS[each]);
      await chmod(join(path, each), 0o755);
    }
    const { stdout } = await promisify(execFile)('/bin/sh', ['-c', remoteCommand(parseSsh(text))], {
      env: { PATH: path },
    });
    return stdout.trim();
  }

  it('is virt-ssh-helper if the host has it, otherwise nc', async () => {
    const uri = 'qemu+ssh://h/system';
    expect(await run(uri, ['virt-ssh-helper', 'nc'])).to.equal('virt-ssh-helper test:///system');
    expect(await run(uri, ['nc'])).to.match(/^nc -q0 -U \/(var\/)?run\/libvirt\/[a-z-]+$/);
    expect(await run('test+ssh://h/default?proxy=native', ['virt-ssh-helper'])).to.equal(
      'virt-ssh-helper test:///system',
    );
    expect(await run(`${uri}?proxy=netcat`, ['virt-ssh-helper', 'nc'])).to.match(/^nc -q0 -U /);
  });

  it('is nc for the socket that the URI names, without -q if that nc does not know it', async () => {
    const uri = 'qemu+ssh://h/system?socket=/run/my:own+sock';
    expect(await run(uri, ['virt-ssh-helper', 'nc'])).to.equal('nc -q0 -U /run/my:own+sock');
    expect(await run(`${uri}&netcat=other-nc`, ['other-nc'])).to.equal('other-nc -U /run/my:own+sock');
  });
});
