-- What a subscription becomes with a later period, as last known: empty together.
alter table ${schema}.tracked_subscriptions add column planned_price varchar(255) ${bytes};
alter table ${schema}.tracked_subscriptions add column planned_quantity bigint;
alter table ${schema}.tracked_subscriptions add column planned_at timestamp(6) with time zone;

-- The newest number of seats that an application pushed. pushes counts them; due_at holds a time while one waits to be made,
-- not_before is when the subscription may be changed by a push again.
create table ${schema}.seat_pushes (
    tenant_id   varchar(128) ${bytes} not null,
    seats       bigint not null,
    pushes      bigint not null,
    token       bigint not null,
    lease_until timestamp(6) with time zone,
    due_at      timestamp(6) with time zone,
    not_before  timestamp(6) with time zone,
    attempts    integer not null,
    constraint seat_pushes_key primary key (tenant_id),
    constraint seat_pushes_tenant foreign key (tenant_id) references ${schema}.tenants (tenant_id)
);
create index seat_pushes_due on ${schema}.seat_pushes (due_at, tenant_id);
