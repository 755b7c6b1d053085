-- Rows that events change are put back where they were, in room that their page has left: then no index is told of it. Rows that
-- are there already get it with their next change.
${leave_room};

-- A tenant's readable events are found by its key.
drop index ${schema}.billing_outbox_published_of;
