-- Of a database of version 0.3; written by pg_dump (make.ts). Do not edit.
SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
CREATE FUNCTION public.access_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
   begin
     perform pg_notify('guesthouse_access', '');
     return null;
   end $$;
CREATE FUNCTION public.group_members_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
   begin
     update groups set version = nextval('versions') where id in (select group_id from changed);
     update users set version = nextval('versions') where id in (select user_id from changed);
     return null;
   end $$;
CREATE FUNCTION public.groups_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
     begin
       if row(new.name) is distinct from row(old.name) then new.version := nextval('versions'); end if;
       return new;
     end $$;
CREATE FUNCTION public.groups_renamed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
   begin
     update users set version = nextval('versions') where id in (select user_id from group_members where group_id = new.id);
     return null;
   end $$;
CREATE FUNCTION public.groups_renamed_where_shown() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
   begin
     update permissions set version = nextval('versions') where group_id = new.id;
     return null;
   end $$;
CREATE FUNCTION public.guests_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
     begin
       if row(new.name, new.description, new.vcpus, new.memory_mib, new.firmware, new.boot, new.disks, new.nics, new.metadata, new.state, case when new.observed is null or new.observed in ('running', 'suspended') then new.observed else 'off' end, new.target_power_state, new.fault, new.launched_at, new.host_id, new.user_id) is distinct from row(old.name, old.description, old.vcpus, old.memory_mib, old.firmware, old.boot, old.disks, old.nics, old.metadata, old.state, case when old.observed is null or old.observed in ('running', 'suspended') then old.observed else 'off' end, old.target_power_state, old.fault, old.launched_at, old.host_id, old.user_id) then
         new.version := nextval('versions');
         new.updated_at := clock_timestamp();
       else new.updated_at := old.updated_at;
       end if;
       return new;
     end $$;
CREATE FUNCTION public.guests_renamed_where_shown() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
   begin
     update permissions set version = nextval('versions') where guest_id = new.id;
     return null;
   end $$;
CREATE FUNCTION public.hosts_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
     begin
       if row(new.name, new.backend, new.uri, new.state, new.state_since, new.hypervisor_version, new.vcpus, new.memory_mib, new.capabilities, new.metadata) is distinct from row(old.name, old.backend, old.uri, old.state, old.state_since, old.hypervisor_version, old.vcpus, old.memory_mib, old.capabilities, old.metadata) then
         new.version := nextval('versions');
         
       
       end if;
       return new;
     end $$;
CREATE FUNCTION public.hosts_renamed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
   begin
     update guests set version = nextval('versions') where host_id = new.id;
     return null;
   end $$;
CREATE FUNCTION public.images_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
     begin
       if row(new.name, new.description, new.size_bytes, new.virtual_size_mib, new.sha256, new.state, new.is_shared) is distinct from row(old.name, old.description, old.size_bytes, old.virtual_size_mib, old.sha256, old.state, old.is_shared) then
         new.version := nextval('versions');
         new.updated_at := clock_timestamp();
       else new.updated_at := old.updated_at;
       end if;
       return new;
     end $$;
CREATE FUNCTION public.operations_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
     begin
       if row(new.state, new.progress, new.attempts, new.fault, new.started_at, new.finished_at) is distinct from row(old.state, old.progress, old.attempts, old.fault, old.started_at, old.finished_at) then
         new.version := nextval('versions');
         
       
       end if;
       return new;
     end $$;
CREATE FUNCTION public.permissions_gone() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
     begin
       insert into tombstones (collection, id, project_id, sort_keys)
         values ('permissions', old.id, old.project_id, jsonb_build_object('created_at', old.created_at, 'guest_id', old.guest_id));
       
       return null;
     end $$;
CREATE FUNCTION public.projects_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
     begin
       if row(new.name, new.description) is distinct from row(old.name, old.description) then new.version := nextval('versions'); end if;
       return new;
     end $$;
CREATE FUNCTION public.projects_renamed_where_shown() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
   begin
     update tokens set version = nextval('versions') where project_id = new.id;
     update permissions set version = nextval('versions') where project_id = new.id;
     return null;
   end $$;
CREATE FUNCTION public.tokens_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
     begin
       if row(new.last_used_at) is distinct from row(old.last_used_at) then new.version := nextval('versions'); end if;
       return new;
     end $$;
CREATE FUNCTION public.tokens_gone() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
     begin
       insert into tombstones (collection, id, project_id, sort_keys)
         values ('tokens', old.id, old.project_id, jsonb_build_object('created_at', old.created_at, 'name', old.name_folded, 'user_id', old.user_id));
       insert into revoked_tokens (secret_sha256) values (old.secret_sha256) on conflict do nothing;
       return null;
     end $$;
CREATE FUNCTION public.users_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
     begin
       if row(new.name) is distinct from row(old.name) then new.version := nextval('versions'); end if;
       return new;
     end $$;
CREATE FUNCTION public.users_renamed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
   begin
     update groups set version = nextval('versions') where id in (select group_id from group_members where user_id = new.id);
     return null;
   end $$;
CREATE FUNCTION public.users_renamed_where_shown() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
   begin
     update tokens set version = nextval('versions') where user_id = new.id;
     update permissions set version = nextval('versions') where user_id = new.id;
     return null;
   end $$;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public.event_numbers (
    only_one boolean DEFAULT true NOT NULL,
    last_id bigint NOT NULL,
    CONSTRAINT event_numbers_only_one_check CHECK (only_one)
);
CREATE TABLE public.events (
    seq bigint NOT NULL,
    id bigint,
    kind text NOT NULL,
    severity text NOT NULL,
    at timestamp(3) with time zone DEFAULT clock_timestamp() NOT NULL,
    project_id uuid,
    guest_id uuid,
    guest_name text,
    guest_name_folded text COLLATE pg_catalog."C",
    operation_id uuid,
    user_id uuid,
    request_id text,
    detail jsonb DEFAULT '{}'::jsonb NOT NULL,
    client_address text,
    CONSTRAINT events_severity_check CHECK ((severity = ANY (ARRAY['normal'::text, 'warning'::text, 'error'::text])))
);
ALTER TABLE public.events ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.events_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.group_members (
    group_id uuid NOT NULL,
    user_id uuid NOT NULL
);
CREATE SEQUENCE public.versions
    START WITH 1000
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
CREATE TABLE public.groups (
    id uuid NOT NULL,
    name text NOT NULL,
    name_folded text NOT NULL COLLATE pg_catalog."C",
    created_at timestamp(3) with time zone DEFAULT clock_timestamp() NOT NULL,
    version bigint DEFAULT nextval('public.versions'::regclass) NOT NULL
);
CREATE TABLE public.guest_images (
    guest_id uuid NOT NULL,
    image_id uuid NOT NULL
);
CREATE TABLE public.guesthouse_migrations (
    name text NOT NULL,
    applied_at timestamp(3) with time zone DEFAULT now() NOT NULL
);
CREATE TABLE public.guests (
    id uuid NOT NULL,
    project_id uuid NOT NULL,
    user_id uuid,
    host_id uuid NOT NULL,
    name text NOT NULL,
    name_folded text NOT NULL COLLATE pg_catalog."C",
    description text NOT NULL,
    vcpus integer NOT NULL,
    memory_mib integer NOT NULL,
    firmware text NOT NULL,
    boot jsonb,
    disks jsonb NOT NULL,
    nics jsonb NOT NULL,
    metadata jsonb NOT NULL,
    state text NOT NULL COLLATE pg_catalog."C",
    observed text,
    observed_seq bigint DEFAULT 0 NOT NULL,
    target_power_state text,
    open_operation_id uuid,
    open_kind text,
    fault jsonb,
    created_at timestamp(3) with time zone DEFAULT clock_timestamp() NOT NULL,
    updated_at timestamp(3) with time zone DEFAULT clock_timestamp() NOT NULL,
    launched_at timestamp(3) with time zone,
    version bigint DEFAULT nextval('public.versions'::regclass) NOT NULL,
    description_folded text NOT NULL COLLATE pg_catalog."C",
    metadata_folded jsonb NOT NULL,
    nics_folded jsonb NOT NULL,
    is_definition_stale boolean DEFAULT false NOT NULL
);
CREATE TABLE public.host_leases (
    host_id uuid NOT NULL,
    worker integer DEFAULT 0 NOT NULL,
    renewed_at timestamp(3) with time zone DEFAULT clock_timestamp() NOT NULL
);
CREATE TABLE public.hosts (
    id uuid NOT NULL,
    name text NOT NULL,
    name_folded text NOT NULL COLLATE pg_catalog."C",
    backend text NOT NULL,
    uri text NOT NULL,
    machine_id text,
    state text NOT NULL,
    state_since timestamp(3) with time zone DEFAULT clock_timestamp() NOT NULL,
    hypervisor_version text NOT NULL,
    vcpus integer NOT NULL,
    memory_mib bigint NOT NULL,
    capabilities jsonb NOT NULL,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp(3) with time zone DEFAULT clock_timestamp() NOT NULL,
    version bigint DEFAULT nextval('public.versions'::regclass) NOT NULL,
    uri_folded text NOT NULL COLLATE pg_catalog."C",
    hypervisor_version_folded text NOT NULL COLLATE pg_catalog."C",
    metadata_folded jsonb NOT NULL,
    CONSTRAINT hosts_state_check CHECK ((state = ANY (ARRAY['up'::text, 'away'::text])))
);
CREATE TABLE public.idempotency_keys (
    project_id uuid,
    user_id uuid NOT NULL,
    method text NOT NULL,
    path text NOT NULL,
    key text NOT NULL,
    request_sha256 bytea NOT NULL,
    result jsonb,
    fault jsonb,
    created_at timestamp(3) with time zone DEFAULT clock_timestamp() NOT NULL
);
CREATE TABLE public.images (
    id uuid NOT NULL,
    project_id uuid NOT NULL,
    name text NOT NULL,
    name_folded text NOT NULL COLLATE pg_catalog."C",
    description text DEFAULT ''::text NOT NULL,
    kind text NOT NULL,
    format text NOT NULL,
    size_bytes bigint,
    virtual_size_mib bigint,
    sha256 text,
    state text NOT NULL,
    is_shared boolean DEFAULT false NOT NULL,
    content_id uuid,
    upload_id uuid,
    upload_worker integer,
    created_at timestamp(3) with time zone DEFAULT clock_timestamp() NOT NULL,
    updated_at timestamp(3) with time zone DEFAULT clock_timestamp() NOT NULL,
    version bigint DEFAULT nextval('public.versions'::regclass) NOT NULL,
    description_folded text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT images_format_check CHECK ((format = ANY (ARRAY['qcow2'::text, 'raw'::text]))),
    CONSTRAINT images_kind_check CHECK ((kind = ANY (ARRAY['disk'::text, 'kernel'::text, 'initrd'::text, 'iso'::text]))),
    CONSTRAINT images_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'available'::text, 'error'::text])))
);
CREATE TABLE public.operations (
    id uuid NOT NULL,
    seq bigint NOT NULL,
    kind text NOT NULL,
    state text DEFAULT 'queued'::text NOT NULL,
    host_id uuid NOT NULL,
    guest_id uuid NOT NULL,
    guest_name text NOT NULL,
    project_id uuid NOT NULL,
    user_id uuid,
    request_id text NOT NULL,
    params jsonb NOT NULL,
    progress smallint,
    attempts integer DEFAULT 0 NOT NULL,
    fault jsonb,
    worker integer,
    cancel_requested boolean DEFAULT false NOT NULL,
    not_before timestamp(3) with time zone,
    created_at timestamp(3) with time zone DEFAULT clock_timestamp() NOT NULL,
    started_at timestamp(3) with time zone,
    finished_at timestamp(3) with time zone,
    guest_name_folded text NOT NULL COLLATE pg_catalog."C",
    version bigint DEFAULT nextval('public.versions'::regclass) NOT NULL,
    steps_done text[] DEFAULT '{}'::text[] NOT NULL,
    step_begun text,
    CONSTRAINT operations_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'running'::text, 'succeeded'::text, 'failed'::text, 'cancelled'::text])))
);
ALTER TABLE public.operations ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.operations_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.permissions (
    id uuid NOT NULL,
    user_id uuid,
    group_id uuid,
    role text NOT NULL,
    project_id uuid,
    guest_id uuid,
    created_at timestamp(3) with time zone DEFAULT clock_timestamp() NOT NULL,
    version bigint DEFAULT nextval('public.versions'::regclass) NOT NULL,
    CONSTRAINT permissions_check CHECK ((num_nonnulls(user_id, group_id) = 1)),
    CONSTRAINT permissions_check1 CHECK ((num_nonnulls(project_id, guest_id) = 1)),
    CONSTRAINT permissions_check2 CHECK (((guest_id IS NULL) OR (role = ANY (ARRAY['member'::text, 'operator'::text, 'viewer'::text])))),
    CONSTRAINT permissions_role_check CHECK ((role = ANY (ARRAY['admin'::text, 'owner'::text, 'member'::text, 'operator'::text, 'viewer'::text])))
);
CREATE TABLE public.projects (
    id uuid NOT NULL,
    name text NOT NULL,
    name_folded text NOT NULL COLLATE pg_catalog."C",
    description text DEFAULT ''::text NOT NULL,
    created_at timestamp(3) with time zone DEFAULT clock_timestamp() NOT NULL,
    description_folded text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    external_id text,
    version bigint DEFAULT nextval('public.versions'::regclass) NOT NULL
);
CREATE TABLE public.revoked_tokens (
    secret_sha256 bytea NOT NULL,
    revoked_at timestamp(3) with time zone DEFAULT clock_timestamp() NOT NULL
);
CREATE TABLE public.tokens (
    id uuid NOT NULL,
    name text NOT NULL,
    secret_sha256 bytea NOT NULL,
    project_id uuid,
    created_at timestamp(3) with time zone DEFAULT clock_timestamp() NOT NULL,
    user_id uuid NOT NULL,
    role text,
    scopes text[] DEFAULT '{}'::text[] NOT NULL,
    expires_at timestamp(3) with time zone,
    last_used_at timestamp(3) with time zone,
    name_folded text NOT NULL COLLATE pg_catalog."C",
    version bigint DEFAULT nextval('public.versions'::regclass) NOT NULL,
    CONSTRAINT tokens_role_check CHECK ((role = ANY (ARRAY['admin'::text, 'owner'::text, 'member'::text, 'operator'::text, 'viewer'::text])))
);
CREATE TABLE public.tombstones (
    collection text NOT NULL,
    id uuid NOT NULL,
    project_id uuid,
    deleted_at timestamp(3) with time zone DEFAULT clock_timestamp() NOT NULL,
    sort_keys jsonb NOT NULL
);
CREATE TABLE public.users (
    id uuid NOT NULL,
    name text NOT NULL,
    name_folded text NOT NULL COLLATE pg_catalog."C",
    created_at timestamp(3) with time zone DEFAULT clock_timestamp() NOT NULL,
    version bigint DEFAULT nextval('public.versions'::regclass) NOT NULL,
    external_id text
);
CREATE SEQUENCE public.worker_numbers
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
