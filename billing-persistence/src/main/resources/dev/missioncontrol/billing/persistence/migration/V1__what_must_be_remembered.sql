-- One file for PostgreSQL and H2. Every name carries its schema: hosts have tables called tenants and customers too.
-- ${bytes} makes ids compare by their bytes, as the domain does, whatever the database's locale. Text without a length is
-- the provider's or the domain's, whose limits are theirs to hold. Times are UTC, in microseconds.

create table ${schema}.tenants (
    tenant_id    varchar(128) ${bytes} not null,
    pseudonym    varchar(255) ${bytes} not null,
    created_at   timestamp(6) with time zone not null,
    deleted_at   timestamp(6) with time zone,
    audit_head   varchar(64) not null,
    audit_length bigint not null,
    event_length bigint not null,
    constraint tenants_key primary key (tenant_id)
);

-- What each tenant has, as last derived: one readable row.
create table ${schema}.subscriptions (
    tenant_id              varchar(128) ${bytes} not null,
    stripe_customer_id     varchar(255) ${bytes},
    stripe_subscription_id varchar(255) ${bytes},
    plan                   varchar not null,
    seats                  integer not null,
    status                 varchar(32) not null,
    current_period_end     timestamp(6) with time zone,
    billing_interval       varchar(16),
    provider_status        varchar,
    standing               varchar(32),
    cancel_at              timestamp(6) with time zone,
    trial_end              timestamp(6) with time zone,
    past_due_since         timestamp(6) with time zone,
    former_plan            varchar,
    provisional            boolean not null,
    as_of                  timestamp(6) with time zone,
    catalog_hash           varchar ${bytes} not null,
    created_at             timestamp(6) with time zone not null,
    updated_at             timestamp(6) with time zone not null,
    constraint subscriptions_key primary key (tenant_id),
    constraint subscriptions_tenant foreign key (tenant_id) references ${schema}.tenants (tenant_id)
);
create index subscriptions_catalog on ${schema}.subscriptions (catalog_hash, tenant_id);

create table ${schema}.customers (
    tenant_id   varchar(128) ${bytes} not null,
    provider    varchar(64) ${bytes} not null,
    customer_id varchar(255) ${bytes} not null,
    livemode    boolean not null,
    gone        boolean not null,
    generation  integer not null,
    created_at  timestamp(6) with time zone not null,
    updated_at  timestamp(6) with time zone not null,
    constraint customers_key primary key (tenant_id, provider),
    constraint customers_once unique (provider, customer_id),
    constraint customers_tenant foreign key (tenant_id) references ${schema}.tenants (tenant_id)
);

-- due_at holds a time while a fetch is wanted, look_again_at while an owner is: what nobody waits for is out of the index.
-- marked_since is when a fetch began to be wanted: unlike due_at, a failure does not move it.
create table ${schema}.tracked_subscriptions (
    subscription_id varchar(255) ${bytes} not null,
    tenant_id       varchar(128) ${bytes},
    customer_id     varchar(255) ${bytes},
    quarantined     boolean not null,
    livemode        boolean not null,
    ended           boolean not null,
    snapshot        varchar,
    basis           timestamp(6) with time zone,
    provisional     boolean not null,
    registers       varchar not null,
    past_due_since  timestamp(6) with time zone,
    dirty           bigint not null,
    synced          bigint not null,
    row_version     bigint not null,
    token           bigint not null,
    lease_until     timestamp(6) with time zone,
    due_at          timestamp(6) with time zone,
    marked_since    timestamp(6) with time zone,
    attempts        integer not null,
    unowned_tries   integer not null,
    look_again_at   timestamp(6) with time zone,
    swept_at        timestamp(6) with time zone,
    created_at      timestamp(6) with time zone not null,
    updated_at      timestamp(6) with time zone not null,
    constraint tracked_subscriptions_key primary key (subscription_id),
    constraint tracked_subscriptions_tenant foreign key (tenant_id) references ${schema}.tenants (tenant_id)
);
create index tracked_subscriptions_by_tenant on ${schema}.tracked_subscriptions (tenant_id, subscription_id);
create index tracked_subscriptions_by_customer on ${schema}.tracked_subscriptions (customer_id, subscription_id);
create index tracked_subscriptions_due on ${schema}.tracked_subscriptions (due_at, subscription_id);
create index tracked_subscriptions_marked on ${schema}.tracked_subscriptions (marked_since);
create index tracked_subscriptions_unowned on ${schema}.tracked_subscriptions (look_again_at, subscription_id);
create index tracked_subscriptions_quarantined on ${schema}.tracked_subscriptions (quarantined, subscription_id);
create index tracked_subscriptions_ended on ${schema}.tracked_subscriptions (ended, subscription_id);

-- No foreign key to the tenant: an event says whose it turned out to be, and outlives that.
create table ${schema}.webhook_events (
    event_id        varchar(255) ${bytes} not null,
    event_type      varchar not null,
    created_at      timestamp(6) with time zone not null,
    received_at     timestamp(6) with time zone not null,
    livemode        boolean not null,
    subscription_id varchar(255) ${bytes},
    tenant_id       varchar(128) ${bytes},
    payload         varchar not null,
    attempts        integer not null,
    outcome         varchar(16) not null,
    reason          varchar not null,
    retry_at        timestamp(6) with time zone,
    constraint webhook_events_key primary key (event_id)
);
create index webhook_events_by_subscription on ${schema}.webhook_events (subscription_id, outcome);
create index webhook_events_by_tenant on ${schema}.webhook_events (tenant_id, received_at);
create index webhook_events_by_outcome on ${schema}.webhook_events (outcome, received_at, event_id);
create index webhook_events_retry on ${schema}.webhook_events (retry_at);
create index webhook_events_received on ${schema}.webhook_events (received_at);

-- open_tenant holds the tenant while the attempt is open and nothing after: its uniqueness allows one open attempt each.
create table ${schema}.checkout_attempts (
    attempt_id       varchar(255) ${bytes} not null,
    tenant_id        varchar(128) ${bytes} not null,
    open_tenant      varchar(128) ${bytes},
    plan             varchar not null,
    billing_interval varchar(16) not null,
    seats            integer not null,
    generation       integer not null,
    session_id       varchar(255) ${bytes},
    url              varchar,
    expires_at       timestamp(6) with time zone,
    state            varchar(16) not null,
    created_at       timestamp(6) with time zone not null,
    constraint checkout_attempts_key primary key (attempt_id),
    constraint checkout_attempts_one_open unique (open_tenant),
    constraint checkout_attempts_tenant foreign key (tenant_id) references ${schema}.tenants (tenant_id)
);
create index checkout_attempts_by_tenant on ${schema}.checkout_attempts (tenant_id, generation);
create index checkout_attempts_by_session on ${schema}.checkout_attempts (session_id);
create index checkout_attempts_open on ${schema}.checkout_attempts (state, created_at);

-- Append-only. Keyed by the pseudonym, so that tenant_id can be erased and the chain stays whole.
create table ${schema}.billing_audit (
    pseudonym     varchar(255) ${bytes} not null,
    sequence_no   bigint not null,
    tenant_id     varchar(128) ${bytes},
    decided_at    timestamp(6) with time zone not null,
    actor         varchar not null,
    event_id      varchar(255) ${bytes},
    decision_rule varchar not null,
    before_state  varchar not null,
    after_state   varchar not null,
    previous_hash varchar(64) not null,
    row_hash      varchar(64) not null,
    constraint billing_audit_key primary key (pseudonym, sequence_no),
    constraint billing_audit_tenant foreign key (tenant_id) references ${schema}.tenants (tenant_id)
);
create index billing_audit_by_tenant on ${schema}.billing_audit (tenant_id, sequence_no);

create table ${schema}.billing_jobs (
    job_name    varchar(64) ${bytes} not null,
    token       bigint not null,
    lease_until timestamp(6) with time zone,
    due_at      timestamp(6) with time zone,
    job_cursor  varchar not null,
    last_run_at timestamp(6) with time zone,
    done_at     timestamp(6) with time zone,
    last_result varchar not null,
    constraint billing_jobs_key primary key (job_name)
);

-- Counted under a lock that is held until commit, so that who reads on after a number misses none.
create table ${schema}.billing_counters (
    counter_name varchar(64) ${bytes} not null,
    counted      bigint not null,
    constraint billing_counters_key primary key (counter_name)
);
insert into ${schema}.billing_counters (counter_name, counted) values ('published', 0);

-- published_no orders delivered events for those who read them. ordinal orders all events, fairly between tenants; due_at holds a time until the event is delivered.
create table ${schema}.billing_outbox (
    tenant_id    varchar(128) ${bytes} not null,
    sequence_no  bigint not null,
    ordinal      bigint generated by default as identity,
    event_id     varchar(512) ${bytes} not null,
    decided_at   timestamp(6) with time zone not null,
    transition   varchar not null,
    due_at       timestamp(6) with time zone,
    delivered_at timestamp(6) with time zone,
    published_no bigint,
    constraint billing_outbox_key primary key (tenant_id, sequence_no),
    constraint billing_outbox_tenant foreign key (tenant_id) references ${schema}.tenants (tenant_id)
);
create index billing_outbox_due on ${schema}.billing_outbox (due_at, ordinal);
create unique index billing_outbox_published on ${schema}.billing_outbox (published_no);
create index billing_outbox_published_of on ${schema}.billing_outbox (tenant_id, published_no);
create index billing_outbox_by_tenant on ${schema}.billing_outbox (tenant_id, due_at);
