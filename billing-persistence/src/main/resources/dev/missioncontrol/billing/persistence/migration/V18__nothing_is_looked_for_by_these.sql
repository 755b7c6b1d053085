-- Documents and hashes, by which nothing is looked for: what PostgreSQL would find out of how they are spread is asked by no plan, and
-- sorting them took half of the time of each look at their tables, which comes once a minute where events flow. Holds up nobody.
${only}
alter table ${schema}.tenants alter column audit_head set statistics 0;
alter table ${schema}.tracked_subscriptions alter column snapshot set statistics 0,
    alter column registers set statistics 0;
alter table ${schema}.billing_audit alter column before_state set statistics 0,
    alter column after_state set statistics 0,
    alter column previous_hash set statistics 0,
    alter column row_hash set statistics 0;
alter table ${schema}.billing_outbox alter column transition set statistics 0;
alter table ${schema}.billing_changes alter column tenants set statistics 0;
alter table ${schema}.webhook_events alter column payload set statistics 0;
${end}
select 1;
