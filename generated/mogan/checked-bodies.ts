// Generated from openapi/mogan.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: openapi-typescript, through src/codegen/write-types.ts.
export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        MoganInstanceCreate: {
            name: components["schemas"]["MoganNewName"];
            /** @default  */
            description: string;
            instance_type_uuid: string;
            image_uuid: string;
            availability_zone?: string;
            networks: components["schemas"]["MoganNetworkCreate"][];
            /** @default {} */
            extra: components["schemas"]["MoganPairs"];
        };
        MoganNewName: string;
        MoganNetworkCreate: {
            net_id: string;
            /**
             * @default virtio
             * @enum {string}
             */
            port_type: "virtio" | "10GE" | "e1000" | "1GE";
        };
        MoganPairs: {
            [key: string]: string;
        };
        MoganPatch: components["schemas"]["MoganPatchOperation"][];
        MoganPatchOperation: {
            /** @enum {string} */
            op: "add" | "remove" | "replace" | "move" | "copy" | "test";
            path: string;
            from?: string;
            value?: unknown;
        };
        MoganPowerTarget: {
            /** @enum {string} */
            target: "on" | "off" | "reboot" | "soft_off" | "soft_reboot";
        };
        MoganTypeCreate: {
            name: components["schemas"]["MoganNewName"];
            /** @default  */
            description: string;
            /** @default true */
            is_public: boolean;
            vcpus: number;
            memory_mib: number;
            /** @default null */
            root_disk_mib: components["schemas"]["MoganDiskSize"];
            /** @default {} */
            extra_specs: components["schemas"]["MoganPairs"];
        };
        MoganDiskSize: number | null;
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type MoganInstanceCreate = components['schemas']['MoganInstanceCreate'];
export type MoganNewName = components['schemas']['MoganNewName'];
export type MoganNetworkCreate = components['schemas']['MoganNetworkCreate'];
export type MoganPairs = components['schemas']['MoganPairs'];
export type MoganPatch = components['schemas']['MoganPatch'];
export type MoganPatchOperation = components['schemas']['MoganPatchOperation'];
export type MoganPowerTarget = components['schemas']['MoganPowerTarget'];
export type MoganTypeCreate = components['schemas']['MoganTypeCreate'];
export type MoganDiskSize = components['schemas']['MoganDiskSize'];
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
