// Generated from openapi.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: src/codegen/write-lists.ts.

/** The members that `fields` can name, grouped by the schema of the whole resource. */
export const MEMBERS = {
  Host: ['id', 'href', 'links', 'name', 'description', 'zone', 'backend', 'uri', 'state', 'state_since', 'fault', 'hypervisor_version', 'vcpus', 'memory_mib', 'disk_mib', 'schedulable', 'ratios', 'reserved', 'usage', 'capabilities', 'metadata'],
  Network: ['id', 'href', 'links', 'name', 'kind', 'state', 'description', 'access', 'projects', 'mac_choice', 'hosts', 'created_at'],
  Guest: ['id', 'href', 'links', 'name', 'description', 'project_id', 'user_id', 'host', 'zone', 'instance_type', 'placement_group', 'vcpus', 'memory_mib', 'firmware', 'cpu_model', 'machine_type', 'boot', 'disks', 'nics', 'metadata', 'state', 'power_state', 'target_power_state', 'power_cycle_required', 'fault', 'created_at', 'updated_at', 'launched_at'],
  Operation: ['id', 'href', 'links', 'kind', 'state', 'subject', 'project_id', 'user_id', 'request_id', 'progress', 'attempts', 'fault', 'created_at', 'started_at', 'finished_at'],
  Event: ['id', 'marker', 'kind', 'severity', 'at', 'subject', 'operation_id', 'project_id', 'user_id', 'request_id', 'client_address', 'detail'],
  Image: ['id', 'href', 'links', 'name', 'description', 'kind', 'format', 'size_bytes', 'virtual_size_mib', 'sha256', 'state', 'shared', 'project_id', 'created_at', 'updated_at'],
  ImageCopy: ['host', 'state', 'size_bytes', 'ahead', 'since'],
  Token: ['id', 'href', 'links', 'name', 'user', 'project', 'role', 'scopes', 'expires_at', 'last_used_at', 'created_at'],
  Permission: ['id', 'href', 'links', 'user', 'group', 'role', 'guest', 'project', 'created_at'],
  Zone: ['id', 'href', 'links', 'name', 'description', 'created_at'],
  InstanceType: ['id', 'href', 'links', 'name', 'description', 'vcpus', 'memory_mib', 'root_disk_mib', 'metadata', 'shared', 'project', 'created_at', 'updated_at'],
  PlacementGroup: ['id', 'href', 'links', 'name', 'description', 'policy', 'strict', 'project_id', 'created_at'],
  Project: ['id', 'href', 'links', 'name', 'description', 'zone', 'quota', 'usage', 'created_at'],
  User: ['id', 'href', 'links', 'name', 'source', 'external_id', 'groups', 'created_at'],
  Group: ['id', 'href', 'links', 'name', 'external_name', 'members', 'created_at'],
  Role: ['name', 'rights', 'for_guests'],
} as const;
