/** The backends that the contract suite runs against: one line for each. */
import { FakeHarness } from './fake-harness.js';
import type { BackendHarness } from './harness.js';
import { libvirtHarness } from './libvirt-harness.js';
import { qmpHarness } from './qmp-harness.js';

export const HARNESSES: readonly BackendHarness[] = [new FakeHarness(), qmpHarness, libvirtHarness];
