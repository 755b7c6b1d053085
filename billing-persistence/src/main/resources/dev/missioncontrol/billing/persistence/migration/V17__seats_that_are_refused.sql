-- Since when the provider refuses what was pushed: told once, and shown until it is made. Few rows have it.
-- Only adds. A node of the version before leaves it as it is; what it makes meanwhile waits no more, and so is not shown.
alter table ${schema}.seat_pushes add column refused_since timestamp(6) with time zone;
create index seat_pushes_refused on ${schema}.seat_pushes (refused_since)
    ${only} where refused_since is not null ${end};
