// Generated from openapi.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: openapi-typescript, through src/codegen/write-types.ts.
export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        HostCreate: {
            name: components["schemas"]["NewName"];
            backend: components["schemas"]["BackendName"];
            uri: components["schemas"]["HostUri"];
            /** @default  */
            description: string;
            /** @default null */
            zone: components["schemas"]["ZoneReference"] | null;
            /** @default true */
            schedulable: boolean;
            /** @default {} */
            ratios: {
                vcpus?: components["schemas"]["ChangedRatio"];
                memory?: components["schemas"]["ChangedRatio"];
                disk?: components["schemas"]["ChangedRatio"];
            };
            /** @default {} */
            reserved: {
                vcpus?: number | null;
                memory_mib?: number | null;
                disk_mib?: number | null;
            };
            /** @default {} */
            metadata: {
                [key: string]: components["schemas"]["MetadataValue"];
            };
        };
        NewName: string;
        /** @enum {string} */
        BackendName: "fake" | "qmp" | "libvirt";
        HostUri: string;
        ZoneReference: string | {
            id: components["schemas"]["Id"];
            name?: string;
        };
        Id: string;
        ChangedRatio: number | null;
        MetadataValue: string;
        HostUpdate: {
            name?: components["schemas"]["ChangedName"];
            uri?: components["schemas"]["HostUri"];
            description?: string | null;
            zone?: components["schemas"]["ZoneReference"] | null;
            schedulable?: boolean | null;
            ratios?: components["schemas"]["HostRatiosUpdate"];
            reserved?: components["schemas"]["HostReservesUpdate"];
            metadata?: {
                [key: string]: string | null;
            } | null;
        };
        ChangedName: string;
        HostRatiosUpdate: {
            vcpus?: components["schemas"]["ChangedRatio"];
            memory?: components["schemas"]["ChangedRatio"];
            disk?: components["schemas"]["ChangedRatio"];
        } | null;
        HostReservesUpdate: {
            vcpus?: number | null;
            memory_mib?: number | null;
            disk_mib?: number | null;
        } | null;
        JsonPatch: components["schemas"]["JsonPatchOperation"][];
        JsonPatchOperation: {
            op: components["schemas"]["JsonPatchVerb"];
            path: string;
            from?: string;
            value?: unknown;
        };
        /** @enum {string} */
        JsonPatchVerb: "add" | "remove" | "replace" | "move" | "copy" | "test";
        MetadataPatch: {
            [key: string]: string | null;
        };
        NetworkUpdate: {
            description?: string | null;
            access?: components["schemas"]["NetworkAccess"];
            projects?: components["schemas"]["ProjectReference"][] | null;
            mac_choice?: components["schemas"]["MacChoice"];
        };
        /** @enum {string} */
        NetworkAccess: "all" | "listed";
        ProjectReference: string | {
            id: components["schemas"]["Id"];
            name?: string;
        };
        /** @enum {string} */
        MacChoice: "members" | "administrators";
        GuestCreate: {
            name: components["schemas"]["NewName"];
            /** @default  */
            description: string;
            /** @default null */
            instance_type: string | null;
            vcpus?: components["schemas"]["Vcpus"];
            memory_mib?: components["schemas"]["MemoryMib"];
            /**
             * @default bios
             * @enum {string}
             */
            firmware: "bios" | "uefi";
            /** @default null */
            boot: components["schemas"]["BootCreate"] | null;
            /** @default [] */
            disks: components["schemas"]["DiskCreate"][];
            /** @default [] */
            nics: components["schemas"]["NicCreate"][];
            /** @default {} */
            metadata: {
                [key: string]: components["schemas"]["MetadataValue"];
            };
            /** @default null */
            placement: components["schemas"]["PlacementCreate"] | null;
        };
        Vcpus: number;
        MemoryMib: number;
        BootCreate: {
            kernel_image: components["schemas"]["ImageReference"];
            /** @default null */
            initrd_image: string | null;
            /** @default  */
            cmdline: string;
        };
        ImageReference: string;
        DiskCreate: {
            /**
             * @default disk
             * @enum {string}
             */
            media: "disk" | "cdrom";
            size_mib?: number;
            /** @default null */
            image: string | null;
            /** @enum {string} */
            bus?: "virtio" | "scsi" | "sata" | "ide";
            /** @enum {string} */
            format?: "qcow2" | "raw";
        };
        NicCreate: {
            /** @default user */
            network: string;
            /**
             * @default virtio
             * @enum {string}
             */
            model: "virtio" | "e1000";
            mac?: string;
        };
        PlacementCreate: {
            /** @default null */
            host: components["schemas"]["HostReference"] | null;
            /** @default null */
            zone: string | null;
            /** @default null */
            hosts: string | null;
            /** @default null */
            group: string | null;
        };
        HostReference: string;
        GuestUpdate: {
            name?: components["schemas"]["ChangedName"];
            description?: string | null;
            vcpus?: components["schemas"]["Vcpus"];
            memory_mib?: components["schemas"]["MemoryMib"];
            metadata?: {
                [key: string]: string | null;
            } | null;
        };
        SoftPowerOptions: {
            /** @default 90 */
            timeout_s: number;
            /** @default false */
            force: boolean;
        };
        DriftDiscard: {
            /** @default false */
            lose_disk_changes: boolean;
        };
        PowerStateUpdate: {
            target: components["schemas"]["PowerTarget"];
        };
        /** @enum {string} */
        PowerTarget: "on" | "off" | "soft_off" | "reboot" | "soft_reboot" | "suspend";
        GuestPermissionCreate: {
            /** @default null */
            user: string | null;
            /** @default null */
            group: string | null;
            role: components["schemas"]["GuestRoleName"];
        };
        /** @enum {string} */
        GuestRoleName: "viewer" | "operator" | "member";
        ImageCreate: {
            name: components["schemas"]["NewName"];
            /** @default  */
            description: string;
            kind: components["schemas"]["ImageKind"];
            /** @enum {string} */
            format?: "qcow2" | "raw";
            /** @default null */
            sha256: string | null;
            /** @default false */
            shared: boolean;
        };
        /** @enum {string} */
        ImageKind: "disk" | "kernel" | "initrd" | "iso";
        ImageUpdate: {
            name?: components["schemas"]["ChangedName"];
            description?: string | null;
            shared?: boolean | null;
        };
        TokenCreate: {
            name: components["schemas"]["Name"];
            /** @default null */
            user: string | null;
            /** @default null */
            project: string | null;
            /**
             * @default null
             * @enum {string|null}
             */
            role: "viewer" | "operator" | "member" | "owner" | "admin" | null;
            /** @default [] */
            scopes: components["schemas"]["TokenScope"][];
            /** @default null */
            expires_at: string | null;
        };
        Name: string;
        /** @enum {string} */
        TokenScope: "metrics";
        ZoneCreate: {
            name: components["schemas"]["NewName"];
            /** @default  */
            description: string;
        };
        ZoneUpdate: {
            name?: components["schemas"]["ChangedName"];
            description?: string | null;
        };
        InstanceTypeCreate: {
            name: components["schemas"]["NewName"];
            /** @default  */
            description: string;
            vcpus: components["schemas"]["Vcpus"];
            memory_mib: components["schemas"]["MemoryMib"];
            /** @default null */
            root_disk_mib: components["schemas"]["RootDiskMib"];
            /** @default {} */
            metadata: {
                [key: string]: components["schemas"]["MetadataValue"];
            };
            /** @default null */
            project: components["schemas"]["ProjectReference"] | null;
        };
        RootDiskMib: number | null;
        InstanceTypeUpdate: {
            name?: components["schemas"]["ChangedName"];
            description?: string | null;
            vcpus?: components["schemas"]["Vcpus"];
            memory_mib?: components["schemas"]["MemoryMib"];
            root_disk_mib?: components["schemas"]["RootDiskMib"];
            metadata?: {
                [key: string]: string | null;
            } | null;
            project?: components["schemas"]["ProjectReference"] | null;
        };
        PlacementGroupCreate: {
            name: components["schemas"]["NewName"];
            /** @default  */
            description: string;
            policy: components["schemas"]["PlacementPolicy"];
            /** @default false */
            strict: boolean;
        };
        /** @enum {string} */
        PlacementPolicy: "spread" | "together";
        PlacementGroupUpdate: {
            name?: components["schemas"]["ChangedName"];
            description?: string | null;
            policy?: components["schemas"]["PlacementPolicy"];
            strict?: boolean | null;
        };
        ProjectCreate: {
            name: components["schemas"]["NewName"];
            /** @default  */
            description: string;
            /** @default null */
            zone: components["schemas"]["ZoneReference"] | null;
            /** @default {} */
            quota: components["schemas"]["QuotaCreate"];
        };
        QuotaCreate: {
            /** @default null */
            guests: components["schemas"]["QuotaLimit"];
            /** @default null */
            vcpus: components["schemas"]["QuotaLimit"];
            /** @default null */
            memory_mib: components["schemas"]["QuotaLimit"];
            /** @default null */
            disk_mib: components["schemas"]["QuotaLimit"];
            /** @default null */
            images: components["schemas"]["QuotaLimit"];
            /** @default null */
            image_bytes: components["schemas"]["QuotaLimit"];
            /** @default null */
            tokens: components["schemas"]["QuotaLimit"];
        };
        QuotaLimit: number | null;
        ProjectUpdate: {
            name?: components["schemas"]["ChangedName"];
            description?: string | null;
            zone?: components["schemas"]["ZoneReference"] | null;
            quota?: components["schemas"]["QuotaUpdate"];
        };
        QuotaUpdate: {
            guests?: components["schemas"]["QuotaLimit"];
            vcpus?: components["schemas"]["QuotaLimit"];
            memory_mib?: components["schemas"]["QuotaLimit"];
            disk_mib?: components["schemas"]["QuotaLimit"];
            images?: components["schemas"]["QuotaLimit"];
            image_bytes?: components["schemas"]["QuotaLimit"];
            tokens?: components["schemas"]["QuotaLimit"];
        } | null;
        UserCreate: {
            name: components["schemas"]["NewName"];
        };
        UserUpdate: {
            name?: components["schemas"]["ChangedName"];
        };
        GroupCreate: {
            name: components["schemas"]["NewName"];
            /** @default null */
            external_name: string | null;
            /** @default [] */
            members: components["schemas"]["UserReference"][];
        };
        UserReference: string | {
            id: components["schemas"]["Id"];
            name?: string;
        };
        GroupUpdate: {
            name?: components["schemas"]["ChangedName"];
            external_name?: components["schemas"]["ExternalName"];
            members?: components["schemas"]["UserReference"][] | null;
        };
        ExternalName: string | null;
        ProjectPermissionCreate: {
            /** @default null */
            user: string | null;
            /** @default null */
            group: string | null;
            role: components["schemas"]["RoleName"];
        };
        /** @enum {string} */
        RoleName: "viewer" | "operator" | "member" | "owner" | "admin";
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type HostCreate = components['schemas']['HostCreate'];
export type NewName = components['schemas']['NewName'];
export type BackendName = components['schemas']['BackendName'];
export type HostUri = components['schemas']['HostUri'];
export type ZoneReference = components['schemas']['ZoneReference'];
export type Id = components['schemas']['Id'];
export type ChangedRatio = components['schemas']['ChangedRatio'];
export type MetadataValue = components['schemas']['MetadataValue'];
export type HostUpdate = components['schemas']['HostUpdate'];
export type ChangedName = components['schemas']['ChangedName'];
export type HostRatiosUpdate = components['schemas']['HostRatiosUpdate'];
export type HostReservesUpdate = components['schemas']['HostReservesUpdate'];
export type JsonPatch = components['schemas']['JsonPatch'];
export type JsonPatchOperation = components['schemas']['JsonPatchOperation'];
export type JsonPatchVerb = components['schemas']['JsonPatchVerb'];
export type MetadataPatch = components['schemas']['MetadataPatch'];
export type NetworkUpdate = components['schemas']['NetworkUpdate'];
export type NetworkAccess = components['schemas']['NetworkAccess'];
export type ProjectReference = components['schemas']['ProjectReference'];
export type MacChoice = components['schemas']['MacChoice'];
export type GuestCreate = components['schemas']['GuestCreate'];
export type Vcpus = components['schemas']['Vcpus'];
export type MemoryMib = components['schemas']['MemoryMib'];
export type BootCreate = components['schemas']['BootCreate'];
export type ImageReference = components['schemas']['ImageReference'];
export type DiskCreate = components['schemas']['DiskCreate'];
export type NicCreate = components['schemas']['NicCreate'];
export type PlacementCreate = components['schemas']['PlacementCreate'];
export type HostReference = components['schemas']['HostReference'];
export type GuestUpdate = components['schemas']['GuestUpdate'];
export type SoftPowerOptions = components['schemas']['SoftPowerOptions'];
export type DriftDiscard = components['schemas']['DriftDiscard'];
export type PowerStateUpdate = components['schemas']['PowerStateUpdate'];
export type PowerTarget = components['schemas']['PowerTarget'];
export type GuestPermissionCreate = components['schemas']['GuestPermissionCreate'];
export type GuestRoleName = components['schemas']['GuestRoleName'];
export type ImageCreate = components['schemas']['ImageCreate'];
export type ImageKind = components['schemas']['ImageKind'];
export type ImageUpdate = components['schemas']['ImageUpdate'];
export type TokenCreate = components['schemas']['TokenCreate'];
export type Name = components['schemas']['Name'];
export type TokenScope = components['schemas']['TokenScope'];
export type ZoneCreate = components['schemas']['ZoneCreate'];
export type ZoneUpdate = components['schemas']['ZoneUpdate'];
export type InstanceTypeCreate = components['schemas']['InstanceTypeCreate'];
export type RootDiskMib = components['schemas']['RootDiskMib'];
export type InstanceTypeUpdate = components['schemas']['InstanceTypeUpdate'];
export type PlacementGroupCreate = components['schemas']['PlacementGroupCreate'];
export type PlacementPolicy = components['schemas']['PlacementPolicy'];
export type PlacementGroupUpdate = components['schemas']['PlacementGroupUpdate'];
export type ProjectCreate = components['schemas']['ProjectCreate'];
export type QuotaCreate = components['schemas']['QuotaCreate'];
export type QuotaLimit = components['schemas']['QuotaLimit'];
export type ProjectUpdate = components['schemas']['ProjectUpdate'];
export type QuotaUpdate = components['schemas']['QuotaUpdate'];
export type UserCreate = components['schemas']['UserCreate'];
export type UserUpdate = components['schemas']['UserUpdate'];
export type GroupCreate = components['schemas']['GroupCreate'];
export type UserReference = components['schemas']['UserReference'];
export type GroupUpdate = components['schemas']['GroupUpdate'];
export type ExternalName = components['schemas']['ExternalName'];
export type ProjectPermissionCreate = components['schemas']['ProjectPermissionCreate'];
export type RoleName = components['schemas']['RoleName'];
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
