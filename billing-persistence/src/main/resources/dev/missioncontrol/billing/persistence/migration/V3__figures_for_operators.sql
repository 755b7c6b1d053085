-- Figures that jobs keep for the console, so that nobody who looks reads large tables. Small: a few dozen rows a day, one a minute.

-- '' stands for an interval or a standing that is not there: a key may hold no null.
create table ${schema}.billing_days (
    counted_day      date not null,
    plan             varchar(64) ${bytes} not null,
    billing_interval varchar(16) not null,
    standing         varchar(32) not null,
    counted_at       timestamp(6) with time zone not null,
    tenants          bigint not null,
    seats            bigint not null,
    revenue_minor    bigint,
    revenue_currency varchar(3),
    constraint billing_days_key primary key (counted_day, plan, billing_interval, standing)
);

create table ${schema}.billing_minutes (
    ended_at    timestamp(6) with time zone not null,
    covers_ms   bigint not null,
    applied     bigint not null,
    ignored     bigint not null,
    unbound     bigint not null,
    quarantined bigint not null,
    failed      bigint not null,
    dead        bigint not null,
    marked      bigint not null,
    lag_ms      bigint not null,
    constraint billing_minutes_key primary key (ended_at)
);

create table ${schema}.billing_sweeps (
    ended_at timestamp(6) with time zone not null,
    listed   bigint not null,
    drift    bigint not null,
    mended   bigint not null,
    constraint billing_sweeps_key primary key (ended_at)
);

-- One for each filter of the list of tenants: each gives its page in the order of ids.
create index subscriptions_by_plan on ${schema}.subscriptions (plan, tenant_id);
create index subscriptions_by_status on ${schema}.subscriptions (status, tenant_id);
create index subscriptions_by_plan_and_status on ${schema}.subscriptions (plan, status, tenant_id);
