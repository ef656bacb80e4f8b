-- Two accounts: ketju_owner owns the tables and runs `ketju migrate`, `ketju restore` and `ketju backup`;
-- ketju_app reads and writes rows, for `ketju serve-app` and `ketju work`, and can change no table.
-- Make both, with passwords, and a database that ketju_owner owns:
--   CREATE ROLE ketju_owner LOGIN PASSWORD '…';
--   CREATE ROLE ketju_app LOGIN PASSWORD '…';
--   CREATE DATABASE ketju OWNER ketju_owner;
-- Run `ketju migrate` as ketju_owner, then this file as ketju_owner, once. Tables of later versions are covered.

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO ketju_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ketju_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO ketju_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ketju_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO ketju_app;

-- What is written stays: the audit trail, and the list of migrations.
REVOKE UPDATE, DELETE ON audit_auditentry FROM ketju_app;
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM ketju_app;
