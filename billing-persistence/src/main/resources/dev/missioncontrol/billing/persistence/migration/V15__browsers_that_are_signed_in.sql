-- Browsers that are signed in, and tickets that sign one in once, for all nodes: each by the hash of what its browser holds.
-- Only adds: a node of the version before goes on with those that it knows itself. No reference to a tenant: who never bought
-- anything may look as well. What is over is removed with the rest of what nobody needs.
create table ${schema}.browser_sessions (
    session_hash  varchar(64) ${bytes} not null,
    kind          varchar(16) ${bytes} not null,
    -- Empty for an operator's console.
    tenant_id     varchar(128) ${bytes},
    operator_name varchar not null,
    manage        boolean not null,
    language_tag  varchar,
    seats_in_use  bigint,
    ends_at       timestamp(6) with time zone not null,
    constraint browser_sessions_key primary key (session_hash)
);
create index browser_sessions_whose on ${schema}.browser_sessions (tenant_id, kind, ends_at, session_hash);
create index browser_sessions_over on ${schema}.browser_sessions (ends_at);
