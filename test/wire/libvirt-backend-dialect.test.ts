/** The translation of libvirt's words into ours: states, refusals, counters, metadata, capabilities, and networks. */
import { expect } from 'chai';
import {
  isActive,
  isBusyPool,
  isBusyVolume,
  metricsOf,
  observationOf,
  pauseOf,
  stallOfDisks,
  stateOf,
  toGuesthouseError,
  versionOf,
} from '../../backends/libvirt/dialect.js';
import { offersUefi, ownerOf } from '../../backends/libvirt/hypervisor.js';
import { diskVolumeName, guestOf, imageVolumeName, sha256OfImageVolume } from '../../backends/libvirt/names.js';
import { networksOf, sourceIn } from '../../backends/libvirt/networks.js';
import { bareMetadataElement, metadataElement, parseMetadata } from '../../backends/libvirt/guest-metadata.js';
import type { GuestMetadata } from '../../backends/libvirt/guest-metadata.js';
import { ERROR_CODES } from '../../backends/libvirt/rpc/error-names.js';
import { AuthDenied, ConnectionLost, DeadlinePassed, LibvirtError } from '../../backends/libvirt/rpc/errors.js';
import { PROCEDURES } from '../../backends/libvirt/rpc/procedures.js';
import type { ProcedureName } from '../../backends/libvirt/rpc/procedures.js';
import type { TypedParam } from '../../backends/libvirt/rpc/structures.js';
import { toXml, unescapeXml } from '../../backends/libvirt/xml.js';
import { GuesthouseError, isGuesthouseError } from '../../src/domain/errors.js';
import type { GuestId } from '../../src/domain/ids.js';
import { element } from '../../src/domain/xml.js';

const GUEST = '0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d' as GuestId;
const NOTE: GuestMetadata = {
  id: GUEST,
  images: ['a'.repeat(64)],
  disks: [
    { device: 'vda', target: 'vda' },
    { device: 'cd', target: 'sda' },
  ],
  nics: [
    { device: 'net0', network: 'user' },
    { device: 'net1', network: 'lab' },
  ],
  isCrashSettled: false,
};

function said(code: (typeof ERROR_CODES)[number], message = '', int1 = 0): LibvirtError {
  return new LibvirtError('SomeCall', {
    ...{ code: ERROR_CODES.indexOf(code), domain: 10, message, level: 2, dom: null },
    ...{ str1: null, str2: null, str3: null, int1, int2: 0, net: null },
  });
}

const uint = (field: string, value: number): TypedParam => ({ field, type: 'uint', value });
const int = (field: string, value: number): TypedParam => ({ field, type: 'int', value });
const ullong = (field: string, value: bigint): TypedParam => ({ field, type: 'ullong', value });
const string = (field: string, value: string): TypedParam => ({ field, type: 'string', value });

describe('The dialect of libvirt', () => {
  it('translates each state and reason', () => {
    const meanings: readonly [number, number, string][] = [
      [1, 1, 'running'], // booted
      [2, 0, 'running'], // blocked
      [3, 1, 'suspended'], // by its user
      [3, 5, 'suspended'], // its disk is full
      [3, 6, 'suspended'], // its watchdog expired
      [3, 10, 'crashed'],
      [3, 11, 'unsettled'], // starting up
      [3, 2, 'unsettled'], // migrating
      [4, 0, 'running'], // shutting down
      [5, 0, 'stopped'],
      [5, 1, 'stopped'], // shut down
      [5, 2, 'stopped'], // destroyed
      [5, 3, 'crashed'],
      [5, 6, 'stopped'], // its start failed
      [5, 8, 'crashed'], // killed by the daemon, which could not attach to it again
      [6, 1, 'crashed'],
      [0, 0, 'unsettled'],
      [99, 0, 'unsettled'],
    ];
    for (const [state, reason, meaning] of meanings)
      expect(stateOf(state, reason), `${state}/${reason}`).to.equal(meaning);
    const pauses = [1, 5, 6, 7].map((reason) => pauseOf(3, reason));
    expect(pauses).to.deep.equal([null, 'a disk', 'guest_watchdog', null]);
    expect(pauseOf(1, 5)).to.equal(null); // running, unpaused by its owner
    expect(stallOfDisks([{ error: 1 }, { error: 2 }])).to.equal('host_out_of_space');
    expect([stallOfDisks([{ error: 1 }]), stallOfDisks([])]).to.deep.equal(['guest_io_error', 'guest_io_error']);
    expect([1, 3, 4, 6].map(isActive)).to.deep.equal([true, true, true, true]);
    expect([0, 5].map(isActive)).to.deep.equal([false, false]);
  });

  it('concludes nothing from a missing state, and treats a settled crash as stopped', () => {
    expect(observationOf([], NOTE)).to.deep.equal({ state: 'unresponsive' });
    const crashed = [int('state.state', 5), int('state.reason', 3)];
    expect(observationOf(crashed, NOTE)).to.deep.equal({ state: 'crashed' });
    expect(observationOf(crashed, { ...NOTE, isCrashSettled: true })).to.deep.equal({ state: 'stopped' });
    const runs = [int('state.state', 1), int('state.reason', 1)];
    expect(observationOf(runs, { ...NOTE, isCrashSettled: true })).to.deep.equal({ state: 'running' });
  });

  it('reports counters under our names and in seconds, and null for counters that libvirt omits', () => {
    const metrics = metricsOf(
      [
        int('state.state', 1),
        int('state.reason', 1),
        uint('vcpu.current', 2),
        ullong('vcpu.0.time', 1_500_000_000n),
        uint('block.count', 2),
        string('block.0.name', 'sda'),
        string('block.1.name', 'vda'),
        ullong('block.1.rd.reqs', 7n),
        ullong('block.1.wr.times', 2_000_000_000n),
        uint('net.count', 2),
        string('net.1.name', 'vnet3'),
        ullong('net.1.rx.bytes', 42n),
        ullong('net.1.tx.drop', 0n),
      ],
      NOTE,
    );
    if (metrics === null) throw new Error('no metrics of a powered guest');
    expect(metrics.vcpus).to.deep.equal([
      { vcpu: 0, cpuTimeS: 1.5, vcpuTimeS: null },
      { vcpu: 1, cpuTimeS: null, vcpuTimeS: null },
    ]);
    expect(metrics.disks.map(({ device }) => device)).to.deep.equal(['vda', 'cd']);
    expect(metrics.disks[0]).to.include({ readOps: 7, writeTimeS: 2, readBytes: null, flushOps: null });
    expect(metrics.disks[1]).to.include({ readOps: null, writeBytes: null });
    expect(metrics.nics[0]).to.include({ device: 'net0', network: 'user', rxBytes: null, txDrops: null });
    expect(metrics.nics[1]).to.include({ device: 'net1', network: 'lab', rxBytes: 42, txDrops: 0, rxErrors: null });
  });

  it('returns no counters for a crashed guest that is not destroyed yet', () => {
    expect(metricsOf([int('state.state', 3), int('state.reason', 10), uint('vcpu.current', 2)], NOTE)).to.equal(null);
    expect(metricsOf([int('state.state', 3), int('state.reason', 1), uint('vcpu.current', 2)], NOTE)).to.not.equal(
      null,
    );
  });

  it('decodes versions', () => {
    expect([7_002_022n, 9_000_000n, 10_010_001n].map(versionOf)).to.deep.equal(['7.2.22', '9.0.0', '10.10.1']);
  });

  describe('for failures', () => {
    const kindOf = (error: unknown, procedure: ProcedureName = 'DomainCreateWithFlags'): string => {
      const ours = toGuesthouseError(error, procedure);
      return ours instanceof GuesthouseError ? ours.kind : 'not ours';
    };

    it('distinguishes refusal, unreachable host and unknown outcome (B3)', () => {
      expect(kindOf(said('OPERATION_INVALID', 'domain is not running'))).to.equal('backend_refused');
      expect(kindOf(said('OPERATION_TIMEOUT'))).to.equal('backend_refused');
      expect(kindOf(said('CONFIG_UNSUPPORTED'))).to.equal('unsupported_by_backend');
      expect(kindOf(new ConnectionLost('gone', false))).to.equal('host_unreachable');
      expect(kindOf(new ConnectionLost('gone', true))).to.equal('outcome_unknown');
      expect(kindOf(new DeadlinePassed('DomainReset', 5, true))).to.equal('outcome_unknown');
      expect(kindOf(new AuthDenied('polkit', 'no'))).to.equal('host_unreachable');
      const other = new Error('a defect');
      expect(toGuesthouseError(other)).to.equal(other);
    });

    it('reports host_unreachable for a lost reply to a query, because a query changes nothing', () => {
      expect(kindOf(new ConnectionLost('gone', true), 'ConnectGetAllDomainStats')).to.equal('host_unreachable');
      const changing = (Object.keys(PROCEDURES) as ProcedureName[]).filter((name) => PROCEDURES[name].changes);
      expect(changing).to.include.members([
        ...[
          'DomainDefineXMLFlags',
          'DomainUndefineFlags',
          'DomainCreateWithFlags',
          'DomainDestroyFlags',
          'DomainReset',
        ],
        ...['DomainShutdownFlags', 'DomainSuspend', 'DomainResume', 'DomainSetMetadata', 'StoragePoolBuild'],
        ...['StoragePoolDefineXML', 'StorageVolCreateXML', 'StorageVolCreateXMLFrom', 'StorageVolDelete'],
        ...['StorageVolUpload', 'StorageVolResize', 'StoragePoolRefresh', 'QemuDomainAgentCommand'],
      ]);
      expect(changing).not.to.include.members(['DomainGetState']);
      expect(changing).not.to.include.members(['StorageVolLookupByName']);
    });

    it('recognizes a lack of room by numbers and by text', () => {
      expect(kindOf(said('NO_MEMORY'))).to.equal('capacity_exhausted');
      for (const number of [12, 27, 28, 30, 122])
        expect(kindOf(said('SYSTEM_ERROR', 'cannot fill file', number)), `${number}`).to.equal('capacity_exhausted');
      for (const text of ['Read-only file system', 'File too large', 'Disk quota exceeded'])
        expect(kindOf(said('INTERNAL_ERROR', `qemu-img: /pool/x: ${text}`)), text).to.equal('capacity_exhausted');
      const words = "process exited: qemu-system-x86_64: cannot set up guest memory 'pc.ram': Cannot allocate memory";
      expect(kindOf(said('INTERNAL_ERROR', words))).to.equal('capacity_exhausted');
    });

    it('shows the last line of the message, without paths', () => {
      const words =
        "internal error: process exited while connecting to monitor: 2026-01-01: \nqemu-system-x86_64: -blockdev: Could not open '/pool/x': nope";
      const ours = toGuesthouseError(said('INTERNAL_ERROR', words));
      expect(isGuesthouseError(ours, 'backend_refused')).to.equal(true);
      if (!(ours instanceof GuesthouseError)) return;
      expect(ours.message).to.contain('Could not open').and.not.to.contain('/pool');
      expect(ours.logDetail).to.contain('/pool/x');
      expect((toGuesthouseError(said('INTERNAL_ERROR')) as Error).message).to.contain('no reason');
    });

    it('recognizes volumes and pools that are busy', () => {
      expect(isBusyVolume(said('OPERATION_INVALID', "volume 'x' is still being allocated."))).to.equal(true);
      expect(isBusyVolume(said('OPERATION_INVALID', "volume 'x' is still in use."))).to.equal(true);
      expect(isBusyVolume(said('OPERATION_INVALID', 'something else'))).to.equal(false);
      expect(isBusyPool(said('INTERNAL_ERROR', "pool 'x' has asynchronous jobs running."))).to.equal(true);
      expect(isBusyPool(said('INTERNAL_ERROR', 'something else'))).to.equal(false);
    });
  });

  describe('for metadata', () => {
    it('reads the written metadata back from the form that libvirt returns', () => {
      const odd = { ...NOTE, nics: [{ device: 'net0', network: `<&>"' ]]>` }] };
      expect(parseMetadata(toXml(metadataElement(odd)))).to.deep.equal(odd);
      expect(parseMetadata(`${toXml(bareMetadataElement(odd))}\n`)).to.deep.equal(odd);
    });

    it("finds the guest's id in a damaged element, and keeps the images of that guest", () => {
      for (const body of ['', 'rubbish', '{}', '{"images":[1],"disks":[],"nics":[],"isCrashSettled":false}']) {
        const note = parseMetadata(toXml(element('guest', { id: GUEST }, body)));
        expect(note, body).to.include({ id: GUEST, images: null });
      }
    });

    it('ignores a foreign element', () => {
      for (const xml of ['', '<guest/>', '<other id="x"/>', `<guests id="${GUEST}"/>`, `<guest uid="${GUEST}"/>`]) {
        expect(parseMetadata(xml), xml).to.equal(null);
      }
    });
  });

  describe('for names', () => {
    it('treats a domain as ours only if its name contains its UUID', () => {
      expect(guestOf({ name: `guesthouse-${GUEST}`, uuid: GUEST, id: 1 })).to.equal(GUEST);
      expect(guestOf({ name: `guesthouse-${GUEST}x`, uuid: GUEST, id: 1 })).to.equal(null);
      expect(guestOf({ name: 'guesthouse-', uuid: GUEST, id: 1 })).to.equal(null);
    });

    it('recognizes the volume of an image, and rejects invalid names', () => {
      const sha256 = 'f'.repeat(64);
      expect(sha256OfImageVolume(imageVolumeName(sha256))).to.equal(sha256);
      expect(sha256OfImageVolume(diskVolumeName(GUEST, 'vda'))).to.equal(null);
      expect(sha256OfImageVolume(`${imageVolumeName(sha256)}.part`)).to.equal(null);
      for (const name of ['', 'A', '../x', 'a b']) expect(() => diskVolumeName(GUEST, name), name).to.throw();
      expect(() => imageVolumeName('')).to.throw();
    });
  });

  it('finds the firmware and the owner in capabilities, and nothing if they are missing', () => {
    const firmware = (value: string): string =>
      `<domainCapabilities><os supported='yes'><enum name='firmware'>${value}</enum><loader><value>efi</value></loader></os></domainCapabilities>`;
    expect(offersUefi(firmware('<value>bios</value><value>efi</value>'))).to.equal(true);
    expect(offersUefi(firmware(''))).to.equal(false);
    expect(offersUefi('')).to.equal(false);
    const models = `<secmodel><model>none</model></secmodel><secmodel><model>dac</model><doi>0</doi>
      <baselabel type='kvm'>+1:+2</baselabel><baselabel type='qemu'>+3:+4</baselabel></secmodel>`;
    expect(ownerOf(models, 'qemu')).to.deep.equal({ uid: 3, gid: 4 });
    expect(ownerOf(models, 'kvm')).to.deep.equal({ uid: 1, gid: 2 });
    expect(ownerOf('<secmodel><model>selinux</model></secmodel>', 'kvm')).to.equal(null);
  });

  it('rejects a network that does not exist', () => {
    const found = new Map([
      ['user', 'user'],
      ['lab', 'network'],
      ['br0', 'bridge'],
    ] as const);
    expect(networksOf(found)).to.deep.equal([
      { name: 'user', kind: 'user' },
      { name: 'lab', kind: 'bridge' },
      { name: 'br0', kind: 'bridge' },
    ]);
    expect(sourceIn(found, 'lab')).to.equal('network');
    expect(() => sourceIn(found, 'nowhere')).to.throw(/no network/);
  });
});

describe('The XML writer', () => {
  it('escapes characters that are markup or that parsing would change', () => {
    const text = `a<b>&"c"'d'\t\n\r]]>é😀`;
    const xml = toXml(element('x', { a: text, b: null, c: 1 }, text, null, element('y')));
    expect(xml).to.match(/^<x a="[^"<>\t\n\r]*" c="1">[^<>\t\n\r]*<y\/><\/x>$/);
    expect(unescapeXml(/a="([^"]*)"/.exec(xml)?.[1] ?? '')).to.equal(text);
    expect(unescapeXml(/>([^<]*)</.exec(xml)?.[1] ?? '')).to.equal(text);
  });

  it('rejects characters that XML 1.0 cannot hold', () => {
    for (const text of ['\u0000', '\u0008', '\u001f', '\ufffe', '\uffff', '\ud800', 'a\udc00b']) {
      expect(() => toXml(element('x', {}, text)), JSON.stringify(text)).to.throw(GuesthouseError);
    }
  });

  it('unescapes numeric references and the five named ones, and leaves all other text unchanged', () => {
    expect(unescapeXml('&lt;&gt;&amp;&quot;&apos;&#65;&#x1F600;')).to.equal(`<>&"'A😀`);
    expect(unescapeXml('&nbsp; &#9999999; & &;')).to.equal('&nbsp; &#9999999; & &;');
    expect(unescapeXml('&amp;lt;')).to.equal('&lt;');
  });
});
