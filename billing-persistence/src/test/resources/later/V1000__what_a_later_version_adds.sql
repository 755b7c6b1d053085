-- As migrations have to be: they only add what a node of the version before does not miss.
alter table ${schema}.webhook_events add column later varchar;
alter table ${schema}.tenants add column later bigint default 0 not null;
create table ${schema}.later (
    tenant_id varchar(128) ${bytes} not null,
    constraint later_key primary key (tenant_id)
);
create index if not exists tenants_later on ${schema}.tenants (later, tenant_id);
create index if not exists tenants_pseudonym_later on ${schema}.tenants (pseudonym);
