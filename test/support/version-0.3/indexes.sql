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
SET default_tablespace = '';
ALTER TABLE ONLY public.event_numbers
    ADD CONSTRAINT event_numbers_pkey PRIMARY KEY (only_one);
ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_id_unique UNIQUE (id);
ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_pkey PRIMARY KEY (seq);
ALTER TABLE ONLY public.group_members
    ADD CONSTRAINT group_members_pkey PRIMARY KEY (group_id, user_id);
ALTER TABLE ONLY public.groups
    ADD CONSTRAINT groups_name_unique UNIQUE (name_folded);
ALTER TABLE ONLY public.groups
    ADD CONSTRAINT groups_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.guest_images
    ADD CONSTRAINT guest_images_pkey PRIMARY KEY (guest_id, image_id);
ALTER TABLE ONLY public.guesthouse_migrations
    ADD CONSTRAINT guesthouse_migrations_pkey PRIMARY KEY (name);
ALTER TABLE ONLY public.guests
    ADD CONSTRAINT guests_name_unique UNIQUE (project_id, name_folded);
ALTER TABLE ONLY public.guests
    ADD CONSTRAINT guests_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.host_leases
    ADD CONSTRAINT host_leases_pkey PRIMARY KEY (host_id);
ALTER TABLE ONLY public.hosts
    ADD CONSTRAINT hosts_name_unique UNIQUE (name_folded);
ALTER TABLE ONLY public.hosts
    ADD CONSTRAINT hosts_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.idempotency_keys
    ADD CONSTRAINT idempotency_keys_unique UNIQUE NULLS NOT DISTINCT (user_id, method, path, key, project_id);
ALTER TABLE ONLY public.images
    ADD CONSTRAINT images_name_unique UNIQUE (project_id, name_folded);
ALTER TABLE ONLY public.images
    ADD CONSTRAINT images_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.operations
    ADD CONSTRAINT operations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.permissions
    ADD CONSTRAINT permissions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.permissions
    ADD CONSTRAINT permissions_unique UNIQUE NULLS NOT DISTINCT (user_id, group_id, project_id, guest_id, role);
ALTER TABLE ONLY public.projects
    ADD CONSTRAINT projects_external_unique UNIQUE (external_id);
ALTER TABLE ONLY public.projects
    ADD CONSTRAINT projects_name_unique UNIQUE (name_folded);
ALTER TABLE ONLY public.projects
    ADD CONSTRAINT projects_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.revoked_tokens
    ADD CONSTRAINT revoked_tokens_pkey PRIMARY KEY (secret_sha256);
ALTER TABLE ONLY public.tokens
    ADD CONSTRAINT tokens_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.tokens
    ADD CONSTRAINT tokens_secret_unique UNIQUE (secret_sha256);
ALTER TABLE ONLY public.tombstones
    ADD CONSTRAINT tombstones_pkey PRIMARY KEY (collection, id);
ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_external_unique UNIQUE (external_id);
ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_name_unique UNIQUE (name_folded);
ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);
CREATE INDEX events_at ON public.events USING btree (at);
CREATE INDEX events_of_guest ON public.events USING btree (guest_id, id) WHERE (id IS NOT NULL);
CREATE INDEX events_of_project ON public.events USING btree (project_id, id) WHERE (id IS NOT NULL);
CREATE INDEX events_unnumbered ON public.events USING btree (seq) WHERE (id IS NULL);
CREATE INDEX group_members_user ON public.group_members USING btree (user_id);
CREATE INDEX groups_by_name ON public.groups USING btree (name_folded, id);
CREATE INDEX groups_created ON public.groups USING btree (created_at, id);
CREATE INDEX guest_images_image ON public.guest_images USING btree (image_id);
CREATE INDEX guests_by_launched ON public.guests USING btree (project_id, COALESCE(launched_at, 'infinity'::timestamp with time zone), id);
CREATE INDEX guests_by_memory ON public.guests USING btree (project_id, memory_mib, id);
CREATE INDEX guests_by_name ON public.guests USING btree (project_id, name_folded, id);
CREATE INDEX guests_by_state ON public.guests USING btree (project_id, state, id);
CREATE INDEX guests_by_updated ON public.guests USING btree (project_id, updated_at, id);
CREATE INDEX guests_by_vcpus ON public.guests USING btree (project_id, vcpus, id);
CREATE INDEX guests_created ON public.guests USING btree (project_id, created_at, id);
CREATE INDEX guests_host ON public.guests USING btree (host_id, id);
CREATE INDEX guests_in_state ON public.guests USING btree (project_id, state, created_at, id);
CREATE INDEX guests_of_all ON public.guests USING btree (created_at, id);
CREATE INDEX guests_of_all_by_name ON public.guests USING btree (name_folded, id);
CREATE INDEX hosts_created ON public.hosts USING btree (created_at, id);
CREATE INDEX idempotency_keys_created ON public.idempotency_keys USING btree (created_at);
CREATE INDEX images_created ON public.images USING btree (project_id, created_at, id);
CREATE INDEX images_of_all ON public.images USING btree (created_at, id);
CREATE INDEX images_shared ON public.images USING btree (created_at, id) WHERE is_shared;
CREATE INDEX operations_created ON public.operations USING btree (project_id, created_at, id);
CREATE INDEX operations_finished ON public.operations USING btree (finished_at) WHERE (finished_at IS NOT NULL);
CREATE INDEX operations_of_all ON public.operations USING btree (created_at, id);
CREATE INDEX operations_of_guest ON public.operations USING btree (guest_id, created_at, id);
CREATE UNIQUE INDEX operations_one_running ON public.operations USING btree (guest_id) WHERE (state = 'running'::text);
CREATE INDEX operations_open ON public.operations USING btree (guest_id, seq) WHERE (state = ANY (ARRAY['queued'::text, 'running'::text]));
CREATE INDEX operations_open_of_project ON public.operations USING btree (project_id) WHERE (state = ANY (ARRAY['queued'::text, 'running'::text]));
CREATE INDEX operations_queued ON public.operations USING btree (seq) WHERE (state = 'queued'::text);
CREATE INDEX operations_running ON public.operations USING btree (worker) WHERE (state = 'running'::text);
CREATE INDEX permissions_group ON public.permissions USING btree (group_id);
CREATE INDEX permissions_guest ON public.permissions USING btree (guest_id, created_at, id);
CREATE INDEX permissions_project ON public.permissions USING btree (project_id, created_at, id);
CREATE INDEX permissions_user ON public.permissions USING btree (user_id);
CREATE INDEX projects_by_name ON public.projects USING btree (name_folded, id);
CREATE INDEX projects_created ON public.projects USING btree (created_at, id);
CREATE INDEX tokens_created ON public.tokens USING btree (created_at, id);
CREATE INDEX tokens_user ON public.tokens USING btree (user_id, created_at, id);
CREATE INDEX tombstones_deleted ON public.tombstones USING btree (deleted_at);
CREATE INDEX users_by_name ON public.users USING btree (name_folded, id);
CREATE INDEX users_created ON public.users USING btree (created_at, id);
CREATE TRIGGER group_members_access AFTER INSERT OR DELETE ON public.group_members FOR EACH ROW EXECUTE FUNCTION public.access_changed();
CREATE TRIGGER group_members_added AFTER INSERT ON public.group_members REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.group_members_changed();
CREATE TRIGGER group_members_removed AFTER DELETE ON public.group_members REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.group_members_changed();
CREATE TRIGGER groups_access AFTER DELETE OR UPDATE OF name ON public.groups FOR EACH ROW EXECUTE FUNCTION public.access_changed();
CREATE TRIGGER groups_changed BEFORE UPDATE ON public.groups FOR EACH ROW EXECUTE FUNCTION public.groups_changed();
CREATE TRIGGER groups_renamed AFTER UPDATE OF name ON public.groups FOR EACH ROW WHEN ((new.name <> old.name)) EXECUTE FUNCTION public.groups_renamed();
CREATE TRIGGER groups_renamed_where_shown AFTER UPDATE OF name ON public.groups FOR EACH ROW WHEN ((new.name <> old.name)) EXECUTE FUNCTION public.groups_renamed_where_shown();
CREATE TRIGGER guests_changed BEFORE UPDATE ON public.guests FOR EACH ROW EXECUTE FUNCTION public.guests_changed();
CREATE TRIGGER guests_renamed_where_shown AFTER UPDATE OF name ON public.guests FOR EACH ROW WHEN ((new.name <> old.name)) EXECUTE FUNCTION public.guests_renamed_where_shown();
CREATE TRIGGER hosts_changed BEFORE UPDATE ON public.hosts FOR EACH ROW EXECUTE FUNCTION public.hosts_changed();
CREATE TRIGGER hosts_renamed AFTER UPDATE OF name ON public.hosts FOR EACH ROW WHEN ((new.name <> old.name)) EXECUTE FUNCTION public.hosts_renamed();
CREATE TRIGGER images_changed BEFORE UPDATE ON public.images FOR EACH ROW EXECUTE FUNCTION public.images_changed();
CREATE TRIGGER operations_changed BEFORE UPDATE ON public.operations FOR EACH ROW EXECUTE FUNCTION public.operations_changed();
CREATE TRIGGER permissions_access AFTER INSERT OR DELETE OR UPDATE ON public.permissions FOR EACH ROW EXECUTE FUNCTION public.access_changed();
CREATE TRIGGER permissions_gone AFTER DELETE ON public.permissions FOR EACH ROW EXECUTE FUNCTION public.permissions_gone();
CREATE TRIGGER projects_access AFTER DELETE OR UPDATE OF name ON public.projects FOR EACH ROW EXECUTE FUNCTION public.access_changed();
CREATE TRIGGER projects_changed BEFORE UPDATE ON public.projects FOR EACH ROW EXECUTE FUNCTION public.projects_changed();
CREATE TRIGGER projects_renamed_where_shown AFTER UPDATE OF name ON public.projects FOR EACH ROW WHEN ((new.name <> old.name)) EXECUTE FUNCTION public.projects_renamed_where_shown();
CREATE TRIGGER tokens_access AFTER DELETE OR UPDATE OF project_id, role, scopes, expires_at ON public.tokens FOR EACH ROW EXECUTE FUNCTION public.access_changed();
CREATE TRIGGER tokens_changed BEFORE UPDATE ON public.tokens FOR EACH ROW EXECUTE FUNCTION public.tokens_changed();
CREATE TRIGGER tokens_gone AFTER DELETE ON public.tokens FOR EACH ROW EXECUTE FUNCTION public.tokens_gone();
CREATE TRIGGER users_access AFTER DELETE OR UPDATE OF name ON public.users FOR EACH ROW EXECUTE FUNCTION public.access_changed();
CREATE TRIGGER users_changed BEFORE UPDATE ON public.users FOR EACH ROW EXECUTE FUNCTION public.users_changed();
CREATE TRIGGER users_renamed AFTER UPDATE OF name ON public.users FOR EACH ROW WHEN ((new.name <> old.name)) EXECUTE FUNCTION public.users_renamed();
CREATE TRIGGER users_renamed_where_shown AFTER UPDATE OF name ON public.users FOR EACH ROW WHEN ((new.name <> old.name)) EXECUTE FUNCTION public.users_renamed_where_shown();
ALTER TABLE ONLY public.group_members
    ADD CONSTRAINT group_members_group_id_fkey FOREIGN KEY (group_id) REFERENCES public.groups(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.group_members
    ADD CONSTRAINT group_members_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.guest_images
    ADD CONSTRAINT guest_images_guest_id_fkey FOREIGN KEY (guest_id) REFERENCES public.guests(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.guest_images
    ADD CONSTRAINT guest_images_in_use FOREIGN KEY (image_id) REFERENCES public.images(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.guests
    ADD CONSTRAINT guests_host_id_fkey FOREIGN KEY (host_id) REFERENCES public.hosts(id);
ALTER TABLE ONLY public.guests
    ADD CONSTRAINT guests_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.projects(id);
ALTER TABLE ONLY public.host_leases
    ADD CONSTRAINT host_leases_host_id_fkey FOREIGN KEY (host_id) REFERENCES public.hosts(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.idempotency_keys
    ADD CONSTRAINT idempotency_keys_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.projects(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.images
    ADD CONSTRAINT images_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.projects(id);
ALTER TABLE ONLY public.operations
    ADD CONSTRAINT operations_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.projects(id);
ALTER TABLE ONLY public.permissions
    ADD CONSTRAINT permissions_group_id_fkey FOREIGN KEY (group_id) REFERENCES public.groups(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.permissions
    ADD CONSTRAINT permissions_guest_id_fkey FOREIGN KEY (guest_id) REFERENCES public.guests(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.permissions
    ADD CONSTRAINT permissions_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.projects(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.permissions
    ADD CONSTRAINT permissions_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.tokens
    ADD CONSTRAINT tokens_of_project FOREIGN KEY (project_id) REFERENCES public.projects(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.tokens
    ADD CONSTRAINT tokens_of_user FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;
