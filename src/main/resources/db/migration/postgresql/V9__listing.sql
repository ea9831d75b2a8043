-- Pages of a plan's snapshots in the order of the API, and a number that changes with whatever is known of them.
drop index snapshot_index_newest;
create index snapshot_index_newest on snapshot_index (plan, taken_at, name);
alter table snapshot_index_state add column version bigint not null default 0;

-- Runs of one state are few among many, or many: either way newest first.
create index run_by_state on run (state, queued_at, id);
