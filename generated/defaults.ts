// Generated from openapi.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: src/codegen/write-defaults.ts.

/** The default of each member that a body can omit, grouped by schema. */
export const DEFAULTS = {
  HostCreate: { description: "", zone: null, schedulable: true, ratios: {}, reserved: {}, metadata: {} },
  BootCreate: { initrd_image: null, cmdline: "" },
  DiskCreate: { media: "disk", image: null },
  NicCreate: { network: "user", model: "virtio" },
  GuestCreate: { description: "", instance_type: null, firmware: "bios", boot: null, disks: [], nics: [], metadata: {}, placement: null },
  PlacementCreate: { host: null, zone: null, hosts: null, group: null },
  SoftPowerOptions: { timeout_s: 90, force: false },
  DriftDiscard: { lose_disk_changes: false },
  ImageCreate: { description: "", sha256: null, shared: false },
  TokenCreate: { user: null, project: null, role: null, scopes: [], expires_at: null },
  GuestPermissionCreate: { user: null, group: null },
  ProjectPermissionCreate: { user: null, group: null },
  ZoneCreate: { description: "" },
  InstanceTypeCreate: { description: "", root_disk_mib: null, metadata: {}, project: null },
  PlacementGroupCreate: { description: "", strict: false },
  ProjectCreate: { description: "", zone: null, quota: {} },
  QuotaCreate: { guests: null, vcpus: null, memory_mib: null, disk_mib: null, images: null, image_bytes: null, tokens: null },
  GroupCreate: { external_name: null, members: [] },
} as const;
