-- Only adds: a node of the version before goes on with it.

-- Hashes of the provider's ids of tenants that were erased, so that a late event or a sweep brings nothing of them back.
create table ${schema}.erased_references (
    reference_hash varchar(64) ${bytes} not null,
    tenant_id      varchar(128) ${bytes} not null,
    erased_at      timestamp(6) with time zone not null,
    constraint erased_references_key primary key (reference_hash),
    constraint erased_references_tenant foreign key (tenant_id) references ${schema}.tenants (tenant_id)
);
create index erased_references_by_tenant on ${schema}.erased_references (tenant_id);

-- Since when a payload is stored, by the database's clock; empty once it was dropped. Of events that were here before, since
-- this migration.
alter table ${schema}.webhook_events add column payload_since timestamp(6) with time zone default current_timestamp;
create index webhook_events_payload on ${schema}.webhook_events (payload_since, event_id);
