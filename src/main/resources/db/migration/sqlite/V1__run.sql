-- Times are epoch milliseconds, durations nanoseconds, booleans 0 or 1, documents JSON.

create table node (
    id      text   not null primary key,
    url     text,
    labels  text   not null,
    seen_at bigint not null
);

-- Queue entry, lease and history in one row.
create table run (
    id                  text    not null primary key,
    plan                text    not null,
    plan_version        bigint  not null,
    state               text    not null,
    reason              text,
    triggered_by        text    not null,
    requested_by        text    not null,
    steps               text    not null,
    dry_run             integer not null,
    note                text,
    options             text    not null,
    specification       text    not null,
    destination_key     text    not null,
    node_label          text,
    rerun_interrupted   integer not null,
    rerun_of            text,
    node                text,
    queued_at           bigint  not null,
    started_at          bigint,
    ended_at            bigint,
    duration_nanos      bigint,
    message             text,
    progress            text,
    details             text    not null,
    warnings            text    not null,
    waiting_for         text,
    cancel_requested_at bigint,
    cancelled_by        text
);
create unique index run_one_active on run (plan) where state in ('queued', 'running');
create unique index run_one_writer on run (destination_key) where state = 'running';
create index run_by_time on run (queued_at, id);
create index run_by_plan on run (plan, queued_at, id);
create index run_active on run (state, queued_at, id) where state in ('queued', 'running');

create table run_step (
    run            text    not null references run (id) on delete cascade,
    position       integer not null,
    name           text    not null,
    state          text    not null,
    reason         text,
    message        text,
    started_at     bigint,
    ended_at       bigint,
    duration_nanos bigint,
    attempts       integer not null,
    command        text,
    exit_code      integer,
    primary key (run, position)
);

create table run_event (
    run  text   not null references run (id) on delete cascade,
    id   bigint not null,
    at   bigint not null,
    type text   not null,
    data text   not null,
    primary key (run, id)
);

create table idempotency_key (
    caller      text   not null,
    plan        text   not null,
    request_key text   not null,
    body_hash   text   not null,
    run         text   not null references run (id) on delete cascade,
    created_at  bigint not null,
    primary key (caller, plan, request_key)
);
create index idempotency_key_by_age on idempotency_key (created_at);
create index idempotency_key_by_run on idempotency_key (run);
