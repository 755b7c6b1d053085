-- When a subscription is to be fetched stands apart from what is known of it. Every first mark and every answer changed an
-- indexed column, and so told all of its row's indexes; now the row stays in its page, and what waits is in a small table.
-- No reference: it would be looked up for each mark. Dropping an index comes first, to keep others from marking meanwhile; the
-- other one finds what is marked, so that nobody waits for long.
drop index ${schema}.tracked_subscriptions_marked;
create table ${schema}.marked_subscriptions (
    subscription_id varchar(255) ${bytes} not null,
    -- Since when a fetch is wanted: its first mark, or the answer that one came after.
    marked_since    timestamp(6) with time zone not null,
    due_at          timestamp(6) with time zone not null,
    constraint marked_subscriptions_key primary key (subscription_id)
);
insert into ${schema}.marked_subscriptions (subscription_id, marked_since, due_at)
    select subscription_id, coalesce(marked_since, due_at), due_at from ${schema}.tracked_subscriptions where due_at is not null;
create index marked_subscriptions_due on ${schema}.marked_subscriptions (due_at, subscription_id);
create index marked_subscriptions_since on ${schema}.marked_subscriptions (marked_since);
drop index ${schema}.tracked_subscriptions_due;
alter table ${schema}.tracked_subscriptions drop column due_at;
alter table ${schema}.tracked_subscriptions drop column marked_since;
