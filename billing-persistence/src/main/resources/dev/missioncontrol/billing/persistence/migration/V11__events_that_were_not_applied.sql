-- What was applied is found by its tenant, and what is ignored nobody waits for. A migration of its own: it lets others read
-- events while it builds, and holds no other table.
create index webhook_events_open on ${schema}.webhook_events (outcome, received_at, event_id)
    ${only} where outcome not in ('applied', 'ignored') ${end};
create index webhook_events_open_of on ${schema}.webhook_events (subscription_id)
    ${only} where outcome <> 'applied' ${end};
