/**
 * The framing of libvirt's wire protocol: packets that are split and joined anywhere, impossible lengths, and how
 * little memory the reader uses.
 */
import { expect } from 'chai';
import { ProtocolViolation } from '../../backends/libvirt/rpc/errors.js';
import { PacketReader } from '../../backends/libvirt/rpc/packet-reader.js';
import { HEADER_BYTES, PACKET_MAX_BYTES } from '../../backends/libvirt/rpc/packet.js';
import { callOf, withHeader } from './scripted-libvirt.js';

const PACKETS = [
  callOf('ConnectGetType', undefined, 1),
  callOf('ConnectOpen', { name: 'qemu:///system', flags: 0 }, 2),
  callOf('DomainLookupByName', { name: 'x'.repeat(10_000) }, 3),
  callOf('ConnectGetHostname', undefined, 4),
];

describe('The packet reader', () => {
  let taken: { serial: number; payload: Buffer }[];
  let reader: PacketReader;

  beforeEach(() => {
    taken = [];
    reader = new PacketReader();
  });

  const push = (chunk: Buffer): void =>
    reader.push(chunk, ({ serial, bytes, start, end }) => {
      taken.push({ serial, payload: Buffer.from(bytes.subarray(start, end)) });
      return true;
    });

  const expectAll = (): void => {
    expect(taken.map(({ serial }) => serial)).to.deep.equal([1, 2, 3, 4]);
    for (const [index, { payload }] of taken.entries()) {
      expect(payload.equals(PACKETS[index]?.subarray(HEADER_BYTES) ?? Buffer.alloc(0)), String(index)).to.equal(true);
    }
    expect(reader.heldBytes).to.equal(0);
  };

  it('finds packets in one chunk', () => {
    push(Buffer.concat(PACKETS));
    expectAll();
  });

  it('finds packets in single bytes', () => {
    for (const byte of Buffer.concat(PACKETS)) push(Buffer.from([byte]));
    expectAll();
  });

  it('finds packets in two chunks, wherever the split is', () => {
    const all = Buffer.concat(PACKETS);
    for (let cut = 0; cut <= all.length; cut += cut < 200 || cut > all.length - 200 ? 1 : 97) {
      taken = [];
      reader = new PacketReader();
      push(all.subarray(0, cut));
      push(all.subarray(cut));
      expectAll();
    }
  });

  it('does not change a packet that was passed on', () => {
    const kept: Buffer[] = [];
    const keep = (chunk: Buffer): void =>
      reader.push(chunk, ({ bytes, start, end }) => {
        kept.push(bytes.subarray(start, end));
        return true;
      });
    const [, open = Buffer.alloc(0)] = PACKETS;
    for (let round = 0; round < 3; round++) for (const byte of open) keep(Buffer.from([byte]));
    for (const payload of kept) expect(payload.equals(open.subarray(HEADER_BYTES))).to.equal(true);
    expect(kept).to.have.length(3);
  });

  it('stops passing packets on when its consumer stops it', () => {
    let count = 0;
    reader.push(Buffer.concat(PACKETS), () => ++count < 2);
    expect(count).to.equal(2);
  });

  for (const length of [0, 1, HEADER_BYTES - 1, PACKET_MAX_BYTES + 1, 0x7fffffff, 0x80000000, 0xffffffff]) {
    it(`rejects a packet of ${length} bytes at the fourth byte, and keeps nothing of it`, () => {
      const head = withHeader(Buffer.alloc(HEADER_BYTES), { length }).subarray(0, 4);
      expect(() => push(head)).to.throw(ProtocolViolation);
      reader = new PacketReader();
      for (const byte of head.subarray(0, 3)) push(Buffer.from([byte]));
      expect(() => push(head.subarray(3))).to.throw(ProtocolViolation);
      expect(reader.heldBytes).to.equal(4);
    });
  }

  it('holds only the bytes of a packet that have arrived, even for the largest packet', () => {
    const before = process.memoryUsage().arrayBuffers;
    const readers = Array.from({ length: 64 }, () => new PacketReader());
    for (const each of readers)
      each.push(withHeader(Buffer.alloc(HEADER_BYTES), { length: PACKET_MAX_BYTES }), () => true);
    // 64 packets that each announce 32 MiB, and of which 28 bytes have arrived.
    expect(process.memoryUsage().arrayBuffers - before).to.be.lessThan(PACKET_MAX_BYTES);
    expect(readers.map(({ heldBytes }) => heldBytes)).to.deep.equal(readers.map(() => HEADER_BYTES));
  });

  it('uses memory only for the bytes of a packet that arrives byte by byte, and not for each piece', () => {
    const packet = callOf('DomainLookupByName', { name: 'x'.repeat(300_000) }, 1);
    const before = process.memoryUsage().heapUsed;
    const piece = Buffer.alloc(1);
    for (let at = 0; at < packet.length - 1; at++) {
      piece[0] = packet[at] ?? 0;
      push(piece);
    }
    expect(reader.heldBytes).to.equal(packet.length - 1);
    push(packet.subarray(packet.length - 1));
    expect(taken).to.have.length(1);
    expect(process.memoryUsage().heapUsed - before).to.be.lessThan(50_000_000);
  });
});
