-- For those that are over and old enough to go: their state is one of several, which no index that begins with it serves.
create index checkout_attempts_created on ${schema}.checkout_attempts (created_at, attempt_id);
