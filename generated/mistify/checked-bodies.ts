// Generated from openapi/mistify.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: openapi-typescript, through src/codegen/write-types.ts.
export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        MistifyMetadataPatch: {
            [key: string]: string | null;
        };
        MistifyGuestCreate: {
            /**
             * @default kvm
             * @enum {string}
             */
            type: "kvm" | "container";
            image?: components["schemas"]["MistifyReference"];
            /** @default 1 */
            cpu: number;
            /** @default 1024 */
            memory: number;
            /** @default [] */
            nics: components["schemas"]["MistifyNicCreate"][];
            /** @default [] */
            disks: components["schemas"]["MistifyDiskCreate"][];
            /** @default {} */
            metadata: {
                [key: string]: string;
            };
        };
        MistifyReference: string;
        MistifyNicCreate: {
            name?: string;
            /** @default user */
            network: string;
            /**
             * @default virtio
             * @enum {string}
             */
            model: "virtio" | "e1000";
            mac?: string;
        };
        MistifyDiskCreate: {
            /**
             * @default virtio
             * @enum {string}
             */
            bus: "virtio" | "scsi" | "sata" | "ide";
            size?: number;
            image?: components["schemas"]["MistifyReference"];
        };
        MistifyImageCreate: {
            id: string;
            /**
             * @default kvm
             * @enum {string}
             */
            type: "kvm" | "iso" | "kernel" | "initrd" | "container";
            source?: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type MistifyMetadataPatch = components['schemas']['MistifyMetadataPatch'];
export type MistifyGuestCreate = components['schemas']['MistifyGuestCreate'];
export type MistifyReference = components['schemas']['MistifyReference'];
export type MistifyNicCreate = components['schemas']['MistifyNicCreate'];
export type MistifyDiskCreate = components['schemas']['MistifyDiskCreate'];
export type MistifyImageCreate = components['schemas']['MistifyImageCreate'];
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
