-- Rows that events change are put back where they were, in room that their page has left: then no index is told of it. Rows that
-- are there already get it with their next change.
${leave_room};

-- What was applied is found by its tenant. These hold the rest, which is what somebody waits for or asks about. Whoever has many
-- events makes them by hand before, concurrently.
create index if not exists webhook_events_open on ${schema}.webhook_events (outcome, received_at, event_id)
    ${only} where outcome <> 'applied' ${end};
create index if not exists webhook_events_open_of on ${schema}.webhook_events (subscription_id)
    ${only} where outcome <> 'applied' ${end};
drop index ${schema}.webhook_events_by_outcome;
drop index ${schema}.webhook_events_by_subscription;

-- A sweep goes by the key, and leaves out what has ended.
drop index ${schema}.tracked_subscriptions_ended;

-- A tenant's readable events are found by its key.
drop index ${schema}.billing_outbox_published_of;
