-- Subscriptions that live and have no owner here, which gauges count: an account that sells other things as well has a few of those, and
-- in time very many that have ended, which were all read for the count.
${only}
create index if not exists tracked_subscriptions_unbound on ${schema}.tracked_subscriptions (subscription_id)
    where tenant_id is null and not quarantined and not ended;
${end}
select 1;
