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
INSERT INTO public.event_numbers VALUES
	(true, 18);
INSERT INTO public.events OVERRIDING SYSTEM VALUE VALUES
	(1, 1, 'project.created', 'normal', '2026-11-30 15:36:37.367+00', 'b151e430-ae3d-458e-94ed-b6eecaec9b73', NULL, NULL, NULL, NULL, '5b09732f-8195-4a0c-8557-8e38749ab1ae', '9d9bfd0e-48d1-4b54-9363-e434a620c9d7', '{"name": "shop", "project_id": "b151e430-ae3d-458e-94ed-b6eecaec9b73"}', '127.0.0.1'),
	(2, 2, 'user.created', 'normal', '2026-11-30 15:36:37.509+00', NULL, NULL, NULL, NULL, NULL, '5b09732f-8195-4a0c-8557-8e38749ab1ae', '969acf23-0a67-420b-9949-5af2bf89c3d8', '{"name": "ann", "user_id": "ad6d1362-6669-4fc7-a331-21b8524ec6aa"}', '127.0.0.1'),
	(3, 3, 'group.created', 'normal', '2026-11-30 15:36:37.65+00', NULL, NULL, NULL, NULL, NULL, '5b09732f-8195-4a0c-8557-8e38749ab1ae', '31fe345b-ffdf-4fa1-b1d8-ca4267334a90', '{"name": "operators", "added": "", "removed": "", "group_id": "3aafba82-dfb2-400e-8076-c548fad4540e"}', '127.0.0.1'),
	(4, 4, 'permission.granted', 'normal', '2026-11-30 15:36:37.788+00', 'b151e430-ae3d-458e-94ed-b6eecaec9b73', NULL, NULL, NULL, NULL, '5b09732f-8195-4a0c-8557-8e38749ab1ae', 'bc13e325-c0f2-452d-891d-08cea194e43f', '{"role": "owner", "user_id": "ad6d1362-6669-4fc7-a331-21b8524ec6aa", "user_name": "ann", "permission_id": "a6a02148-ffd4-42ba-a818-3612776c9115"}', '127.0.0.1'),
	(5, 5, 'permission.granted', 'normal', '2026-11-30 15:36:37.85+00', '0becc4c6-0b2e-4cfc-97b6-c4f240c27418', NULL, NULL, NULL, NULL, '5b09732f-8195-4a0c-8557-8e38749ab1ae', '244d0c75-0b9f-4d2c-a408-2d84d7961bcc', '{"role": "operator", "group_id": "3aafba82-dfb2-400e-8076-c548fad4540e", "group_name": "operators", "permission_id": "825f8fc0-92f7-4114-ba7e-61da5abc96ad"}', '127.0.0.1'),
	(6, 6, 'token.created', 'normal', '2026-11-30 15:36:37.948+00', 'b151e430-ae3d-458e-94ed-b6eecaec9b73', NULL, NULL, NULL, NULL, '5b09732f-8195-4a0c-8557-8e38749ab1ae', '18cd6659-c5ba-40a1-93ec-290545bd1eb9', '{"name": "laptop", "role": null, "scopes": "", "user_id": "ad6d1362-6669-4fc7-a331-21b8524ec6aa", "token_id": "dfb3e924-7d77-4842-9f6f-31d2531778fb", "user_name": "ann", "expires_at": null}', '127.0.0.1'),
	(7, 7, 'image.created', 'normal', '2026-11-30 15:36:38.02+00', '0becc4c6-0b2e-4cfc-97b6-c4f240c27418', NULL, NULL, NULL, NULL, '5b09732f-8195-4a0c-8557-8e38749ab1ae', '44cdc871-ea96-40ab-82e6-456433a310f6', '{"name": "kernel", "image_id": "fbbab735-da1b-450a-9f5c-01db7b2523ae"}', '127.0.0.1'),
	(8, 8, 'image.available', 'normal', '2026-11-30 15:36:38.121+00', '0becc4c6-0b2e-4cfc-97b6-c4f240c27418', NULL, NULL, NULL, NULL, '5b09732f-8195-4a0c-8557-8e38749ab1ae', '6229afab-7076-4f80-9fdd-b50cf6ffeca7', '{"name": "kernel", "image_id": "fbbab735-da1b-450a-9f5c-01db7b2523ae"}', '127.0.0.1'),
	(9, 9, 'image.created', 'normal', '2026-11-30 15:36:38.141+00', '0becc4c6-0b2e-4cfc-97b6-c4f240c27418', NULL, NULL, NULL, NULL, '5b09732f-8195-4a0c-8557-8e38749ab1ae', 'b37522d9-38f0-4543-a4ad-af7a7ed20642', '{"name": "initrd", "image_id": "c063a7a5-3687-4f86-8f14-6228df06c6ef"}', '127.0.0.1'),
	(10, 10, 'image.available', 'normal', '2026-11-30 15:36:38.185+00', '0becc4c6-0b2e-4cfc-97b6-c4f240c27418', NULL, NULL, NULL, NULL, '5b09732f-8195-4a0c-8557-8e38749ab1ae', 'caf31a16-766e-4940-abb9-7e81f749bc94', '{"name": "initrd", "image_id": "c063a7a5-3687-4f86-8f14-6228df06c6ef"}', '127.0.0.1'),
	(11, 11, 'image.created', 'normal', '2026-11-30 15:36:38.257+00', '0becc4c6-0b2e-4cfc-97b6-c4f240c27418', NULL, NULL, NULL, NULL, '5b09732f-8195-4a0c-8557-8e38749ab1ae', '52342d04-7957-4dea-9092-2fdcfbba4dc5', '{"name": "appliance", "image_id": "8c0cc757-e5ca-4efd-8425-a677092c9246"}', '127.0.0.1'),
	(12, 12, 'image.available', 'normal', '2026-11-30 15:36:38.337+00', '0becc4c6-0b2e-4cfc-97b6-c4f240c27418', NULL, NULL, NULL, NULL, '5b09732f-8195-4a0c-8557-8e38749ab1ae', 'dad6ca66-8f89-4d5f-8b17-d66568ff77da', '{"name": "appliance", "image_id": "8c0cc757-e5ca-4efd-8425-a677092c9246"}', '127.0.0.1'),
	(13, 13, 'image.created', 'normal', '2026-11-30 15:36:38.346+00', '0becc4c6-0b2e-4cfc-97b6-c4f240c27418', NULL, NULL, NULL, NULL, '5b09732f-8195-4a0c-8557-8e38749ab1ae', '9a904440-ff48-4ceb-b57b-9233de1e2142', '{"name": "installer", "image_id": "e56e2e10-118a-47a6-a22a-31a3705ede32"}', '127.0.0.1'),
	(23, NULL, 'operation.started', 'normal', '2026-11-30 15:36:39.169+00', '0becc4c6-0b2e-4cfc-97b6-c4f240c27418', 'b5545358-533a-4367-a282-ab6dae8396a8', 'off', 'off', '77d529a6-62e8-4c61-a5c9-2eb29da4980a', '5b09732f-8195-4a0c-8557-8e38749ab1ae', '67207f1f-b8a3-443f-a764-c10b6fce79de', '{"kind": "guest.create"}', NULL),
	(16, 16, 'guest.created', 'normal', '2026-11-30 15:36:38.63+00', '0becc4c6-0b2e-4cfc-97b6-c4f240c27418', '7d8a39cc-4afd-43ba-a46b-c12672b760a6', 'real', 'real', '12283256-1c02-45b4-8ee2-da6bffe2ebca', '5b09732f-8195-4a0c-8557-8e38749ab1ae', '51d7e6a0-cd43-4bf3-9cf0-52ab4f32f130', '{"state": "creating"}', '127.0.0.1'),
	(17, 17, 'operation.queued', 'normal', '2026-11-30 15:36:38.63+00', '0becc4c6-0b2e-4cfc-97b6-c4f240c27418', '7d8a39cc-4afd-43ba-a46b-c12672b760a6', 'real', 'real', '12283256-1c02-45b4-8ee2-da6bffe2ebca', '5b09732f-8195-4a0c-8557-8e38749ab1ae', '51d7e6a0-cd43-4bf3-9cf0-52ab4f32f130', '{"kind": "guest.create"}', '127.0.0.1'),
	(18, 18, 'operation.started', 'normal', '2026-11-30 15:36:38.634+00', '0becc4c6-0b2e-4cfc-97b6-c4f240c27418', '7d8a39cc-4afd-43ba-a46b-c12672b760a6', 'real', 'real', '12283256-1c02-45b4-8ee2-da6bffe2ebca', '5b09732f-8195-4a0c-8557-8e38749ab1ae', '51d7e6a0-cd43-4bf3-9cf0-52ab4f32f130', '{"kind": "guest.create"}', NULL),
	(14, 14, 'image.available', 'normal', '2026-11-30 15:36:38.405+00', '0becc4c6-0b2e-4cfc-97b6-c4f240c27418', NULL, NULL, NULL, NULL, '5b09732f-8195-4a0c-8557-8e38749ab1ae', '9ba20d1e-6370-49f1-aa51-237ed18c399d', '{"name": "installer", "image_id": "e56e2e10-118a-47a6-a22a-31a3705ede32"}', '127.0.0.1'),
	(15, 15, 'image.created', 'normal', '2026-11-30 15:36:38.431+00', '0becc4c6-0b2e-4cfc-97b6-c4f240c27418', NULL, NULL, NULL, NULL, '5b09732f-8195-4a0c-8557-8e38749ab1ae', 'ef6e055b-8909-46bd-ab5a-a154b34403d6', '{"name": "announced", "image_id": "a9d10920-4f46-4cdf-96f1-0acf06885204"}', '127.0.0.1'),
	(19, NULL, 'operation.succeeded', 'normal', '2026-11-30 15:36:39.098+00', '0becc4c6-0b2e-4cfc-97b6-c4f240c27418', '7d8a39cc-4afd-43ba-a46b-c12672b760a6', 'real', 'real', '12283256-1c02-45b4-8ee2-da6bffe2ebca', '5b09732f-8195-4a0c-8557-8e38749ab1ae', '51d7e6a0-cd43-4bf3-9cf0-52ab4f32f130', '{"kind": "guest.create"}', NULL),
	(20, NULL, 'guest.state_changed', 'normal', '2026-11-30 15:36:39.122+00', '0becc4c6-0b2e-4cfc-97b6-c4f240c27418', '7d8a39cc-4afd-43ba-a46b-c12672b760a6', 'real', 'real', '12283256-1c02-45b4-8ee2-da6bffe2ebca', '5b09732f-8195-4a0c-8557-8e38749ab1ae', '51d7e6a0-cd43-4bf3-9cf0-52ab4f32f130', '{"state": "running", "before": "creating"}', NULL),
	(21, NULL, 'guest.created', 'normal', '2026-11-30 15:36:39.165+00', '0becc4c6-0b2e-4cfc-97b6-c4f240c27418', 'b5545358-533a-4367-a282-ab6dae8396a8', 'off', 'off', '77d529a6-62e8-4c61-a5c9-2eb29da4980a', '5b09732f-8195-4a0c-8557-8e38749ab1ae', '67207f1f-b8a3-443f-a764-c10b6fce79de', '{"state": "creating"}', '127.0.0.1'),
	(22, NULL, 'operation.queued', 'normal', '2026-11-30 15:36:39.165+00', '0becc4c6-0b2e-4cfc-97b6-c4f240c27418', 'b5545358-533a-4367-a282-ab6dae8396a8', 'off', 'off', '77d529a6-62e8-4c61-a5c9-2eb29da4980a', '5b09732f-8195-4a0c-8557-8e38749ab1ae', '67207f1f-b8a3-443f-a764-c10b6fce79de', '{"kind": "guest.create"}', '127.0.0.1'),
	(24, NULL, 'operation.succeeded', 'normal', '2026-11-30 15:36:39.197+00', '0becc4c6-0b2e-4cfc-97b6-c4f240c27418', 'b5545358-533a-4367-a282-ab6dae8396a8', 'off', 'off', '77d529a6-62e8-4c61-a5c9-2eb29da4980a', '5b09732f-8195-4a0c-8557-8e38749ab1ae', '67207f1f-b8a3-443f-a764-c10b6fce79de', '{"kind": "guest.create"}', NULL),
	(25, NULL, 'guest.state_changed', 'normal', '2026-11-30 15:36:39.202+00', '0becc4c6-0b2e-4cfc-97b6-c4f240c27418', 'b5545358-533a-4367-a282-ab6dae8396a8', 'off', 'off', '77d529a6-62e8-4c61-a5c9-2eb29da4980a', '5b09732f-8195-4a0c-8557-8e38749ab1ae', '67207f1f-b8a3-443f-a764-c10b6fce79de', '{"state": "stopped", "before": "creating"}', NULL);
INSERT INTO public.groups VALUES
	('3aafba82-dfb2-400e-8076-c548fad4540e', 'operators', 'operators', '2026-11-30 15:36:37.636+00', 1008);
INSERT INTO public.guest_images VALUES
	('7d8a39cc-4afd-43ba-a46b-c12672b760a6', '8c0cc757-e5ca-4efd-8425-a677092c9246');
INSERT INTO public.guesthouse_migrations VALUES
	('0001-spine', '2026-11-30 15:36:36.551+00'),
	('0002-lists', '2026-11-30 15:36:36.662+00'),
	('0003-native-api', '2026-11-30 15:36:36.699+00'),
	('0004-events', '2026-11-30 15:36:36.742+00'),
	('0005-leases', '2026-11-30 15:36:36.76+00'),
	('0006-access', '2026-11-30 15:36:36.768+00'),
	('0007-names-and-markers', '2026-11-30 15:36:36.865+00');
INSERT INTO public.guests VALUES
	('7d8a39cc-4afd-43ba-a46b-c12672b760a6', '0becc4c6-0b2e-4cfc-97b6-c4f240c27418', '5b09732f-8195-4a0c-8557-8e38749ab1ae', 'ae4af348-8908-464a-bc22-5b7ae16af532', 'real', 'real', '', 1, 128, 'bios', NULL, '[{"bus": "virtio", "image": "8c0cc757-e5ca-4efd-8425-a677092c9246", "media": "disk", "device": "vda", "format": "qcow2", "sizeMib": 16}, {"bus": "virtio", "image": null, "media": "disk", "device": "vdb", "format": "qcow2", "sizeMib": 8}]', '[{"mac": "52:54:00:dd:ba:af", "model": "virtio", "device": "net0", "address": null, "network": "user"}]', '{}', 'running', 'running', 1, NULL, NULL, NULL, NULL, '2026-11-30 15:36:38.6+00', '2026-11-30 15:36:39.109+00', '2026-11-30 15:36:39.109+00', 1025, '', '{}', '[{"mac": "52:54:00:dd:ba:af", "address": null, "network": "user"}]', false),
	('b5545358-533a-4367-a282-ab6dae8396a8', '0becc4c6-0b2e-4cfc-97b6-c4f240c27418', '5b09732f-8195-4a0c-8557-8e38749ab1ae', 'ae4af348-8908-464a-bc22-5b7ae16af532', 'off', 'off', '', 2, 256, 'bios', NULL, '[]', '[{"mac": "52:54:00:26:21:3a", "model": "virtio", "device": "net0", "address": null, "network": "user"}, {"mac": "52:54:00:53:b9:74", "model": "virtio", "device": "net1", "address": null, "network": "user"}]', '{}', 'stopped', 'stopped', 1, NULL, NULL, NULL, NULL, '2026-11-30 15:36:39.162+00', '2026-11-30 15:36:39.201+00', NULL, 1030, '', '{}', '[{"mac": "52:54:00:26:21:3a", "address": null, "network": "user"}, {"mac": "52:54:00:53:b9:74", "address": null, "network": "user"}]', false);
INSERT INTO public.host_leases VALUES
	('ae4af348-8908-464a-bc22-5b7ae16af532', 1, '2026-11-30 15:36:39.398+00');
INSERT INTO public.hosts VALUES
	('ae4af348-8908-464a-bc22-5b7ae16af532', 'rack-3', 'rack-3', 'qmp', 'qmp:///srv/guesthouse', '00000000000000000000000000000003', 'up', '2026-11-30 15:36:37.081+00', '7.2.22', 2, 24105, '{"diskBuses": ["virtio", "scsi", "sata", "ide"], "firmwares": ["bios", "uefi"], "nicModels": ["virtio", "e1000"], "consoleLog": true, "cpuMetrics": true, "nicMetrics": true, "diskMetrics": true, "directKernelBoot": true}', '{}', '2026-11-30 15:36:37.081+00', 1004, 'qmp:///tmp/tmp-seen/guesthouse-v03-mfuslj', '7.2.22', '{}');
INSERT INTO public.images VALUES
	('fbbab735-da1b-450a-9f5c-01db7b2523ae', '0becc4c6-0b2e-4cfc-97b6-c4f240c27418', 'kernel', 'kernel', '', 'kernel', 'raw', 65536, 1, '5a03496b4c4209d95ffb1784c9a15f4f1d19ff61918a34c3baec8ee06cae4cf3', 'available', false, 'ad589f60-1228-4a9d-93be-63fed322f319', NULL, NULL, '2026-11-30 15:36:38.013+00', '2026-11-30 15:36:38.121+00', 1013, ''),
	('c063a7a5-3687-4f86-8f14-6228df06c6ef', '0becc4c6-0b2e-4cfc-97b6-c4f240c27418', 'initrd', 'initrd', '', 'initrd', 'raw', 65536, 1, 'd3e0eae8cd53559643fb59341f0432ae3f72cdbff02c2a51e5f3cf4251eb33ea', 'available', false, '940e8e84-51bd-4d17-942a-0df73910e8de', NULL, NULL, '2026-11-30 15:36:38.14+00', '2026-11-30 15:36:38.184+00', 1015, ''),
	('8c0cc757-e5ca-4efd-8425-a677092c9246', '0becc4c6-0b2e-4cfc-97b6-c4f240c27418', 'appliance', 'appliance', '', 'disk', 'raw', 1048576, 1, '708a3961c79cf2c329c7f5f321cf672e9eecb04caf1cd88027c399dd37637d4c', 'available', true, '9f69397d-b6cf-4f98-9934-22a3cf47debd', NULL, NULL, '2026-11-30 15:36:38.198+00', '2026-11-30 15:36:38.333+00', 1017, ''),
	('e56e2e10-118a-47a6-a22a-31a3705ede32', '0becc4c6-0b2e-4cfc-97b6-c4f240c27418', 'installer', 'installer', '', 'iso', 'raw', 65536, 1, '8f65ce073ee7568868d6528ac1c67ea258e7f25a9b6b3454eff255bf7961df33', 'available', false, '297a2fe8-8d73-4e56-bcdd-69390471265c', NULL, NULL, '2026-11-30 15:36:38.345+00', '2026-11-30 15:36:38.404+00', 1019, ''),
	('a9d10920-4f46-4cdf-96f1-0acf06885204', '0becc4c6-0b2e-4cfc-97b6-c4f240c27418', 'announced', 'announced', '', 'disk', 'qcow2', NULL, NULL, NULL, 'pending', false, NULL, NULL, NULL, '2026-11-30 15:36:38.419+00', '2026-11-30 15:36:38.419+00', 1020, '');
INSERT INTO public.operations OVERRIDING SYSTEM VALUE VALUES
	('12283256-1c02-45b4-8ee2-da6bffe2ebca', 1, 'guest.create', 'succeeded', 'ae4af348-8908-464a-bc22-5b7ae16af532', '7d8a39cc-4afd-43ba-a46b-c12672b760a6', 'real', '0becc4c6-0b2e-4cfc-97b6-c4f240c27418', '5b09732f-8195-4a0c-8557-8e38749ab1ae', '51d7e6a0-cd43-4bf3-9cf0-52ab4f32f130', '{"start": true}', NULL, 1, NULL, NULL, false, NULL, '2026-11-30 15:36:38.618+00', '2026-11-30 15:36:38.633+00', '2026-11-30 15:36:39.097+00', 'real', 1024, '{define}', NULL),
	('77d529a6-62e8-4c61-a5c9-2eb29da4980a', 2, 'guest.create', 'succeeded', 'ae4af348-8908-464a-bc22-5b7ae16af532', 'b5545358-533a-4367-a282-ab6dae8396a8', 'off', '0becc4c6-0b2e-4cfc-97b6-c4f240c27418', '5b09732f-8195-4a0c-8557-8e38749ab1ae', '67207f1f-b8a3-443f-a764-c10b6fce79de', '{}', NULL, 1, NULL, NULL, false, NULL, '2026-11-30 15:36:39.164+00', '2026-11-30 15:36:39.169+00', '2026-11-30 15:36:39.197+00', 'off', 1029, '{}', NULL);
INSERT INTO public.permissions VALUES
	('ec4fe694-f9c8-463c-9029-b236f589ffbf', '5b09732f-8195-4a0c-8557-8e38749ab1ae', NULL, 'admin', '0becc4c6-0b2e-4cfc-97b6-c4f240c27418', NULL, '2026-11-30 15:36:36.91+00', 1002),
	('a6a02148-ffd4-42ba-a818-3612776c9115', 'ad6d1362-6669-4fc7-a331-21b8524ec6aa', NULL, 'owner', 'b151e430-ae3d-458e-94ed-b6eecaec9b73', NULL, '2026-11-30 15:36:37.781+00', 1009),
	('825f8fc0-92f7-4114-ba7e-61da5abc96ad', NULL, '3aafba82-dfb2-400e-8076-c548fad4540e', 'operator', '0becc4c6-0b2e-4cfc-97b6-c4f240c27418', NULL, '2026-11-30 15:36:37.849+00', 1010);
INSERT INTO public.projects VALUES
	('0becc4c6-0b2e-4cfc-97b6-c4f240c27418', 'default', 'default', '', '2026-11-30 15:36:36.887+00', '', NULL, 1000),
	('b151e430-ae3d-458e-94ed-b6eecaec9b73', 'shop', 'shop', 'The web shop', '2026-11-30 15:36:37.35+00', 'the web shop', NULL, 1006);
INSERT INTO public.tokens VALUES
	('1b018cae-2b4d-4393-a144-d3cf211c31f5', 'admin.token', '\x0d7d3b1474f7a24788135f9621a51ad07d1d500ed25abfdd999ee8101530c7ba', NULL, '2026-11-30 15:36:36.923+00', '5b09732f-8195-4a0c-8557-8e38749ab1ae', NULL, '{}', NULL, '2026-11-30 15:36:37.249+00', 'admin.token', 1005),
	('dfb3e924-7d77-4842-9f6f-31d2531778fb', 'laptop', '\x08af8fa76c02f115966ef42a8969b1fc5b9685d1a1b96900e99ee3b41d27a149', 'b151e430-ae3d-458e-94ed-b6eecaec9b73', '2026-11-30 15:36:37.94+00', 'ad6d1362-6669-4fc7-a331-21b8524ec6aa', NULL, '{}', NULL, NULL, 'laptop', 1011);
INSERT INTO public.users VALUES
	('5b09732f-8195-4a0c-8557-8e38749ab1ae', 'admin', 'admin', '2026-11-30 15:36:36.91+00', 1001, NULL),
	('ad6d1362-6669-4fc7-a331-21b8524ec6aa', 'ann', 'ann', '2026-11-30 15:36:37.487+00', 1007, NULL);
SELECT pg_catalog.setval('public.events_seq_seq', 25, true);
SELECT pg_catalog.setval('public.operations_seq_seq', 2, true);
SELECT pg_catalog.setval('public.versions', 1030, true);
SELECT pg_catalog.setval('public.worker_numbers', 1, true);
