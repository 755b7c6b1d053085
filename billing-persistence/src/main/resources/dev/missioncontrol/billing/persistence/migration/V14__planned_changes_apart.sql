-- What few subscriptions are going to become stands apart as well: a status is read without the large table. That one is read once,
-- which keeps nobody waiting; no node that could plan something meanwhile goes on behind V13.
create table ${schema}.planned_changes (
    subscription_id  varchar(255) ${bytes} not null,
    planned_price    varchar(255) ${bytes} not null,
    planned_quantity bigint not null,
    planned_at       timestamp(6) with time zone not null,
    constraint planned_changes_key primary key (subscription_id)
);
insert into ${schema}.planned_changes (subscription_id, planned_price, planned_quantity, planned_at)
    select subscription_id, planned_price, planned_quantity, planned_at from ${schema}.tracked_subscriptions
    where planned_price is not null;
alter table ${schema}.tracked_subscriptions drop column planned_price;
alter table ${schema}.tracked_subscriptions drop column planned_quantity;
alter table ${schema}.tracked_subscriptions drop column planned_at;
