// Generated from openapi/sahara.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: openapi-typescript, through src/codegen/write-types.ts.
export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        SaharaGuestCreate: {
            name: string;
            /** @default  */
            description: string;
            /** @default null */
            instance_type: string | null;
            vcpus?: number;
            memory_mib?: number;
            /**
             * @default bios
             * @enum {string}
             */
            firmware: "bios" | "uefi";
            /** @default null */
            boot: components["schemas"]["SaharaBootCreate"] | null;
            /** @default [] */
            disks: components["schemas"]["SaharaDiskCreate"][];
            /** @default [] */
            nics: components["schemas"]["SaharaNicCreate"][];
            /** @default {} */
            metadata: {
                [key: string]: string;
            };
            /** @default null */
            placement: components["schemas"]["SaharaPlacementCreate"] | null;
        };
        SaharaBootCreate: {
            kernel_image: components["schemas"]["SaharaNameOrId"];
            /** @default null */
            initrd_image: string | null;
            /** @default  */
            cmdline: string;
        };
        SaharaNameOrId: string;
        SaharaDiskCreate: {
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
        SaharaNicCreate: {
            /** @default user */
            network: string;
            /**
             * @default virtio
             * @enum {string}
             */
            model: "virtio" | "e1000";
            mac?: string;
        };
        SaharaPlacementCreate: {
            /** @default null */
            host: components["schemas"]["SaharaNameOrId"] | null;
            /** @default null */
            zone: string | null;
            /** @default null */
            hosts: string | null;
            /** @default null */
            group: string | null;
        };
        SaharaGuestUpdate: {
            name?: string;
            description?: string | null;
            vcpus?: number;
            memory_mib?: number;
            metadata?: {
                [key: string]: string | null;
            } | null;
        };
        SaharaClusterCreate: {
            name: string;
            /** @enum {string} */
            plugin_name: "guesthouse";
            plugin_version?: string;
            hadoop_version?: string;
            /** @default  */
            description: string;
            /** @default null */
            default_image_id: string | null;
            /** @default null */
            neutron_management_network: string | null;
            node_groups: components["schemas"]["SaharaNodeGroupCreate"][];
        };
        SaharaNodeGroupCreate: {
            name?: string;
            count?: number;
            node_processes?: string[];
            flavor_id: components["schemas"]["SaharaNameOrId"];
            /** @default null */
            image_id: string | null;
        };
        SaharaClusterUpdate: {
            name?: string;
            description?: string | null;
            /** @enum {boolean} */
            is_public?: false;
            /** @enum {boolean} */
            is_protected?: false;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type SaharaGuestCreate = components['schemas']['SaharaGuestCreate'];
export type SaharaBootCreate = components['schemas']['SaharaBootCreate'];
export type SaharaNameOrId = components['schemas']['SaharaNameOrId'];
export type SaharaDiskCreate = components['schemas']['SaharaDiskCreate'];
export type SaharaNicCreate = components['schemas']['SaharaNicCreate'];
export type SaharaPlacementCreate = components['schemas']['SaharaPlacementCreate'];
export type SaharaGuestUpdate = components['schemas']['SaharaGuestUpdate'];
export type SaharaClusterCreate = components['schemas']['SaharaClusterCreate'];
export type SaharaNodeGroupCreate = components['schemas']['SaharaNodeGroupCreate'];
export type SaharaClusterUpdate = components['schemas']['SaharaClusterUpdate'];
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
