-- Both are written with their tenant's row held, which stays when the tenant is erased: looking for it once more for each row
-- finds nothing out.
alter table ${schema}.billing_outbox drop constraint billing_outbox_tenant;
alter table ${schema}.billing_audit drop constraint billing_audit_tenant;

-- What every event writes, and nobody reads: where the database can, an index holds only
-- the rows that it is asked for, so that those that wait for nothing are not in it.
drop index ${schema}.tracked_subscriptions_due;
create index tracked_subscriptions_due on ${schema}.tracked_subscriptions (due_at, subscription_id)
    ${only} where due_at is not null ${end};
drop index ${schema}.tracked_subscriptions_marked;
create index tracked_subscriptions_marked on ${schema}.tracked_subscriptions (marked_since)
    ${only} where marked_since is not null ${end};
drop index ${schema}.tracked_subscriptions_unowned;
create index tracked_subscriptions_unowned on ${schema}.tracked_subscriptions (look_again_at, subscription_id)
    ${only} where look_again_at is not null ${end};
drop index ${schema}.tracked_subscriptions_quarantined;
create index tracked_subscriptions_quarantined on ${schema}.tracked_subscriptions (quarantined, subscription_id)
    ${only} where quarantined = true ${end};
drop index ${schema}.billing_outbox_due;
create index billing_outbox_due on ${schema}.billing_outbox (due_at, ordinal) ${only} where due_at is not null ${end};
drop index ${schema}.billing_outbox_by_tenant;
drop index ${schema}.billing_outbox_published;
create unique index billing_outbox_published on ${schema}.billing_outbox (published_no)
    ${only} where published_no is not null ${end};
drop index ${schema}.billing_outbox_published_of;
create index billing_outbox_published_of on ${schema}.billing_outbox (tenant_id, published_no)
    ${only} where published_no is not null ${end};

-- A tenant's decisions are found by its pseudonym, which is their key.
drop index ${schema}.billing_audit_by_tenant;

-- What is noted of many tenants in one transaction is one row: their ids, a line each. One about one tenant is as before.
alter table ${schema}.billing_changes alter column tenant_id drop not null;
alter table ${schema}.billing_changes add column tenants varchar;

-- Events last, as everywhere.
drop index ${schema}.webhook_events_retry;
create index webhook_events_retry on ${schema}.webhook_events (retry_at) ${only} where retry_at is not null ${end};

-- Payloads compress in a fifth of the time where the database has been built with it.
${compress_payloads};
