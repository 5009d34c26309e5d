// Generated from openapi/sahara.yaml by src/codegen (`npx tsx src/codegen/generate.ts`). Do not edit.
// Writer: openapi-typescript, through src/codegen/write-types.ts.
export type Binary = Blob | Uint8Array | ReadableStream<Uint8Array>;
export interface paths {
    "/v1.1/{project_id}/guests": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The project, by its id or name, or by its id in Keystone. A project that does not exist, or that the caller has
                 *     no access to, is rejected (403).
                 * @example default
                 */
                project_id: components["parameters"]["SaharaProjectId"];
            };
            cookie?: never;
        };
        /**
         * List the guests
         * @description Returns the guests of the project. Without `limit`, it returns all of them.
         */
        get: operations["listSaharaGuests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1.1/{project_id}/guests/{guest}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The project, by its id or name, or by its id in Keystone. A project that does not exist, or that the caller has
                 *     no access to, is rejected (403).
                 * @example default
                 */
                project_id: components["parameters"]["SaharaProjectId"];
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                guest: components["parameters"]["SaharaGuestId"];
            };
            cookie?: never;
        };
        /**
         * Show a guest
         * @description Returns one guest of the project.
         */
        get: operations["getSaharaGuest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description A virtual machine. */
        SaharaGuest: {
            /**
             * @description The id.
             *     @format uuid
             */
            id: string;
            /**
             * @description The path of the guest.
             *     @format uri-reference
             */
            href: string;
            /** @description The link `self`. */
            links: components["schemas"]["SaharaLink"][];
            /** @description The name. */
            name: string;
            /** @description Free text. */
            description: string;
            /**
             * @description The id of the project.
             *     @format uuid
             */
            project_id: string;
            /** @description The id of the user who created the guest, or null. */
            user_id: string | null;
            host: components["schemas"]["SaharaReference"];
            zone: components["schemas"]["SaharaReference"];
            /** @description The instance type that the guest was created with, or null. */
            instance_type: components["schemas"]["SaharaReference"] | null;
            /**
             * @description The number of CPUs.
             *     @isInt
             */
            vcpus: number;
            /**
             * @description The memory in MiB.
             *     @isInt
             */
            memory_mib: number;
            /** @description The drives. */
            disks: components["schemas"]["SaharaDisk"][];
            /** @description The network interfaces. */
            nics: components["schemas"]["SaharaNic"][];
            /** @description Key-value pairs. */
            metadata: {
                [key: string]: string;
            };
            /**
             * @description The state. See [Guest states](/docs/guide/guest-states).
             * @enum {string}
             */
            state: "creating" | "stopped" | "starting" | "running" | "stopping" | "rebooting" | "suspending" | "suspended" | "updating" | "deleting" | "error" | "unknown";
            /**
             * @description The power state that was last observed, or null.
             * @enum {string|null}
             */
            power_state: "on" | "off" | "suspended" | null;
            /** @description What went wrong with the guest, or null. */
            fault: components["schemas"]["SaharaGuestFault"] | null;
            /**
             * @description When it was created.
             *     @format date-time
             */
            created_at: string;
            /**
             * @description When it was last changed.
             *     @format date-time
             */
            updated_at: string;
            /**
             * @description When it was first powered on, or null.
             *     @format date-time
             */
            launched_at: string | null;
        };
        /** @description One guest. */
        SaharaGuestBody: {
            guest: components["schemas"]["SaharaGuest"];
        };
        /** @description Guests, and the markers of the pages before and after them. */
        SaharaGuestList: {
            /** @description The guests. */
            guests: components["schemas"]["SaharaGuest"][];
            markers: components["schemas"]["SaharaMarkers"];
        };
        /** @description The values to send as `marker` for the previous and the next page. */
        SaharaMarkers: {
            /** @description Null if the previous page is the first, or if there is none. */
            prev: string | null;
            /** @description The id of the last element of this page, or null on the last page. */
            next: string | null;
        };
        /** @description A link. */
        SaharaLink: {
            /** @description The relation. */
            rel: string;
            /**
             * @description The absolute URL.
             *     @format uri
             */
            href: string;
        };
        /** @description Another resource, by its id and name. */
        SaharaReference: {
            /**
             * @description The id.
             *     @format uuid
             */
            id: string;
            /** @description The name. */
            name: string;
        };
        /** @description A drive. */
        SaharaDisk: {
            /** @description The name of the drive. */
            device: string;
            /** @description disk, or cdrom. */
            media: string;
            /**
             * @description The size in MiB.
             *     @isInt
             */
            size_mib: number;
            /** @description The id of the image that it was made from, or null. */
            image: string | null;
            /** @description The bus. */
            bus: string;
            /** @description The format. */
            format: string;
        };
        /** @description A network interface. */
        SaharaNic: {
            /** @description The name of the NIC. */
            device: string;
            /** @description The name of the network. */
            network: string;
            /** @description The model. */
            model: string;
            /** @description The MAC address. */
            mac: string;
            /** @description The first IP address that was seen, or null. */
            address: string | null;
            /** @description The further IP addresses. */
            addresses: string[];
        };
        /** @description What went wrong with a guest. */
        SaharaGuestFault: {
            /** @description The name of the fault in the catalogue of the native API. */
            error_name: string;
            /** @description A sentence for people. */
            detail: string;
            /**
             * @description When it happened.
             *     @format date-time
             */
            at: string;
        };
        /** @description Why the request was rejected. */
        SaharaFault: {
            /**
             * @description The status.
             *     @isInt
             *     @minimum 400
             *     @maximum 599
             */
            error_code: number;
            error_name: components["schemas"]["SaharaErrorName"];
            /** @description A sentence for people. */
            error_message: string;
        };
        /**
         * @description The name of a fault. Programs tell faults apart by it.
         * @example GUEST_NOT_FOUND
         * @enum {string}
         */
        SaharaErrorName: "BODY_TOO_LARGE" | "DATABASE_UNREACHABLE" | "FORBIDDEN" | "GUEST_NOT_FOUND" | "HEADERS_TOO_LARGE" | "IDENTITY_UNREACHABLE" | "INTERNAL" | "MARKER_UNKNOWN" | "METHOD_NOT_ALLOWED" | "NOT_FOUND" | "NOT_IMPLEMENTED" | "PROJECT_REQUIRED" | "QUERY_TIMED_OUT" | "REQUEST_TIMED_OUT" | "SEARCH_SYNTAX" | "TOO_MANY_REQUESTS" | "UNAUTHENTICATED" | "VALIDATION_FAILED";
    };
    responses: {
        /** @description The request is not valid. */
        SaharaBadRequest: {
            headers: {
                "X-Request-ID": components["headers"]["SaharaRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SaharaFault"];
            };
        };
        /** @description A parameter of the list is not valid, or the marker belongs to no element of the list. */
        SaharaBadPage: {
            headers: {
                "X-Request-ID": components["headers"]["SaharaRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SaharaFault"];
            };
        };
        /** @description The credential is missing or not valid. */
        SaharaUnauthenticated: {
            headers: {
                "X-Request-ID": components["headers"]["SaharaRequestId"];
                "WWW-Authenticate": components["headers"]["SaharaChallenge"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SaharaFault"];
            };
        };
        /** @description The caller lacks the right, or has no access to the project of the path. */
        SaharaForbidden: {
            headers: {
                "X-Request-ID": components["headers"]["SaharaRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SaharaFault"];
            };
        };
        /** @description The project has no such guest. */
        SaharaGuestNotFound: {
            headers: {
                "X-Request-ID": components["headers"]["SaharaRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SaharaFault"];
            };
        };
        /** @description The client does not accept JSON. The response has no body. */
        SaharaNotAcceptable: {
            headers: {
                "X-Request-ID": components["headers"]["SaharaRequestId"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description The search took too long. */
        SaharaListUnavailable: {
            headers: {
                "X-Request-ID": components["headers"]["SaharaRequestId"];
                "Retry-After": components["headers"]["SaharaRetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["SaharaFault"];
            };
        };
    };
    parameters: {
        /**
         * @description The project, by its id or name, or by its id in Keystone. A project that does not exist, or that the caller has
         *     no access to, is rejected (403).
         * @example default
         */
        SaharaProjectId: string;
        /**
         * @description The id or name of the guest.
         * @example web-1
         */
        SaharaGuestId: string;
        /**
         * @description The maximum number of elements. More than 1,000 is treated as 1,000.
         * @example 20
         */
        SaharaLimit: number;
        /**
         * @description The id of the last element before the page, taken from `markers` of another page.
         * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
         */
        SaharaMarker: string;
        /**
         * @description The field to sort by. A leading minus sign reverses the order. Unknown fields are rejected (400), with a list of
         *     the known ones. The default is `created_at`.
         * @example -created_at
         */
        SaharaSortBy: string;
        /**
         * @description A search, in the language of the native API. See [Search](/docs/guide/search).
         * @example name=web*
         */
        SaharaSearch: string;
    };
    requestBodies: never;
    headers: {
        /**
         * @description The id of the request, as the client sent it, or one that the server chose.
         * @example 3f0c9a52-6d1e-4a6b-8f6e-2f4f1f9d7c10
         */
        SaharaRequestId: string;
        /**
         * @description The scheme of a valid credential.
         * @example Bearer realm="guesthouse"
         */
        SaharaChallenge: string;
        /**
         * @description The number of seconds after which to try again.
         * @example 5
         */
        SaharaRetryAfter: number;
    };
    pathItems: never;
}
export type SaharaGuest = components['schemas']['SaharaGuest'];
export type SaharaGuestBody = components['schemas']['SaharaGuestBody'];
export type SaharaGuestList = components['schemas']['SaharaGuestList'];
export type SaharaMarkers = components['schemas']['SaharaMarkers'];
export type SaharaLink = components['schemas']['SaharaLink'];
export type SaharaReference = components['schemas']['SaharaReference'];
export type SaharaDisk = components['schemas']['SaharaDisk'];
export type SaharaNic = components['schemas']['SaharaNic'];
export type SaharaGuestFault = components['schemas']['SaharaGuestFault'];
export type SaharaFault = components['schemas']['SaharaFault'];
export type SaharaErrorName = components['schemas']['SaharaErrorName'];
export type ResponseSaharaBadRequest = components['responses']['SaharaBadRequest'];
export type ResponseSaharaBadPage = components['responses']['SaharaBadPage'];
export type ResponseSaharaUnauthenticated = components['responses']['SaharaUnauthenticated'];
export type ResponseSaharaForbidden = components['responses']['SaharaForbidden'];
export type ResponseSaharaGuestNotFound = components['responses']['SaharaGuestNotFound'];
export type ResponseSaharaNotAcceptable = components['responses']['SaharaNotAcceptable'];
export type ResponseSaharaListUnavailable = components['responses']['SaharaListUnavailable'];
export type ParameterSaharaProjectId = components['parameters']['SaharaProjectId'];
export type ParameterSaharaGuestId = components['parameters']['SaharaGuestId'];
export type ParameterSaharaLimit = components['parameters']['SaharaLimit'];
export type ParameterSaharaMarker = components['parameters']['SaharaMarker'];
export type ParameterSaharaSortBy = components['parameters']['SaharaSortBy'];
export type ParameterSaharaSearch = components['parameters']['SaharaSearch'];
export type HeaderSaharaRequestId = components['headers']['SaharaRequestId'];
export type HeaderSaharaChallenge = components['headers']['SaharaChallenge'];
export type HeaderSaharaRetryAfter = components['headers']['SaharaRetryAfter'];
export type $defs = Record<string, never>;
export interface operations {
    listSaharaGuests: {
        parameters: {
            query?: {
                /**
                 * @description The maximum number of elements. More than 1,000 is treated as 1,000.
                 * @example 20
                 */
                limit?: components["parameters"]["SaharaLimit"];
                /**
                 * @description The id of the last element before the page, taken from `markers` of another page.
                 * @example 5d2f6a3e-8f0b-4c1d-9a57-3be1c0d4e6f2
                 */
                marker?: components["parameters"]["SaharaMarker"];
                /**
                 * @description The field to sort by. A leading minus sign reverses the order. Unknown fields are rejected (400), with a list of
                 *     the known ones. The default is `created_at`.
                 * @example -created_at
                 */
                sort_by?: components["parameters"]["SaharaSortBy"];
                /**
                 * @description A search, in the language of the native API. See [Search](/docs/guide/search).
                 * @example name=web*
                 */
                search?: components["parameters"]["SaharaSearch"];
            };
            header?: never;
            path: {
                /**
                 * @description The project, by its id or name, or by its id in Keystone. A project that does not exist, or that the caller has
                 *     no access to, is rejected (403).
                 * @example default
                 */
                project_id: components["parameters"]["SaharaProjectId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The guests. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["SaharaRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SaharaGuestList"];
                };
            };
            400: components["responses"]["SaharaBadPage"];
            401: components["responses"]["SaharaUnauthenticated"];
            403: components["responses"]["SaharaForbidden"];
            406: components["responses"]["SaharaNotAcceptable"];
            503: components["responses"]["SaharaListUnavailable"];
        };
    };
    getSaharaGuest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The project, by its id or name, or by its id in Keystone. A project that does not exist, or that the caller has
                 *     no access to, is rejected (403).
                 * @example default
                 */
                project_id: components["parameters"]["SaharaProjectId"];
                /**
                 * @description The id or name of the guest.
                 * @example web-1
                 */
                guest: components["parameters"]["SaharaGuestId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The guest. */
            200: {
                headers: {
                    "X-Request-ID": components["headers"]["SaharaRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SaharaGuestBody"];
                };
            };
            400: components["responses"]["SaharaBadRequest"];
            401: components["responses"]["SaharaUnauthenticated"];
            403: components["responses"]["SaharaForbidden"];
            404: components["responses"]["SaharaGuestNotFound"];
            406: components["responses"]["SaharaNotAcceptable"];
        };
    };
}
